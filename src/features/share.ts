/** Shows something to the channel a click was made in: asked about first where others may read along, and once. */
import type { AnswerPlace } from './answer-ports.ts';
import type { Audiences } from './people-ports.ts';
import type { Log, Once } from './ports.ts';
import type { Screen, Shareable } from './screens.ts';

/** Shows a screen to everybody where a click was made. */
export interface Sharing {
  /** False when the click's response_url did not take it: nobody was shown anything. */
  share(place: AnswerPlace, screen: Screen): Promise<boolean>;
}

export interface SharingDeps {
  readonly audiences: Audiences;
  readonly answers: Sharing;
  readonly once: Once;
  readonly log: Log;
}

export interface ToShare {
  readonly what: Shareable;
  /** What everybody in the channel is shown. */
  readonly screen: Screen;
  /** `sure` when the sharer was asked about the people who would read along. */
  readonly told: 'first' | 'sure';
  /** What the sharer reads when it stands there. */
  readonly done: string;
  /** Done right before it is posted. */
  readonly before?: () => Promise<void>;
}

/** Two presses within this time share once. */
const ONCE_FOR_MS = 60_000;

const NOWHERE: Screen = { kind: 'notice', text: 'There is no channel to share to here: ask again in the channel that should see it, and share it there.' };
const OUTSIDERS: Screen = { kind: 'notice', text: 'This channel is shared with another organisation, so nothing can be shared to it. Nobody else has seen this.' };
const SHARED_ALREADY: Screen = { kind: 'notice', text: 'This was shared here within the last minute, so it was not posted again.' };
const NOT_TAKEN: Screen = {
  kind: 'problem', whatHappened: 'Slack did not confirm the post.', whatToDo: 'Look whether it stands in the channel; if not, press Share to channel again.',
};

/**
 * Shares it and returns what the sharer is told. Refused in direct messages and in channels shared with another
 * organisation; asked about first where guests would read it, or where that cannot be known, as in a private channel that
 * the bot is not in. Access is for the caller to check.
 */
export async function shareHere(deps: SharingDeps, place: AnswerPlace, { what, screen, told, done, before }: ToShare): Promise<Screen> {
  const { channelId } = place;
  const audience = channelId === undefined ? 'direct' : await deps.audiences.of(channelId);
  if (channelId === undefined || audience === 'direct') return NOWHERE;
  if (audience === 'outsiders') return OUTSIDERS;
  if (audience !== 'members' && told === 'first') return { kind: 'share-question', what, audience: audience === 'guests' ? 'guests' : 'unknown' };
  const key = `share:${channelId}:${keyOf(what, place.userId)}`;
  if (!await deps.once.take(key, ONCE_FOR_MS)) return SHARED_ALREADY;
  await before?.();
  if (!await deps.answers.share(place, screen)) {
    await deps.once.giveBack(key);
    return NOT_TAKEN;
  }
  deps.log.info({ user: place.userId, channel: channelId, what: what.kind }, 'shared');
  return { kind: 'notice', text: done };
}

/** Names are each person's own. */
function keyOf(what: Shareable, userId: string): string {
  return what.kind === 'answer' ? `${what.resultId}:${what.page}` : `${userId}:${what.name.toLowerCase()}`;
}
