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
  const risks = { low: 0, medium: 0, high: 0 };
  const operations = createTally<Counted>(({ operationType }) => operationType);
  const people = createTally(personOf);
  const customers = createTally(customerKey, customerName);
  const statuses = createTally<Counted>(({ status }) => status);
  let [total, failed] = [0, 0];
  for (const record of records) {
    total += 1;
    if (hasFailed(record)) failed += 1;
    risks[record.risk] += 1;
    for (const tally of [operations, people, customers, statuses]) tally.add(record);
  }
  return { total, failed, risks, operations: operations.counts(), people: people.counts(), customers: customers.counts(), statuses: statuses.counts() };
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
