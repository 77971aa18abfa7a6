/** `alert on …`: shows what it would have said before anything is set up; the button under that sets it up. */
import { FIRST_SEEN_DAYS } from '../audit/alert-events.ts';
import type { Request } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import { decode } from '../command/tokens.ts';
import { checkAccess } from './access.ts';
import type { AlertStore } from './alert-ports.ts';
import type { Feed } from './copy-ports.ts';
import { listRules } from './list-rules.ts';
import type { AnswerPlace } from './answer-ports.ts';
import { ruleNamed, rulesInReach } from './named-rule.ts';
import { newestCard, previewAlert, type PreviewDeps } from './preview-alert.ts';
import { groundFor, proveRule, readersOf, type ProveDeps, type RuleAsking } from './prove-rule.ts';
import type { Asking } from './queue-job.ts';
import { ruleMistake } from './rule-faults.ts';
import { placeHere } from './rule-place.ts';
import type { AlertRule } from './rule.ts';
import type { Screen } from './screens.ts';

export interface AlertDeps extends ProveDeps, PreviewDeps {
  readonly feed: Pick<Feed, 'head'>;
  readonly alerts: AlertStore;
  readonly newRuleId: () => string;
}

export type AlertRequest = Extract<Request, { readonly verb: 'alert' | 'watch' | 'commitments' | 'mute' }> & { readonly verb: 'alert' };

const PACK_NAME = 'CSP security';

/** Says what it would have told in the last 30 days, or why it cannot be made. Nothing is set up yet. */
export async function offerAlert(deps: AlertDeps, asking: RuleAsking, request: AlertRequest): Promise<Screen> {
  const ready = await alertFor(deps, asking, request);
  if (ready.kind !== 'ready') return ready;
  const { rule, readers } = ready;
  return { kind: 'alert-preview', rule, preview: await previewAlert(deps, rule), ...readers };
}

/** Sets it up after somebody has seen what it would say; what happened before this moment is no news to it. */
export async function makeAlert(deps: AlertDeps, asking: RuleAsking, request: AlertRequest): Promise<Screen> {
  const ready = await alertFor(deps, asking, request);
  if (ready.kind !== 'ready') return ready;
  const { rule, readers } = ready;
  return await proveRule(deps, rule, { cursor: await deps.feed.head(), command: rule.command, readers }) ?? { kind: 'rule-made', rule, ...readers };
}

interface Ready {
  readonly kind: 'ready';
  readonly rule: AlertRule;
  readonly readers: ReturnType<typeof readersOf>;
}

/** The rule that a request means and who reads along, or the screen that says why there can be none. */
export async function alertFor(deps: AlertDeps, asking: RuleAsking, request: AlertRequest): Promise<Ready | Screen> {
  const mistake = ruleMistake(request);
  if (mistake) return { kind: 'mistake', mistake };
  const ground = await groundFor(deps, asking, named(request), 'alert');
  if (ground.kind !== 'ground') return ground;
  return { kind: 'ready', rule: alertOf(deps, asking, request, ground), readers: readersOf(ground) };
}

/** The alert of a request on some ground, which may be one that nobody has looked at. */
export function alertOf(deps: Pick<AlertDeps, 'clock' | 'newRuleId'>, asking: RuleAsking, request: AlertRequest, { name, place }: Pick<AlertRule, 'name' | 'place'>): AlertRule {
  const { condition: { filter, zone }, options } = named(request);
  const { moreThan, firstSeen, outside, quiet, mention } = options;
  return {
    kind: 'alert', id: deps.newRuleId(), name, place, makerId: asking.person.id, zone: zone ?? asking.zone,
    ...(asking.person.name !== undefined && { makerName: asking.person.name }),
    madeAt: deps.clock().toISOString(), command: printRequest(request), filter, isPack: options.pack === true,
    ...(moreThan && { moreThan }), ...(firstSeen && { firstSeen }), ...(outside && { outside }),
    ...(quiet && { quiet: { fromMs: quiet.fromMs, toMs: quiet.toMs, all: quiet.all === true } }),
    ...(mention !== undefined && { mention }),
  };
}

/** The pack has a name of its own. */
function named(request: AlertRequest): AlertRequest {
  const { options } = request;
  return options.pack && options.name === undefined ? { ...request, options: { ...options, name: PACK_NAME } } : request;
}

const OPEN_DAYS = 7;
const OPEN_SHOWN = 10;

/** `alerts`: the alerts of this place; `alerts open`: what they said in the last 7 days that nobody has taken. */
export async function showAlerts(deps: AlertDeps, asking: Asking, word?: string): Promise<Screen> {
  if (word === 'open') {
    const since = new Date(deps.clock().getTime() - OPEN_DAYS * 86_400_000);
    return { kind: 'open-alerts', zone: asking.zone, cards: await deps.alerts.open(placeHere(asking.place), since, OPEN_SHOWN) };
  }
  return listRules(deps, asking, 'alerts');
}

/** `test <name>`: the newest card that an alert would have shown, to whoever asks. */
export async function testAlert(deps: AlertDeps, asking: Asking, name: string): Promise<Screen> {
  const alerts = (await rulesInReach(deps, asking.place)).filter(({ rule }) => rule.kind === 'alert');
  const named = await ruleNamed(deps, asking, alerts, name);
  if (named.kind === 'several') return named.screen;
  if (named.kind === 'none') {
    const repairs = [...alerts.slice(0, 1).map(({ rule }) => printRequest({ verb: 'test', name: rule.name })), 'alerts'];
    return { kind: 'mistake', mistake: { code: 'E_UNKNOWN_VALUE', says: `There is no alert named \`${name.replaceAll('`', "'")}\` here.`, text: decode(printRequest({ verb: 'test', name })), cure: '`alerts` lists those of this channel and your own.', repairs } };
  }
  const { rule } = named.kept;
  return rule.kind === 'alert' ? testOf(deps, rule) : NO_ALERT;
}

/** The same for the rule behind a button; access is checked again, and whether the rule is of this place. */
export async function testPressed(deps: AlertDeps, place: AnswerPlace, ruleId: string): Promise<Screen> {
  const access = await checkAccess(deps, place);
  if (access.kind === 'refused') return { kind: 'refused', refusal: access.refusal, userId: place.userId };
  const here = placeHere(place);
  const rule = (await deps.rules.find(ruleId))?.rule;
  const isInReach = rule?.place.id === here.id || rule?.place.id === place.userId;
  return rule?.kind === 'alert' && isInReach ? testOf(deps, rule) : NO_ALERT;
}

const NO_ALERT: Screen = { kind: 'notice', text: 'This alert is no longer there: somebody removed it.' };

/** Of an alert for first sightings alone, while too few days are held. */
export function notJudged(subject: string): string {
  return `What ${subject} would have said in the last 30 days cannot be judged: before none of them could ${FIRST_SEEN_DAYS} days be looked at.`;
}

/** What an alert would say, marked as a test. */
async function testOf(deps: PreviewDeps, rule: AlertRule): Promise<Screen> {
  const card = await newestCard(deps, rule);
  if (card === 'not judged') return { kind: 'notice', text: notJudged(`“${rule.name}”`) };
  if (!card) return { kind: 'notice', text: `“${rule.name}” would have said nothing in the last 30 days, as far as they are held here.` };
  return { ...card, isTest: true };
}
