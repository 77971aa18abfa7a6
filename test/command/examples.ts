/** Commands that people are told about, what each means on Saturday 2026-11-21 at 11:00 in Berlin, and what each mistake answers. */
import type { MistakeCode, ParseContext } from '../../src/command/command.ts';

export const EXAMPLE_CONTEXT: ParseContext = {
  now: new Date('2026-11-21T10:00:00Z'),
  zone: 'Europe/Berlin',
  known: {
    customers: ['Relecloud', 'Fabrikam Inc', 'Fabrikam Residences', 'Contoso GmbH & Co. KG', 'Last Mile Logistics', 'Wingtip Toys', 'Northwind Traders'],
    complete: true,
  },
};

/** What a command means, in the words of people who read it. */
export interface Meaning {
  readonly verb: string;
  readonly [part: string]: unknown;
}

export const EXAMPLES: readonly (readonly [typed: string, meaning: Meaning])[] = [
  ['customer Relecloud last 7d', { verb: 'search', filters: { customer: ['Relecloud'] }, range: { from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['', { verb: 'help' }],
  ['help dates', { verb: 'help', topic: 'dates' }],
  ['relecloud', { verb: 'search', filters: { customer: ['relecloud'] }, range: { from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' }, defaultTime: true }],
  ['customer "Contoso GmbH &amp; Co. KG" this month', { verb: 'search', filters: { customer: ['Contoso GmbH & Co. KG'] }, range: { from: '2026-10-31T23:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['customer bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f yesterday', { verb: 'search', filters: { customer: ['bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f'] }, range: { from: '2026-11-19T23:00:00.000Z', to: '2026-11-20T23:00:00.000Z' } }],
  ['user <mailto:alice@partner.example|alice@partner.example> last 30d by day', { verb: 'search', filters: { user: ['alice@partner.example'] }, range: { from: '2026-10-22T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' }, group: ['day'] }],
  ['failed orders last 24h', { verb: 'search', filters: { status: ['failed'], resource: ['order'] }, range: { from: '2026-11-20T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['op create_order, update_subscription status failed past 2 weeks limit 50', { verb: 'search', filters: { op: ['create_order', 'update_subscription'], status: ['failed'] }, range: { from: '2026-11-07T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' }, limit: 50 }],
  ['resource gdap since 2026-11-01 oldest first', { verb: 'search', filters: { resource: ['granular_admin_relationship', 'granular_admin_access_assignment'] }, range: { from: '2026-10-31T23:00:00.000Z', to: '2026-11-21T10:00:00.000Z' }, sort: ['date', 'asc'] }],
  ['category access from 2026-11-01 to 2026-11-10 by user, day as chart', { verb: 'search', filters: { category: ['access'] }, range: { from: '2026-10-31T23:00:00.000Z', to: '2026-11-10T23:00:00.000Z' }, group: ['user', 'day'], output: 'chart' }],
  ['text "Business Premium" customer Relecloud 2026-11-01..2026-11-15', { verb: 'search', filters: { text: ['Business Premium'], customer: ['Relecloud'] }, range: { from: '2026-10-31T23:00:00.000Z', to: '2026-11-15T23:00:00.000Z' } }],
  ['“Business Premium” last 7d', { verb: 'search', filters: { text: ['Business Premium'] }, range: { from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['Customer:relecloud STATUS:failed last:7d', { verb: 'search', filters: { customer: ['relecloud'], status: ['failed'] }, range: { from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['commitments closing within 48h', { verb: 'commitments', withinMs: 172800000 }],
  ['explain customer relecloud last 45d', { verb: 'explain', filters: { customer: ['relecloud'] }, range: { from: '2026-10-07T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['export csv customer Relecloud last 90d', { verb: 'export', output: 'csv', filters: { customer: ['Relecloud'] }, range: { from: '2026-08-24T00:00:00.000Z', to: '2026-11-21T10:00:00.000Z' }, clamped: true }],
  ['compare customer Relecloud this week', { verb: 'compare', filters: { customer: ['Relecloud'] }, range: { from: '2026-11-15T23:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['investigate user eve@partner.example last 30d', { verb: 'investigate', filters: { user: ['eve@partner.example'] }, range: { from: '2026-10-22T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['record aaaabbbb-0000-cccc-1111-dddd2222eeee_bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f_createorder_636331641650589308', { verb: 'record', id: 'aaaabbbb-0000-cccc-1111-dddd2222eeee_bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f_createorder_636331641650589308' }],
  ['save as "Risky GDAP" resource gdap risk high last 7d', { verb: 'save', name: 'Risky GDAP', filters: { resource: ['granular_admin_relationship', 'granular_admin_access_assignment'], risk: ['high'] }, range: { from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z' } }],
  ['digest weekdays at 08:30 in <#C0SECOPS|secops> risk medium+', { verb: 'digest', schedule: { freq: 'weekdays', at: '08:30' }, channel: 'C0SECOPS', filters: { risk: ['medium', 'high'] } }],
  ['alert on op create_order, update_subscription in <#C0BILL|billing> quiet 22:00-07:00', { verb: 'alert', filters: { op: ['create_order', 'update_subscription'] }, channel: 'C0BILL', quiet: ['22:00', '07:00'] }],
  ['watch customer Wingtip Toys for 4h', { verb: 'watch', filters: { customer: ['Wingtip Toys'] }, forMs: 14400000 }],
  ['mute user svc-sync@partner.example for 7d because "licence sync job"', { verb: 'mute', filters: { user: ['svc-sync@partner.example'] }, forMs: 604800000, reason: 'licence sync job' }],
];

/** What was typed, the code, the place in the text, and what the answer offers or names. */
export const FAULTS: readonly (readonly [typed: string, code: MistakeCode, at: readonly [number, number], offers: readonly string[]])[] = [
  ['custmer Relecloud last 7d', 'E_UNKNOWN_WORD', [0, 7], ['customer']],
  ['customer Releclod last 7d', 'E_CUSTOMER_UNKNOWN', [9, 17], ['Relecloud']],
  ['last 7x', 'E_UNIT', [5, 7], ['d', 'h', 'm']],
  ['on 10/11/2026', 'E_DATE_AMBIGUOUS', [3, 13], ['2026-11-10', '2026-10-11']],
  ['on 2026-05-01', 'E_RANGE_TOO_OLD', [0, 13], []],
  ['on 2026-12-24', 'E_RANGE_FUTURE', [0, 13], []],
  ['op creat_order last 7d', 'E_UNKNOWN_VALUE', [3, 14], ['create_order']],
  ['mute user svc-sync@partner.example', 'E_MISSING_VALUE', [34, 34], ['for 1h', 'for 1d', 'for 7d']],
  ['status broken', 'E_UNKNOWN_VALUE', [7, 13], ['succeeded', 'failed', 'progress', 'decline']],
  ['customer "Relecloud last 7d', 'E_UNTERMINATED_QUOTE', [9, 10], []],
  ['customer Relecloud limit 5000', 'E_LIMIT', [25, 29], ['limit 1000', 'export csv']],
  ['orders last 7d by colour', 'E_UNKNOWN_VALUE', [18, 24], ['customer', 'user', 'operation', 'resource', 'status', 'app', 'category', 'risk', 'hour', 'day', 'week', 'weekday']],
  ['export pdf customer Relecloud', 'E_UNKNOWN_VALUE', [7, 10], ['csv', 'json', 'ndjson']],
  ['digest every 5 minutes in <#C0SECOPS|secops>', 'E_SCHEDULE', [7, 22], ['digest hourly', 'watch', 'alert on risk high']],
  ['alert in <#C0SECOPS|secops>', 'E_NO_CONDITION', [0, 5], ['risk high', 'op create_order', 'status failed more than 5 in 10m']],
  ['delete customer Relecloud', 'E_READ_ONLY', [0, 15], ['op delete_customer']],
];
