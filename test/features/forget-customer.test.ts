import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { brokenAt } from '../../src/audit/seal.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { countCustomer, forgetCustomer } from '../../src/features/forget-customer.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/audit/dates.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { createDirectory } from '../../src/store/directory.ts';
import { createSearchHistory } from '../../src/store/history.ts';
import { createResultStore } from '../../src/store/results.ts';
import { createSavedSearches } from '../../src/store/saved-searches.ts';
import { testConnection } from '../support/connection.ts';
import { BEGUN, happened, keeping } from '../support/keeping.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const { redis, prefix } = testConnection();
const GONE = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
const STAYS = { customerId: 'aaaa1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Contoso' };
const daysAgo = (days: number) => new Date(BEGUN.getTime() - days * 24 * HOUR_MS - HOUR_MS);

const RECORDS: readonly WireRecord[] = [
  happened(daysAgo(20), 'theirs', { ...GONE, userPrincipalName: 'only@relecloud.example' }),
  happened(daysAgo(20), 'others', { ...STAYS, userPrincipalName: 'dana@partner.example' }),
  happened(daysAgo(15), 'by name alone', { customerName: 'Relecloud', userPrincipalName: 'dana@partner.example' }),
  happened(daysAgo(10), 'in a value', { ...STAYS, resourceNewValue: `{"CustomerId":"${GONE.customerId.toUpperCase()}"}` }),
  happened(daysAgo(0), 'today', { ...GONE }),
  happened(daysAgo(0), 'today too', { ...STAYS }),
];

async function world() {
  const kept = await keeping(redis, prefix, RECORDS);
  const storage = { redis, prefix: kept.part };
  const directory = createDirectory({ ...storage, now: () => BEGUN.getTime() });
  const results = createResultStore({ ...storage, now: () => BEGUN.getTime() });
  const history = createSearchHistory({ ...storage, now: () => BEGUN.getTime() });
  await kept.round();
  await directory.learn([aRecord({ ...GONE, userPrincipalName: 'only@relecloud.example' }), aRecord({ ...STAYS, userPrincipalName: 'dana@partner.example' })]);
  for (const [id, records, command] of [
    ['result-0000000000000001', [aRecord(GONE), aRecord(STAYS)], 'last 7d'], ['result-0000000000000002', [aRecord(STAYS)], 'customer Contoso'],
    ['result-0000000000000003', [], 'customer Relecloud'],
  ] as const) {
    const writer = results.begin(id);
    const numbers = (await writer.append(records)).filter((number) => number !== undefined);
    await writer.finish(someFacts({ id, planKey: id, command, listed: numbers.length }), numbers);
  }
  await createSavedSearches(storage).add('U0ONE', { name: 'mine', command: 'customer Relecloud' } as never);
  await history.note('U0ONE', { command: 'customer relecloud last 7d', zone: 'UTC', askedAt: BEGUN.toISOString() } as never);
  await history.note('U0ONE', { command: 'customer Contoso', zone: 'UTC', askedAt: BEGUN.toISOString() } as never);
  return { ...kept, directory, results, history, forgetting: { ...kept, ...kept.deps, memory: createCustomerMemory(storage) } };
}

const FOUND = { records: 4, days: 4, sealedDays: 3, answers: 2, searches: 2, stays: [{ what: 'saved search', name: 'mine', where: { kind: 'person', id: 'U0ONE' } }], unreadable: [], messages: 0, known: 0, directoryEntries: 2 };

describe('features/forget-customer', () => {
  it('counts what it would erase, and writes nothing', async () => {
    const { forgetting, ids, seals, results } = await world();
    const before = [await ids(), await seals.chain()];

    expect(await countCustomer(forgetting, GONE.customerId.toUpperCase())).toEqual(FOUND);
    expect([await ids(), await seals.chain()]).toEqual(before);
    expect(await results.facts('result-0000000000000001')).toBeDefined();
  });

  it('erases a customer from copy, answers, searches and directories, and nothing of others', async () => {
    const { forgetting, ids, results, history, directory } = await world();

    expect(await forgetCustomer(forgetting, GONE.customerId)).toEqual(FOUND);
    expect((await ids()).toSorted()).toEqual(['others', 'today too']);
    expect(await Promise.all(['1', '2', '3'].map(async (end) => (await results.facts(`result-000000000000000${end}`)) !== undefined))).toEqual([false, true, false]);
    expect(await results.question('result-0000000000000003')).toBeUndefined();
    expect((await history.recent('U0ONE')).map(({ command }) => command)).toEqual(['customer Contoso']);
    expect(await directory.everybody()).toEqual({ customers: [{ id: STAYS.customerId, name: 'Contoso' }], people: ['dana@partner.example'] });
    expect(await countCustomer(forgetting, GONE.customerId)).toEqual({ records: 0, days: 0, sealedDays: 0, answers: 0, searches: 0, stays: [], unreadable: [], messages: 0, known: 0, directoryEntries: 0 });
  });

  it('leaves a link for each sealed day, and the id nowhere but in what people saved', async () => {
    const { forgetting, seals, part, copy } = await world();
    const before = await seals.chain();
    await forgetCustomer(forgetting, GONE.customerId);
    const chain = await seals.chain();

    expect(chain.slice(before.length).map(({ kind, day }) => [kind, day])).toEqual([['erasure', '2026-11-01'], ['erasure', '2026-11-06'], ['erasure', '2026-11-11']]);
    expect(brokenAt(chain)).toBeUndefined();
    expect((await copy.ledger()).every(({ alteredAt }) => alteredAt === undefined)).toBe(true);
    expect(JSON.stringify(chain).toLowerCase()).not.toContain(GONE.customerId.slice(0, 13));
    for (const key of await redis.keys(`${part}:copy:*`)) expect(key).not.toContain(GONE.customerId);
  });

  it('does not take the records back from the log, but takes new ones of the same customer', async () => {
    const { forgetting, ids, fed, stand, pass, passDays, round } = await world();
    pass(MINUTE_MS);
    await forgetCustomer(forgetting, GONE.customerId);
    pass(5 * MINUTE_MS);
    stand.addRecords([happened(new Date(BEGUN.getTime() + 5 * MINUTE_MS), 'new', { ...GONE })]);
    await round();
    passDays(8);
    for (let rounds = 0; rounds < 90; rounds += 1) await round();

    expect((await ids()).toSorted()).toEqual(['new', 'others', 'today too']);
    expect(await fed()).toEqual([['news', 'new']]);
  });

  it('gives no number of an erased record to another, so that the feed never shows a wrong one', async () => {
    const { forgetting, stand, pass, round, feed, copy } = await world();
    pass(5 * MINUTE_MS);
    const news = happened(new Date(BEGUN.getTime() + MINUTE_MS), 'told', { ...GONE });
    stand.addRecords([news]);
    await round();
    await forgetCustomer(forgetting, GONE.customerId);
    pass(5 * MINUTE_MS);
    stand.addRecords([happened(new Date(BEGUN.getTime() + 9 * MINUTE_MS), 'next', { ...STAYS })]);
    await round();
    const rows = await feed.rows(await feed.after(0, 10));

    expect(rows.map(({ entry, row }) => [entry.number, row.record.id])).toEqual([[2, 'next']]);
    expect((await copy.read('2026-11-21')).rows.map(({ number }) => number)).toEqual([1, 3]);
  });

  it('finds nothing of a customer that was never seen', async () => {
    const { forgetting } = await world();

    expect(await countCustomer(forgetting, randomUUID())).toMatchObject({ records: 0, answers: 0, searches: 0, stays: [], directoryEntries: 0 });
  });
});
