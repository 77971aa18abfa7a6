/** An answer over time: at most 20 points, at most six lines, and nothing left out of them. */
import { latestWeekday } from './calendar.ts';
import { addDays, DAY_MS, dayIn, HOUR_MS, startOfDayIn, wallInstant, type Day } from './dates.ts';
import { readerOf, type Grouped, type Span, type ValueDimension } from './dimensions.ts';
import { dateOf, instantOf, type Instant } from './instant.ts';
import { createValues, largestFirst } from './tally.ts';

/** A half-open piece of the span, `[from, to)`. */
export interface Bin {
  readonly from: Instant;
  readonly to: Instant;
}

/** How long a whole bin is; the first and the last one are cut where the span begins and ends. */
export interface Step {
  readonly unit: 'hour' | 'day' | 'week';
  readonly count: number;
}

/** How often a value stands in each bin. */
export interface Line {
  readonly value: string;
  readonly counts: readonly number[];
}

/** Bins follow each other without a gap. The lines, largest first, add up to all records; a last one of `*` is all others. */
export interface Series {
  readonly dimension: ValueDimension;
  readonly step: Step;
  readonly bins: readonly Bin[];
  readonly lines: readonly Line[];
}

export const OTHERS = '*';

const MOST_BINS = 20;
const MOST_LINES = 6;

/** Counts the records of a span in bins and lines. Records must lie within the span. */
export function seriesOf(records: Iterable<Grouped>, dimension: ValueDimension, span: Span): Series {
  return seriesOfAlike(() => Array.from(records, (record) => ({ record, count: 1 })), dimension, span);
}

/** The same of records that are put together where they are alike in the dimension and lie between the same borders, which are given oldest first. */
export function seriesOfAlike(alikeBetween: (borders: readonly Instant[]) => Iterable<{ readonly record: Grouped; readonly count: number }>, dimension: ValueDimension, span: Span): Series {
  const { step, borders } = bordersOf(span);
  const ends = borders.slice(1).map((border) => dateOf(border).getTime());
  const { key, name } = readerOf(dimension, span);
  const values = createValues(key, name);
  const counts: number[][] = [];
  for (const { record, count } of alikeBetween(borders)) {
    const line = counts[values.numberOf(record)] ??= ends.map(() => 0);
    const bin = binAt(ends, record.atMs);
    line[bin] = (line[bin] ?? 0) + count;
  }
  const lines = values.shown().map((value, number) => ({ value, counts: counts[number] ?? [] }));
  return { dimension, step, bins: borders.slice(1).map((to, place) => ({ from: borders[place] ?? to, to })), lines: largestLines(lines) };
}

/** Borders lie on whole milliseconds, so the last digits of an instant never matter. */
function binAt(ends: readonly number[], atMs: number): number {
  let bin = 0;
  while (bin < ends.length - 1 && atMs >= (ends[bin] ?? Infinity)) bin += 1;
  return bin;
}

function largestLines(lines: readonly Line[]): readonly Line[] {
  const sized = lines.map((line) => ({ ...line, count: line.counts.reduce((sum, count) => sum + count, 0) })).sort(largestFirst);
  const named = sized.slice(0, sized.length > MOST_LINES ? MOST_LINES - 1 : MOST_LINES);
  const [first, ...others] = sized.slice(named.length);
  const rest = first && { value: OTHERS, counts: first.counts.map((count, bin) => others.reduce((sum, { counts }) => sum + (counts[bin] ?? 0), count)) };
  return [...named.map(({ value, counts }) => ({ value, counts })), ...(rest ? [rest] : [])];
}

/** The finest steps first: hours, days and weeks of the calendar, weeks in ever larger numbers. */
function* steps(): Generator<Step, never> {
  for (const count of [1, 2, 3]) yield { unit: 'hour', count };
  for (const count of [1, 2]) yield { unit: 'day', count };
  for (let count = 1; ; count *= 2) yield { unit: 'week', count };
}

const UNIT_MS = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS } as const;

function bordersOf({ from, to, zone }: Span): { readonly step: Step; readonly borders: readonly Instant[] } {
  const [fromMs, toMs] = [dateOf(from).getTime(), dateOf(to).getTime()];
  const all = steps();
  for (;;) {
    const step = all.next().value;
    if ((toMs - fromMs) / (UNIT_MS[step.unit] * step.count) > MOST_BINS) continue;
    const days = { first: dayIn(zone, new Date(fromMs)), last: dayIn(zone, new Date(toMs)) };
    const within = stepStarts(step, days, zone).filter((start, place, starts) => start > fromMs && start < toMs && start !== starts[place - 1]);
    if (within.length < MOST_BINS) return { step, borders: [from, ...within.map((start) => instantOf(new Date(start))), to] };
  }
}

/** Where steps begin in the zone, in milliseconds; an hour that the clocks skip begins with the one after it. */
function stepStarts({ unit, count }: Step, { first, last }: { readonly first: Day; readonly last: Day }, zone: string): readonly number[] {
  const starts: number[] = [];
  const days = unit === 'hour' ? 1 : unit === 'day' ? count : 7 * count;
  for (let day = unit === 'week' ? latestWeekday(1, first) : first; day <= last; day = addDays(day, days)) {
    if (unit !== 'hour') starts.push(startOfDayIn(zone, day).getTime());
    else for (let hour = 0; hour < 24; hour += count) starts.push(wallInstant(zone, day, hour * HOUR_MS, 'first').getTime());
  }
  return starts;
}
