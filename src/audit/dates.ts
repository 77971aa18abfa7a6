/** The one door to date-fns: its CommonJS build loads in 60 ms where the ESM barrel takes over a second. */
import { createRequire } from 'node:module';
import { tz, tzOffset } from '@date-fns/tz';

const dateFns = createRequire(import.meta.url)('date-fns') as typeof import('date-fns');

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A calendar day as `yyyy-MM-dd`; which zone it belongs to is said by whoever holds it. */
export type Day = string;

/** Whether a text names a time zone that this machine knows, as `Europe/Berlin` or `UTC`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a day that exists: `2026-02-30` is not. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && utcDayOf(new Date(`${text}T00:00:00Z`)) === text;
}

/** The calendar day an instant falls on in a zone. */
export function dayIn(zone: string, instant: Date): Day {
  return dateFns.format(instant, 'yyyy-MM-dd', { in: tz(zone) });
}

/** Which of two passes of a repeated hour is meant: a start is the first, an end the second. */
export type Pass = 'first' | 'second';

/**
 * The instant at which the clocks of a zone show a time on a day, given in milliseconds after midnight. Where the
 * clocks skip it, that is the end of the gap; where they show it twice, the pass decides.
 */
export function wallInstant(zone: string, day: Day, clockMs: number, pass: Pass): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + clockMs;
  const [before, after] = [offsetAt(zone, wall - DAY_MS), offsetAt(zone, wall + DAY_MS)];
  const instants = [wall - before, wall - after].filter((instant) => instant + offsetAt(zone, instant) === wall);
  if (instants.length === 0) return new Date(endOfGap(zone, wall - after, wall - before, after));
  return new Date(pass === 'first' ? Math.min(...instants) : Math.max(...instants));
}

/** The first minute after `low`, up to `high`, at which a new offset holds. */
function endOfGap(zone: string, low: number, high: number, offset: number): number {
  let [outside, inside] = [Math.floor(low / MINUTE_MS), Math.ceil(high / MINUTE_MS)];
  while (inside - outside > 1) {
    const middle = Math.floor((outside + inside) / 2);
    if (offsetAt(zone, middle * MINUTE_MS) === offset) inside = middle;
    else outside = middle;
  }
  return inside * MINUTE_MS;
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(zone: string, instant: number): number {
  return tzOffset(zone, new Date(instant)) * MINUTE_MS;
}

/** What the clocks of a zone show at an instant, in milliseconds after midnight. */
export function clockIn(zone: string, instant: Date): number {
  const wall = instant.getTime() + offsetAt(zone, instant.getTime());
  return wall - Math.floor(wall / DAY_MS) * DAY_MS;
}

/** The instant at which a calendar day begins in a zone; 23-hour and 25-hour days are right. */
export function startOfDayIn(zone: string, day: Day): Date {
  return wallInstant(zone, day, 0, 'first');
}

const [FIRST_DAY_MS, LAST_DAY_MS] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T00:00:00Z')];

/** A calendar day some days later, or earlier with a negative count, within the years 0 to 9999. */
export function addDays(day: Day, count: number): Day {
  const later = Date.parse(`${day}T00:00:00Z`) + count * DAY_MS;
  return utcDayOf(new Date(Math.min(LAST_DAY_MS, Math.max(FIRST_DAY_MS, later))));
}

/** How many days a day lies after another one; negative where it lies before it. */
export function daysBetween(first: Day, second: Day): number {
  return (Date.parse(`${second}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS;
}

/** The later of two days, or of two instants of one form: their text order is their time order. */
export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The earlier of two days, or of two instants of one form. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

/** The UTC day of an instant; an invalid date gives an empty text. */
export function utcDayOf(instant: Date): Day {
  return Number.isNaN(instant.getTime()) ? '' : instant.toISOString().slice(0, 10);
}

/** An instant as people read it: `14 Nov 11:00`. */
export function readableTime(zone: string, instant: Date): string {
  return dateFns.format(instant, 'd MMM HH:mm', { in: tz(zone) });
}

/** The same with the zone: `14 Nov 11:00 CET`. */
export function zonedTime(zone: string, instant: Date): string {
  return `${readableTime(zone, instant)} ${zoneName(zone, instant)}`;
}

/** An instant with its second, year and zone, for details: `20 Nov 2026 16:05:12 CET`. */
export function exactTime(zone: string, instant: Date): string {
  return `${dateFns.format(instant, 'd MMM yyyy HH:mm:ss', { in: tz(zone) })} ${zoneName(zone, instant)}`;
}

/** A day as people read it: `24 Aug 2026`. */
export function readableDay(day: Day): string {
  return dateFns.format(new Date(`${day}T00:00:00Z`), 'd MMM yyyy', { in: tz('UTC') });
}

/** The short name of a zone at an instant: `CET`, `UTC`, or `GMT+5:30` where it has none. */
export function zoneName(zone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(instant);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
