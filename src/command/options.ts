/** What may stand anywhere in a rule: where it speaks, for how long, its name, its quiet hours. */
import { FIRST_SEEN } from '../audit/alert-events.ts';
import { DAY_MS } from '../audit/dates.ts';
import type { Dimension } from '../audit/dimensions.ts';
import type { Hours, RuleOptions, Where } from './command.ts';
import { readClock } from './clock-words.ts';
import { editsAt, Misunderstanding, missingValue, shown, type Fault } from './mistakes.ts';
import { startsClause } from './places.ts';
import { isColumn, namesColumn, readColumns } from './shape-words.ts';
import { countOf, durationMs, numberOf } from './time-units.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';

/** An option that was read, and the index of the token after it. */
interface ReadOption {
  readonly option: RuleOptions;
  readonly next: number;
}
type OptionReader = (tokens: readonly Token[], index: number) => ReadOption | undefined;
type OptionName = keyof RuleOptions;

/** Rules last 90 days at most, as the log does; a mute less. */
const MAX_DURATION_MS = 90 * DAY_MS;

/** The options of a rule, and what is left of its text around them. */
interface TakenOptions {
  readonly options: RuleOptions;
  readonly pieces: readonly (readonly Token[])[];
}

/** Takes the named options out of some tokens. Throws `Misunderstanding` for one that stands twice or is cut short. */
export function takeOptions(tokens: readonly Token[], names: readonly OptionName[]): TakenOptions {
  const pieces: Token[][] = [[]];
  let options: RuleOptions = {};
  let index = 0;
  while (index < tokens.length) {
    const read = readOption(tokens, index, names);
    const token = tokens[index];
    if (read) {
      const [name] = Object.keys(read.option);
      if (name !== undefined && name in options) throw new Misunderstanding(saidAgain(tokens, index, read.next));
      options = { ...options, ...read.option };
      pieces.push([]);
    } else if (token) pieces.at(-1)?.push(token);
    index = read?.next ?? index + 1;
  }
  return { options, pieces };
}

function readOption(tokens: readonly Token[], index: number, names: readonly OptionName[]): ReadOption | undefined {
  for (const name of names) {
    const read = READERS[name](tokens, index);
    if (read) return read;
  }
  return undefined;
}

const READERS: Readonly<Record<OptionName, OptionReader>> = {
  where: (tokens, index) => {
    const where = ['in', 'to'].includes(wordAt(tokens, index)) ? readWhere(tokens, index + 1) : undefined;
    return where && { option: { where }, next: index + 2 };
  },
  name: (tokens, index) => {
    const token = tokens[index + 1];
    return wordAt(tokens, index) === 'name' && token?.text && token.kind !== 'comma' ? { option: { name: token.text }, next: index + 2 } : undefined;
  },
  forMs: durationReader('for', (forMs) => ({ forMs })),
  withinMs: durationReader('within', (withinMs) => ({ withinMs })),
  everyMs: durationReader('every', (everyMs) => ({ everyMs })),
  because: (tokens, index) => {
    if (wordAt(tokens, index) !== 'because') return undefined;
    const token = tokens[index + 1];
    if (token?.kind !== 'quoted' || !token.text) throw new Misunderstanding({ ...missingAfter(tokens, index, []), cure: 'The reason stands in quotes: `because "licence sync job"`.' });
    return { option: { because: token.text }, next: index + 2 };
  },
  includingHigh: (tokens, index) => wordsFrom(tokens, index, 2) === 'including high' ? { option: { includingHigh: true }, next: index + 2 } : undefined,
  skipEmpty: (tokens, index) => wordsFrom(tokens, index, 2) === 'skip empty' ? { option: { skipEmpty: true }, next: index + 2 } : undefined,
  pack: (tokens, index) => index === 0 && wordAt(tokens, index) === 'pack' ? { option: { pack: true }, next: index + 1 } : undefined,
  quiet: (tokens, index) => {
    const hours = wordAt(tokens, index) === 'quiet' ? readHours(tokens, index) : undefined;
    if (!hours) return undefined;
    const all = wordAt(tokens, hours.next) === 'all';
    return { option: { quiet: { ...hours.hours, ...(all && { all }) } }, next: all ? hours.next + 1 : hours.next };
  },
  outside: (tokens, index) => {
    const hours = wordAt(tokens, index) === 'outside' ? readHours(tokens, index) : undefined;
    return hours && { option: { outside: hours.hours }, next: hours.next };
  },
  mention: (tokens, index) => {
    if (wordAt(tokens, index) !== 'mention') return undefined;
    const token = tokens[index + 1];
    if (token?.kind === 'entity' && /^<(?:@|!subteam\^)/.test(token.text)) return { option: { mention: token.text.replace(/\|.*>$/, '>') }, next: index + 2 };
    if (token && (token.kind === 'entity' || /^@./.test(token.text))) throw new Misunderstanding(nobody(token, spanOf(tokens, index, index + 2)));
    // Behind a filter it is the beginning of a name.
    if (!token && !startsClause(tokens, index - 1)) throw new Misunderstanding({ ...missingAfter(tokens, index, []), cure: WHOM });
    return undefined;
  },
  moreThan: readThreshold,
  firstSeen: (tokens, index) => {
    const glued = wordAt(tokens, index) === 'first-seen';
    if (!glued && wordsFrom(tokens, index, 2) !== 'first seen') return undefined;
    const { by, next } = readColumns(tokens, glued ? index + 1 : index + 2, { columns: FIRST_SEEN, verb: 'look for a new', cure: `It can be ${FIRST_SEEN.join(', ')}.` });
    return { option: { firstSeen: by }, next };
  },
};

/** A duration after a word, as in `for 7d`. */
function durationReader(word: string, option: (ms: number) => RuleOptions): OptionReader {
  return (tokens, index) => {
    if (wordAt(tokens, index) !== word) return undefined;
    const { ms, next } = expectDuration(tokens, index);
    return { option: option(ms), next };
  };
}

function expectDuration(tokens: readonly Token[], index: number): { readonly ms: number; readonly next: number } {
  const read = countOf(tokens, index + 1);
  if (!read) throw new Misunderstanding({ ...missingAfter(tokens, index, [' 1h', ' 1d', ' 7d']), cure: 'For example 30m, 4h, 7d or 2w.' });
  const ms = durationMs(read);
  if (ms > 0 && ms <= MAX_DURATION_MS) return { ms, next: read.next };
  const at = spanOf(tokens, index + 1, read.next);
  throw new Misunderstanding({ code: 'E_LIMIT', says: `${shown(wordsFrom(tokens, index + 1, read.next - index - 1))} is not a time I can wait.`, at, cure: 'The least is 1m, the most 90d.', edits: editsAt(at, ['1d', '90d']) });
}

/** `more than 5 by user in 10m`, or `more than 5 in 10m by user`. */
function readThreshold(tokens: readonly Token[], index: number): ReadOption | undefined {
  if (wordsFrom(tokens, index, 2) !== 'more than') return undefined;
  const count = numberOf(wordAt(tokens, index + 2));
  if (count === undefined || count > 1_000_000) throw new Misunderstanding({ ...missingAfter(tokens, index + 1, [' 5 in 10m']), cure: 'For example `more than 5 in 10m`.' });
  const grouped = isBy(tokens, index + 3) ? readGroup(tokens, index + 4, namesColumn) : undefined;
  const inAt = grouped?.next ?? index + 3;
  if (wordAt(tokens, inAt) !== 'in') throw new Misunderstanding({ ...missingAfter(tokens, inAt - 1, [' in 10m']), cure: 'For example `more than 5 in 10m`.' });
  const { ms, next } = expectDuration(tokens, inAt);
  const { by, next: end } = grouped ? { by: grouped.by, next } : isBy(tokens, next) && namesColumn(tokens, next + 1) ? readGroup(tokens, next + 1, isColumn) : { next };
  return { option: { moreThan: { count, ...(by && { by }), inMs: ms } }, next: end };
}

function isBy(tokens: readonly Token[], index: number): boolean {
  return ['by', 'per'].includes(wordAt(tokens, index));
}

/** The one column by which operations are counted apart. */
function readGroup(tokens: readonly Token[], index: number, continues: typeof isColumn): { readonly by?: Dimension; readonly next: number } {
  const { by: [by, ...others], next } = readColumns(tokens, index, { continues });
  if (others.length === 0) return { next, ...(by && { by }) };
  const [at, columns] = [spanOf(tokens, index, next), [...by ? [by] : [], ...others]];
  throw new Misunderstanding({ code: 'E_LIMIT', says: 'An alert counts apart by one column.', at, cure: `Choose one of them: ${columns.map((column) => shown(`by ${column}`)).join(', ')}.`, edits: editsAt(at, columns) });
}

const WHOM = 'Only a person or a user group can: choose one from the list that Slack offers after `@`.';

/** `@channel`, a channel, or a name that Slack made no mention of. */
function nobody(token: Token, at: Fault['at']): Fault {
  const [, sign = '', id = '', label] = /^<([@#!])([^|>]*)(?:\|([^>]*))?>$/.exec(token.text) ?? [];
  const name = sign === '' ? token.text : `${sign === '#' ? '#' : '@'}${(label || id).replace(/^[@#]/, '')}`;
  return { code: 'E_BAD_USER', says: `${shown(name)} cannot be mentioned.`, at: token, cure: WHOM, edits: editsAt(at, ['']) };
}

function readHours(tokens: readonly Token[], index: number): { readonly hours: Hours; readonly next: number } {
  const from = readClock(tokens, index + 1);
  const isRange = from && ['-', 'to'].includes(wordAt(tokens, from.next));
  const to = isRange ? readClock(tokens, from.next + 1) : undefined;
  if (from && to) return { hours: { fromMs: from.clockMs, toMs: to.clockMs }, next: to.next };
  throw new Misunderstanding({ ...missingAfter(tokens, index, [' 22:00-07:00']), cure: 'Hours are written as 22:00-07:00.' });
}

/** A channel or `me`; undefined where something else stands that may mean something. */
export function readWhere(tokens: readonly Token[], index: number): Where | undefined {
  const token = tokens[index];
  const id = /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(token?.text ?? '')?.[1];
  if (token?.kind === 'entity' && id) return { kind: 'channel', id };
  if (token?.word === 'me') return { kind: 'me' };
  if (token?.kind === 'word' && /^#./.test(token.text)) return { kind: 'channel-name', name: token.text.slice(1) };
  if (token?.kind !== 'word' || startsClause(tokens, index) || startsClause(tokens, index - 1) || token.word === 'progress') return undefined;
  throw new Misunderstanding(noChannel(token));
}

function noChannel(token: Token) {
  return {
    code: 'E_CHANNEL' as const, says: `${shown(token.text)} is not a channel.`, at: token,
    cure: 'Channels begin with #, as in `in #secops`; `to me` means a direct message.',
    edits: /^[\p{L}\p{N}_-]+$/u.test(token.text) ? editsAt(token, [`#${token.word}`]) : [],
  };
}

function missingAfter(tokens: readonly Token[], index: number, puts: readonly string[]) {
  const end = { from: tokens[index]?.to ?? 0, to: tokens[index]?.to ?? 0 };
  return missingValue(tokens[index]?.text ?? '', end, editsAt(end, puts));
}

function saidAgain(tokens: readonly Token[], index: number, next: number) {
  const at = spanOf(tokens, index, next);
  return { code: 'E_DUPLICATE' as const, says: `${shown(wordsFrom(tokens, index, 1))} stands there twice.`, at, cure: 'Once is enough.', edits: editsAt(at, ['']) };
}

function wordAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.word ?? '';
}
