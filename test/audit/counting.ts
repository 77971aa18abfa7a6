/** Records to count, and counting them slowly and obviously: every value is worked out anew from what the clocks of the zone show. */
import fc from 'fast-check';
import type { Dimension, Grouped, Span } from '../../src/audit/dimensions.ts';
import { dateOf, instantOf } from '../../src/audit/instant.ts';
import { operationOf } from '../../src/audit/operations.ts';

const HOUR_MS = 3_600_000;

/** Two of one name, one that is only a name, one that is only an id. */
const CUSTOMERS = [
  { customerId: 'aaaa1111-0000-4000-8000-000000000001', customerName: 'Contoso' },
  { customerId: 'bbbb2222-0000-4000-8000-000000000002', customerName: 'Contoso' },
  { customerId: 'cccc3333-0000-4000-8000-000000000003', customerName: 'Fabrikam 9' },
  { customerId: 'dddd4444-0000-4000-8000-000000000004', customerName: 'fabrikam 10' },
  { customerName: 'Relecloud' },
  { customerId: 'eeee5555-0000-4000-8000-000000000005' },
  {},
];
const OPERATIONS = ['create_order', 'update_subscription', 'granular_admin_relationship_approved', 'delete_customer', 'add_user_member', 'update_customer_user', 'something_new', 'assign_licenses'];

/** Spans of an hour to a quarter, with both changes of the clocks in some. */
export const anySpan: fc.Arbitrary<Span> = fc.record({
  fromMs: fc.integer({ min: Date.parse('2026-02-20T00:00:00Z'), max: Date.parse('2026-11-10T00:00:00Z') }),
  hours: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 2_140 })),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Santiago'),
}).map(({ fromMs, hours, zone }) => ({ zone, from: instantOf(new Date(fromMs)), to: instantOf(new Date(fromMs + hours * HOUR_MS)) }));

/** Records within a span. */
function recordsIn(span: Span): fc.Arbitrary<Grouped[]> {
  return fc.array(fc.record({
    atMs: fc.integer({ min: dateOf(span.from).getTime(), max: dateOf(span.to).getTime() - 1 }),
    operationType: fc.constantFrom(...OPERATIONS),
    resourceType: fc.constantFrom('order', 'Subscription', 'subscription'),
    status: fc.constantFrom('succeeded', 'failed', 'Failed', 'decline', 'progress'),
    user: fc.constantFrom('alice@partner.example', 'Bob@partner.example', undefined),
    application: fc.constantFrom('FulfillmentService', undefined),
    risk: fc.constantFrom('low', 'medium', 'high'),
    customer: fc.constantFrom(...CUSTOMERS),
  }).map(({ customer, ...record }) => ({ ...record, ...customer })), { maxLength: 60 });
}

export const spanAndRecords = anySpan.chain((span) => fc.record({ span: fc.constant(span), records: recordsIn(span) }));

/** What the clocks of a zone show. */
function wall(zone: string, atMs: number): { readonly day: string; readonly hour: string; readonly weekday: number } {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', weekday: 'short' });
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return {
    day: `${part['year']}-${part['month']}-${part['day']}`,
    hour: `${part['hour']}:00`,
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part['weekday'] ?? '') + 1,
  };
}

/** The ISO week that a day is in, found by counting Thursdays from the beginning of its year. */
function weekOf(day: string, weekday: number): string {
  const thursday = new Date(Date.parse(day) + (4 - weekday) * 24 * HOUR_MS);
  let number = 0;
  for (const each = new Date(Date.UTC(thursday.getUTCFullYear(), 0, 1)); each <= thursday; each.setUTCDate(each.getUTCDate() + 1)) {
    if (each.getUTCDay() === 4) number += 1;
  }
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;
}

/** The value of a record in a dimension, letter case folded. Customers are shown as told apart among all of these. */
export function valueOf(dimension: Dimension, record: Grouped, span: Span): string {
  const { day, hour, weekday } = wall(span.zone, record.atMs);
  const isShort = dateOf(span.to).getTime() - dateOf(span.from).getTime() <= 48 * HOUR_MS;
  switch (dimension) {
    case 'customer': return (record.customerId ?? record.customerName ?? '').toLowerCase();
    case 'user': return (record.user ?? record.application ?? '').toLowerCase();
    case 'operation': return record.operationType.toLowerCase();
    case 'resource': return record.resourceType.toLowerCase();
    case 'status': return record.status.toLowerCase();
    case 'app': return (record.application ?? '').toLowerCase();
    case 'category': return operationOf(record.operationType).category;
    case 'risk': return record.risk;
    case 'hour': return isShort ? `${day} ${hour}` : hour;
    case 'day': return day;
    case 'week': return weekOf(day, weekday).toLowerCase();
    case 'weekday': return String(weekday);
  }
}

/** What a customer's key is shown as among these records. */
export function shownCustomer(key: string, records: readonly Grouped[]): string {
  const nameOf = (id: string): string => {
    const record = records.find((one) => valueOf('customer', one, { zone: 'UTC', from: '', to: '' }) === id);
    return record?.customerName ?? record?.customerId ?? '';
  };
  const namesakes = new Set(records.map((record) => (record.customerId ?? record.customerName ?? '').toLowerCase()).filter((id) => nameOf(id).toLowerCase() === nameOf(key).toLowerCase()));
  return (namesakes.size > 1 && nameOf(key).toLowerCase() !== key ? `${nameOf(key)} (${key.slice(0, 8)}…)` : nameOf(key)).toLowerCase();
}
