/** Points in time as people name them: whole days, weeks and months, or moments. They stay relative until resolved. */
import { addMonths, latestWeekday, monthDays, unitAround, weekDays, type CalendarUnit, type Days } from './calendar.ts';
import { addDays, dayIn, HOUR_MS, MINUTE_MS, startOfDayIn, wallInstant, type Day, type Pass } from './dates.ts';

/** One day. Weekdays count from 1 for Monday; a strict one lies before today. */
export type DayPoint =
  | { readonly kind: 'day'; readonly day: Day }
  | { readonly kind: 'days-ago'; readonly count: number }
  | { readonly kind: 'months-ago'; readonly count: number }
  | { readonly kind: 'weekday'; readonly weekday: number; readonly strict: boolean };

/** Several days: `2026-11`, `2026-W47`, `last quarter`, the latest Saturday and Sunday. */
export type UnitPoint =
  | { readonly kind: 'month'; readonly month: string }
  | { readonly kind: 'week'; readonly week: string }
  | { readonly kind: 'calendar'; readonly which: 'last' | 'this'; readonly unit: CalendarUnit }
  | { readonly kind: 'weekend'; readonly strict: boolean };

/** A moment. A clock is in milliseconds after midnight of the person's zone; without a day it is the latest such time. */
export type Moment =
  | { readonly kind: 'clock'; readonly clockMs: number; readonly day?: DayPoint }
  | { readonly kind: 'instant'; readonly at: string }
  | { readonly kind: 'ago'; readonly count: number; readonly unit: 'm' | 'h' }
  | { readonly kind: 'now' };

export type TimePoint = DayPoint | UnitPoint | Moment;

/** What a relative point is resolved against: the present and the person's zone. */
export interface Standpoint {
  readonly now: Date;
  readonly zone: string;
}

/** Whether a point is an instant rather than a day or several. */
export function isMoment(point: TimePoint): point is Moment {
  return ['clock', 'instant', 'ago', 'now'].includes(point.kind);
}

/** Where a point begins: the start of its first day, or the moment itself, in the first pass of a repeated hour. */
export function startOf(point: TimePoint, at: Standpoint): Date {
  return isMoment(point) ? momentOf(point, at, 'first') : startOfDayIn(at.zone, daysOf(point, at).first);
}

/** Where a point ends, exclusively: after its last day, or at the moment itself, in the second pass of a repeated hour. */
export function endOf(point: TimePoint, at: Standpoint): Date {
  return isMoment(point) ? momentOf(point, at, 'second') : startOfDayIn(at.zone, addDays(daysOf(point, at).last, 1));
}

/** The days of a point that is made of days. */
export function daysOf(point: DayPoint | UnitPoint, at: Standpoint): Days {
  const today = dayIn(at.zone, at.now);
  switch (point.kind) {
    case 'month': return monthDays(point.month);
    case 'week': return weekDays(point.week) ?? { first: today, last: today };
    case 'calendar': return unitAround(today, point.unit, point.which === 'last' ? 1 : 0);
    case 'weekend': {
      const saturday = latestWeekday(6, today);
      const first = point.strict && addDays(saturday, 1) >= today ? addDays(saturday, -7) : saturday;
      return { first, last: addDays(first, 1) };
    }
    default: {
      const day = dayOf(point, today);
      return { first: day, last: day };
    }
  }
}

function dayOf(point: DayPoint, today: Day): Day {
  switch (point.kind) {
    case 'day': return point.day;
    case 'days-ago': return addDays(today, -point.count);
    case 'months-ago': return addMonths(today, -point.count);
    case 'weekday': return latestWeekday(point.weekday, point.strict ? addDays(today, -1) : today);
  }
}

function momentOf(moment: Moment, at: Standpoint, pass: Pass): Date {
  switch (moment.kind) {
    case 'instant': return new Date(moment.at);
    case 'now': return pass === 'first' ? startOfMinute(at.now) : endOfMinute(at.now);
    case 'ago': return new Date(startOfMinute(at.now).getTime() - moment.count * (moment.unit === 'h' ? HOUR_MS : MINUTE_MS));
    case 'clock': return wallInstant(at.zone, dayOfClock(moment, at), moment.clockMs, pass);
  }
}

/** A time that is still ahead today is meant yesterday; on a weekday without `last`, a week ago. */
function dayOfClock({ clockMs, day }: Extract<Moment, { kind: 'clock' }>, at: Standpoint): Day {
  const today = dayIn(at.zone, at.now);
  const named = day ? dayOf(day, today) : today;
  const back = day === undefined ? 1 : day.kind === 'weekday' && !day.strict ? 7 : 0;
  return wallInstant(at.zone, named, clockMs, 'first').getTime() > at.now.getTime() ? addDays(named, -back) : named;
}

function startOfMinute(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / MINUTE_MS) * MINUTE_MS);
}

/** The end of the minute that holds an instant; a whole minute is its own end. */
export function endOfMinute(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / MINUTE_MS) * MINUTE_MS);
}
