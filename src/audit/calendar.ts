/** Calendar arithmetic on days alone: no zone, no clock. Weeks are those of ISO 8601 and begin on Monday. */
import { addDays, readableDay, type Day } from './dates.ts';

/** Both ends included. */
export interface Days {
  readonly first: Day;
  readonly last: Day;
}

/** `24 Aug 2026`, or `24 Aug 2026 to 1 Sep 2026`. */
export function readableDays({ first, last }: Days): string {
  return first === last ? readableDay(first) : `${readableDay(first)} to ${readableDay(last)}`;
}

export type CalendarUnit = 'week' | 'month' | 'quarter';

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The same day some months later or earlier; the last of the month where that month is shorter. */
export function addMonths(day: Day, count: number): Day {
  const month = shiftMonth(day.slice(0, 7), count);
  const wanted = `${month}-${day.slice(8)}`;
  const { last } = monthDays(month);
  return wanted < last ? wanted : last;
}

/** The latest such weekday up to a day, that day included. */
export function latestWeekday(weekday: number, upTo: Day): Day {
  return addDays(upTo, -((weekdayOf(upTo) - weekday + 7) % 7));
}

/** All days of a month written as `2026-11`. */
export function monthDays(month: string): Days {
  return { first: `${month}-01`, last: addDays(`${shiftMonth(month, 1)}-01`, -1) };
}

/** All days of a week written as `2026-W47`; undefined where that year has no such week. */
export function weekDays(week: string): Days | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (year === undefined) return undefined;
  const first = addDays(latestWeekday(1, `${year}-01-04`), 7 * (Number(number) - 1));
  const belongs = Number(number) > 0 && addDays(first, 3).startsWith(year);
  return belongs ? { first, last: addDays(first, 6) } : undefined;
}

/** The calendar week, month or quarter that holds a day, or the one some units before it. */
export function unitAround(day: Day, unit: CalendarUnit, unitsBack: number): Days {
  if (unit === 'week') {
    const first = addDays(latestWeekday(1, day), -7 * unitsBack);
    return { first, last: addDays(first, 6) };
  }
  if (unit === 'month') return monthDays(shiftMonth(day.slice(0, 7), -unitsBack));
  const begin = shiftMonth(day.slice(0, 7), -((Number(day.slice(5, 7)) - 1) % 3) - 3 * unitsBack);
  return { first: `${begin}-01`, last: monthDays(shiftMonth(begin, 2)).last };
}

const LAST_MONTH = 9_999 * 12 + 11;

function shiftMonth(month: string, count: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  const held = Math.min(LAST_MONTH, Math.max(0, months));
  return `${String(Math.floor(held / 12)).padStart(4, '0')}-${String(held % 12 + 1).padStart(2, '0')}`;
}
