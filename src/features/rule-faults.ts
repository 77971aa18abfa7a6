/** What the grammar takes and no rule can do, whoever asks for it and wherever: with the nearest rule that can. */
import { FIRST_SEEN, FIRST_SEEN_DAYS } from '../audit/alert-events.ts';
import { HOUR_MS } from '../audit/dates.ts';
import type { Mistake, ParseContext, Request, RuleOptions, Shape } from '../command/command.ts';
import { parseCommand } from '../command/parse.ts';
import { printRequest } from '../command/print-request.ts';
import { decode } from '../command/tokens.ts';
import { patternIn } from './pattern-like.ts';
import { LONGEST_NAME } from './save-search.ts';

/** A request that makes a rule. */
export type RuleRequest = Extract<Request, { readonly options: RuleOptions }>;

interface RuleFault extends Pick<Mistake, 'code' | 'says' | 'cure' | 'field'> {
  /** The request without it, where something is left of it. */
  readonly repair?: RuleRequest;
}

/** Shortest mute; the longest is the grammar's. */
const LEAST_MUTE_MS = HOUR_MS;
/** What a window has to remember for each value it counts. */
const MOST_COUNTED = 5_000;
/** More than there are kinds of faults. */
const MOST_FAULTS = 8;

/** The first fault of a request; its repair has none any more. Undefined for a request without. */
export function ruleMistake(request: RuleRequest): Mistake | undefined {
  const fault = faultIn(request);
  if (!fault) return undefined;
  const { repair, ...mistake } = fault;
  const whole = repair && faultless(repair);
  return { ...mistake, text: decode(printRequest(request)), repairs: whole ? [printRequest(whole)] : [] };
}

/** The same mistake with its repairs as rules can be: what the grammar alone puts right may be refused for another reason. */
export function withFaultlessRepairs(mistake: Mistake, context: ParseContext): Mistake {
  const repairs = mistake.repairs.flatMap((repair) => {
    const read = parseCommand(repair, { ...context, kept: true });
    const refused = read.kind === 'request' && 'options' in read.request ? ruleMistake(read.request) : undefined;
    return refused ? refused.repairs.slice(0, 1) : [repair];
  });
  return { ...mistake, repairs: [...new Set(repairs)] };
}

/** Puts right whatever else is wrong with it; undefined where something cannot be. */
function faultless(request: RuleRequest): RuleRequest | undefined {
  let mended = request;
  for (let round = 0; round < MOST_FAULTS; round += 1) {
    const fault = faultIn(mended);
    if (!fault) return mended;
    if (!fault.repair) return undefined;
    mended = fault.repair;
  }
  return undefined;
}

function faultIn(request: RuleRequest): RuleFault | undefined {
  return shapeFault(request) ?? (request.verb === 'alert' ? alertFault(request) : undefined) ?? lengthFault(request) ?? patternFault(request) ?? nameFault(request);
}

const SHAPELESS: Readonly<Partial<Record<RuleRequest['verb'], string>>> = {
  digest: 'A digest has its own form: it is neither grouped, sorted nor cut off.',
  alert: 'An alert has its own form: it is neither grouped, sorted nor cut off.',
  mute: 'A mute hides operations: it is neither grouped, sorted nor cut off.',
  commitments: 'A list of commitments is neither grouped, sorted nor cut off.',
};

function shapeFault(request: RuleRequest): RuleFault | undefined {
  const { condition: { shape, ...condition }, options } = request;
  const says = SHAPELESS[request.verb];
  return shape && says !== undefined ? { code: 'E_UNKNOWN_WORD', says, cure: 'Leave that part out.', repair: { ...request, condition, options: countedApart(options, shape) } } : undefined;
}

/** Who writes `by user` and `more than 5 in 10m` apart from each other means both together. */
function countedApart(options: RuleOptions, { by: [by, ...others] = [] }: Shape): RuleOptions {
  const { moreThan } = options;
  return moreThan && moreThan.by === undefined && by && others.length === 0 ? { ...options, moreThan: { ...moreThan, by } } : options;
}

function alertFault(request: RuleRequest): RuleFault | undefined {
  const { options } = request;
  const { everyMs, moreThan, firstSeen, outside, pack } = options;
  const become = (changed: RuleOptions): Pick<RuleFault, 'repair'> => ({ repair: { ...request, options: changed } });
  if (everyMs !== undefined) {
    const { everyMs: _every, ...rest } = options;
    return { code: 'E_UNKNOWN_WORD', says: 'An alert speaks when something happens, not every so often.', cure: 'Leave that part out, or set up a `digest hourly`.', ...become(rest) };
  }
  if (moreThan && moreThan.count > MOST_COUNTED) {
    return { code: 'E_LIMIT', says: `I count up to ${MOST_COUNTED.toLocaleString('en-US')} operations.`, cure: 'Choose a smaller number.', field: 'moreThan', ...become({ ...options, moreThan: { ...moreThan, count: MOST_COUNTED } }) };
  }
  if (firstSeen && !firstSeen.every((what) => FIRST_SEEN.some((one) => one === what))) {
    return { code: 'E_UNKNOWN_VALUE', says: 'Only users, apps and customers can be seen for the first time.', cure: `I know them once ${FIRST_SEEN_DAYS} days are held.`, ...become({ ...options, firstSeen: [...FIRST_SEEN] }) };
  }
  if (pack && (moreThan ?? firstSeen ?? outside)) {
    const { moreThan: _moreThan, firstSeen: _firstSeen, outside: _outside, ...rest } = options;
    return { code: 'E_UNKNOWN_WORD', says: 'The pack brings its own conditions.', cure: 'Filters, quiet hours and a mention go with it; everything else is an alert of its own.', ...become(rest) };
  }
  return undefined;
}

function lengthFault(request: RuleRequest): RuleFault | undefined {
  const { verb, options: { forMs } } = request;
  if (verb !== 'mute' || forMs === undefined || forMs >= LEAST_MUTE_MS) return undefined;
  return { code: 'E_LIMIT', says: 'A mute lasts an hour at least.', cure: 'Write `for 1h` or more.', field: 'lasts', repair: { ...request, options: { ...request.options, forMs: LEAST_MUTE_MS } } };
}

function patternFault(request: RuleRequest): RuleFault | undefined {
  const pattern = patternIn(request.condition.filter);
  if (!pattern) return undefined;
  return {
    code: 'E_UNKNOWN_VALUE', says: `\`${pattern.value.replaceAll('`', "'")}\` looks like a pattern, and values are sought as they stand.`,
    cure: 'Write a part of the name or text. A `*` stands in operations, `op create_*`, and around sign-in names, `user *@partner.example`.',
    ...(pattern.instead && { repair: { ...request, condition: { ...request.condition, filter: pattern.instead } } }),
  };
}

function nameFault(request: RuleRequest): RuleFault | undefined {
  const { name } = request.options;
  if (name === undefined || name.length <= LONGEST_NAME) return undefined;
  return {
    code: 'E_LIMIT', says: `A name has ${LONGEST_NAME} characters at most; this has ${name.length}.`, cure: 'Choose a shorter one.', field: 'name',
    repair: { ...request, options: { ...request.options, name: name.slice(0, LONGEST_NAME).trim().toWellFormed() } },
  };
}
