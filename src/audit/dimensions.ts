/** What answers are grouped and sorted by, and how a record's values read as text. */
import { latestWeekday, weekdayOf } from './calendar.ts';
import { addDays, clockIn, DAY_MS, dayIn, daysBetween, HOUR_MS, MINUTE_MS, startOfDayIn, type Day } from './dates.ts';
import { dateOf, type Instant } from './instant.ts';
import { applicationLabel, operationOf, resourceOf, statusLabel } from './operations.ts';
import { customerKey, customerName, personOf, type Counted } from './summary.ts';

/** What answers can be grouped by. */
export const DIMENSIONS = ['customer', 'user', 'operation', 'resource', 'status', 'app', 'category', 'risk', 'hour', 'day', 'week', 'weekday'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What answers can be sorted by. */
export const SORT_COLUMNS = ['date', 'customer', 'user', 'operation', 'resource', 'status', 'app', 'category', 'risk', 'count'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

export interface Sort {
  readonly column: SortColumn;
  readonly direction: 'asc' | 'desc';
}

/** What grouping needs of a record. `atMs` is its whole milliseconds since the epoch. */
export interface Grouped extends Counted {
  readonly atMs: number;
  readonly resourceType: string;
}

/** The span an answer is about, `[from, to)`, and the zone in which its days are meant. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly zone: string;
}

type TimeDimension = 'hour' | 'day' | 'week' | 'weekday';
export type ValueDimension = Exclude<Dimension, TimeDimension>;

const TIMES: readonly Dimension[] = ['hour', 'day', 'week', 'weekday'] satisfies readonly TimeDimension[];

/** Whether a dimension is one of time: its groups follow the clock, not their size. */
export function isTime(dimension: Dimension): dimension is TimeDimension {
  return TIMES.includes(dimension);
}

/** Reads one dimension of records: `key` tells values apart, letter case aside; `name` is what a key is shown as, if not itself. */
export interface Reader {
  readonly key: (record: Grouped) => string;
  readonly name?: (record: Grouped) => string;
}

/** Up to this long a span is looked at hour by hour, beyond it by the hour of the day. */
const HOURS_APART_MS = 2 * DAY_MS;

/**
 * How a dimension is read within a span; `''` is "not recorded". Times are those of the zone: `2026-11-21`, `2026-W47`,
 * `1` for Monday to `7`; hours are `2026-11-21 10:00` in spans of up to two days, and `10:00` of any day in longer ones.
 */
export function readerOf(dimension: Dimension, span: Span): Reader {
  if (isTime(dimension)) return { key: createTimeReader(dimension, span) };
  return dimension === 'customer' ? { key: customerKey, name: customerName } : { key: VALUES[dimension] };
}

const VALUES: Readonly<Record<Exclude<ValueDimension, 'customer'>, (record: Grouped) => string>> = {
  user: personOf,
  operation: ({ operationType }) => operationType,
  resource: ({ resourceType }) => resourceType,
  status: ({ status }) => status,
  app: ({ application }) => application ?? '',
  category: ({ operationType }) => operationOf(operationType).category,
  risk: ({ risk }) => risk,
};

const RISKS: readonly string[] = ['low', 'medium', 'high'];

/** The text by which a value takes its place among others: what people read, but risks by how grave they are. */
export function sortText(dimension: Dimension, value: string): string {
  if (value === '') return value;
  switch (dimension) {
    case 'operation': return operationOf(value).label;
    case 'resource': return resourceOf(value).label;
    case 'status': return statusLabel(value);
    case 'app': return applicationLabel(value);
    case 'risk': return String(RISKS.indexOf(value));
    default: return value;
  }
}

const collator = new Intl.Collator('en', { sensitivity: 'accent', numeric: true });

/** Orders such texts as people do: letter case does not matter, `9` stands before `10`, and what is not recorded stands last. */
export function compareTexts(a: string, b: string, direction: 'asc' | 'desc'): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return direction === 'asc' ? collator.compare(a, b) : collator.compare(b, a);
}

/** All offsets of zones are multiples of it, so what holds for an instant holds for the whole slot. */
const SLOT_MS = 15 * MINUTE_MS;

function createTimeReader(dimension: TimeDimension, span: Span): (record: Grouped) => string {
  const dayAt = createDayReader(span.zone);
  const isApart = dateOf(span.to).getTime() - dateOf(span.from).getTime() <= HOURS_APART_MS;
  const slots = new Map<number, string>();
  const read = (atMs: number): string => {
    switch (dimension) {
      case 'day': return dayAt(atMs);
      case 'week': return weekOf(dayAt(atMs));
      case 'weekday': return String(weekdayOf(dayAt(atMs)));
      case 'hour': return isApart ? `${dayAt(atMs)} ${hourAt(span.zone, atMs)}` : hourAt(span.zone, atMs);
    }
  };
  return ({ atMs }) => {
    const slot = Math.floor(atMs / SLOT_MS);
    const known = slots.get(slot);
    if (known !== undefined) return known;
    const value = read(slot * SLOT_MS);
    slots.set(slot, value);
    return value;
  };
}

/** Days of a zone are asked for again and again, and cost much more to find than to remember. */
function createDayReader(zone: string): (atMs: number) => Day {
  const known: { readonly day: Day; readonly from: number; readonly to: number }[] = [];
  return (atMs) => {
    const held = known.find(({ from, to }) => from <= atMs && atMs < to);
    if (held) return held.day;
    const day = dayIn(zone, new Date(atMs));
    known.push({ day, from: startOfDayIn(zone, day).getTime(), to: startOfDayIn(zone, addDays(day, 1)).getTime() });
    return day;
  };
}

function hourAt(zone: string, atMs: number): string {
  return `${String(Math.floor(clockIn(zone, new Date(atMs)) / HOUR_MS)).padStart(2, '0')}:00`;
}

/** The ISO week of a day, `2026-W47`: it belongs to the year of its Thursday. */
function weekOf(day: Day): string {
  const thursday = addDays(latestWeekday(1, day), 3);
  const year = thursday.slice(0, 4);
  return `${year}-W${String(1 + Math.floor(daysBetween(`${year}-01-01`, thursday) / 7)).padStart(2, '0')}`;
}
