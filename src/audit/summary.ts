/** Counts over records, added one at a time, so that a long answer never has to be held whole. */
import { operationOf, type Risk } from './operations.ts';
import type { Instant } from './instant.ts';

/** What counting needs of a record. */
export interface Counted {
  readonly date: Instant;
  readonly operationType: string;
  readonly status: string;
  readonly user?: string;
  readonly application?: string;
  readonly customerId?: string;
  readonly customerName?: string;
}

/** A value and how often it stands in the answer. */
export interface Count {
  readonly value: string;
  readonly count: number;
}

/**
 * An answer in numbers. Each list adds up to `total` and stands largest first. `''` is "not recorded". Customers are
 * counted by id; where two have one name, each is told apart by the beginning of its id.
 */
export interface Summary {
  readonly total: number;
  readonly failed: number;
  readonly risks: Readonly<Record<Risk, number>>;
  readonly operations: readonly Count[];
  readonly people: readonly Count[];
  readonly customers: readonly Count[];
  readonly statuses: readonly Count[];
  readonly newest?: Instant;
  readonly oldest?: Instant;
}

/** Digits of an id that tell two customers of one name apart. */
const KEY_SHOWN = 8;

/** Counts records into a summary. A record without a user is counted under its application, then under `''`. */
export function summarise(records: Iterable<Counted>): Summary {
  const risks = { low: 0, medium: 0, high: 0 };
  const tallies = { operations: createTally(), people: createTally(), customers: createTally(), statuses: createTally() };
  let [total, failed] = [0, 0];
  let newest: Instant | undefined;
  let oldest: Instant | undefined;
  for (const record of records) {
    total += 1;
    if (record.status.toLowerCase() === 'failed') failed += 1;
    risks[operationOf(record.operationType).risk] += 1;
    tallies.operations.add(record.operationType);
    tallies.people.add(record.user ?? record.application ?? '');
    tallies.customers.add(record.customerId ?? record.customerName ?? '', record.customerName ?? record.customerId ?? '');
    tallies.statuses.add(record.status);
    if (newest === undefined || record.date > newest) newest = record.date;
    if (oldest === undefined || record.date < oldest) oldest = record.date;
  }
  return {
    total, failed, risks,
    operations: tallies.operations.counts(),
    people: tallies.people.counts(),
    customers: toldApart(tallies.customers.entries()),
    statuses: tallies.statuses.counts(),
    ...(newest !== undefined && { newest }),
    ...(oldest !== undefined && { oldest }),
  };
}

interface Entry extends Count {
  readonly key: string;
}

/** Counts by key, letter case folded; the first spelling of the value is kept. */
function createTally() {
  const counts = new Map<string, { key: string; value: string; count: number }>();
  const entries = (): readonly Entry[] => [...counts.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    add(key: string, value = key): void {
      const folded = key.toLowerCase();
      const entry = counts.get(folded);
      if (entry) entry.count += 1;
      else counts.set(folded, { key, value, count: 1 });
    },
    entries,
    counts: (): readonly Count[] => entries().map(({ value, count }) => ({ value, count })),
  };
}

/** Gives values that stand more than once the beginning of their key. */
function toldApart(entries: readonly Entry[]): readonly Count[] {
  const names = Map.groupBy(entries, ({ value }) => value.toLowerCase());
  return entries.map(({ key, value, count }) => {
    const isShared = (names.get(value.toLowerCase())?.length ?? 0) > 1 && key !== value;
    return { value: isShared ? `${value} (${key.slice(0, KEY_SHOWN).toLowerCase()}…)` : value, count };
  });
}
