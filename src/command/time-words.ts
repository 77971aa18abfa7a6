/** When, as people write it: `last 7d`, `two weeks`, `since 3 nov`, `2026-11-01..2026-11-10`. */
import type { TimeSpec } from '../audit/time-range.ts';
import type { ParseContext, Span } from './command.ts';
import { readDay, startsDay, type DayPoint } from './date-words.ts';
import { editsAt, Misunderstanding, missingValue, notYet, shown, type Edit } from './mistakes.ts';
import { readSpan, startsSpan } from './span-words.ts';
import { spanOf, type Token } from './tokens.ts';
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

/** Whether a time begins at an index, right or wrong. */
export function startsTime(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  return token !== undefined && (TIME_WORDS.has(token.word) || token.word === '..'
    || startsSpan(tokens, index) || startsDay(tokens, index) || leadOfSpan(tokens, index) > index);
}

/** Reads a time; undefined where none begins. Throws `Misunderstanding` for one that cannot be understood. */
export function readTime(tokens: readonly Token[], index: number, context: ParseContext): TimeClause | undefined {
  if (!startsTime(tokens, index)) return undefined;
  const lead = leadOfSpan(tokens, index);
  const word = tokens[lead]?.word ?? '';
  const named = word === 'last' || word === 'past';
  if (named || startsSpan(tokens, index)) {
    const span = readSpan(tokens, index, named ? lead : undefined, context);
    return { kind: 'time', spec: span.spec, at: spanOf(tokens, index, span.next), next: span.next };
  }
  if (word === 'on') return oneDay(tokens, index, expectDay(tokens, index, index + 1, context));
  const days = ['since', 'from', 'between'].includes(word) ? index + 1 : index;
  return readDays(tokens, index, expectDay(tokens, index, days, context), context);
}

/** Where `last` stands in `in the last 7d`; the index itself where no such words lead to it. */
function leadOfSpan(tokens: readonly Token[], index: number): number {
  if (tokens[index]?.word !== 'in') return index;
  const lead = tokens[index + 1]?.word === 'the' ? index + 2 : index + 1;
  return ['last', 'past'].includes(tokens[lead]?.word ?? '') ? lead : index;
}

function readDays(tokens: readonly Token[], index: number, first: DayPoint, context: ParseContext): TimeClause {
  const word = tokens[index]?.word ?? '';
  const sign = tokens[first.next];
  const joined = sign !== undefined && (RANGE_SIGNS.has(sign.word) || word === 'between' && sign.word === 'and');
  if (!joined) {
    if (word === 'from' || word === 'since') return since(tokens, index, first);
    if (word !== 'between') return oneDay(tokens, index, first);
    const end = tokens[first.next - 1]?.to ?? 0;
    throw new Misunderstanding(missingValue('between', { from: end, to: end }, editsAt({ from: end, to: end }, [' and today'])));
  }
  const after = tokens[first.next + 1];
  if (after?.word === 'now') return { ...since(tokens, index, first), at: spanOf(tokens, index, first.next + 2), next: first.next + 2 };
  if (sign.word === '..' && !startsDay(tokens, first.next + 1)) {
    return { ...since(tokens, index, first), at: spanOf(tokens, index, first.next + 1), next: first.next + 1 };
  }
  const last = expectDay(tokens, index, first.next + 1, context);
  if (last.relative === 'today') return { ...since(tokens, index, first), at: spanOf(tokens, index, last.next), next: last.next };
  return {
    kind: 'time',
    spec: { kind: 'between', from: first.day, to: last.day },
    at: spanOf(tokens, index, last.next),
    next: last.next,
    swapped: `from ${last.day} to ${first.day}`,
  };
}

function since(tokens: readonly Token[], index: number, point: DayPoint): TimeClause {
  const spec: TimeSpec = point.relative === 'today' ? { kind: 'today' } : { kind: 'since', day: point.day };
  return { kind: 'time', spec, at: spanOf(tokens, index, point.next), next: point.next };
}

function oneDay(tokens: readonly Token[], index: number, point: DayPoint): TimeClause {
  const spec: TimeSpec = point.relative ? { kind: point.relative } : { kind: 'on', day: point.day };
  return { kind: 'time', spec, at: spanOf(tokens, index, point.next), next: point.next };
}

/** Reads the day that must stand at an index, in a time that began at another one. */
function expectDay(tokens: readonly Token[], begin: number, index: number, context: ParseContext): DayPoint {
  const day = readDay(tokens, index, context);
  if (day) return day;
  const token = tokens[index];
  const before = tokens[index - 1];
  if (before && (!token || token.kind === 'comma' || isKeyword(token.word))) {
    const end = { from: before.to, to: before.to };
    throw new Misunderstanding(missingValue(before.text, end, editsAt(end, [' yesterday'])));
  }
  if (!token || token.word === '..') {
    throw new Misunderstanding(notYet('..', spanOf(tokens, begin, index + 1), 'A range has two ends: 2026-11-01..2026-11-10.', []));
  }
  throw new Misunderstanding({
    code: 'E_DATE_INVALID',
    says: `${shown(token.text)} is not a day.`,
    at: token,
    cure: 'Days are written as 2026-11-03 or 3 nov; today and yesterday work too.',
    edits: insteadOfDay(tokens, begin, index),
  });
}

/** `since 7d` means `last 7d`; otherwise any day may stand there. */
function insteadOfDay(tokens: readonly Token[], begin: number, index: number): readonly Edit[] {
  const token = tokens[index];
  if (!token) return [];
  if (!startsSpan(tokens, index)) return editsAt(token, ['yesterday', 'today']);
  return editsAt({ from: tokens[begin]?.from ?? token.from, to: token.from }, ['last ']);
}
