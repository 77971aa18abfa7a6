/** Clicks on our buttons: access is checked again, the answer stands in place of the message or under it. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { handleCommand, type CommandDeps } from '../../features/handle-command.ts';
import { keepResult } from '../../features/keep-result.ts';
import type { AnswerPlace, Answers, Log } from '../../features/ports.ts';
import { Problem } from '../../features/problem.ts';
import { showPage, type PageDeps } from '../../features/show-page.ts';
import type { Screen } from '../../features/screens.ts';
import { ACTION_ID_PREFIX, readButtonPress, type ButtonPress } from '../action-ids.ts';
import { deliveryId } from '../delivery-id.ts';
import { placeFromMetadata, responsePlace } from '../response-place.ts';
import { openRecord, type RecordListenerDeps } from './record.ts';

export interface ButtonDeps extends CommandDeps, PageDeps, RecordListenerDeps {
  readonly answers: Answers;
  readonly log: Log;
}

/** One listener for all our buttons: Bolt runs every listener that matches, so there is only one that does. */
export function listenForButtons(app: App, deps: ButtonDeps): void {
  const ours = new RegExp(`^${ACTION_ID_PREFIX.replace('.', '\\.')}`);
  app.action<BlockAction<ButtonAction>>(ours, async ({ action, body, ack, client }) => {
    await ack();
    const place = placeOf(deps, body);
    const press = readButtonPress(action.action_id, action.value);
    if (press?.kind === 'details') return openRecord(deps, client, { place, triggerId: body.trigger_id, press });
    const screen = press ? await answerPress(deps, press, place, body.trigger_id) : OUTDATED;
    if (press?.kind === 'page' && isInPlace(screen)) return deps.answers.replace(place, screen);
    return deps.answers.send(place, screen);
  });
}

const OUTDATED: Screen = { kind: 'notice', text: 'This button is from an older version of me and does nothing any more. Type the search again.' };

/** What a page turns into stands where it was; a refusal or a failure must not wipe the answer away. */
function isInPlace(screen: Screen): boolean {
  return screen.kind === 'summary' || screen.kind === 'expired';
}

async function answerPress(deps: ButtonDeps, press: Exclude<ButtonPress, { kind: 'details' }>, place: AnswerPlace, triggerId: string): Promise<Screen> {
  try {
    switch (press.kind) {
      case 'page': return await showPage(deps, place, press.resultId, press.page);
      case 'keep': return await keepResult(deps, place, press.resultId, press.page);
      case 'run': return await handleCommand(deps, { id: deliveryId(triggerId), text: press.command, place });
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ kind: error.kind, press: press.kind }, 'click failed');
    return { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo };
  }
}

/** A click in a modal has no response_url of its own: it answers where the modal's message was. */
function placeOf(deps: ButtonDeps, body: BlockAction<ButtonAction>): AnswerPlace {
  if (!body.response_url) return placeFromMetadata(body.view?.private_metadata, body.user.id);
  return responsePlace(deps.clock(), body.response_url, body.user.id, body.channel?.id);
}
