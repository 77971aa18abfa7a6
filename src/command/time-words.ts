/** When, as people write it: `last 7d`, `since monday`, `2026-11-01..2026-11-10`, `around 14:05`. */
import { isMoment, type TimePoint } from '../audit/time-point.ts';
import type { TimeSpec } from '../audit/time-range.ts';
import type { ParseContext, Span } from './command.ts';
import { HOW_DAYS_ARE_WRITTEN, startsDate } from './date-words.ts';
import { editsAt, isNotInLog, Misunderstanding, missingValue, notInLog, shown, type Edit } from './mistakes.ts';
import { readPoint, startsPoint, weekdayOf, type ReadPoint } from './point-words.ts';
import { printPoint } from './print-time.ts';
import { readSpan, startsSpan } from './span-words.ts';
import { suggest } from './suggest.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';
import { isKeyword, TIME_WORDS } from './words.ts';

/** A time that was read, the index of the token after it, and how it reads with its ends swapped. */
export interface TimeClause {
  readonly kind: 'time';
  readonly spec: TimeSpec;
  readonly at: Span;
  readonly next: number;
  readonly swapped?: string;
}

const RANGE_SIGNS: ReadonlySet<string> = new Set(['to', 'until', '..', '-', '–', '—']);
const BEFORE_POINTS: ReadonlySet<string> = new Set(['since', 'after', 'before', 'until', 'on', 'during', 'around', 'from', 'between']);
const NEAR_WORDS: ReadonlySet<string> = new Set(['last', 'past', 'this', 'next']);
const NEAR_UNITS = /^(?:hour|day|week|weekend|month|quarter|year)$/;

/** Whether a time begins at an index, right or wrong. */
export function startsTime(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (!token) return false;
  const near = (token.word === 'this' || token.word === 'next') && isNear(tokens[index + 1]?.word ?? '');
  return TIME_WORDS.has(token.word) || token.word === '..' || near
    || startsSpan(tokens, index) || startsPoint(tokens, index) || leadOfSpan(tokens, index) > index
    || token.word === 'in' && startsDate(tokens, index + 1);
}

function isNear(word: string): boolean {
  return NEAR_UNITS.test(word) || weekdayOf(word) !== undefined;
}

/** Reads a time; undefined where none begins. Throws `Misunderstanding` for one that cannot be understood. */
export function readTime(tokens: readonly Token[], index: number, context: ParseContext): TimeClause | undefined {
  if (!startsTime(tokens, index)) return undefined;
  const lead = leadOfSpan(tokens, index);
  const word = tokens[lead]?.word ?? '';
  if (word === 'next') throw new Misunderstanding(nextOne(tokens, index));
  if (BEFORE_POINTS.has(word)) return readAfterWord(tokens, index, word, context);
  if (word === 'in') return oneTime(tokens, index, 'on', expectPoint(tokens, index, index + 1, context));
  const isRolling = word === 'past' || lead > index && (tokens[index]?.word === 'in' || tokens[index + 1]?.word === 'the');
  const point = isRolling ? undefined : readPoint(tokens, lead, context);
  if (point) return readPoints(tokens, index, 'on', point, context);
  if (word === '..') throw new Misunderstanding({ code: 'E_DATE_INVALID', says: 'This range has no beginning.', at: spanOf(tokens, index, index + 1), cure: 'A range is written as 2026-11-01..2026-11-10; `until 2026-11-10` has only an end.', edits: editsAt(spanOf(tokens, index, index + 1), ['until ']) });
  const named = word === 'last' || word === 'past' || word === 'this';
  const span = readSpan(tokens, index, named ? lead : undefined);
  return { kind: 'time', spec: span.spec, at: spanOf(tokens, index, span.next), next: span.next };
}

/** Where `last` stands in `in the last 7d`; the index itself where no such words lead to it. */
function leadOfSpan(tokens: readonly Token[], index: number): number {
  if (tokens[index]?.word !== 'in' && tokens[index]?.word !== 'during') return index;
  const lead = tokens[index + 1]?.word === 'the' ? index + 2 : index + 1;
  return ['last', 'past'].includes(tokens[lead]?.word ?? '') ? lead : index;
}

function readAfterWord(tokens: readonly Token[], index: number, word: string, context: ParseContext): TimeClause {
  const point = expectPoint(tokens, index, index + 1, context);
  switch (word) {
    case 'on': case 'during': return oneTime(tokens, index, 'on', point);
    case 'around': return oneTime(tokens, index, 'around', point);
    case 'before': case 'until': return oneTime(tokens, index, word, point);
    case 'after': return oneTime(tokens, index, 'after', point);
    default: return readPoints(tokens, index, word, point, context);
  }
}

/** One point, or two with a sign between them. */
function readPoints(tokens: readonly Token[], index: number, word: string, first: ReadPoint, context: ParseContext): TimeClause {
  const sign = tokens[first.next];
  const joined = sign !== undefined && (RANGE_SIGNS.has(sign.word) || word === 'between' && sign.word === 'and');
  if (!joined) {
    if (word === 'on') return oneTime(tokens, index, 'on', first);
    if (word !== 'between') return oneTime(tokens, index, 'since', first);
    const end = { from: tokens[first.next - 1]?.to ?? 0, to: tokens[first.next - 1]?.to ?? 0 };
    throw new Misunderstanding(missingValue('between', end, editsAt(end, [' and today'])));
  }
  const open = sign.word === '..' && !startsPoint(tokens, first.next + 1) && !readPoint(tokens, first.next + 1, context);
  if (open) return oneTime(tokens, index, 'since', { point: first.point, next: first.next + 1 });
  const last = expectPoint(tokens, index, first.next + 1, context);
  if (isPresent(last.point)) return oneTime(tokens, index, 'since', { point: first.point, next: last.next });
  const from = sharedDay(first.point, last.point);
  return {
    kind: 'time',
    spec: { kind: 'between', from, to: last.point },
    at: spanOf(tokens, index, last.next),
    next: last.next,
    swapped: `from ${printPoint(last.point)} to ${printPoint(from)}`,
  };
}

/** In `from 9am to 5pm yesterday` both times are of the day that is named once. */
function sharedDay(from: TimePoint, to: TimePoint): TimePoint {
  return from.kind === 'clock' && !from.day && to.kind === 'clock' && to.day ? { ...from, day: to.day } : from;
}

/** An end that is now, or later today, ends now. */
function isPresent(point: TimePoint): boolean {
  return point.kind === 'now' || point.kind === 'days-ago' && point.count === 0;
}

/** A moment alone means the time around it; what began today reaches to now either way. */
function oneTime(tokens: readonly Token[], index: number, kind: Exclude<TimeSpec['kind'], 'last' | 'between'>, { point, next }: ReadPoint): TimeClause {
  const today = point.kind === 'days-ago' && point.count === 0;
  const meant = kind === 'on' && isMoment(point) ? 'around' : kind === 'since' && today ? 'on' : kind;
  return { kind: 'time', spec: { kind: meant, point }, at: spanOf(tokens, index, next), next };
}

/** Reads the point that must stand at an index, in a time that began at another one. */
function expectPoint(tokens: readonly Token[], begin: number, index: number, context: ParseContext): ReadPoint {
  const point = readPoint(tokens, index, context);
  if (point) return point;
  const token = tokens[index];
  const before = tokens[index - 1];
  if (before && (!token || token.kind === 'comma' || isKeyword(token.word) && !NEAR_WORDS.has(token.word))) {
    const end = { from: before.to, to: before.to };
    throw new Misunderstanding(missingValue(before.text, end, editsAt(end, [' yesterday'])));
  }
  if (token?.word === 'next') throw new Misunderstanding(nextOne(tokens, index));
  if (token && isNotInLog(token.word)) throw new Misunderstanding(notInLog(token));
  const at = token ?? spanOf(tokens, begin, index);
  throw new Misunderstanding({
    code: 'E_DATE_INVALID',
    says: `${shown(token?.text ?? '')} is not a day or a time.`,
    at,
    cure: HOW_DAYS_ARE_WRITTEN,
    edits: insteadOfPoint(tokens, begin, index),
  });
}

const NEAR_DAYS = ['yesterday', 'today', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `since 7d` means `last 7d`; otherwise the nearest day, or any that may stand there. */
function insteadOfPoint(tokens: readonly Token[], begin: number, index: number): readonly Edit[] {
  const token = tokens[index];
  if (!token) return [];
  const before = { from: tokens[begin]?.from ?? token.from, to: token.from };
  if (NEAR_WORDS.has(token.word)) return editsAt(before, ['']);
  if (startsSpan(tokens, index)) return editsAt(before, ['last ']);
  const near = suggest(token.word, NEAR_DAYS);
  return editsAt(token, near.length > 0 ? near : ['yesterday', 'today']);
}

function nextOne(tokens: readonly Token[], index: number) {
  const at = spanOf(tokens, index, index + 2);
  return {
    code: 'E_RANGE_FUTURE' as const,
    says: `${shown(wordsFrom(tokens, index, 2))} is in the future.`,
    at,
    cure: 'The log ends now.',
    edits: editsAt(at, ['today', 'last 7d']),
  };
}
