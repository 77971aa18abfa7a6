/** Counts over records, added one at a time, so that a long answer never has to be held whole. */
import { isFailure, type Risk } from './operations.ts';
import { createTally, type Count } from './tally.ts';

export type { Count };

/** What counting needs of a record. */
export interface Counted {
  readonly operationType: string;
  readonly status: string;
  /** The record's own, which its values or its status may lift above that of its kind of operation. */
  readonly risk: Risk;
  readonly user?: string | undefined;
  readonly application?: string | undefined;
  readonly customerId?: string | undefined;
  readonly customerName?: string | undefined;
}

/** Records that are counted alike, and how many they are. */
export interface Alike {
  readonly record: Counted;
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
}

/** Counts records into a summary. A record without a user is counted under its application, then under `''`. */
export function summarise(records: Iterable<Counted>): Summary {
  const each = Array.from(records, (record) => ({ record, count: 1 }));
  return summariseAlike(() => each);
}

/**
 * The same of records that are put together where they are alike in the fields by which they are counted: `alikeIn` gives
 * all of them each time. Of those that are shown as one, the first gives its spelling.
 */
export function summariseAlike(alikeIn: (...fields: readonly [keyof Counted | 'person', (keyof Counted)?]) => Iterable<Alike>): Summary {
  const risks = { low: 0, medium: 0, high: 0 };
  for (const { record, count } of alikeIn('risk')) risks[record.risk] += count;
  const statuses = [...alikeIn('status')];
  return {
    total: risks.low + risks.medium + risks.high,
    failed: statuses.reduce((sum, { record, count }) => (hasFailed(record) ? sum + count : sum), 0),
    risks,
    operations: countsOf(alikeIn('operationType'), ({ operationType }) => operationType),
    people: countsOf(alikeIn('person'), personOf),
    customers: countsOf(alikeIn('customerId', 'customerName'), customerKey, customerName),
    statuses: countsOf(statuses, ({ status }) => status),
  };
}

function countsOf(records: Iterable<Alike>, keyOf: (record: Counted) => string, nameOf?: (record: Counted) => string): readonly Count[] {
  const tally = createTally(keyOf, nameOf);
  for (const { record, count } of records) tally.add(record, count);
  return tally.counts();
}

/** Whether a record tells of a failure; what was declined did not fail. */
export function hasFailed({ status }: Pick<Counted, 'status'>): boolean {
  return status.toLowerCase() === 'failed';
}

/** How many failed or were declined. */
export function failuresOf({ statuses }: Summary): number {
  return statuses.filter(({ value }) => isFailure(value)).reduce((sum, { count }) => sum + count, 0);
}

/** Under whom a record is counted: its user, else its application, else `''`. */
export function personOf({ user, application }: Pick<Counted, 'user' | 'application'>): string {
  return user ?? application ?? '';
}

/** Under what a customer's records are counted together. */
export function customerKey({ customerId, customerName }: Counted): string {
  return customerId ?? customerName ?? '';
}

export function customerName(record: Counted): string {
  return record.customerName ?? customerKey(record);
}
