/** What was erased stays away whatever is asked, also where the log still has it and the copy is not asked. */
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryFreshness, memoryResults } from '../../sandbox/memory.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { DAY_MS, MINUTE_MS } from '../../src/audit/dates.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { lookUpRecord } from '../../src/features/find-record.ts';
import { forgetCustomer } from '../../src/features/forget-customer.ts';
import { createCopiedSource } from '../../src/features/read-copy.ts';
import { findAnswer } from '../../src/features/run-search.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { createErasedCustomers } from '../../src/store/erased-customers.ts';
import { sourceAt } from '../partner-center/loopback.ts';
import { testConnection } from '../support/connection.ts';
import { BEGUN, happened, keeping } from '../support/keeping.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
const GONE = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
const STAYS = { customerId: 'aaaa1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Contoso' };
const HOUR = DAY_MS / 24;

/** Two records of each customer on every day, one of them late in the evening. */
const LOG: readonly WireRecord[] = Array.from({ length: 20 }, (_, back) => new Date(Date.parse('2026-11-21T00:00:00Z') - back * DAY_MS)).flatMap((day) => [2, ...(day < new Date('2026-11-21T00:00:00Z') ? [20] : [])].flatMap((hour) =>
  [GONE, STAYS].map((customer) => happened(new Date(day.getTime() + hour * HOUR), `${customer.customerName} ${day.toISOString().slice(0, 10)} ${hour}`, customer))));

async function world() {
  const kept = await keeping(redis, prefix, LOG, { everyMs: 600_000 });
  await kept.round();
  const { log, clock } = kept.deps;
  const erased = createErasedCustomers({ redis, prefix: kept.part });
  const source = createCopiedSource({ source: sourceAt(kept.stand.url, { clock }), copy: kept.copy, erased, clock, log });
  return {
    kept, erased,
    forget: () => forgetCustomer({ ...kept, ...kept.deps, memory: createCustomerMemory({ redis, prefix: kept.part }) }, GONE.customerId),
    async ask(from: Date, to: Date, customer?: typeof GONE) {
      const results = memoryResults();
      const facts = await findAnswer({
        source, copy: kept.copy, results, directory: memoryDirectory(), freshness: memoryFreshness(), clock, log, newResultId: randomUUID, hash: (text) => createHash('sha256').update(text).digest('hex'),
      }, {
        command: 'x', zone: 'UTC', filter: { ...EVERYTHING, customers: customer ? [{ kind: 'id', id: customer.customerId }] : [] }, from: from.toISOString(), to: to.toISOString(), clamped: false, correlationId: randomUUID(),
      }, AbortSignal.timeout(60_000));
      const records = await results.records(facts.id, 0, facts.listed) ?? [];
      return { ids: records.map(({ id = '' }) => id), total: facts.summary.total, recordsRead: facts.recordsRead };
    },
  };
}

describe('features/read-copy: erased customers', () => {
  it('shows nothing of them from before the erasure, whatever span is asked, and counts what it lists', { timeout: 60_000 }, async () => {
    const { ask, forget, kept } = await world();
    kept.pass(MINUTE_MS);
    await forget();
    for (let back = 0; back < 12; back += 1) {
      const from = new Date(Date.parse('2026-11-21T00:00:00Z') - back * DAY_MS);
      const [theirs, all] = [await ask(from, BEGUN, GONE), await ask(from, BEGUN)];

      expect([back, theirs]).toEqual([back, { ids: [], total: 0, recordsRead: 0 }]);
      expect([back, all.ids.filter((id) => id.startsWith('Relecloud')), all.total]).toEqual([back, [], 1 + 2 * back]);
      // Both records of the others come with the one day more that is asked for.
      expect([0, 2]).toContain(all.recordsRead - all.total);
    }
  });

  it('counts as many records as it lists where the log has more of a settled day than the copy', async () => {
    const { ask, kept } = await world();
    kept.stand.addRecords([happened(new Date('2026-11-18T12:00:00Z'), 'found late', STAYS)]);
    const [alone, longer] = [await ask(new Date('2026-11-18T00:00:00Z'), new Date('2026-11-19T00:00:00Z')), await ask(new Date('2026-11-18T00:00:00Z'), BEGUN)];

    expect([alone.ids, longer.ids].map((ids) => ids.includes('found late'))).toEqual([false, false]);
    expect(longer.recordsRead).toBe(longer.total);
  });

  it.each([
    ['what it counts itself', ['c', 'd'], 1],
    ['what is counted elsewhere too', ['a', 'c'], 2],
  ])('counts what is left of a page whose first records come again, where of these it drops %s', async (_, dropped, counted) => {
    const { kept } = await world();
    const records = ['a', 'b', 'c', 'd', 'e'].map((id) => aRecord({ id, operationDate: '2026-11-20T10:00:00.0000000Z' }));
    const window = { first: '2026-11-20', last: '2026-11-20' };
    const source = createCopiedSource({
      ...kept.deps, copy: kept.copy, erased: { test: async () => ({ id = '' }) => dropped.includes(id) },
      source: { async *pages() { yield { window, records, unreadable: 0, repeats: 2 }; } },
    });
    let read = 0;
    for await (const page of source.pages({ windows: [window] }, { correlationId: 'c', signal: AbortSignal.timeout(10_000) })) read += page.records.length - page.repeats;

    expect(read).toBe(counted);
  });

  it('shows what they do after it', async () => {
    const { ask, forget, kept } = await world();
    kept.pass(MINUTE_MS);
    await forget();
    kept.pass(MINUTE_MS);
    kept.stand.addRecords([happened(new Date(BEGUN.getTime() + 90_000), 'new', GONE)]);

    expect(await ask(new Date('2026-11-10T00:00:00Z'), new Date(BEGUN.getTime() + 2 * MINUTE_MS), GONE)).toMatchObject({ ids: ['new'], total: 1 });
  });

  it('says of a single record of theirs why it is not shown', async () => {
    const { erased, forget, kept } = await world();
    kept.pass(MINUTE_MS);
    await forget();
    const find = (id: string, customer: typeof GONE) => lookUpRecord(
      { lookup: { find: async () => aRecord({ id, ...customer, operationDate: '2026-11-18T20:00:00.0000000Z' }) }, clock: kept.deps.clock, erased }, { id, zone: 'UTC', correlationId: 'c' }, AbortSignal.timeout(10_000));

    expect(await find('theirs', GONE)).toMatchObject({ kind: 'notice', text: expect.stringMatching(/was erased here .* Partner Center still holds it\.$/) });
    expect((await find('others', STAYS)).kind).toBe('one-record');
  });
});
