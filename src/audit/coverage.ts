/** What was read when: which days are to be read next, which are whole, and where there are gaps. */
import { addDays, DAY_MS, daysBetween, earlier, later, MINUTE_MS, utcDayOf, type Day } from './dates.ts';
import { settlesAt } from './day-copy.ts';
import { daysOfWindow, joinedDays, type DayWindow } from './query.ts';
import { textOrder } from './text-order.ts';
import { oldestDay } from './time-range.ts';

/** What the ledger knows of one day. */
export interface DayCoverage {
  readonly day: Day;
  readonly records: number;
  /** When it was last read completely, ISO in UTC. */
  readonly readAt: string;
}

/** Which days the copy is about: those that the log still holds and that are to be kept. */
export interface Reach {
  readonly now: Date;
  readonly retentionDays: number;
}

/** What a round reads: the days in which news appear, a piece of what is left to do, or a day to look at again. */
export interface Readings {
  readonly news: DayWindow;
  readonly backlog?: DayWindow;
  readonly recheck?: DayWindow;
}

/** Records may appear up to 48 hours late, so that many days before today are read each time. */
const NEWS_DAYS = 2;
/** Settled days are looked at again this often: the log's delay is documented nowhere. */
export const RECHECK_MS = 7 * DAY_MS;
/** A piece of the backlog is about this many records, and at most this many days. */
const [PIECE_RECORDS, PIECE_DAYS] = [5_000, 10];

/** The oldest day that is to be read. */
export function oldestWanted({ now, retentionDays }: Reach): Day {
  return later(oldestDay(now), addDays(utcDayOf(now), -retentionDays));
}

/** Whether a day was read completely when nothing could be missing from it any more. */
export function isSettledDay({ day, readAt }: Pick<DayCoverage, 'day' | 'readAt'>): boolean {
  return Date.parse(readAt) >= settlesAt(day);
}

/** Whether a day was over when it was last read; records of it may still have been on their way. */
export function isReadToItsEnd(day: Day, readAt: string): boolean {
  return readAt >= addDays(day, 1);
}

/**
 * What to read next, from the ledger alone: newest days first. The backlog holds days never read (the first fill, or
 * after an outage) and those read before they were settled; without one, the day not looked at for longest is due.
 */
export function nextReadings(ledger: readonly DayCoverage[], reach: Reach): Readings {
  const { now } = reach;
  const today = utcDayOf(now);
  const news = { first: addDays(today, -NEWS_DAYS), last: today };
  const known = new Map(ledger.map((facts) => [facts.day, facts]));
  const wants = (day: Day): boolean => {
    const facts = known.get(day);
    return !facts || (!isSettledDay(facts) && now.getTime() >= settlesAt(day));
  };
  const older = daysDown(addDays(news.first, -1), oldestWanted(reach));
  const newest = older.find(wants);
  if (newest !== undefined) return { news, backlog: piece(newest, wants, ledger, oldestWanted(reach)) };
  const stale = stalest(older.flatMap((day) => known.get(day) ?? []), now);
  return { news, ...(stale !== undefined && { recheck: { first: stale, last: stale } }) };
}

/** Neighbouring days that are all wanted, fewer where days are heavy. */
function piece(last: Day, wants: (day: Day) => boolean, ledger: readonly DayCoverage[], oldest: Day): DayWindow {
  const heaviest = Math.max(1, ...ledger.map(({ records }) => records));
  const days = Math.max(1, Math.min(PIECE_DAYS, Math.floor(PIECE_RECORDS / heaviest)));
  let first = last;
  while (first > oldest && wants(addDays(first, -1)) && addDays(last, 1 - days) < first) first = addDays(first, -1);
  return { first, last };
}

function stalest(held: readonly DayCoverage[], now: Date): Day | undefined {
  const due = held.filter(({ readAt }) => now.getTime() - Date.parse(readAt) > RECHECK_MS);
  return due.toSorted((a, b) => textOrder(a.readAt, b.readAt))[0]?.day;
}

function daysDown(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day >= to; day = addDays(day, -1)) days.push(day);
  return days;
}

/**
 * Days after the first one held that are lost to the copy: never read, or last read before they were over, and now older
 * than the log. Neighbours are one window, oldest first.
 */
export function lostDays(ledger: readonly DayCoverage[], now: Date): readonly DayWindow[] {
  return windowsWhere(ledger, addDays(oldestDay(now), -1));
}

/** Days of the log that are still to be read, between the first and the last one held. */
export function openGaps(ledger: readonly DayCoverage[], now: Date): readonly DayWindow[] {
  const reach = ledger.filter(({ day }) => day >= oldestDay(now));
  return windowsWhere(reach, addDays(utcDayOf(now), -NEWS_DAYS - 1));
}

/** What a reading may take until it is written. */
const READING_MS = 5 * MINUTE_MS;

/** A reading older than this is none of now: one that begins every so often was missed, and the next one too. */
export function usualLagMs(everyMs: number): number {
  return 2 * everyMs + READING_MS;
}

/**
 * Up to when the days were read in which news appear, ISO in UTC; undefined while none was. The newest day is written
 * last, so that whatever an earlier day was read at, nothing after this instant counts as read.
 */
export function readUntil(ledger: readonly DayCoverage[]): string | undefined {
  const newest = ledger.reduce<DayCoverage | undefined>((latest, facts) => (latest && latest.day > facts.day ? latest : facts), undefined);
  return newest && earlier(newest.readAt, `${addDays(newest.day, 1)}T00:00:00.000Z`);
}

/** Days from one on, and before the one in which reading stands now, that no reading covers to their ends. */
export function unreadDays(ledger: readonly DayCoverage[], since: Day): readonly DayWindow[] {
  const until = readUntil(ledger);
  const windows = until === undefined ? [] : windowsWhere(ledger, addDays(until.slice(0, 10), -1));
  return windows.filter(({ last }) => last >= since).map(({ first, last }) => ({ first: later(first, since), last }));
}

/** Windows of days up to `until`, from the first of a ledger on, that no complete reading covers. */
function windowsWhere(ledger: readonly DayCoverage[], until: Day): readonly DayWindow[] {
  const whole = new Set(ledger.flatMap(({ day, readAt }) => (isReadToItsEnd(day, readAt) ? [day] : [])));
  const first = ledger.reduce<Day | undefined>((least, { day }) => (least === undefined || day < least ? day : least), undefined);
  const days = first === undefined ? [] : daysOfWindow({ first, last: until });
  return joinedDays(days.filter((day) => !whole.has(day)));
}

/** How far the first fill has come: days that are held, of all that are to be read. */
export function fillOf(ledger: readonly DayCoverage[], reach: Reach): { readonly held: number; readonly of: number } {
  const oldest = oldestWanted(reach);
  const held = ledger.filter(({ day }) => day >= oldest).length;
  return { held, of: daysBetween(oldest, utcDayOf(reach.now)) + 1 };
}
