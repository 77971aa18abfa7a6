/** When scheduled messages are due: pure functions of a schedule, a zone and an instant, so that a year can be played through. */
import { latestWeekday } from './calendar.ts';
import { addDays, clockIn, dayIn, daysBetween, HOUR_MS, later, wallInstant, type Day } from './dates.ts';

/** When a digest comes. `weekday` counts from 1 for Monday, `atMs` is milliseconds after midnight; `every` 3 is each third. */
export interface Schedule {
  readonly frequency: 'hourly' | 'daily' | 'weekdays' | 'weekly' | 'monthly';
  readonly every?: number;
  readonly weekday?: number;
  readonly atMs?: number;
}

/** A schedule where its maker lives. `since` is the day it was made: `every 3 days` counts from there. */
export interface Timetable {
  readonly schedule: Schedule;
  /** IANA name. */
  readonly zone: string;
  readonly since: Day;
}

/** Nobody said when. */
const DEFAULT_AT_MS = 8.5 * HOUR_MS;
const HOURS_A_DAY = 24;
const [MONDAY, FRIDAY] = [1, 5];

/**
 * The first slot after an instant. Clock times stay what people read on their clocks: a slot in an hour that is
 * skipped comes at its end, one in an hour that comes twice comes once, at its first pass. What comes every hour comes
 * in every hour that passes.
 */
export function slotAfter(timetable: Timetable, after: Date): Date {
  for (let day = later(addDays(dayIn(timetable.zone, after), -1), timetable.since); ; day = addDays(day, 1)) {
    const slot = slotsOf(timetable, day).find((instant) => instant > after);
    if (slot) return slot;
  }
}

/** The last slot at or before an instant; undefined where there was none since the schedule was made. */
export function slotUpTo(timetable: Timetable, now: Date): Date | undefined {
  for (let day = dayIn(timetable.zone, now); day >= timetable.since; day = addDays(day, -1)) {
    const slot = slotsOf(timetable, day).findLast((instant) => instant <= now);
    if (slot) return slot;
  }
  return undefined;
}

/** The slots of one calendar day, in their order. */
function slotsOf({ schedule, zone, since }: Timetable, day: Day): readonly Date[] {
  if (!hasSlots(schedule, since, day)) return [];
  const { frequency, every = 1, atMs = frequency === 'hourly' ? 0 : DEFAULT_AT_MS } = schedule;
  if (frequency === 'hourly' && every === 1) return everyHour(zone, day, atMs % HOUR_MS);
  const clocks = frequency !== 'hourly'
    ? [atMs]
    : Array.from({ length: Math.ceil(HOURS_A_DAY / every) }, (_, index) => index * every * HOUR_MS + atMs % HOUR_MS);
  const instants = clocks.map((clockMs) => wallInstant(zone, day, clockMs, 'first').getTime());
  return [...new Set(instants)].map((instant) => new Date(instant));
}

/** At one minute of each hour that a day has, twice in one that comes twice; no two are less than an hour apart. */
function everyHour(zone: string, day: Day, minuteMs: number): readonly Date[] {
  const instants = Array.from({ length: HOURS_A_DAY }, (_, hour) => hour * HOUR_MS + minuteMs).flatMap((clockMs) =>
    PASSES.map((pass) => wallInstant(zone, day, clockMs, pass)).filter((instant) => clockIn(zone, instant) === clockMs).map((instant) => instant.getTime()));
  const inOrder = [...new Set(instants)].toSorted((a, b) => a - b);
  return inOrder.filter((at, index) => at - (inOrder[index - 1] ?? -Infinity) >= HOUR_MS).map((at) => new Date(at));
}

const PASSES = ['first', 'second'] as const;

function hasSlots({ frequency, every = 1, weekday = MONDAY }: Schedule, since: Day, day: Day): boolean {
  switch (frequency) {
    case 'hourly': return true;
    case 'daily': return daysBetween(since, day) % every === 0;
    case 'weekdays': return latestWeekday(FRIDAY, day) === day || latestWeekday(MONDAY, day) > latestWeekday(FRIDAY, day);
    case 'weekly': return latestWeekday(weekday, day) === day && daysBetween(latestWeekday(weekday, since), day) / 7 % every === 0;
    case 'monthly': return day.endsWith('-01') && monthsBetween(since, day) % every === 0;
  }
}

function monthsBetween(first: Day, second: Day): number {
  const months = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return months(second) - months(first);
}
