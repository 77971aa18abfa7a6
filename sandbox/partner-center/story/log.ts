/** Big random logs for tests: whatever makes paging, slicing and counting go wrong. */
import { ticksOf, TICKS_PER_DAY } from '../ticks.ts';
import type { WireRecord } from '../wire.ts';
import { ALICE, BOB, BUSY_CUSTOMERS, PORTAL, SERVICE_ACCOUNT, VENDOR_APP, type Customer } from './cast.ts';
import { makeRecord } from './make-record.ts';
import { createRandom, type Random } from './random.ts';

const OPERATIONS = [
  ['update_customer_user_licenses', 'license'], ['create_order', 'order'], ['update_subscription', 'subscription'],
  ['create_customer_user', 'customer_user'], ['granular_admin_access_assignment_created', 'granular_admin_access_assignment'],
] as const;
const STATUSES = [[94, 'succeeded'], [5, 'failed'], [1, 'progress']] as const;
const OPTIONAL_FIELDS = [
  'customerId', 'customerName', 'userPrincipalName', 'applicationId', 'originalCorrelationId', 'participants', 'attributes',
] as const;

export interface LogOptions {
  readonly count: number;
  readonly seed: string;
  /** Instants; the log lies in [from, to). */
  readonly from: Date;
  readonly to: Date;
  readonly customers?: readonly Customer[];
  /** Share of all records that falls on one single day, 0 to 1; a third by default. */
  readonly heaviestDayShare?: number;
}

/**
 * Newest first. Besides an even spread it holds: one heavy day, records in the last 100 ns of days, groups of up to forty
 * in the same 100 ns, a tenth without id, a tenth with a field absent or null. No two records are equal: each has its own
 * user id in the extra data, so whoever counts fewer has lost some. Throws a RangeError when `from` is not before `to`.
 */
export function createLog(options: LogOptions): WireRecord[] {
  const random = createRandom(options.seed);
  const customers = options.customers ?? BUSY_CUSTOMERS;
  if (options.from >= options.to) throw new RangeError('a log needs some time to happen in');
  const instants: bigint[] = [];
  while (instants.length < options.count) instants.push(...someInstants(options, random));
  return instants
    .slice(0, options.count)
    .toSorted((a, b) => (a === b ? 0 : a < b ? 1 : -1))
    .map((at) => oneRecord(at, customers, random));
}

function someInstants({ from, to, heaviestDayShare = 1 / 3 }: LogOptions, random: Random): bigint[] {
  const first = ticksOf(from);
  const last = ticksOf(to) - 1n;
  const heavyDay = dayStart(first + (last - first) / 2n);
  const at = random.chance(heaviestDayShare)
    ? within(heavyDay, heavyDay + TICKS_PER_DAY - 1n, random)
    : within(first, last, random);
  const kind = random.next();
  const placed = kind < 0.05 ? dayStart(at) + TICKS_PER_DAY - 1n : at;
  const size = kind > 0.97 ? random.int(2, 40) : 1;
  return placed < first || placed > last ? [] : Array.from({ length: size }, () => placed);
}

function oneRecord(at: bigint, customers: readonly Customer[], random: Random): WireRecord {
  const [operation, resource] = random.pick(OPERATIONS);
  const userId = random.guid();
  const actor = random.weighted([[7, SERVICE_ACCOUNT], [2, ALICE], [1, BOB]]);
  const record = makeRecord({
    at, operation, resource, actor, customer: random.pick(customers), app: actor === SERVICE_ACCOUNT ? VENDOR_APP : PORTAL,
    status: random.weighted(STATUSES), resourceId: userId, correlationId: random.guid(),
    newValue: { Id: userId, Quantity: random.int(1, 300) }, data: { CustomerUserId: userId },
  });
  const bare = random.chance(0.1) ? without(record, 'id') : record;
  if (!random.chance(0.1)) return bare;
  const field = random.pick(OPTIONAL_FIELDS);
  return random.chance(0.5) ? without(bare, field) : { ...bare, [field]: null };
}

function without(record: WireRecord, field: string): WireRecord {
  const { [field]: _left, ...rest } = record;
  return rest as WireRecord;
}

/** Ticks count from 0001-01-01T00:00:00Z, so whole days are multiples. */
function dayStart(ticks: bigint): bigint {
  return ticks / TICKS_PER_DAY * TICKS_PER_DAY;
}

function within(first: bigint, last: bigint, random: Random): bigint {
  return first + BigInt(Math.floor(random.next() * Number(last - first + 1n)));
}
