/** `Details` and what is pressed in its modal: views open at once and empty, because Slack's trigger lives 3 seconds. */
import { WebAPIHTTPError, WebAPIRequestError, type WebClient } from '@slack/web-api';
import type { ModalView } from '@slack/types';
import { handleCommand, type CommandDeps } from '../../features/handle-command.ts';
import type { AnswerPlace, Answers } from '../../features/answer-ports.ts';
import { pressOnce, type PressOnceDeps } from '../../features/press-once.ts';
import { Problem } from '../../features/problem.ts';
import { recordAt, showRecord, type ShowRecordDeps } from '../../features/show-record.ts';
import { showCopied } from '../../features/show-copied.ts';
import type { RecordScreen, Screen } from '../../features/screens.ts';
import type { Press } from '../action-ids.ts';
import { askedView, plainRecordView, rawRecordView, recordView, unreadRecordView } from '../blocks/record.ts';
import { deliveryId } from '../delivery-id.ts';
import { patiently } from '../direct-message.ts';
import { errorFacts, slackCode } from '../error-facts.ts';
import { placeAsMetadata } from '../response-place.ts';
import { rateLimitMs } from '../slack-problem.ts';

export interface RecordListenerDeps extends ShowRecordDeps, Pick<CommandDeps, 'watching'> {
  readonly answers: Pick<Answers, 'send'>;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface DetailsClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  readonly press: Extract<Press, { kind: 'details' | 'copied' }>;
}

/** A click on `Raw JSON`; `viewId` where it was made in a modal, on top of which the raw form opens. */
export interface RawClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  readonly viewId?: string;
  readonly press: Extract<Press, { kind: 'raw' }>;
}

/** A click on a search in a modal. */
export interface SearchClick {
  readonly place: AnswerPlace;
  /** Equal for two presses of the same thing by the same person. */
  readonly sameId: string;
  readonly triggerId: string;
  readonly viewId: string;
  readonly command: string;
}

/** Opens the modal, then shows the record in it, or why there is none. */
export async function openRecord(deps: RecordListenerDeps, client: WebClient, { place, triggerId, press }: DetailsClick): Promise<void> {
  const opened = await client.views.open({ trigger_id: triggerId, view: recordView({ kind: 'loading' }) });
  const screen = await screenOf(deps, () => (press.kind === 'details' ? showRecord({ ...deps, copy: deps.watching.copy }, place, press.resultId, press.place) : showCopied({ ...deps, copy: deps.watching.copy }, place, press.at)));
  await fillOrTell(deps, client, { viewId: opened.view?.id, place, draws: [() => recordView(screen), () => plainRecordView(screen), ...lastResorts(screen)] });
}

/** Opens the record as JSON above its modal, or alone where there is no modal. */
export async function openRaw(deps: RecordListenerDeps, client: WebClient, { place, triggerId, viewId, press }: RawClick): Promise<void> {
  const loading = { trigger_id: triggerId, view: recordView({ kind: 'loading' }) };
  const opened = viewId === undefined ? await client.views.open(loading) : await client.views.push(loading);
  const screen = await screenOf(deps, () => recordAt(deps, place, press.resultId, press.place));
  await fillOrTell(deps, client, { viewId: opened.view?.id, place, draws: [() => rawRecordView(screen), ...lastResorts(screen)] });
}

/**
 * Runs a search that was asked for in a modal. Its answer comes where the modal's message was; the modal says so, since
 * only the person can close it. A second press at once asks and says nothing.
 */
export async function askFromModal(deps: RecordListenerDeps & CommandDeps & PressOnceDeps, client: WebClient, click: SearchClick): Promise<void> {
  const { place, sameId, triggerId, viewId, command } = click;
  const screen = await pressOnce(deps, sameId, () => askedScreen(deps, place, { id: deliveryId(triggerId), text: command }));
  if (!screen) return;
  const filled = await fill(deps, client, { viewId, place, draws: [() => viewAfter(screen, command)] });
  // What the modal says need not be said again: a response_url has five uses.
  if (filled !== 'shown' || !SAID_IN_MODAL.has(screen.kind)) await deps.answers.send(place, screen);
}

const SAID_IN_MODAL: ReadonlySet<Screen['kind']> = new Set(['understood', 'refused', 'problem']);

async function askedScreen(deps: CommandDeps, place: AnswerPlace, { id, text }: { readonly id: string; readonly text: string }): Promise<Screen> {
  try {
    return await handleCommand(deps, { id, text, place, kept: true });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ kind: error.kind, press: 'run' }, 'click failed');
    return { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo };
  }
}

function viewAfter(screen: Screen, command: string): ModalView {
  switch (screen.kind) {
    case 'refused': return recordView({ kind: 'record-refused', refusal: screen.refusal, userId: screen.userId });
    case 'problem': return recordView({ kind: 'record-problem', whatHappened: screen.whatHappened, whatToDo: screen.whatToDo });
    case 'understood': return askedView(command, screen.names);
    default: return askedView(command);
  }
}

interface Filling {
  readonly viewId: string | undefined;
  readonly place: AnswerPlace;
  /** From the best form to the plainest. */
  readonly draws: readonly (() => ModalView)[];
}

const LOADS_FOR_EVER: Screen = {
  kind: 'problem', whatHappened: 'Slack did not take the record, so its window goes on loading.', whatToDo: 'Close the window and press the button again in a minute.',
};

/** Nobody is left in silence before a modal that loads for ever. */
async function fillOrTell(deps: RecordListenerDeps, client: WebClient, filling: Filling): Promise<void> {
  if (await fill(deps, client, filling) === 'failed') await deps.answers.send(filling.place, LOADS_FOR_EVER);
}

/** Waits for short rate limits; where a form cannot be drawn or Slack refuses it, the next one is tried. */
async function fill(deps: RecordListenerDeps, client: WebClient, { viewId, place, draws }: Filling): Promise<'shown' | 'closed' | 'failed'> {
  if (viewId === undefined) return 'failed';
  for (const draw of draws) {
    try {
      const view = { ...draw(), private_metadata: placeAsMetadata(place) };
      await patiently(deps.sleep, () => client.views.update({ view_id: viewId, view }));
      return 'shown';
    } catch (error) {
      // A modal that was closed meanwhile needs no other form.
      if (slackCode(error) === 'not_found') return 'closed';
      deps.log.warn(errorFacts(error), 'a record view was refused');
      if (isOfTheLine(error)) return 'failed';
    }
  }
  return 'failed';
}

/** Whether Slack never came to look at the form, so that a plainer one would fare no better. */
function isOfTheLine(error: unknown): boolean {
  return rateLimitMs(error) !== undefined || error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError;
}

const NOT_SHOWN: RecordScreen = {
  kind: 'record-problem',
  whatHappened: 'This record could not be shown.',
  whatToDo: 'Close this and open it again; if it fails again, run the search anew.',
};

function lastResorts(screen: RecordScreen): readonly (() => ModalView)[] {
  return [...(screen.kind === 'record' ? [() => unreadRecordView(screen.record)] : []), () => recordView(NOT_SHOWN)];
}

async function screenOf(deps: RecordListenerDeps, find: () => Promise<RecordScreen>): Promise<RecordScreen> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof Problem)) deps.log.error({ error }, 'record could not be shown');
    return error instanceof Problem ? { kind: 'record-problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo } : NOT_SHOWN;
  }
}
