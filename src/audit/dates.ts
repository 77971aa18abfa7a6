/** The one door to date-fns: its CommonJS build loads in 60 ms where the ESM barrel takes over a second. */
import { createRequire } from 'node:module';
import { tz } from '@date-fns/tz';

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

/** The instant at which a calendar day begins in a zone; 23-hour and 25-hour days are right. */
export function startOfDayIn(zone: string, day: Day): Date {
  const midnight = dateFns.parseISO(day, { in: tz(zone) });
  return new Date(dateFns.startOfDay(midnight, { in: tz(zone) }).getTime());
}

/** A calendar day some days later, or earlier with a negative count. */
export function addDays(day: Day, count: number): Day {
  return utcDayOf(new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS));
}

/** The UTC day of an instant; an invalid date gives an empty text. */
export function utcDayOf(instant: Date): Day {
  return Number.isNaN(instant.getTime()) ? '' : instant.toISOString().slice(0, 10);
}

/** An instant as people read it: `14 Nov 11:00`. */
export function readableTime(zone: string, instant: Date): string {
  return dateFns.format(instant, 'd MMM HH:mm', { in: tz(zone) });
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
