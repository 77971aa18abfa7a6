/** Counts over records by one or several dimensions: how many, how many failed, how many of high risk. */
import { compareTexts, isTime, readerOf, sortText, type Dimension, type Grouped, type Sort, type Span } from './dimensions.ts';
import { hasFailed } from './summary.ts';
import { createValues } from './tally.ts';

interface Counts {
  readonly count: number;
  readonly failed: number;
  readonly high: number;
}

/** Records that are alike in all dimensions; `values` stand in the order of the dimensions and read as in `readerOf`. */
export interface Group extends Counts {
  readonly values: readonly string[];
}

/** An answer in groups. What `left` sums up is counted but not among the rows; with the rows it makes up the total. */
export interface Groups {
  readonly by: readonly Dimension[];
  readonly rows: readonly Group[];
  readonly left: Counts & { readonly groups: number };
}

export interface Grouping {
  readonly by: readonly Dimension[];
  readonly span: Span;
  readonly sort?: Sort | undefined;
  readonly limit?: number | undefined;
}

/** Groups that are kept for display; the others are summed up. */
const MOST_GROUPS = 1_000;

/**
 * Counts records by dimensions. Groups stand as `sort` says where it names one of them, their count or (over time) the
 * date; else in order of time where that comes first, else largest first. Without such a sort the largest ones are kept.
 */
export function groupRecords(records: Iterable<Grouped>, { by, span, sort, limit = MOST_GROUPS }: Grouping): Groups {
  const groups = countGroups(records, by, span);
  const kept = Math.min(limit, MOST_GROUPS);
  const asked = sort && orderBy(sort, by);
  const [time] = by;
  const usual = asked ?? (time !== undefined && isTime(time) ? orderBy({ column: 'date', direction: 'asc' }, by) : undefined);
  const ranked = groups.sort(then(asked, largest, byValues));
  const rows = ranked.slice(0, kept).sort(then(usual, largest, byValues));
  const left = { groups: ranked.length - rows.length, count: 0, failed: 0, high: 0 };
  for (const { count, failed, high } of ranked.slice(kept)) {
    left.count += count;
    left.failed += failed;
    left.high += high;
  }
  return { by, rows, left };
}

function countGroups(records: Iterable<Grouped>, by: readonly Dimension[], span: Span): Group[] {
  const columns = by.map((dimension) => {
    const { key, name } = readerOf(dimension, span);
    return createValues(key, name);
  });
  const counts = new Map<string, { readonly numbers: readonly number[]; count: number; failed: number; high: number }>();
  for (const record of records) {
    const numbers = columns.map((column) => column.numberOf(record));
    const key = numbers.join('/');
    let group = counts.get(key);
    if (!group) counts.set(key, group = { numbers, count: 0, failed: 0, high: 0 });
    group.count += 1;
    if (hasFailed(record)) group.failed += 1;
    if (record.risk === 'high') group.high += 1;
  }
  const shown = columns.map((column) => column.shown());
  return [...counts.values()].map(({ numbers, ...sums }) => ({ values: numbers.map((number, place) => shown[place]?.[number] ?? ''), ...sums }));
}

type Order = (a: Group, b: Group) => number;

function then(...orders: readonly (Order | undefined)[]): Order {
  return (a, b) => {
    for (const order of orders) {
      const difference = order?.(a, b) ?? 0;
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function largest(a: Group, b: Group): number {
  return b.count - a.count;
}

function byValues(a: Group, b: Group): number {
  const place = a.values.findIndex((value, index) => value !== b.values[index]);
  return place < 0 ? 0 : (a.values[place] ?? '') < (b.values[place] ?? '') ? -1 : 1;
}

/** Undefined where a sort says nothing about groups: `by customer sort user` is about the list. */
function orderBy({ column, direction }: Sort, by: readonly Dimension[]): Order | undefined {
  if (column === 'count') return (a, b) => direction === 'asc' ? a.count - b.count : b.count - a.count;
  const place = by.findIndex((dimension) => column === 'date' ? isTime(dimension) : dimension === column);
  const dimension = by[place];
  if (dimension === undefined) return undefined;
  const textOf = (group: Group): string => sortText(dimension, group.values[place] ?? '');
  return (a, b) => compareTexts(textOf(a), textOf(b), direction);
}
