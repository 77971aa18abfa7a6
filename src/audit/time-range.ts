/** From what a person said about time to a half-open span of instants, and to the UTC days that hold it. */
import { addDays, DAY_MS, dayIn, HOUR_MS, MINUTE_MS, startOfDayIn, utcDayOf, type Day } from './dates.ts';

/** Time as it was said, still relative: `last 7d` stays `last 7d` until it is resolved against a clock. */
export type TimeSpec =
  | { readonly kind: 'last'; readonly count: number; readonly unit: 'h' | 'd' | 'w' }
  | { readonly kind: 'today' }
  | { readonly kind: 'yesterday' }
  | { readonly kind: 'since'; readonly day: Day }
  | { readonly kind: 'between'; readonly from: Day; readonly to: Day }
  | { readonly kind: 'on'; readonly day: Day };

/** A half-open span `[from, to)`. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** What a person asked for, made a range, or why it cannot be asked. `clamped` says that its beginning was cut off. */
export type ResolvedTime =
  | { readonly kind: 'range'; readonly range: TimeRange; readonly clamped: boolean }
  | { readonly kind: 'too-old'; readonly oldestDay: Day; readonly daysAgo: number }
  | { readonly kind: 'future' }
  | { readonly kind: 'reversed' };

/** Microsoft keeps 90 days and refuses exactly 90: https://learn.microsoft.com/partner-center/developer/get-a-record-of-partner-center-activity-by-user */
const OLDEST_DAYS_AGO = 89;

/** No time given means this much, and the reply says so. */
export const DEFAULT_TIME: TimeSpec = { kind: 'last', count: 7, unit: 'd' };

const UNIT_MS = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;

/** The oldest UTC day that can be asked at an instant. */
export function oldestDay(now: Date): Day {
  return addDays(utcDayOf(now), -OLDEST_DAYS_AGO);
}

/**
 * Resolves a time against a clock and the person's zone. Rolling spans begin and end on whole minutes, the end rounded
 * up so that nothing of the running minute is lost; days are whole days of the zone; nothing reaches past now.
 */
export function resolveTime(spec: TimeSpec, now: Date, zone: string): ResolvedTime {
  const asked = askedRange(spec, now, zone);
  if (asked.from.getTime() >= asked.to.getTime()) return { kind: 'reversed' };
  if (asked.from.getTime() > now.getTime()) return { kind: 'future' };
  // At midnight sharp today has just begun: it still holds the minute that begins now.
  const ceiling = asked.from.getTime() === now.getTime() ? new Date(now.getTime() + MINUTE_MS) : endOfMinute(now);
  const to = asked.to.getTime() > ceiling.getTime() ? ceiling : asked.to;
  const oldest = new Date(`${oldestDay(now)}T00:00:00Z`);
  if (to.getTime() <= oldest.getTime()) {
    const daysAgo = Math.round((Date.parse(`${dayIn(zone, now)}T00:00:00Z`) - Date.parse(`${dayIn(zone, asked.from)}T00:00:00Z`)) / DAY_MS);
    return { kind: 'too-old', oldestDay: oldestDay(now), daysAgo };
  }
  const clamped = asked.from.getTime() < oldest.getTime();
  return { kind: 'range', range: { from: clamped ? oldest : asked.from, to }, clamped };
}

/** The first and last UTC day that hold any instant of a range. */
export function utcDaysOf(range: TimeRange): { readonly first: Day; readonly last: Day } {
  return { first: utcDayOf(range.from), last: utcDayOf(new Date(range.to.getTime() - 1)) };
}

function askedRange(spec: TimeSpec, now: Date, zone: string): TimeRange {
  const today = dayIn(zone, now);
  const wholeDays = (first: Day, last: Day): TimeRange => ({
    from: startOfDayIn(zone, first),
    to: startOfDayIn(zone, addDays(last, 1)),
  });
  switch (spec.kind) {
    case 'last':
      return { from: new Date(startOfMinute(now).getTime() - spec.count * UNIT_MS[spec.unit]), to: endOfMinute(now) };
    case 'today':
      return wholeDays(today, today);
    case 'yesterday':
      return wholeDays(addDays(today, -1), addDays(today, -1));
    case 'since':
      return wholeDays(spec.day, spec.day > today ? spec.day : today);
    case 'between':
      return wholeDays(spec.from, spec.to);
    case 'on':
      return wholeDays(spec.day, spec.day);
  }
}

function startOfMinute(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / MINUTE_MS) * MINUTE_MS);
}

function endOfMinute(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / MINUTE_MS) * MINUTE_MS);
}
