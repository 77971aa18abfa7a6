/** Counts over records, added one at a time, so that a long answer never has to be held whole. */
import { isFailure, operationOf, type Risk } from './operations.ts';
import type { Instant } from './instant.ts';

/** What counting needs of a record. */
export interface Counted {
  readonly date: Instant;
  readonly operationType: string;
  readonly status: string;
  readonly user?: string;
  readonly application?: string;
  readonly customer?: string;
}

/** A value and how often it stands in the answer. */
export interface Count {
  readonly value: string;
  readonly count: number;
}

/** An answer in numbers. Each list adds up to `total` and stands largest first. `''` is "not recorded". */
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

/** Counts records into a summary. A record without a user is counted under its application, then under `''`. */
export function summarise(records: Iterable<Counted>): Summary {
  const risks = { low: 0, medium: 0, high: 0 };
  const tallies = { operations: createTally(), people: createTally(), customers: createTally(), statuses: createTally() };
  let [total, failed] = [0, 0];
  let newest: Instant | undefined;
  let oldest: Instant | undefined;
  for (const record of records) {
    total += 1;
    if (isFailure(record.status)) failed += 1;
    risks[operationOf(record.operationType).risk] += 1;
    tallies.operations.add(record.operationType);
    tallies.people.add(record.user ?? record.application ?? '');
    tallies.customers.add(record.customer ?? '');
    tallies.statuses.add(record.status);
    if (newest === undefined || record.date > newest) newest = record.date;
    if (oldest === undefined || record.date < oldest) oldest = record.date;
  }
  return {
    total, failed, risks,
    operations: tallies.operations.counts(),
    people: tallies.people.counts(),
    customers: tallies.customers.counts(),
    statuses: tallies.statuses.counts(),
    ...(newest !== undefined && { newest }),
    ...(oldest !== undefined && { oldest }),
  };
}

/** Counts by value, letter case folded, the first spelling kept. */
function createTally() {
  const counts = new Map<string, { value: string; count: number }>();
  return {
    add(value: string): void {
      const key = value.toLowerCase();
      const entry = counts.get(key);
      if (entry) entry.count += 1;
      else counts.set(key, { value, count: 1 });
    },
    counts(): readonly Count[] {
      return [...counts.values()].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    },
  };
}
