/** Opens the form of a rule: filled in from a rule, an example or the search of an answer, with what it would have said. */
import { EVERYTHING } from '../audit/filter.ts';
import type { ParseContext, Request, Search } from '../command/command.ts';
import { parseCommand } from '../command/parse.ts';
import { formOfMute, formOfRequest, hasForm, type FormRequest, type NewRuleForm, type RuleForm } from '../command/rule-form.ts';
import { readMuteForm, readRuleForm } from '../command/read-rule-form.ts';
import { admit, type Admitted } from './access.ts';
import type { AlertPreview, MutePreview } from './alert-screens.ts';
import type { AnswerPlace, ResultStore } from './answer-ports.ts';
import { GONE, NOT_YOURS } from './change-rule.ts';
import { readingContext, type CommandDeps } from './handle-command.ts';
import { alertOf } from './make-alert.ts';
import { previewDigest } from './make-digest.ts';
import { previewAlert, previewMute } from './preview-alert.ts';
import { mayManage, placeHere } from './rule-place.ts';
import type { Preview } from './rule-screens.ts';
import type { AlertRule, Rule } from './rule.ts';
import type { RefusedScreen, Screen } from './screens.ts';
import { OUTDATED_BUTTON } from './set-up-rule.ts';

export type RuleFormDeps = CommandDeps & { readonly results: Pick<ResultStore, 'question'> };

/** What the form is filled in from. */
export type RuleFormOrigin =
  | { readonly kind: 'rule'; readonly ruleId: string }
  | { readonly kind: 'example'; readonly command: string }
  | { readonly kind: 'result'; readonly resultId: string };

/** A form to be filled in. */
export interface RuleFormScreen {
  readonly kind: 'rule-form';
  readonly form: RuleForm;
  /** IANA name of the zone in which its times are meant. */
  readonly zone: string;
  /** The rule that it changes; without one it sets up a new one. */
  readonly rule?: { readonly id: string; readonly name: string };
  /** The search of the answer is no longer remembered. */
  readonly forgotten?: true;
  /** The user group that it mentioned as it opened, as Slack writes one: it can be chosen again. */
  readonly group?: string;
}

export type OpenedRuleForm = RuleFormScreen | RefusedScreen | Extract<Screen, { kind: 'notice' }>;

const OUTDATED: Extract<Screen, { kind: 'notice' }> = { kind: 'notice', text: 'This was set up by a version of me that spoke another language. Remove it, and type what it is to say anew.' };

/** The form as it opens, or why there is none. Throws a `storage` Problem when Redis fails. */
export async function openRuleForm(deps: RuleFormDeps, place: AnswerPlace, origin: RuleFormOrigin): Promise<OpenedRuleForm> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return asker;
  switch (origin.kind) {
    case 'rule': return formOfRule(deps, place, origin.ruleId);
    case 'example': {
      const request = requestIn(origin.command, contextOf(deps, asker));
      return hasForm(request) ? { kind: 'rule-form', zone: asker.zone, form: await formThere(deps, place, request) } : OUTDATED_BUTTON;
    }
    case 'result': return formOfResult(deps, place, asker, origin.resultId);
  }
}

async function formOfRule(deps: RuleFormDeps, place: AnswerPlace, ruleId: string): Promise<OpenedRuleForm> {
  const rule = (await deps.watching.rules.find(ruleId))?.rule;
  if (!rule) return GONE;
  if (!await mayManage(deps.watching, place, rule.place)) return NOT_YOURS;
  const form = ruleInForm(rule, { now: deps.clock(), zone: rule.zone });
  return form ? { kind: 'rule-form', zone: rule.zone, rule: { id: rule.id, name: rule.name }, form } : OUTDATED;
}

/** The form that a rule equals; undefined for one that was said in an older language. */
export function ruleInForm({ kind, command, place, name }: Rule, context: ParseContext): RuleForm | undefined {
  if (kind === 'reminder') return { kind, name, ...(place.kind === 'channel' && { channel: place.id }) };
  const request = requestIn(command, { ...context, kept: true });
  if (request?.verb === 'mute') return formOfMute({ ...request, verb: request.verb }, name);
  if (!hasForm(request)) return undefined;
  const { channel: _said, ...form } = formOfRequest(request);
  return { ...form, name, ...(place.kind === 'channel' && { channel: place.id }) };
}

async function formOfResult(deps: RuleFormDeps, place: AnswerPlace, asker: Admitted, resultId: string): Promise<RuleFormScreen> {
  const question = await deps.results.question(resultId);
  const search = question && searchIn(question.command, contextOf(deps, asker));
  const { filter = EVERYTHING, zone } = search ?? {};
  const form = await formThere(deps, place, { verb: 'alert', condition: { filter, ...(zone !== undefined && { zone }) }, options: {} });
  return { kind: 'rule-form', zone: asker.zone, form, ...(!search && { forgotten: true as const }) };
}

/**
 * Where nothing is said, in this channel for those who may keep rules there, else in the person's own messages. A channel
 * that is only named has to be chosen: to look for it takes longer than Slack waits for a form.
 */
async function formThere(deps: RuleFormDeps, place: AnswerPlace, request: FormRequest): Promise<NewRuleForm> {
  const { channel: said, ...form } = formOfRequest(request);
  const here = placeHere(place);
  const channel = request.options.where === undefined && here.kind === 'channel' ? here.id : said;
  const isManaged = channel !== undefined && await mayManage(deps.watching, place, { kind: 'channel', id: channel });
  return { ...form, ...(isManaged && { channel }) };
}

function contextOf(deps: RuleFormDeps, { zone }: Pick<Admitted, 'zone'>): ParseContext {
  return { now: deps.clock(), zone, kept: true };
}

function requestIn(command: string, context: ParseContext): Request | undefined {
  const read = parseCommand(command, context);
  return read.kind === 'request' ? read.request : undefined;
}

/** What an answer was asked for, its time left aside: a search, or the condition of something else. */
function searchIn(command: string, context: ParseContext): Pick<Search, 'filter' | 'zone'> | undefined {
  const read = parseCommand(command, context);
  if (read.kind === 'search') return read.search;
  const request = read.kind === 'request' ? read.request : undefined;
  if (request && 'search' in request) return request.search;
  return request && 'condition' in request ? { ...request.condition } : undefined;
}

/** What a rule of a form would have said, as far as its days are held here, and the command that it equals. */
export type FormPreview =
  | { readonly kind: 'digest-said'; readonly preview: Preview; readonly zone: string; readonly command: string }
  | { readonly kind: 'alert-said'; readonly preview: AlertPreview; readonly rule: AlertRule; readonly command: string }
  | { readonly kind: 'mute-said'; readonly preview: MutePreview; readonly command: string }
  /** Reminders speak of orders that are placed yet. */
  | { readonly kind: 'nothing-said' }
  /** The fields do not say a rule yet. */
  | { readonly kind: 'not-yet'; readonly says: string };

/** Plays a form over the days held. Throws a `storage` Problem when Redis fails. */
export async function previewForm(deps: RuleFormDeps, place: AnswerPlace, form: RuleForm, zone: string): Promise<FormPreview> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return { kind: 'not-yet', says: 'You may not use this bot here any more.' };
  if (form.kind === 'reminder') return { kind: 'nothing-said' };
  const context = await readingContext(deps, form.filters, { ...asker, zone });
  if (form.kind === 'mute') return previewMuted(deps, readMuteForm(form, context));
  const read = readRuleForm(form, context);
  if (read.kind === 'faults') return notYet(read);
  const { request, command } = read;
  if (request.verb === 'digest') return { kind: 'digest-said', zone: request.condition.zone ?? zone, command, preview: await previewDigest(deps.watching, request.condition.filter) };
  const asking = { id: '', place, zone, person: asker.person };
  const rule = alertOf(deps.watching, asking, { ...request, verb: request.verb }, { name: form.name, place: placeHere(place) });
  return { kind: 'alert-said', rule, command, preview: await previewAlert(deps.watching, rule) };
}

async function previewMuted(deps: RuleFormDeps, read: ReturnType<typeof readMuteForm>): Promise<FormPreview> {
  if (read.kind === 'faults') return notYet(read);
  const { command, request: { condition: { filter }, options: { includingHigh = false } } } = read;
  return { kind: 'mute-said', command, preview: await previewMute(deps.watching, { filter, includingHigh }) };
}

function notYet({ faults }: Extract<ReturnType<typeof readRuleForm>, { kind: 'faults' }>): FormPreview {
  return { kind: 'not-yet', says: faults[0]?.says ?? '' };
}
