/** Units of time and numbers, as people write them. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import type { TimeUnit } from '../audit/time-range.ts';
import type { Token } from './tokens.ts';

const UNIT_WORDS: Readonly<Record<TimeUnit, readonly string[]>> = {
  m: ['m', 'min', 'mins', 'minute', 'minutes'],
  h: ['h', 'hr', 'hrs', 'hour', 'hours'],
  d: ['d', 'day', 'days'],
  w: ['w', 'wk', 'wks', 'week', 'weeks'],
  mo: ['mo', 'mos', 'month', 'months'],
};
export const UNITS: ReadonlyMap<string, TimeUnit> = new Map(
  (['m', 'h', 'd', 'w', 'mo'] as const).flatMap((unit) => UNIT_WORDS[unit].map((word) => [word, unit] as const)),
);

const NUMBERS = new Map([
  'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen',
].map((word, index) => [word, index + 1]));
for (const [word, count] of [['twenty', 20], ['thirty', 30], ['forty', 40], ['fifty', 50], ['sixty', 60], ['seventy', 70], ['eighty', 80], ['ninety', 90]] as const) NUMBERS.set(word, count);

/** More would leave the calendar; the log holds 90 days. */
export const MAX_COUNT = 9_999;
const GLUED = /^(\d+)([a-z]+)$/;

export function numberOf(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : NUMBERS.get(word);
}

/** The letters glued to a number, whether or not they are a unit: `x` in `7x`. */
export function gluedTo(word: string): { readonly digits: string; readonly letters: string } | undefined {
  const [, digits, letters] = GLUED.exec(word) ?? [];
  return digits === undefined || letters === undefined ? undefined : { digits, letters };
}

/** A number of units, in range or not, and the index of the token after it. */
export interface Count {
  readonly count: number;
  readonly unit: TimeUnit;
  readonly next: number;
}

/** Reads `7d`, `7 days`, `two weeks`; with articles also `an hour`. Undefined where none stands. */
export function countOf(tokens: readonly Token[], index: number, also: { readonly articles?: true } = {}): Count | undefined {
  const word = tokens[index]?.word ?? '';
  const glued = gluedTo(word);
  const gluedUnit = UNITS.get(glued?.letters ?? '');
  if (glued && gluedUnit) return { count: Number(glued.digits), unit: gluedUnit, next: index + 1 };
  const count = numberOf(word) ?? (also.articles && /^an?$/.test(word) ? 1 : undefined);
  const unit = UNITS.get(tokens[index + 1]?.word ?? '');
  return count === undefined || !unit ? undefined : { count, unit, next: index + 2 };
}

const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;

/** A duration in milliseconds; a month counts as 30 days. */
export function durationMs({ count, unit }: Pick<Count, 'count' | 'unit'>): number {
  return count * (unit === 'mo' ? 30 * UNIT_MS.d : UNIT_MS[unit]);
}
