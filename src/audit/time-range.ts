/** From what a person said about time to a half-open span of instants, and to the UTC days that hold it. */
import { addMonths } from './calendar.ts';
import { addDays, clockIn, DAY_MS, dayIn, daysBetween, HOUR_MS, MINUTE_MS, startOfDayIn, utcDayOf, wallInstant, type Day } from './dates.ts';
import { daysOf, endOf, endOfMinute, isMoment, startOf, type Standpoint, type TimePoint } from './time-point.ts';

/** Units of spans up to now; `mo` is a calendar month. */
export type TimeUnit = 'm' | 'h' | 'd' | 'w' | 'mo';

/** Time as it was said, still relative: `last 7d` stays `last 7d` until it is resolved against a clock. */
export type TimeSpec =
  | { readonly kind: 'last'; readonly count: number; readonly unit: TimeUnit }
  | { readonly kind: 'on' | 'since' | 'after' | 'before' | 'until' | 'around'; readonly point: TimePoint }
  | { readonly kind: 'between'; readonly from: TimePoint; readonly to: TimePoint };

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

const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS } as const;
/** `around` a moment means this much before and after it. */
const AROUND_MS = 30 * MINUTE_MS;

/** Before every day of any log: for lines whose time was answered once and need not be asked now. */
export const ANY_DAY: Day = '0001-01-01';

/** The oldest UTC day that can be asked of Partner Center at an instant. */
export function oldestDay(now: Date): Day {
  return addDays(utcDayOf(now), -OLDEST_DAYS_AGO);
}

/**
 * Resolves a time against a clock and the person's zone. Rolling spans begin and end on whole minutes, the end rounded
 * up so that nothing of the running minute is lost; days are whole days of the zone; nothing reaches past now, or before
 * the oldest UTC day that can be answered: of the log unless told otherwise.
 */
export function resolveTime(spec: TimeSpec, now: Date, zone: string, oldestAnswered: Day = oldestDay(now)): ResolvedTime {
  const oldest = new Date(`${oldestAnswered}T00:00:00Z`);
  const asked = askedRange(spec, { now, zone });
  const from = asked.from ?? oldest;
  if (spec.kind === 'between' && from.getTime() >= asked.to.getTime()) return { kind: 'reversed' };
  if (from.getTime() > now.getTime()) return { kind: 'future' };
  // At midnight sharp today has just begun: it still holds the minute that begins now.
  const begins = from.getTime() === now.getTime();
  const ceiling = begins ? new Date(now.getTime() + MINUTE_MS) : endOfMinute(now);
  const to = begins || asked.to.getTime() > ceiling.getTime() ? ceiling : asked.to;
  if (to.getTime() <= oldest.getTime()) {
    return { kind: 'too-old', oldestDay: oldestAnswered, daysAgo: daysBetween(dayIn(zone, asked.from ?? to), dayIn(zone, now)) };
  }
  const clamped = from.getTime() < oldest.getTime();
  return { kind: 'range', range: { from: clamped ? oldest : from, to }, clamped };
}

/** The first and last UTC day that hold any instant of a range. */
export function utcDaysOf(range: TimeRange): { readonly first: Day; readonly last: Day } {
  return { first: utcDayOf(range.from), last: utcDayOf(new Date(range.to.getTime() - 1)) };
}

/** Without a beginning it reaches back as far as the log does. */
interface AskedRange {
  readonly from?: Date;
  readonly to: Date;
}

function askedRange(spec: TimeSpec, at: Standpoint): AskedRange {
  switch (spec.kind) {
    case 'last': return { from: spanStart(spec, at), to: endOfMinute(at.now) };
    case 'on': return { from: startOf(spec.point, at), to: endOf(spec.point, at) };
    case 'since': return { from: startOf(spec.point, at), to: endOfMinute(at.now) };
    case 'after': return { from: isMoment(spec.point) ? startOf(spec.point, at) : endOf(spec.point, at), to: endOfMinute(at.now) };
    case 'before': return { to: isMoment(spec.point) ? endOf(spec.point, at) : startOf(spec.point, at) };
    case 'until': return { to: endOf(spec.point, at) };
    case 'around': return around(spec.point, at);
    case 'between': return { from: startOf(spec.from, at), to: endOfRange(spec.from, spec.to, at) };
  }
}

function spanStart({ count, unit }: Extract<TimeSpec, { kind: 'last' }>, at: Standpoint): Date {
  const now = startOf({ kind: 'now' }, at);
  if (unit !== 'mo') return new Date(now.getTime() - count * UNIT_MS[unit]);
  return wallInstant(at.zone, addMonths(dayIn(at.zone, now), -count), clockIn(at.zone, now), 'first');
}

/** Half an hour to both sides of a moment, a day to both sides of days. */
function around(point: TimePoint, at: Standpoint): AskedRange {
  if (isMoment(point)) return { from: new Date(startOf(point, at).getTime() - AROUND_MS), to: new Date(endOf(point, at).getTime() + AROUND_MS) };
  const { first, last } = daysOf(point, at);
  return { from: startOfDayIn(at.zone, addDays(first, -1)), to: startOfDayIn(at.zone, addDays(last, 2)) };
}

/** A clock alone as an end borrows the day of the start, or takes the day after it where it would be no later. */
function endOfRange(from: TimePoint, to: TimePoint, at: Standpoint): Date {
  if (to.kind !== 'clock' || to.day) return endOf(to, at);
  const start = startOf(from, at);
  const day = dayIn(at.zone, start);
  return wallInstant(at.zone, to.clockMs > clockIn(at.zone, start) ? day : addDays(day, 1), to.clockMs, 'second');
}
