/** From the text after the slash command to a validated command, or a mistake that says how to put it right. */
import { addDays, readableDay } from '../audit/dates.ts';
import { foldCase, isGuid, type AuditFilter } from '../audit/filter.ts';
import type { FilterKey } from '../audit/query.ts';
import { DEFAULT_TIME, resolveTime, type ResolvedTime, type TimeSpec } from '../audit/time-range.ts';
import { isSeparator, readClauses, type Clause } from './clauses.ts';
import type { Command, Mistake, ParseContext, Span } from './command.ts';
import { editsAt, Misunderstanding, shown, type Edit, type Fault } from './mistakes.ts';
import type { TimeClause } from './time-words.ts';
import { decode, encode, MAX_LENGTH, tokenise, type Token } from './tokens.ts';
import { VERBS } from './usage.ts';

const MAX_REPAIRS = 3;
/** How many mistakes one repair may put right. */
const MAX_ROUNDS = 3;

const LATER_VERBS: ReadonlySet<string> = new Set(VERBS.filter(({ built }) => !built).map(({ word }) => word));
/** Verbs when they stand alone; before a value they are filters. */
const FILTER_VERBS: ReadonlyMap<string, string> = new Map([['status', 'status'], ['operations', 'op'], ['resources', 'resource']]);

type Understood = Exclude<Command, { kind: 'mistake' }> | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Understands the text after the slash command, as Slack sends it. Pure and linear; any text at all gives a command or
 * a mistake with its place, its cure and up to three commands that work. The zone must be one that this machine knows.
 */
export function parseCommand(text: string, context: ParseContext): Command {
  const decoded = decode(text);
  if (decoded.length > MAX_LENGTH) return { kind: 'mistake', mistake: tooLong(decoded) };
  const understood = understand(decoded, context);
  if (understood.kind !== 'fault') return understood;
  const { code, says, at, cure, edits } = understood.fault;
  const place: Span = { from: at.from, to: at.to };
  return { kind: 'mistake', mistake: { code, says, text: decoded, at: place, cure, repairs: repairsOf(decoded, edits, context) } };
}

function tooLong(decoded: string): Mistake {
  return {
    code: 'E_TOO_LONG',
    says: `This has ${decoded.length} characters; a command has ${MAX_LENGTH} at most.`,
    text: decoded.slice(0, MAX_LENGTH).toWellFormed(),
    cure: 'Ask for fewer values at once, or in several searches.',
    repairs: [],
  };
}

function understand(text: string, context: ParseContext): Understood {
  try {
    return readCommand(text, context);
  } catch (error) {
    if (error instanceof Misunderstanding) return { kind: 'fault', fault: error.fault };
    throw error;
  }
}

function readCommand(text: string, context: ParseContext): Understood {
  const { tokens, openQuote } = tokenise(text);
  const said = tokens.filter((token) => !isSeparator(token));
  const [first, ...rest] = said;
  const word = first?.word ?? '';
  if (openQuote === undefined && (!first || isZoneAlone(said))) return { kind: 'help' };
  if (word === 'help' || word === '?') return helpOn(rest);
  if (word === 'examples' && rest.length === 0) return { kind: 'help', topic: word };
  const alone = rest.length === 0 && openQuote === undefined;
  if (LATER_VERBS.has(word) && (alone || !FILTER_VERBS.has(word))) return { kind: 'later', verb: word };
  if (openQuote !== undefined) return { kind: 'fault', fault: neverClosed(openQuote) };
  const query = word === 'search' ? tokens.slice(tokens.findIndex((token) => !isSeparator(token)) + 1) : withFilterWord(tokens);
  return searchOf(readClauses(query, context), text, context);
}

/** A zone with no question is no search. */
function isZoneAlone(said: readonly Token[]): boolean {
  return said[0]?.word === 'tz' && said.length <= 2 || said[0]?.word === 'utc' && said.length === 1;
}

function helpOn(rest: readonly Token[]): Understood {
  const topic = rest.map((token) => token.text).join(' ').toLowerCase();
  return topic ? { kind: 'help', topic } : { kind: 'help' };
}

/** `operations create_order` asks for an operation, though elsewhere the first word is no filter. */
function withFilterWord(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => !isSeparator(token));
  return tokens.map((token, index) => index === first ? { ...token, word: FILTER_VERBS.get(token.word) ?? token.word } : token);
}

function searchOf(clauses: readonly Clause[], text: string, context: ParseContext): Understood {
  const [time, second] = clauses.filter((clause) => clause.kind === 'time');
  if (time && second) return { kind: 'fault', fault: twoTimes(time, second, text) };
  const spec = time?.spec ?? DEFAULT_TIME;
  const resolved = resolveTime(spec, context.now, context.zone);
  if (resolved.kind !== 'range') {
    const at = time ?? { kind: 'time', spec, at: { from: 0, to: text.length }, next: 0 };
    return { kind: 'fault', fault: wrongRange(resolved, at) };
  }
  const search = { filter: filterOf(clauses), time: spec, defaultTime: !time };
  return { kind: 'search', search, range: resolved.range, clamped: resolved.clamped };
}

function filterOf(clauses: readonly Clause[]): AuditFilter {
  const valuesOf = (wanted: FilterKey): readonly string[] => {
    const values = clauses.flatMap((clause) => clause.kind === 'filter' && clause.key === wanted ? clause.values : []);
    const asFirstWritten = new Map(values.toReversed().map((value) => [foldCase(value), value]));
    return [...new Set(values.map((value) => asFirstWritten.get(foldCase(value)) ?? value))];
  };
  return {
    customers: valuesOf('customer').map((value) => isGuid(value) ? { kind: 'id', id: value } : { kind: 'name', name: value }),
    users: valuesOf('user'),
    operations: valuesOf('operation'),
    resources: valuesOf('resource'),
    statuses: valuesOf('status'),
  };
}

function neverClosed(openQuote: number): Fault {
  const at = { from: openQuote, to: openQuote + 1 };
  const cure = 'Put a second quote after the last word that belongs to it.';
  return { code: 'E_UNTERMINATED_QUOTE', says: 'This quote is never closed.', at, cure, edits: editsAt(at, ['']) };
}

function twoTimes(first: TimeClause, second: TimeClause, text: string): Fault {
  const [one, other] = [first, second].map(({ at }) => shown(text.slice(at.from, at.to)));
  return {
    code: 'E_DUPLICATE',
    says: `There are two times: ${one} and ${other}.`,
    at: second.at,
    cure: 'A search has one time; for a span with two ends write 2026-11-01..2026-11-10.',
    edits: [...editsAt(second.at, ['']), ...editsAt(first.at, [''])],
  };
}

function wrongRange(resolved: Exclude<ResolvedTime, { kind: 'range' }>, { spec, at, swapped }: TimeClause): Fault {
  const day = firstDayOf(spec);
  switch (resolved.kind) {
    case 'too-old': {
      const { oldestDay, daysAgo } = resolved;
      const cure = `Microsoft keeps 90 days of audit records; the oldest day I can ask for is ${readableDay(oldestDay)}.`;
      const says = day ? `${readableDay(day)} is ${daysAgo} days ago.` : 'That is longer ago than the log reaches.';
      return { code: 'E_RANGE_TOO_OLD', says, at, cure, edits: editsAt(at, [`since ${oldestDay}`, `from ${oldestDay} to ${addDays(oldestDay, 6)}`]) };
    }
    case 'future': {
      const says = day ? `${readableDay(day)} is in the future.` : 'That is in the future.';
      return { code: 'E_RANGE_FUTURE', says, at, cure: 'The log ends now.', edits: editsAt(at, ['today', 'last 7d']) };
    }
    case 'reversed':
      return { code: 'E_RANGE_REVERSED', says: 'This time ends before it begins.', at, cure: 'The earlier day comes first.', edits: editsAt(at, swapped ? [swapped] : []) };
  }
}

function firstDayOf(spec: TimeSpec): string | undefined {
  return spec.kind === 'between' ? spec.from : 'day' in spec ? spec.day : undefined;
}

/** Tries each edit. A further mistake is put right by its own first edit, unless that would only guess a value. */
function repairsOf(text: string, edits: readonly Edit[], context: ParseContext): readonly string[] {
  const repairs = new Set<string>();
  for (const edit of edits) {
    const repaired = putRight(applyEdit(text, edit), context);
    if (repaired) repairs.add(encode(repaired));
    if (repairs.size === MAX_REPAIRS) break;
  }
  return [...repairs];
}

function putRight(text: string, context: ParseContext): string | undefined {
  let candidate = text;
  for (let round = 1; round <= MAX_ROUNDS && candidate.length <= MAX_LENGTH; round++) {
    const understood = understand(candidate, context);
    if (understood.kind === 'help' && !candidate.startsWith('help')) return undefined;
    if (understood.kind !== 'fault') return candidate;
    const [edit] = understood.fault.edits;
    if (!edit || edit.at.from === edit.at.to || understood.fault.code.startsWith('E_RANGE')) return undefined;
    candidate = applyEdit(candidate, edit);
  }
  return undefined;
}

function applyEdit(text: string, { at, put }: Edit): string {
  const before = text.slice(0, at.from);
  const after = text.slice(at.to);
  if (put === ',') return `${before.trimEnd()}, ${after.trimStart()}`;
  return (put ? before + put + after : `${before.trimEnd()} ${after.trimStart()}`).trim();
}
