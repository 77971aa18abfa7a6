/** Instants as the log writes them: UTC text with 7 fractional digits, compared as text because Date keeps only 3. */

/** `2026-11-20T15:05:12.0589308Z`: fixed width, so that text order is time order. */
export type Instant = string;

const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?$/i;
const DIGITS = 7;
/** As nearly all of them come: exact, and on a day that every month has. The rest needs a calendar. */
const EXACT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{7}Z$/;

/**
 * Reads an `operationDate`: fewer than 7 fractional digits are padded (a .NET serializer drops trailing zeros), an
 * offset is turned into UTC, no zone means UTC. Undefined when it is no date.
 */
export function readInstant(text: string): Instant | undefined {
  if (EXACT.test(text)) return text;
  const [, day, clock, fraction = '', zone = 'Z'] = INSTANT.exec(text.trim()) ?? [];
  if (!day || !clock) return undefined;
  const seconds = new Date(`${day}T${clock}${zone.toUpperCase()}`);
  // A year of more than four digits would no longer compare as text.
  if (Number.isNaN(seconds.getTime()) || seconds.getUTCFullYear() > 9_999) return undefined;
  return `${seconds.toISOString().slice(0, 19)}.${fraction.slice(0, DIGITS).padEnd(DIGITS, '0')}Z`;
}

/** The text form of a millisecond instant, comparable with any `operationDate`. */
export function instantOf(date: Date): Instant {
  return `${date.toISOString().slice(0, 23)}0000Z`;
}

/** The millisecond instant of a text instant, for display only: it drops four digits. */
export function dateOf(instant: Instant): Date {
  return new Date(`${instant.slice(0, 23)}Z`);
}

/** An instant as two whole numbers, which take less room than text: seconds since the epoch, and ticks of 100 ns within the second. */
export interface Ticks {
  readonly seconds: number;
  readonly ticks: number;
}

export const TICKS_PER_MS = 10_000;

/** An instant as ticks, which no two instants that differ in any of the seven digits share. */
export function ticksOf(instant: Instant): Ticks {
  const part = (from: number, digits: number): number => wholeNumber(instant, from, digits);
  const milliseconds = Date.UTC(part(0, 4), part(5, 2) - 1, part(8, 2), part(11, 2), part(14, 2), part(17, 2));
  return { seconds: milliseconds / 1_000, ticks: part(20, DIGITS) };
}

/** The instant that `ticksOf` gives these for. */
export function instantOfTicks({ seconds, ticks }: Ticks): Instant {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}.${String(ticks).padStart(DIGITS, '0')}Z`;
}

/** Reads digits that are known to be there, without cutting the text into pieces: each record's date is read. */
function wholeNumber(text: string, from: number, digits: number): number {
  let number = 0;
  for (let at = from; at < from + digits; at += 1) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}
