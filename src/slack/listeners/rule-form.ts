/** The form of a rule: opened by `Edit`, `Set up` and `Alert on this`, previewed, sent off. */
import type { App, ViewSubmitAction } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { CommandDeps } from '../../features/handle-command.ts';
import type { AnswerPlace, Answers } from '../../features/answer-ports.ts';
import type { Once } from '../../features/ports.ts';
import { Problem } from '../../features/problem.ts';
import { openRuleForm, previewForm, type RuleFormDeps, type RuleFormOrigin, type RuleFormScreen } from '../../features/rule-form.ts';
import type { ProblemScreen } from '../../features/screens.ts';
import { submitRuleForm, type SubmittedRule } from '../../features/submit-rule-form.ts';
import { TimeLimitError, within } from '../../runtime/time-limit.ts';
import type { Press } from '../action-ids.ts';
import { RULE_FORM_ID, ruleFormView } from '../blocks/rule-form.ts';
import { outdatedRuleForm, ruleFormOver, screenOfClosed } from '../blocks/rule-form-over.ts';
import type { ShownPreview } from '../blocks/rule-preview.ts';
import { readRuleFormState } from '../blocks/rule-form-state.ts';
import { shortened } from '../blocks/text.ts';
import { deliveryId } from '../delivery-id.ts';
import { patiently } from '../direct-message.ts';
import { errorFacts, slackCode } from '../error-facts.ts';
import { placeFromMetadata } from '../response-place.ts';

export interface RuleFormListenerDeps extends CommandDeps, RuleFormDeps {
  readonly answers: Pick<Answers, 'send' | 'stop'>;
  readonly once: Pick<Once, 'take'>;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface RuleFormClick {
  readonly place: AnswerPlace;
  readonly triggerId: string;
  readonly origin: RuleFormOrigin;
}

/** Slack shows an error beside its field; a longer one covers the others. */
const ERROR_LIMIT = 300;
/** Slack waits 3 seconds for the answer to a form. */
const ANSWER_MS = 2_000;

/** What the form is filled in from; undefined for a press that does not open it. */
export function ruleFormOriginOf(press: Press): RuleFormOrigin | undefined {
  switch (press.kind) {
    case 'rule-edit': return { kind: 'rule', ruleId: press.ruleId };
    case 'set-up': return { kind: 'example', command: press.command };
    case 'alert-on': return { kind: 'result', resultId: press.resultId };
    default: return undefined;
  }
}

/** Opens the form at once, and then says above it what it would have told. Throws where Slack does not open it. */
export async function openRuleFormView(deps: RuleFormListenerDeps, client: WebClient, { place, triggerId, origin }: RuleFormClick): Promise<void> {
  const screen = await orProblem(openRuleForm(deps, place, origin));
  if (screen.kind !== 'rule-form') return deps.answers.send(place, screen);
  const { view } = await client.views.open({ trigger_id: triggerId, view: ruleFormView(screen, place, { kind: screen.form.kind === 'reminder' ? 'nothing-said' : 'looking' }) });
  if (view?.id !== undefined && screen.form.kind !== 'reminder') await showPreview(deps, client, { place, screen, viewId: view.id, ...(view.hash !== undefined && { opened: { hash: view.hash } }) });
}

async function orProblem<T>(screen: Promise<T>): Promise<T | ProblemScreen> {
  try {
    return await screen;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo };
  }
}

/** `Preview`: what it would have said as the fields stand now. Slack keeps what is entered in them. */
export async function previewAgain(deps: RuleFormListenerDeps, client: WebClient, view: { readonly id: string; readonly metadata: string; readonly values: unknown }, place: AnswerPlace): Promise<void> {
  const screen = readRuleFormState(view.values, view.metadata);
  if (screen) await showPreview(deps, client, { place, screen, viewId: view.id });
}

interface Previewing {
  readonly place: AnswerPlace;
  readonly screen: RuleFormScreen;
  readonly viewId: string;
  /** Nobody asked for it: it gives way to whatever the person did since the form was opened. */
  readonly opened?: { readonly hash: string };
}

async function showPreview(deps: RuleFormListenerDeps, client: WebClient, { place, screen, viewId, opened }: Previewing): Promise<void> {
  const preview = await previewOf(deps, place, screen);
  if (opened && !await takeFirst(deps, viewId)) return;
  try {
    await patiently(deps.sleep, () => client.views.update({ view_id: viewId, ...opened, view: ruleFormView(screen, place, preview) }));
  } catch (error) {
    // A form that was sent off, closed or previewed meanwhile needs no first preview any more.
    if (!['not_found', 'hash_conflict'].includes(slackCode(error) ?? '')) deps.log.warn(errorFacts(error), 'a preview was not shown in its form');
  }
}

/** Forms are not left open for longer. */
const OPEN_MS = 24 * 60 * 60 * 1_000;
/** Faults are not held back by a Redis that answers late. */
const MARK_MS = 300;

/**
 * Of the first preview of a form and the first faults at its fields whichever comes first: a preview after them would
 * take them away, and the hash of a view does not tell of them. https://docs.slack.dev/reference/methods/views.update
 */
async function takeFirst({ once, log }: RuleFormListenerDeps, viewId: string): Promise<boolean> {
  try {
    return await within(once.take(`rule-form:${viewId}`, OPEN_MS), MARK_MS);
  } catch {
    log.warn({}, 'it is not known what was said in a form');
    return true;
  }
}

async function previewOf(deps: RuleFormListenerDeps, place: AnswerPlace, { form, zone }: RuleFormScreen): Promise<ShownPreview> {
  try {
    return await previewForm(deps, place, form, zone);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'failed', says: error.whatHappened };
  }
}

/** Sets up and changes rules whose forms are sent off; faults keep them open. */
export function listenForRuleForm(app: App, deps: RuleFormListenerDeps): void {
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: RULE_FORM_ID }, async ({ ack, body: { user, view, trigger_id: triggerId } }) => {
    const place = placeFromMetadata(view.private_metadata, user.id);
    const screen = readRuleFormState(view.state.values, view.private_metadata);
    if (!screen) return ack({ response_action: 'update', view: outdatedRuleForm() });
    const work = submitted(deps, { id: deliveryId(triggerId), place, form: screen.form, ...(screen.rule && { ruleId: screen.rule.id }) });
    const early = await inTime(work);
    if (early?.kind === 'faults') {
      await takeFirst(deps, view.id);
      return ack({ response_action: 'errors', errors: Object.fromEntries(early.faults.map(({ field, says }) => [field, shortened(says, ERROR_LIMIT)])) });
    }
    if (early?.kind === 'over') return ack({ response_action: 'update', view: ruleFormOver(early, screen.rule) });
    await ack();
    await deps.answers.send(place, screenOfClosed(early ?? await work));
  });
}

/** Undefined where it takes longer than Slack waits: the form closes then, and what came of it follows as a message. */
async function inTime(work: Promise<SubmittedRule>): Promise<SubmittedRule | undefined> {
  try {
    return await within(work, ANSWER_MS);
  } catch (error) {
    if (error instanceof TimeLimitError) return undefined;
    throw error;
  }
}

async function submitted(deps: RuleFormListenerDeps, sent: Parameters<typeof submitRuleForm>[1]): Promise<SubmittedRule> {
  try {
    return await submitRuleForm(deps, sent);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ kind: error.kind, form: RULE_FORM_ID }, 'form failed');
    return { kind: 'faults', faults: [{ field: 'name', says: `${error.whatHappened} ${error.whatToDo}` }] };
  }
}
