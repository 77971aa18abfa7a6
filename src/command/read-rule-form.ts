/** What the fields of a rule's form say, each read by the parser of commands, each fault at its own field. */
import type { AuditFilter } from '../audit/filter.ts';
import { EVERYTHING } from '../audit/filter.ts';
import type { Schedule } from '../audit/slots.ts';
import type { Condition, Mistake, ParseContext, Request, RuleOptions } from './command.ts';
import { SHORT_COMMANDS } from './mistakes.ts';
import { parseCommand } from './parse.ts';
import { conditionClauses, quoted } from './print.ts';
import { printRequest } from './print-request.ts';
import { whereOfForm, type AlertForm, type DigestForm, type FormRequest, type MuteForm, type MuteRequest, type NewRuleForm } from './rule-form.ts';
import { decode, encode, MAX_KEPT_LENGTH } from './tokens.ts';

/** Where a fault stands. */
export type RuleField = Exclude<keyof DigestForm | keyof AlertForm | keyof MuteForm, 'kind'>;

/** One fault, in a sentence or two. */
export interface RuleFault {
  readonly field: RuleField;
  readonly says: string;
}

export type ReadRuleForm<R = FormRequest> =
  | { readonly kind: 'command'; readonly command: string; readonly request: R }
  | { readonly kind: 'faults'; readonly faults: readonly RuleFault[] };

type Read<T> = { readonly value: T } | { readonly fault: RuleFault };

/** The command that a form equals, or every fault of it, at most one for each field. */
export function readRuleForm(form: NewRuleForm, context: ParseContext): ReadRuleForm {
  return printed(form.kind === 'digest' ? readDigestForm(form, context) : readAlertForm(form, context));
}

/** The same of a mute, whose name is no part of its command. */
export function readMuteForm(form: MuteForm, context: ParseContext): ReadRuleForm<MuteRequest> {
  return printed(readMute(form, context));
}

function printed<R extends Request>(read: ReadRequest<R>): ReadRuleForm<R> {
  if (read.kind === 'faults') return read;
  const command = printRequest(read.request);
  const { length } = decode(command);
  if (length <= MAX_KEPT_LENGTH) return { kind: 'command', command, request: read.request };
  return { kind: 'faults', faults: [tooLong(length)] };
}

function tooLong(length: number): RuleFault {
  return { field: 'filters', says: `The whole rule has ${length} characters, and ${MAX_KEPT_LENGTH} are the most. Take something out here, or make several rules.` };
}

type ReadRequest<R = FormRequest> = { readonly kind: 'request'; readonly request: R } | Extract<ReadRuleForm, { kind: 'faults' }>;

function readDigestForm(form: DigestForm, context: ParseContext): ReadRequest {
  const [condition, schedule, name] = [readFilters(form, context), readTimes(form, context), readNameField(form, context)];
  const faults = faultsIn([schedule, condition, name]);
  if ('fault' in condition || 'fault' in schedule || 'fault' in name) return { kind: 'faults', faults };
  const options: RuleOptions = { where: whereOfForm(form), ...(form.skipEmpty && { skipEmpty: true as const }), ...name.value };
  return { kind: 'request', request: { verb: 'digest', schedule: schedule.value, condition: condition.value, options } };
}

function readAlertForm(form: AlertForm, context: ParseContext): ReadRequest {
  const condition = readFilters(form, context);
  const parts = [readThreshold(form, context), readHours(form, 'outside', context), readHours(form, 'quiet', context), readMention(form, context), readNameField(form, context)];
  const faults = [...faultsIn([condition, ...parts]), ...('fault' in condition ? [] : conditionFaults(form, condition.value.filter))];
  if ('fault' in condition || faults.length > 0) return { kind: 'faults', faults };
  const { filter, ...rest } = condition.value;
  const options: RuleOptions = {
    ...parts.reduce<RuleOptions>((read, part) => ({ ...read, ...('value' in part && part.value) }), {}),
    where: whereOfForm(form), ...(form.about === 'pack' && { pack: true as const }), ...(form.firstSeen.length > 0 && { firstSeen: form.firstSeen }),
  };
  return { kind: 'request', request: { verb: 'alert', condition: { ...rest, filter: form.about === 'high' ? { ...filter, risks: ['high'] } : filter }, options } };
}

const REASON = 'Write why, in a few words: whoever finds the mute must understand it.';

function readMute(form: MuteForm, context: ParseContext): ReadRequest<MuteRequest> {
  const condition = readFilters(form, context);
  const lasts = readOption('lasts', form.lasts, { line: `mute ${NEEDED} for ${form.lasts} because "x"`, beside: NEEDED, cure: 'Write it as 12h or 7d.' }, context);
  const empty: readonly RuleFault[] = [
    ...(form.filters === '' ? [{ field: 'filters' as const, says: 'A mute needs a condition, or it would silence everything.' }] : []),
    ...(form.lasts === '' ? [{ field: 'lasts' as const, says: 'A mute must end. Write how long it lasts, such as 7d.' }] : []),
    ...(form.because === '' ? [{ field: 'because' as const, says: REASON }] : []),
  ];
  const faults = [...faultsIn([condition, lasts]), ...empty];
  if ('fault' in condition || 'fault' in lasts || faults.length > 0) return { kind: 'faults', faults };
  const options: RuleOptions = { ...lasts.value, because: form.because, ...(form.includingHigh && { includingHigh: true as const }) };
  return { kind: 'request', request: { verb: 'mute', condition: condition.value, options } };
}

function faultsIn(parts: readonly Read<unknown>[]): readonly RuleFault[] {
  return parts.flatMap((part) => ('fault' in part ? [part.fault] : []));
}

/** What each field may say by itself, and what they may not say together. */
function conditionFaults(form: AlertForm, filter: AuditFilter): readonly RuleFault[] {
  const { about, moreThan, firstSeen, outside } = form;
  const isOpen = conditionClauses({ filter }).length === 0 && moreThan === '' && firstSeen.length === 0 && outside === '';
  if (about === 'filters' && isOpen) return [{ field: 'filters', says: 'An alert needs a condition, or it would repeat the whole log. Write one, such as op create_order or status failed, or choose high risk or the pack above.' }];
  if (about === 'high' && filter.risks) return [{ field: 'filters', says: 'High risk is chosen above already. Take the risk out here, or choose “What the fields below say”.' }];
  const extra = (['moreThan', 'firstSeen', 'outside'] as const).filter((field) => form[field].length > 0);
  if (about === 'pack') return extra.map((field) => ({ field, says: 'The pack brings its own conditions. Clear this, or make an alert of its own.' }));
  return [];
}

const ONLY_FILTERS = 'Only filters stand here, such as risk high or customer Relecloud; everything else has a field of its own.';

/** What of a rule is told apart from its filters, by the rule that the filters are of. */
const LINES = { digest: (filters: string) => `digest hourly ${filters}`, alert: (filters: string) => `alert on ${filters}`, mute: (filters: string) => `mute ${filters} for 1h because "x"` } as const;
const OPTIONS_OF_LINES = { digest: 0, alert: 0, mute: 2 } as const;

function readFilters({ filters, kind }: NewRuleForm | MuteForm, context: ParseContext): Read<Condition> {
  if (filters === '') return { value: { filter: EVERYTHING } };
  const said = requestIn(LINES[kind](filters), context);
  if ('mistake' in said) return { fault: said.mistake.code === 'E_TOO_LONG' ? tooLong(filters.length) : { field: 'filters', says: wordsOf(aboutFilters(said.mistake)) } };
  const { request } = said;
  if (!('options' in request) || Object.keys(request.options).length > OPTIONS_OF_LINES[kind]) return { fault: { field: 'filters', says: ONLY_FILTERS } };
  if (request.condition.shape) return { fault: { field: 'filters', says: `What a rule tells is neither grouped, sorted nor cut off. ${ONLY_FILTERS}` } };
  return { value: request.condition };
}

/** Whole commands are no help in a field. */
function aboutFilters({ says, cure }: Mistake): Pick<Mistake, 'says' | 'cure'> {
  return { says, cure: cure === SHORT_COMMANDS ? ONLY_FILTERS : cure };
}

function readTimes({ often, at }: DigestForm, context: ParseContext): Read<Schedule> {
  const every = requestIn(`digest ${often}`, context);
  if ('mistake' in every || !isBare(every.request)) return { fault: { field: 'often', says: 'This is no schedule that I know. Choose another one.' } };
  if (at === '') return { value: every.request.schedule };
  const timed = requestIn(`digest ${often} at ${at}`, context);
  if (!('mistake' in timed) && isBare(timed.request) && timed.request.schedule.atMs !== undefined) return { value: timed.request.schedule };
  return { fault: { field: 'at', says: `No clock shows “${at}”. Write a time of day as 08:30 or 9am.` } };
}

/** A digest of everything, with nothing but its schedule. */
function isBare(request: Request): request is Extract<Request, { verb: 'digest' }> {
  return request.verb === 'digest' && Object.keys(request.options).length === 0 && conditionClauses(request.condition).length === 0;
}

function readThreshold({ moreThan }: AlertForm, context: ParseContext): Read<RuleOptions> {
  const text = moreThan.replace(/^more than\s+/i, '');
  return readOption('moreThan', text, { line: `alert on more than ${text}`, beside: '', cure: 'Write it as 5 in 10m, or as 5 by user in 10m.' }, context);
}

function readHours(form: AlertForm, field: 'outside' | 'quiet', context: ParseContext): Read<RuleOptions> {
  const text = form[field];
  if (field === 'quiet' && form.quietAll && text === '') return { fault: { field, says: 'Say during which hours, such as 22:00-07:00, or clear the box below.' } };
  const all = field === 'quiet' && form.quietAll ? ' all' : '';
  const beside = field === 'quiet' ? NEEDED : '';
  return readOption(field, text, { line: `alert on ${beside} ${field} ${text}${all}`, beside, cure: 'Write hours as 22:00-07:00.' }, context);
}

function readMention({ mention }: AlertForm, context: ParseContext): Read<RuleOptions> {
  return readOption('mention', mention ?? '', { line: `alert on ${NEEDED} mention ${mention ?? ''}`, beside: NEEDED, cure: 'Choose a person.' }, context);
}

function readNameField({ name }: NewRuleForm, context: ParseContext): Read<RuleOptions> {
  return readOption('name', name, { line: `digest daily name ${quoted(name)}`, beside: '', cure: 'Choose another name.' }, context);
}

/** An alert needs a condition, whatever else of it is read. */
const NEEDED = 'risk high';

interface Line {
  readonly line: string;
  /** The condition that stands in the line only because it needs one. */
  readonly beside: string;
  readonly cure: string;
}

/** One option of its own, and nothing else beside it. */
function readOption(field: 'moreThan' | 'outside' | 'quiet' | 'mention' | 'name' | 'lasts', text: string, { line, beside, cure }: Line, context: ParseContext): Read<RuleOptions> {
  if (text === '') return { value: {} };
  const said = requestIn(line, context);
  if ('mistake' in said) return { fault: { field, says: said.mistake.code === 'E_LIMIT' ? wordsOf(said.mistake) : `“${text}” is not understood. ${cure}` } };
  const { because: _needed, ...options }: RuleOptions = 'options' in said.request ? said.request.options : {};
  const isAlone = Object.keys(options).length === 1 && options[field === 'lasts' ? 'forMs' : field] !== undefined && 'condition' in said.request && conditionClauses(said.request.condition).join(' ') === beside;
  return isAlone ? { value: options } : { fault: { field, says: `“${text}” is more than belongs here. ${cure}` } };
}

function requestIn(line: string, context: ParseContext): { readonly request: Request } | { readonly mistake: Mistake } {
  const command = parseCommand(encode(line), { ...context, kept: true });
  if (command.kind === 'mistake') return command;
  return { request: command.kind === 'request' ? command.request : { verb: 'status' } };
}

/** Fields show no markup. */
export function wordsOf({ says, cure }: Pick<Mistake, 'says' | 'cure'>): string {
  return `${says} ${cure}`.replaceAll('`', '');
}
