/** Points in time as people write them: dates, weekdays, `3 days ago`, clock times, date and time together. */
import type { CalendarUnit } from '../audit/calendar.ts';
import type { DayPoint, TimePoint, UnitPoint } from '../audit/time-point.ts';
import { clockOf, readClock, startsClock } from './clock-words.ts';
import type { ParseContext } from './command.ts';
import { HOW_DAYS_ARE_WRITTEN, readDate, startsDate } from './date-words.ts';
import { Misunderstanding, shown, type Fault } from './mistakes.ts';
import { isDay } from '../audit/dates.ts';
import { badCount } from './span-words.ts';
import { countOf, MAX_COUNT } from './time-units.ts';
import type { Token } from './tokens.ts';

/** A point that was read, and the index of the token after it. */
export interface ReadPoint {
  readonly point: TimePoint;
  readonly next: number;
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})t(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?)(z|[+-]\d{2}:?\d{2})?$/;
const LOOKS_LIKE_DATE_AND_TIME = /^\d{4}-\d{1,2}-\d{1,2}t\d/;
const NAMED_DAYS: ReadonlyMap<string, number> = new Map([['today', 0], ['yesterday', 1]]);

/** Whether a point begins at an index, right or wrong, with no word of time before it. */
export function startsPoint(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word ?? '';
  return NAMED_DAYS.has(word) || word === 'weekend' || WEEKDAYS.includes(word) || LOOKS_LIKE_DATE_AND_TIME.test(word)
    || startsClock(tokens, index) || startsDate(tokens, index) || readAgo(tokens, index) !== undefined;
}

/** 1 for Monday to 7 for Sunday, from a whole name or its first three letters. */
export function weekdayOf(word: string): number | undefined {
  const index = WEEKDAYS.findIndex((name) => name === word || name === `${word}s` || word.length >= 3 && word.length <= 5 && name.startsWith(word));
  return index < 0 ? undefined : index + 1;
}

/** The name of a weekday from 1 for Monday. */
export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday - 1] ?? '';
}

/** Reads a point; undefined where none begins. Throws `Misunderstanding` for one that does not exist. */
export function readPoint(tokens: readonly Token[], index: number, context: ParseContext): ReadPoint | undefined {
  const word = tokens[index]?.word ?? '';
  if (word === 'now') return { point: { kind: 'now' }, next: index + 1 };
  if (LOOKS_LIKE_DATE_AND_TIME.test(word)) return { point: dateAndTime(tokens[index]), next: index + 1 };
  const clock = readClock(tokens, index);
  if (clock) {
    const dayAt = tokens[clock.next]?.word === 'on' ? clock.next + 1 : clock.next;
    const day = readDays(tokens, dayAt, context);
    if (day && isDayPoint(day.point)) return { point: { kind: 'clock', clockMs: clock.clockMs, day: day.point }, next: day.next };
    return { point: { kind: 'clock', clockMs: clock.clockMs }, next: clock.next };
  }
  const read = readAgo(tokens, index) ?? readDays(tokens, index, context);
  if (!read || !isDayPoint(read.point)) return read;
  const at = readClock(tokens, tokens[read.next]?.word === 'at' ? read.next + 1 : read.next);
  return at ? { point: { kind: 'clock', clockMs: at.clockMs, day: read.point }, next: at.next } : read;
}

function isDayPoint(point: TimePoint): point is DayPoint {
  return ['day', 'days-ago', 'months-ago', 'weekday'].includes(point.kind);
}

interface ReadDays {
  readonly point: DayPoint | UnitPoint;
  readonly next: number;
}

function readDays(tokens: readonly Token[], index: number, context: ParseContext): ReadDays | undefined {
  const word = tokens[index]?.word ?? '';
  const ago = NAMED_DAYS.get(word);
  if (ago !== undefined) return { point: { kind: 'days-ago', count: ago }, next: index + 1 };
  if (word === 'the' && tokens[index + 1]?.word === 'weekend') return { point: { kind: 'weekend', strict: false }, next: index + 2 };
  if (word === 'weekend') return { point: { kind: 'weekend', strict: false }, next: index + 1 };
  if (word === 'last' || word === 'this') return readNear(tokens, index, word);
  const weekday = weekdayOf(word);
  if (weekday !== undefined) return { point: { kind: 'weekday', weekday, strict: false }, next: index + 1 };
  return readDate(tokens, index, context);
}

const CALENDAR_UNITS: ReadonlyMap<string, CalendarUnit> = new Map([['week', 'week'], ['month', 'month'], ['quarter', 'quarter']]);

/** `last monday`, `last weekend`, `last week`, `this month`. */
function readNear(tokens: readonly Token[], index: number, which: 'last' | 'this'): ReadDays | undefined {
  const word = tokens[index + 1]?.word ?? '';
  const next = index + 2;
  const strict = which === 'last';
  const unit = CALENDAR_UNITS.get(word);
  if (unit) return { point: { kind: 'calendar', which, unit }, next };
  if (word === 'weekend') return { point: { kind: 'weekend', strict }, next };
  if (word === 'day' && which === 'this') return { point: { kind: 'days-ago', count: 0 }, next };
  const weekday = weekdayOf(word);
  return weekday === undefined ? undefined : { point: { kind: 'weekday', weekday, strict }, next };
}

/** `2 hours ago` is a moment; `3 days ago`, `two weeks ago` and `a month ago` are days. */
function readAgo(tokens: readonly Token[], index: number): ReadPoint | undefined {
  const count = countOf(tokens, index, { articles: true });
  if (!count || tokens[count.next]?.word !== 'ago') return undefined;
  const next = count.next + 1;
  if (count.count > MAX_COUNT) throw new Misunderstanding(badCount(tokens, index, next));
  switch (count.unit) {
    case 'm': case 'h': return { point: { kind: 'ago', count: count.count, unit: count.unit }, next };
    case 'd': return { point: { kind: 'days-ago', count: count.count }, next };
    case 'w': return { point: { kind: 'days-ago', count: 7 * count.count }, next };
    case 'mo': return { point: { kind: 'months-ago', count: count.count }, next };
  }
}

function dateAndTime(token: Token | undefined): TimePoint {
  const [, day = '', clock = '', offset] = DATE_AND_TIME.exec(token?.word ?? '') ?? [];
  const clockMs = clockOf(clock.padStart(5, '0'));
  if (!isDay(day) || clockMs === undefined) throw new Misunderstanding(noSuchTime(token, day));
  if (offset === undefined) return { kind: 'clock', clockMs, day: { kind: 'day', day } };
  const shift = offset === 'z' ? 0 : (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * 60_000;
  return { kind: 'instant', at: new Date(Date.parse(`${day}T00:00:00Z`) + clockMs - shift).toISOString() };
}

function noSuchTime(token: Token | undefined, day: string): Fault {
  const at = { from: token?.from ?? 0, to: token?.to ?? 0 };
  const says = `There is no time ${shown(token?.text ?? '')}.`;
  return { code: 'E_DATE_INVALID', says, at, cure: `Times are written as 2026-11-03T14:05. ${HOW_DAYS_ARE_WRITTEN}`, edits: isDay(day) ? [{ at, put: day }] : [] };
}
