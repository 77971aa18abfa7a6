/** (o) What 200 alerts cost when a reading brings 10,000 new records: filters, windows, cards and roll-ups. */
import type { AlertEvent } from '../src/audit/alert-events.ts';
import { advance, freshState, type WatchedRule } from '../src/audit/alerts.ts';
import { EVERYTHING, matchesLasting, matchesState, type AuditFilter } from '../src/audit/filter.ts';
import { OPERATIONS } from '../src/audit/operations.ts';
import type { AuditRecord } from '../src/audit/record.ts';
import { milliseconds, times, type Row } from './row.ts';

const [RECORDS, RULES, PLACES, MUST_MS, ROUNDS] = [10_000, 200, 20, 1_000, 5];
/** Channels in which the whole pack stands. */
const PACKS = 4;
const SEEN = Date.parse('2026-11-21T12:00:00Z');

function records(): readonly AuditRecord[] {
  return Array.from({ length: RECORDS }, (_, index): AuditRecord => ({
    id: `bench-${index}`, operationDate: `${new Date(SEEN - RECORDS * 100 + index * 100).toISOString().slice(0, 23)}0000Z`,
    operationType: OPERATIONS[(index * 7) % OPERATIONS.length]?.value ?? '', operationStatus: index % 9 === 0 ? 'failed' : 'succeeded', resourceType: 'order',
    userPrincipalName: `person${index % 40}@partner.example`, customerId: `c-${index % 300}`, customerName: `Customer ${index % 300}`, applicationId: 'FulfillmentService',
    resourceNewValue: JSON.stringify({ Id: index, Quantity: index % 50, LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', Quantity: index % 50 }] }),
  }));
}

/** As people set them up: some operations, some customers, some people, failures, risk, and the pack. */
function rules(): readonly WatchedRule[] {
  const filters: readonly ((at: number) => Partial<AuditFilter>)[] = [
    (at) => ({ operations: [OPERATIONS[at % OPERATIONS.length]?.value ?? ''] }), (at) => ({ customers: [{ kind: 'name', name: `Customer ${at}` }] }),
    (at) => ({ users: [`person${at % 40}@*`], risks: ['high'] }), () => ({ statuses: ['failed'], categories: ['access'] }), () => ({ operations: ['granular_admin_*'] }),
  ];
  return Array.from({ length: RULES }, (_, at): WatchedRule => {
    const rule = { id: `r${at}`, name: `alert-${at}`, zone: 'Europe/Berlin', filter: { ...EVERYTHING, ...filters[at % filters.length]?.(at) }, isPack: false, after: 0 };
    if (at < PACKS) return { ...rule, filter: EVERYTHING, isPack: true };
    if (at % 4 === 0) return { ...rule, moreThan: { count: 5, inMs: 600_000, by: 'user' } };
    return at % 4 === 1 ? { ...rule, outside: { fromMs: 7 * 3_600_000, toMs: 20 * 3_600_000 } } : rule;
  });
}

function fastest(work: () => number): { readonly ms: number; readonly count: number } {
  let [ms, count] = [Infinity, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = performance.now();
    count = work();
    ms = Math.min(ms, performance.now() - begin);
  }
  return { ms, count };
}

/** Each channel is looked at by itself, as in production; the baseline asks every filter of every rule and groups nothing. */
export async function alertsRow(): Promise<Row> {
  const [news, all] = [records(), rules()];
  const events = news.map((record, index): AlertEvent => ({ number: index + 1, kind: 'news', day: '2026-11-21', row: index, record, atMs: Date.parse(`${record.operationDate.slice(0, 23)}Z`), seenAtMs: SEEN, first: [] }));
  const channels = Array.from({ length: PLACES }, (_, place) => all.filter((_rule, at) => at % PLACES === place));
  const ours = fastest(() => channels.reduce((posts, channel) => posts + advance(freshState(0), channel, [], events, SEEN).posts.length, 0));
  const bare = fastest(() => all.reduce((hits, { filter }) => hits + news.filter((record) => matchesLasting(record, filter) && matchesState(record, filter)).length, 0));
  return {
    id: 'o', what: `${RECORDS.toLocaleString('en-US')} new records against ${RULES} alerts in ${PLACES} channels`, must: `< ${MUST_MS} ms`,
    baseline: `the same filters alone: ${milliseconds(bare.ms)}`, ours: `with windows, cards and roll-ups: ${milliseconds(ours.ms)}`,
    result: `${ours.count.toLocaleString('en-US')} posts of ${bare.count.toLocaleString('en-US')} matches, ${times(bare.ms / ours.ms)} the baseline's speed`, holds: ours.ms < MUST_MS && ours.count > 0,
  };
}
