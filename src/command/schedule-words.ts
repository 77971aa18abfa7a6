/** When a digest comes: `daily at 08:30`, `every monday at 9am`, `every 2 hours`. */
import { HOUR_MS } from '../audit/dates.ts';
import { readClock, startsClock } from './clock-words.ts';
import type { Schedule } from '../audit/slots.ts';
import { editsAt, Misunderstanding, shown } from './mistakes.ts';
import { weekdayName, weekdayOf } from './point-words.ts';
import { printClock } from './clock-words.ts';
import { countOf, durationMs, MAX_COUNT } from './time-units.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';

interface ReadSchedule {
  readonly schedule: Schedule;
  readonly next: number;
}

const FREQUENCIES: ReadonlyMap<string, Schedule['frequency']> = new Map([
  ['hourly', 'hourly'], ['daily', 'daily'], ['weekdays', 'weekdays'], ['weekly', 'weekly'], ['monthly', 'monthly'],
]);
const EVERY: ReadonlyMap<string, Schedule['frequency']> = new Map([
  ['hour', 'hourly'], ['day', 'daily'], ['weekday', 'weekdays'], ['week', 'weekly'], ['month', 'monthly'],
]);
const UNIT_FREQUENCIES = { h: 'hourly', d: 'daily', w: 'weekly', mo: 'monthly' } as const;

/** Whether a schedule begins at an index, right or wrong. */
export function startsSchedule(tokens: readonly Token[], index: number): boolean {
  const word = tokens[index]?.word ?? '';
  return FREQUENCIES.has(word) || word === 'every';
}

/** Reads a schedule that begins at an index. Throws `Misunderstanding` where there is none, or one that no digest has. */
export function readSchedule(tokens: readonly Token[], index: number): ReadSchedule {
  const first = FREQUENCIES.get(tokens[index]?.word ?? '');
  const begun = first ? { schedule: { frequency: first }, next: index + 1 } : tokens[index]?.word === 'every' ? readEvery(tokens, index) : undefined;
  if (!begun) throw new Misunderstanding(noSchedule(tokens, index, index));
  const { schedule, next } = withWeekday(tokens, index, begun);
  if (tokens[next]?.word !== 'at') return { schedule, next };
  const clock = readClock(tokens, next + 1) ?? wholeHour(tokens, next + 1);
  if (!clock) throw new Misunderstanding(noSchedule(tokens, index, next + 1));
  const second = secondClockAt(tokens, clock.next);
  if (second !== undefined) throw new Misunderstanding(twoClocks(tokens, { first: next + 1, joint: clock.next, second }));
  return { schedule: { ...schedule, atMs: clock.clockMs }, next: clock.next };
}

/** Where another time of day stands behind `and` or a comma. */
function secondClockAt(tokens: readonly Token[], index: number): number | undefined {
  const joint = tokens[index];
  if (joint?.kind !== 'comma' && joint?.word !== 'and') return undefined;
  const at = tokens[index + 1]?.word === 'at' ? index + 2 : index + 1;
  return startsClock(tokens, at) ? at : undefined;
}

/** Either time alone is a schedule. */
function twoClocks(tokens: readonly Token[], { first, joint, second }: { readonly first: number; readonly joint: number; readonly second: number }) {
  const end = readClock(tokens, second)?.next ?? second + 1;
  return {
    code: 'E_SCHEDULE' as const, says: 'A digest comes at one time of day.', at: spanOf(tokens, second, end), cure: 'Set up one digest for each of these times.',
    edits: [...editsAt(spanOf(tokens, joint, end), ['']), ...editsAt(spanOf(tokens, first, second), [''])],
  };
}

/** After `at` a number alone is an hour. */
function wholeHour(tokens: readonly Token[], index: number): { readonly clockMs: number; readonly next: number } | undefined {
  const { word = '' } = tokens[index] ?? {};
  return /^\d{1,2}$/.test(word) && Number(word) < 24 ? { clockMs: Number(word) * HOUR_MS, next: index + 1 } : undefined;
}

function readEvery(tokens: readonly Token[], index: number): ReadSchedule | undefined {
  const word = tokens[index + 1]?.word ?? '';
  const frequency = EVERY.get(word);
  if (frequency) return { schedule: { frequency }, next: index + 2 };
  const weekday = weekdayOf(word);
  if (weekday !== undefined) return { schedule: { frequency: 'weekly', weekday }, next: index + 2 };
  const count = countOf(tokens, index + 1);
  if (!count) return undefined;
  const hours = durationMs(count) / HOUR_MS;
  if (hours < 1) throw new Misunderstanding(tooOften(tokens, index, count.next));
  if (!Number.isInteger(hours) || count.count > MAX_COUNT) throw new Misunderstanding(noInterval(tokens, index, { next: count.next, hours }));
  const schedule: Schedule = count.unit === 'm' ? { frequency: 'hourly', every: hours } : { frequency: UNIT_FREQUENCIES[count.unit], every: count.count };
  return { schedule: withoutOne(schedule), next: count.next };
}

/** `every 1 day` is `daily`. */
function withoutOne({ every, ...schedule }: Schedule): Schedule {
  return every === undefined || every === 1 ? schedule : { ...schedule, every };
}

/** `weekly on friday`; no other schedule has a day. */
function withWeekday(tokens: readonly Token[], index: number, begun: ReadSchedule): ReadSchedule {
  if (tokens[begun.next]?.word !== 'on') return begun;
  const weekday = weekdayOf(tokens[begun.next + 1]?.word ?? '');
  if (weekday === undefined || begun.schedule.frequency !== 'weekly' || begun.schedule.weekday !== undefined) throw new Misunderstanding(noSchedule(tokens, index, begun.next + 1));
  return { schedule: { ...begun.schedule, weekday }, next: begun.next + 2 };
}

function tooOften(tokens: readonly Token[], index: number, next: number) {
  const at = spanOf(tokens, index, next);
  return {
    code: 'E_SCHEDULE' as const, says: 'A digest runs once an hour at most.', at,
    cure: 'Quicker than `digest hourly` are alerts, such as `alert on risk high`; `watch` is not built yet.', edits: editsAt(at, ['hourly', 'daily at 08:30']),
  };
}

/** An interval that no digest has; the whole hours next to it are offered. */
function noInterval(tokens: readonly Token[], index: number, { next, hours }: { readonly next: number; readonly hours: number }) {
  const at = spanOf(tokens, index, next);
  const near = [Math.floor(hours), Math.ceil(hours)].map((every) => (every === 1 ? 'hourly' : `every ${every}h`));
  return {
    code: 'E_SCHEDULE' as const, says: `A digest does not run ${shown(wordsFrom(tokens, index, next - index))}.`, at,
    cure: `These intervals work: whole hours, days, weeks or months, up to ${MAX_COUNT}, as in \`every 2 hours\` or \`every 3 days\`.`,
    edits: editsAt(at, Number.isInteger(hours) ? ['hourly', 'daily at 08:30'] : near),
  };
}

/** No schedule at all, or one that breaks off or goes wrong at a token. */
function noSchedule(tokens: readonly Token[], index: number, wrongAt: number) {
  const token = tokens[wrongAt];
  const end = tokens[wrongAt - 1]?.to ?? tokens.at(-1)?.to ?? 0;
  const edits = index === wrongAt ? editsAt({ from: token?.from ?? end, to: token?.from ?? end }, ['daily at 08:30', 'weekdays at 08:30', 'hourly'].map((schedule) => token ? `${schedule} ` : ` ${schedule}`)) : [];
  return {
    code: 'E_SCHEDULE' as const, says: index === wrongAt ? 'A digest needs a schedule.' : 'This schedule cannot be read.', at: token ?? { from: end, to: end },
    cure: 'For example `digest weekdays at 08:30`, `digest weekly on monday at 9am` or `digest hourly`.', edits,
  };
}

/** A schedule in canonical lines. */
export function printSchedule({ frequency, every, weekday, atMs }: Schedule): string {
  const unit = { hourly: 'h', daily: 'd', weekdays: 'd', weekly: 'w', monthly: 'mo' }[frequency];
  return [
    every === undefined ? frequency : `every ${every}${unit}`,
    ...(weekday === undefined ? [] : [`on ${weekdayName(weekday)}`]),
    ...(atMs === undefined ? [] : [`at ${printClock(atMs)}`]),
  ].join(' ');
}
