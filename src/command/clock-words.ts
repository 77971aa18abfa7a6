/** Clock times: `14:05`, `2pm`, `2:30 pm`. */
import { HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import { Misunderstanding, shown } from './mistakes.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';

const CLOCK = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?(am|pm)?$/;
const HALF = /^(?:am|pm)$/;

/** A clock that was read, in milliseconds after midnight, and the index of the token after it. */
export interface ReadClock {
  readonly clockMs: number;
  readonly next: number;
}

/** Whether a clock begins at an index, right or wrong: a number alone is none. */
export function startsClock(tokens: readonly Token[], index: number): boolean {
  const match = CLOCK.exec(tokens[index]?.word ?? '');
  return match !== null && (match[2] !== undefined || match[5] !== undefined || HALF.test(tokens[index + 1]?.word ?? ''));
}

/** Reads a clock; undefined where none begins. Throws `Misunderstanding` for one that no clock shows. */
export function readClock(tokens: readonly Token[], index: number): ReadClock | undefined {
  if (!startsClock(tokens, index)) return undefined;
  const glued = CLOCK.exec(tokens[index]?.word ?? '')?.[5] !== undefined;
  const next = !glued && HALF.test(tokens[index + 1]?.word ?? '') ? index + 2 : index + 1;
  const text = wordsFrom(tokens, index, next - index);
  const clockMs = clockOf(text.replace(' ', ''));
  if (clockMs !== undefined) return { clockMs, next };
  throw new Misunderstanding({
    code: 'E_DATE_INVALID', says: `No clock shows ${shown(text)}.`, at: spanOf(tokens, index, next),
    cure: 'Clock times are written as 14:05 or 2pm.', edits: [],
  });
}

/** Milliseconds after midnight of a text such as `14:05`, `14:05:30.5` or `2pm`; undefined where no clock shows it. */
export function clockOf(text: string): number | undefined {
  const [, hour = '', minute = '0', second = '0', fraction = '0', half] = CLOCK.exec(text) ?? [];
  const hours = half === undefined ? Number(hour) : Number(hour) % 12 + (half === 'pm' ? 12 : 0);
  const possible = hour !== '' && hours < 24 && Number(minute) < 60 && Number(second) < 60
    && (half === undefined || Number(hour) >= 1 && Number(hour) <= 12);
  if (!possible) return undefined;
  return hours * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}

/** A clock as it is written in canonical lines: `14:05`, with seconds only where there are any. */
export function printClock(clockMs: number): string {
  const text = new Date(clockMs).toISOString().slice(11, 23);
  return text.endsWith(':00.000') ? text.slice(0, 5) : text.endsWith('.000') ? text.slice(0, 8) : text;
}
