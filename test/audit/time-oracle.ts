/** Whether an instant lies in a time, decided slowly and obviously: from what the clocks of the zone show, minute by minute. */
import type { DayPoint, Moment, TimePoint, UnitPoint } from '../../src/audit/time-point.ts';
import type { TimeSpec } from '../../src/audit/time-range.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks show at an instant, as if it were UTC, in milliseconds. */
function wallOf(zone: string, instant: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute']) + ((instant % MINUTE) + MINUTE) % MINUTE;
}

/** Walks minute by minute over all instants at which the clocks could show a wall time. */
function walk(zone: string, wall: number, pass: 'start' | 'end'): number {
  const minutes = Array.from({ length: 30 * 60 }, (_, index) => Math.floor(wall / MINUTE) * MINUTE + (index - 15 * 60) * MINUTE);
  const rest = wall - Math.floor(wall / MINUTE) * MINUTE;
  // The first minute that shows the time or later; for an end, the minute after the last one that shows an earlier time.
  const found = pass === 'start'
    ? minutes.find((instant) => wallOf(zone, instant) >= wall - rest)
    : (minutes.findLast((instant) => wallOf(zone, instant) < wall - rest) ?? 0) + MINUTE;
  const showsIt = wallOf(zone, found ?? 0) === wall - rest;
  return (found ?? 0) + (showsIt ? rest : 0);
}

interface At { readonly now: number; readonly zone: string }
const dayNumber = (wall: number): number => Math.floor(wall / DAY);
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
const date = (number: number): Date => new Date(number * DAY);

function dayOf(point: DayPoint, today: number): number {
  switch (point.kind) {
    case 'day': return numberOf(point.day);
    case 'days-ago': return today - point.count;
    case 'months-ago': {
      const [year, month, dayOfMonth] = [date(today).getUTCFullYear(), date(today).getUTCMonth() - point.count, date(today).getUTCDate()];
      const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      return Date.UTC(year, month, Math.min(dayOfMonth, lastOfMonth)) / DAY;
    }
    case 'weekday': {
      let day = point.strict ? today - 1 : today;
      while (date(day).getUTCDay() !== point.weekday % 7) day--;
      return day;
    }
  }
}

/** A name for the week, the month or the quarter of a day; two days with one name are of the same one. */
function unitName(day: number, unit: 'week' | 'month' | 'quarter'): number {
  if (unit === 'week') return Math.floor((day + 3) / 7);
  const months = date(day).getUTCFullYear() * 12 + date(day).getUTCMonth();
  return unit === 'month' ? months : Math.floor(months / 3);
}

function holds(point: DayPoint | UnitPoint, day: number, today: number): boolean {
  switch (point.kind) {
    case 'month': return date(day).toISOString().startsWith(point.month);
    case 'week': return unitName(day, 'week') === unitName(numberOf(`${point.week.slice(0, 4)}-01-04`), 'week') + Number(point.week.slice(6)) - 1;
    case 'calendar': return unitName(day, point.unit) === unitName(today, point.unit) - (point.which === 'last' ? 1 : 0);
    case 'weekend': {
      let saturday = today;
      while (date(saturday).getUTCDay() !== 6 || (point.strict && saturday + 1 >= today)) saturday--;
      return day === saturday || day === saturday + 1;
    }
    default: return day === dayOf(point, today);
  }
}

function isMoment(point: TimePoint): point is Moment {
  return point.kind === 'clock' || point.kind === 'instant' || point.kind === 'ago' || point.kind === 'now';
}

function moment(point: Moment, { now, zone }: At, pass: 'start' | 'end'): number {
  if (point.kind === 'instant') return Date.parse(point.at);
  if (point.kind === 'now') return now;
  if (point.kind === 'ago') return now - (now % MINUTE) - point.count * (point.unit === 'h' ? 60 : 1) * MINUTE;
  const today = dayNumber(wallOf(zone, now));
  let day = point.day ? dayOf(point.day, today) : today;
  const ahead = walk(zone, day * DAY + point.clockMs, 'start') > now;
  if (ahead && !point.day) day -= 1;
  if (ahead && point.day?.kind === 'weekday' && !point.day.strict) day -= 7;
  return walk(zone, day * DAY + point.clockMs, pass);
}

/** The days of a point, found by asking every day of some years. */
function daysOf(point: DayPoint | UnitPoint, today: number): readonly number[] {
  return Array.from({ length: 2_000 }, (_, index) => today - 1_100 + index).filter((day) => holds(point, day, today));
}

/** Whether an instant is in a time, before the limits of the log are looked at. */
export function isInside(spec: TimeSpec, instant: number, at: At): boolean {
  const today = dayNumber(wallOf(at.zone, at.now));
  const dayThen = dayNumber(wallOf(at.zone, instant));
  const first = (point: DayPoint | UnitPoint): number => daysOf(point, today)[0] ?? NaN;
  const last = (point: DayPoint | UnitPoint): number => daysOf(point, today).at(-1) ?? NaN;
  const begun = (point: TimePoint): boolean => (isMoment(point) ? instant >= moment(point, at, 'start') : dayThen >= first(point));
  switch (spec.kind) {
    case 'last': {
      const minute = at.now - (at.now % MINUTE);
      if (spec.unit !== 'mo') return instant >= minute - spec.count * { m: 1, h: 60, d: 1_440, w: 10_080 }[spec.unit] * MINUTE;
      const wall = wallOf(at.zone, minute);
      return instant >= walk(at.zone, dayOf({ kind: 'months-ago', count: spec.count }, dayNumber(wall)) * DAY + (wall % DAY), 'start');
    }
    case 'on': return isMoment(spec.point) ? false : holds(spec.point, dayThen, today);
    case 'since': return begun(spec.point);
    case 'after': return isMoment(spec.point) ? begun(spec.point) : dayThen > last(spec.point);
    case 'before': return isMoment(spec.point) ? instant < moment(spec.point, at, 'end') : dayThen < first(spec.point);
    case 'until': return isMoment(spec.point) ? instant < moment(spec.point, at, 'end') : dayThen <= last(spec.point);
    case 'around': return isMoment(spec.point)
      ? instant >= moment(spec.point, at, 'start') - 30 * MINUTE && instant < moment(spec.point, at, 'end') + 30 * MINUTE
      : dayThen >= first(spec.point) - 1 && dayThen <= last(spec.point) + 1;
    case 'between': return begun(spec.from) && ended(spec, instant, at, { dayThen, last });
  }
}

function ended({ from, to }: Extract<TimeSpec, { kind: 'between' }>, instant: number, at: At, days: { readonly dayThen: number; readonly last: (point: DayPoint | UnitPoint) => number }): boolean {
  if (!isMoment(to)) return days.dayThen <= days.last(to);
  if (to.kind !== 'clock' || to.day) return instant < moment(to, at, 'end');
  const today = dayNumber(wallOf(at.zone, at.now));
  const start = isMoment(from) ? moment(from, at, 'start') : walk(at.zone, (daysOf(from, today)[0] ?? NaN) * DAY, 'start');
  const wall = wallOf(at.zone, start);
  const day = to.clockMs > wall - dayNumber(wall) * DAY ? dayNumber(wall) : dayNumber(wall) + 1;
  return instant < walk(at.zone, day * DAY + to.clockMs, 'end');
}
