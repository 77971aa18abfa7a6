/** Spans up to now: `last 7d`, `past two weeks`, `24h`. */
import { addDays, dayIn } from '../audit/dates.ts';
import type { TimeSpec } from '../audit/time-range.ts';
import type { ParseContext } from './command.ts';
import { latestWeekday } from './date-words.ts';
import { editsAt, Misunderstanding, missingValue, notYet, shown, type Fault } from './mistakes.ts';
import { suggest } from './suggest.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';
import { isKeyword } from './words.ts';

type Unit = 'm' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y';

const UNIT_WORDS: Readonly<Record<Unit, readonly string[]>> = {
  m: ['m', 'min', 'mins', 'minute', 'minutes'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours'],
  d: ['d', 'day', 'days'],
  w: ['w', 'wk', 'wks', 'week', 'weeks'],
  mo: ['mo', 'month', 'months'],
  q: ['quarter', 'quarters'],
  y: ['y', 'yr', 'year', 'years'],
};
const UNITS = new Map((Object.keys(UNIT_WORDS) as Unit[]).flatMap((unit) => UNIT_WORDS[unit].map((word) => [word, unit] as const)));
const DAYS_OF = { mo: 30, q: 90, y: 365 } as const;

const NUMBERS = new Map([
  'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve',
].map((word, index) => [word, index + 1]));
for (const [word, count] of [['thirty', 30], ['sixty', 60], ['ninety', 90]] as const) NUMBERS.set(word, count);

/** More would leave the calendar; the log holds 90 days. */
const MAX_COUNT = 9_999;
const GLUED = /^(\d+)([a-z]+)$/;

/** A span that was read, and the index of the token after it. */
export interface ReadSpan {
  readonly spec: TimeSpec;
  readonly next: number;
}

/** Whether a span begins at an index without `last` before it: `7d`, `7 days`, `two weeks`. */
export function startsSpan(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word ?? '';
  const [, , glued = ''] = GLUED.exec(word) ?? [];
  return UNITS.has(glued) || numberOf(word) !== undefined && UNITS.has(tokens[index + 1]?.word ?? '');
}

/**
 * Reads a span that begins at an index. `lead` is where `last` or `past` stands, if one does. Throws `Misunderstanding`
 * where no span follows, and for units and calendar spans that are not built yet.
 */
export function readSpan(tokens: readonly Token[], index: number, lead: number | undefined, context: ParseContext): ReadSpan {
  const at = lead === undefined ? index : lead + 1;
  const token = tokens[at];
  const word = token?.word ?? '';
  const [, digits, glued = ''] = GLUED.exec(word) ?? [];
  const count = digits === undefined ? numberOf(word) : Number(digits);
  const second = tokens[at + 1];
  if (count === undefined && UNITS.has(word)) return unitAlone(tokens, index, lead ?? index);
  const unit = UNITS.get(digits === undefined ? second?.word ?? '' : glued);
  if (count === undefined || !unit) throw new Misunderstanding(noSpan(tokens, lead ?? index, context));
  const next = digits === undefined ? at + 2 : at + 1;
  if (count < 1 || count > MAX_COUNT) throw new Misunderstanding(badCount(tokens, at, next));
  return { spec: specOf(tokens, index, next, count, unit), next };
}

function specOf(tokens: readonly Token[], index: number, next: number, count: number, unit: Unit): TimeSpec {
  if (unit === 'h' || unit === 'd' || unit === 'w') return { kind: 'last', count, unit };
  const near = unit === 'm' ? `${Math.ceil(count / 60)}h` : `${Math.min(count * DAYS_OF[unit], MAX_COUNT)}d`;
  throw new Misunderstanding(laterSpan(tokens, index, next, near));
}

/** `last hour` and `past week` are spans up to now; `last week` and `last month` are of the calendar. */
function unitAlone(tokens: readonly Token[], index: number, lead: number): ReadSpan {
  const unit = UNITS.get(tokens[lead + 1]?.word ?? '') ?? 'd';
  const next = lead + 2;
  if (unit === 'w' && tokens[lead]?.word === 'last') throw new Misunderstanding(laterSpan(tokens, index, next, '7d'));
  return { spec: specOf(tokens, index, next, 1, unit), next };
}

function laterSpan(tokens: readonly Token[], index: number, next: number, near: string): Fault {
  const at = spanOf(tokens, index, next);
  const cure = `Spans up to now work, in h, d and w: \`last ${near}\`.`;
  return notYet(wordsFrom(tokens, index, next - index), at, cure, editsAt(at, [`last ${near}`]));
}

function badCount(tokens: readonly Token[], at: number, next: number): Fault {
  return {
    code: 'E_UNIT',
    says: `${shown(wordsFrom(tokens, at, next - at))} is not a span of time.`,
    at: spanOf(tokens, at, next),
    cure: 'Partner Center keeps 90 days: `last 1h` to `last 90d`.',
    edits: editsAt(spanOf(tokens, at, next), ['7d', '90d']),
  };
}

function noSpan(tokens: readonly Token[], lead: number, context: ParseContext): Fault {
  const word = tokens[lead]?.text ?? '';
  const token = tokens[lead + 1];
  const end = { from: tokens[lead]?.to ?? 0, to: tokens[lead]?.to ?? 0 };
  const weekday = token && latestWeekday(token.word, addDays(dayIn(context.zone, context.now), -1));
  if (token && weekday) {
    const at = spanOf(tokens, lead, lead + 2);
    return notYet(wordsFrom(tokens, lead, 2), at, 'Write the day: 2026-11-03 or 3 nov.', editsAt(at, [`on ${weekday}`]));
  }
  if (!token || token.kind !== 'word' || isKeyword(token.word)) return missingValue(word, end, editsAt(end, [' 7d']));
  const number = /^(\d{1,4})(?![\d.])/.exec(token.word)?.[1] ?? String(numberOf(token.word) ?? '');
  const unit = GLUED.exec(token.word)?.[2];
  const second = number && !unit ? tokens[lead + 2] : undefined;
  const wrong = second?.kind === 'word' && !isKeyword(second.word) ? second : token;
  return {
    code: 'E_UNIT',
    says: number && !unit && wrong === token ? `${shown(token.text)} has no unit of time.` : `${shown(unit ?? wrong.text)} is not a unit of time.`,
    at: wrong,
    cure: 'Units are h, d and w: `last 24h`, `last 7d`, `last 2w`.',
    edits: number
      ? [...editsAt(token, ['d', 'h', 'w'].map((one) => number + one)), ...editsAt(wrong, wrong === token ? [] : ['d'])]
      : [...editsAt(token, suggest(token.word, [...UNITS.keys()])), ...editsAt(end, [' 7d'])],
  };
}

function numberOf(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : NUMBERS.get(word);
}
