/** Shows an answer to the channel it was asked in: named, asked about first where others may be there, and once. */
import type { AnswerPlace } from './answer-ports.ts';
import type { Audiences } from './people-ports.ts';
import type { Log, Once } from './ports.ts';
import { showPage, type PageDeps } from './show-page.ts';
import type { Screen } from './screens.ts';

/** Shows a screen to everybody where a click was made. */
export interface Sharing {
  /** False when the click's response_url did not take it: nobody was shown anything. */
  share(place: AnswerPlace, screen: Screen): Promise<boolean>;
}

export interface ShareDeps extends PageDeps {
  readonly audiences: Audiences;
  readonly answers: Sharing;
  readonly once: Once;
  readonly log: Log;
}

/** What is pressed: the page of an answer, for the first time or after the question that it raised. */
export interface SharePress {
  readonly kind: 'share' | 'share-anyway';
  readonly resultId: string;
  readonly page: number;
}

/** Two presses within this time share once. */
const ONCE_FOR_MS = 60_000;

const NOWHERE: Screen = { kind: 'notice', text: 'There is no channel to share to here: ask again in the channel that should see the answer, and share it there.' };
const OUTSIDERS: Screen = { kind: 'notice', text: 'This channel is shared with another organisation, so answers cannot be shared to it. Nobody else has seen this one.' };
const HIDDEN: Screen = { kind: 'notice', text: 'I am not in this conversation and cannot see who reads along; people of another organisation may. So nothing was shared. Invite me with /invite, then press Share to channel again.' };
const SHARED_ALREADY: Screen = { kind: 'notice', text: 'This was shared here within the last minute, so it was not posted again.' };
const NOT_TAKEN: Screen = {
  kind: 'problem', whatHappened: 'Slack did not confirm the post.', whatToDo: 'Look whether the answer stands in the channel; if not, press Share to channel again.',
};

/**
 * Shares the page that is shown and returns what the sharer is told. Refused in direct messages and in channels shared
 * with another organisation, or hidden from us, which may be; asked about first where guests would read it, or where
 * that cannot be known.
 */
export async function shareResult(deps: ShareDeps, place: AnswerPlace, press: SharePress): Promise<Screen> {
  const screen = await showPage(deps, place, press.resultId, press.page);
  if (screen.kind !== 'summary') return screen;
  const { channelId } = place;
  const audience = channelId === undefined ? 'direct' : await deps.audiences.of(channelId);
  if (channelId === undefined || audience === 'direct') return NOWHERE;
  if (audience === 'outsiders') return OUTSIDERS;
  if (audience === 'hidden') return HIDDEN;
  if (audience !== 'members' && press.kind === 'share') return { kind: 'share-question', resultId: press.resultId, page: screen.page, audience };
  const key = `share:${channelId}:${press.resultId}:${screen.page}`;
  if (!await deps.once.take(key, ONCE_FOR_MS)) return SHARED_ALREADY;
  if (!await deps.answers.share(place, { ...screen, sharedBy: place.userId })) {
    await deps.once.giveBack(key);
    return NOT_TAKEN;
  }
  deps.log.info({ user: place.userId, channel: channelId }, 'answer shared');
  return { kind: 'notice', text: 'Shared: everybody in this channel sees this page. Its buttons answer each person privately, and only those who may use me.' };
}
