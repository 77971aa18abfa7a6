/** Clicks on our buttons and menus: access is checked again, the answer stands in place of the message or under it. */
import type { App, BlockAction, ButtonAction, OverflowAction, StaticSelectAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { exportKept } from '../../features/ask-export.ts';
import { changePressed } from '../../features/change-rule.ts';
import { cancelPressed } from '../../features/cancel-search.ts';
import { handleCommand, type CommandDeps } from '../../features/handle-command.ts';
import { turnRules } from '../../features/list-rules.ts';
import { keepResult, type KeepResultDeps } from '../../features/keep-result.ts';
import type { AnswerPlace, Answers } from '../../features/answer-ports.ts';
import { PRESSED_TWICE, pressOnce } from '../../features/press-once.ts';
import { Problem } from '../../features/problem.ts';
import { shareResult, type ShareDeps } from '../../features/share-result.ts';
import { shareSearch } from '../../features/share-search.ts';
import type { Sharing } from '../../features/share.ts';
import { testPressed } from '../../features/make-alert.ts';
import { keepOrder } from '../../features/remind-commitments.ts';
import { setUpRule } from '../../features/set-up-rule.ts';
import { takeAlert } from '../../features/take-alert.ts';
import { showPage, type PageDeps } from '../../features/show-page.ts';
import type { Screen } from '../../features/screens.ts';
import { ACTION_ID_PREFIX, readPress, type Press } from '../action-ids.ts';
import { deliveryId } from '../delivery-id.ts';
import { placeFromMetadata, responsePlace } from '../response-place.ts';
import { askFromModal, openRaw, openRecord, type RecordListenerDeps } from './record.ts';
import { openMuteForm } from './mute.ts';
import { openRuleFormView, previewAgain, ruleFormOriginOf } from './rule-form.ts';
import { openSaveForm, type SaveListenerDeps } from './save-search.ts';
import { formOriginOf, openSearchForm } from './search-form.ts';

export interface ButtonDeps extends CommandDeps, PageDeps, RecordListenerDeps, KeepResultDeps, ShareDeps, SaveListenerDeps {
  readonly answers: Answers & Sharing;
}

/** One press, where it was made, and what is needed to answer it. */
interface Click {
  readonly press: Press;
  readonly place: AnswerPlace;
  /** Equal for two presses of the same thing by the same person. */
  readonly sameId: string;
  /** Opens a modal within 3 seconds, once. */
  readonly triggerId: string;
  /** Nobody else sees the message it was made in. */
  readonly isPrivate: boolean;
  /** The modal it was made in, where it was made in one. */
  readonly viewId?: string;
  /** What stands in the fields of that modal, as Slack sends it. */
  readonly entered?: { readonly metadata: string; readonly values: unknown };
}

type OurAction = ButtonAction | OverflowAction | StaticSelectAction;

/** One listener for all our controls: Bolt runs every listener that matches, so there is only one that does. */
export function listenForButtons(app: App, deps: ButtonDeps): void {
  const ours = new RegExp(`^${ACTION_ID_PREFIX.replace('.', '\\.')}`);
  app.action<BlockAction<OurAction>>(ours, async ({ action, body, ack, client }) => {
    await ack();
    const place = placeOf(deps, body);
    const value = action.type === 'button' ? action.value : action.selected_option.value;
    const press = readPress(action.action_id, value);
    if (!press) return deps.answers.send(place, OUTDATED);
    const { view } = body;
    const sameId = sameIdOf(body, `${action.action_id} ${value}`);
    await answerClick(deps, client, { press, place, sameId, triggerId: body.trigger_id, isPrivate: isPrivate(body), ...(view?.type === 'modal' && { viewId: view.id, entered: { metadata: view.private_metadata, values: view.state?.values } }) });
  });
}

const OUTDATED: Screen = { kind: 'notice', text: 'This button is from an older version of me and does nothing any more. Type the search again.' };

/** What a page turns into stands where it was; a refusal or a failure must not wipe the answer away. */
function isInPlace(screen: Screen): boolean {
  return screen.kind === 'summary' || screen.kind === 'expired';
}

const PRIVATE: Screen = { kind: 'notice', text: 'This answer is private to whoever asked. Ask the same yourself, or ask them to share it.' };

/** When the store cannot say whose answer it is, it cannot give the answer either. */
async function isOthers(deps: ButtonDeps, press: Press, { userId }: AnswerPlace): Promise<boolean> {
  return 'resultId' in press && !await deps.results.isFor(press.resultId, userId).catch(() => true);
}

async function answerClick(deps: ButtonDeps, client: WebClient, { press, place, sameId, triggerId, viewId, entered, isPrivate: isMine }: Click): Promise<void> {
  if (await isOthers(deps, press, place)) return deps.answers.send(place, PRIVATE);
  if (press.kind === 'details' || press.kind === 'copied') return openRecord(deps, client, { place, triggerId, press });
  const origin = formOriginOf(press);
  if (origin) return openSearchForm(deps, client, { place, triggerId, origin, ...(viewId !== undefined && { viewId }) });
  const ruleOrigin = ruleFormOriginOf(press);
  if (ruleOrigin) return openRuleFormView(deps, client, { place, triggerId, origin: ruleOrigin });
  if (press.kind === 'rule-preview') return viewId !== undefined && entered ? previewAgain(deps, client, { id: viewId, ...entered }, place) : undefined;
  if (press.kind === 'raw') return openRaw(deps, client, { place, triggerId, press, ...(viewId !== undefined && { viewId }) });
  if (press.kind === 'run' && viewId !== undefined) return askFromModal(deps, client, { place, sameId, triggerId, viewId, command: press.command });
  if (press.kind === 'mute-like') return openMuteForm(deps, client, { place, triggerId, card: press.card });
  if (press.kind === 'save') return openSaveForm(deps, client, { place, triggerId, resultId: press.resultId });
  const screen = await screenFor(deps, { press, place, sameId, triggerId });
  // The card is everybody's: whoever takes it changes it where it stands.
  if (press.kind === 'take' && screen.kind === 'alert') return deps.answers.replace(place, screen);
  // What promised the answer must not go on doing so.
  if (press.kind === 'cancel' && screen.kind === 'stopped' && isMine) return deps.answers.replace(place, screen);
  // A shared answer stays as it was shared: whoever turns its pages gets them privately.
  const turnsInPlace = press.kind === 'page' && isInPlace(screen) || press.kind === 'topic' && screen.kind === 'help' || press.kind === 'rules-page' && screen.kind === 'rules';
  if (turnsInPlace && isMine) return deps.answers.replace(place, screen);
  return deps.answers.send(place, screen);
}

async function screenFor(deps: ButtonDeps, { press, place, sameId, triggerId }: Pick<Click, 'press' | 'place' | 'sameId' | 'triggerId'>): Promise<Screen> {
  try {
    switch (press.kind) {
      case 'page': return await showPage(deps, place, press.resultId, press.page);
      case 'list': return await showPage(deps, place, press.resultId, 0);
      case 'share': case 'share-anyway': return await shareResult(deps, place, press);
      case 'share-search': case 'share-search-anyway': return await shareSearch(deps, place, press);
      case 'keep': return await keepResult(deps, place, press.resultId, press.page);
      case 'run': return await pressOnce(deps, sameId, () => handleCommand(deps, { id: deliveryId(triggerId), text: press.command, place, kept: true })) ?? PRESSED_TWICE;
      case 'count': return await pressOnce(deps, sameId, () => counted(deps, { place, triggerId }, press)) ?? PRESSED_TWICE;
      case 'export': return await exportKept(deps, { id: deliveryId(triggerId), place }, press.resultId);
      case 'explain': return await pressOnce(deps, sameId, () => explained(deps, { place, triggerId }, press.resultId)) ?? PRESSED_TWICE;
      case 'topic': return await handleCommand(deps, { id: deliveryId(triggerId), text: `help ${press.topic}`, place });
      case 'cancel': return await cancelPressed(deps, place, press.jobId);
      case 'rule-send': case 'rule-pause': case 'rule-resume': case 'rule-remove': return await changePressed(deps.watching, place, press);
      case 'rule-test': return await testPressed(deps.watching, place, press.ruleId);
      case 'take': return await takeAlert(deps.watching, place, press.card);
      case 'make': return await setUpRule({ ...deps.watching, defaultZone: deps.defaultZone }, { id: deliveryId(triggerId), place, what: 'shown', command: press.command });
      case 'remind': return await setUpRule({ ...deps.watching, defaultZone: deps.defaultZone }, { id: deliveryId(triggerId), place, what: 'reminder', command: press.command });
      case 'rules-page': return await turnRules({ ...deps.watching, defaultZone: deps.defaultZone }, { id: deliveryId(triggerId), place }, press);
      case 'keep-order': return await keepOrder(deps.watching, place, press);
      default: return OUTDATED;
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ kind: error.kind, press: press.kind }, 'click failed');
    return { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo };
  }
}

/** The search of an answer, however old the answer is. */
async function explained(deps: ButtonDeps, { place, triggerId }: Pick<Click, 'place' | 'triggerId'>, resultId: string): Promise<Screen> {
  const question = await deps.results.question(resultId);
  if (!question) return { kind: 'expired', resultId };
  return handleCommand(deps, { id: deliveryId(triggerId), text: `explain ${question.command.replace(/^search$/, '')}`, place, kept: true });
}

/** The records behind a number, as long as the answer that names it is kept. */
async function counted(deps: ButtonDeps, { place, triggerId }: Pick<Click, 'place' | 'triggerId'>, press: Extract<Press, { kind: 'count' }>): Promise<Screen> {
  const command = (await deps.results.facts(press.resultId))?.counted?.[press.place]?.command;
  if (command === undefined) return { kind: 'expired', resultId: press.resultId };
  return handleCommand(deps, { id: deliveryId(triggerId), text: command, place, kept: true });
}

/** Hashed, since what a button carries may name a customer. */
function sameIdOf({ container, user }: BlockAction<OurAction>, pressed: string): string {
  return deliveryId(`${user.id} ${String(container['message_ts'] ?? container['view_id'])} ${pressed}`);
}

/** Ephemeral messages and direct messages have one reader; of any other message others may be one. */
function isPrivate({ container, channel }: BlockAction<OurAction>): boolean {
  return container['is_ephemeral'] === true || channel?.id.startsWith('D') === true;
}

/** A click in a modal has no response_url of its own: it answers where the modal's message was. */
function placeOf(deps: ButtonDeps, body: BlockAction<OurAction>): AnswerPlace {
  if (!body.response_url) return placeFromMetadata(body.view?.private_metadata, body.user.id);
  return responsePlace(deps.clock(), body.response_url, body.user.id, body.channel?.id);
}
