/** Days of the copy by their columns, and answers that refer to their rows, while the days change. */
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/audit/day-columns.ts';
import { dayChecksum } from '../../src/audit/seal.ts';
import type { DayChange } from '../../src/features/copy-ports.ts';
import type { Vault } from '../../src/features/vault-port.ts';
import { createCopy } from '../../src/store/copy.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { unpackBytes } from '../../src/store/packing.ts';
import { createResultStore } from '../../src/store/results.ts';
import { createVault, OPEN_VAULT } from '../../src/store/vault.ts';
import { testConnection } from '../support/connection.ts';
import { firstChange } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const { redis, prefix } = testConnection();
const DAY = '2026-11-10';
const GONE = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
/** Two chunks; every hundredth is of the customer that goes. */
const RECORDS = Array.from({ length: 300 }, (_, at) => aRecord({ id: `r-${at}`, operationDate: `${DAY}T10:00:00.${String(at).padStart(7, '0')}Z`, operationStatus: 'progress', ...(at % 100 === 0 && GONE) }));

async function world(vault: Vault = OPEN_VAULT) {
  const storage = { redis, prefix: `${prefix}:${randomUUID()}`, vault };
  const [copy, results, memory] = [createCopy(storage), createResultStore({ ...storage, now: Date.now }), createCustomerMemory(storage)];
  await copy.write(firstChange(DAY, RECORDS));
  return {
    copy, results, memory, key: `${storage.prefix}:copy:day:${DAY}`, part: storage.prefix,
    /** An answer that refers to rows of the day, as it stands now. */
    async refer(rows: readonly number[]): Promise<string> {
      const id = randomUUID();
      const writer = results.begin(id);
      const held = await copy.columns(DAY);
      const first = held ? writer.refer?.(held.place) ?? NaN : NaN;
      await writer.finish(someFacts({ id, planKey: id, listed: rows.length }), rows.map((row) => first + row));
      return id;
    },
    states: async (id: string) => (await results.records(id, 0, 10))?.map(({ id: own, operationStatus }) => `${own} ${operationStatus}`),
    /** Writes rows anew with another state, or takes some away. */
    async change(change: { readonly status?: string; readonly rows: readonly number[] }): Promise<void> {
      const { rows, version, facts } = await copy.read(DAY);
      if (!facts) throw new Error('there is no such day');
      const { status } = change;
      const touched = new Set(change.rows);
      const changed: DayChange['rows'] = status === undefined
        ? rows.filter(({ number }) => !touched.has(number))
        : rows.map((row) => (touched.has(row.number) ? { ...row, record: { ...row.record, operationStatus: status } } : row));
      await copy.write({ version, rows: changed, touched, facts: { ...facts, records: changed.length, sha256: dayChecksum(changed) }, feed: [] });
    },
  };
}

describe('store/copy-columns', () => {
  it('gives the columns of a settled day as they were made of its rows, sealed or not', async () => {
    for (const vault of [OPEN_VAULT, createVault(randomBytes(32))]) {
      const { copy } = await world(vault);

      const held = await copy.columns(DAY);

      expect(held?.columns).toEqual(columnsOf((await copy.read(DAY)).rows));
      expect(held?.place).toMatchObject({ day: DAY, version: 1, rows: 300 });
      expect(await copy.columnsAgree(await copy.read(DAY))).toBe(true);
    }
  });

  it('keeps none of a day that is not settled, and none that are older than its rows', async () => {
    const { copy, change } = await world();
    const young = firstChange('2026-11-20', RECORDS);
    await copy.write({ ...young, facts: { ...young.facts, readAt: '2026-11-21T10:00:00.000Z' } });
    await change({ status: 'failed', rows: [7, 299] });

    expect(await copy.columns('2026-11-20')).toBeUndefined();
    expect((await copy.columns(DAY))?.columns).toEqual(columnsOf((await copy.read(DAY)).rows));
    expect((await copy.columns(DAY))?.columns.fields.operationStatus.texts).toEqual(['failed', 'progress']);
  });

  it.each<[string, (key: string) => Promise<unknown>]>([
    ['has none, as days have that were written before there were columns', (key) => redis.hdel(key, 'columns')],
    ['lost a chunk', (key) => redis.hdel(key, 'chunk:1')],
    ['has a chunk that was cut', async (key) => redis.hset(key, 'chunk:1', (await redis.hgetBuffer(key, 'chunk:1'))?.subarray(1) ?? '')],
    ['has broken columns', async (key) => redis.hset(key, 'columns', (await redis.hgetBuffer(key, 'columns'))?.fill(0, 30) ?? '')],
  ])('gives none of a day that %s', async (_name, spoil) => {
    const { copy, key } = await world();
    await spoil(key);

    expect(await copy.columns(DAY)).toBeUndefined();
  });

  it('sees columns of other rows, which somebody put there', async () => {
    const { copy, key, part } = await world();
    const other = '2026-11-11';
    // The same checksum is claimed for other rows.
    const { facts } = firstChange(DAY, RECORDS);
    await copy.write({ ...firstChange(other, RECORDS.with(5, aRecord({ id: 'forged' }))), facts: { ...facts, day: other } });
    await redis.hset(key, 'columns', await redis.hgetBuffer(`${part}:copy:day:${other}`, 'columns') ?? '');

    expect(await copy.columnsAgree(await copy.read(DAY))).toBe(false);
  });

  it('compares columns with the rows that were read, and with none that were written anew since', async () => {
    const { copy, change } = await world();
    const held = await copy.read(DAY);
    const fewer = { ...held, rows: held.rows.slice(1) };

    expect(await copy.columnsAgree(fewer)).toBe(false);
    await change({ status: 'failed', rows: [7] });
    expect(await copy.columnsAgree(fewer)).toBe(true);
  });
});

describe('store/referred-rows', () => {
  it('reads the rows that an answer refers to, and keeps none of them with it', async () => {
    const { refer, states, part } = await world();

    const id = await refer([299, 0, 256, 7]);

    expect(await states(id)).toEqual(['r-299 progress', 'r-0 progress', 'r-256 progress', 'r-7 progress']);
    expect(await redis.exists(`${part}:result:${id}:chunk:0`)).toBe(0);
  });

  it('mixes rows that are referred to with records that are kept', async () => {
    const { results, copy } = await world();
    const writer = results.begin('mixed');
    const [kept] = await writer.append([aRecord({ id: 'kept' })]);
    const held = await copy.columns(DAY);
    const first = held ? writer.refer?.(held.place) ?? NaN : NaN;
    await writer.finish(someFacts({ id: 'mixed', listed: 3 }), [first + 3, kept ?? NaN, first + 1]);

    expect((await results.records('mixed', 0, 3))?.map(({ id }) => id)).toEqual(['r-3', 'kept', 'r-1']);
  });

  it.each([['in clear', OPEN_VAULT], ['sealed', createVault(randomBytes(32))]])('shows each answer what it was made of, however often a day is corrected, %s', async (_name, vault) => {
    const { refer, states, change } = await world(vault);
    const first = await refer([7, 299]);
    await change({ status: 'failed', rows: [7] });
    const second = await refer([7, 299]);
    await change({ status: 'succeeded', rows: [7, 299] });
    const third = await refer([7, 299]);

    expect([await states(first), await states(second), await states(third)]).toEqual([
      ['r-7 progress', 'r-299 progress'], ['r-7 failed', 'r-299 progress'], ['r-7 succeeded', 'r-299 succeeded'],
    ]);
  });

  it('holds former chunks no longer than answers live, and none of days that are not settled', async () => {
    const { part, change, copy } = await world();
    await change({ status: 'failed', rows: [7] });
    const young = firstChange('2026-11-20', RECORDS);
    const facts = { ...young.facts, readAt: '2026-11-21T10:00:00.000Z' };
    await copy.write({ ...young, facts });
    await copy.write({ ...young, version: 1, facts });

    expect(await redis.hkeys(`${part}:copy:former:${DAY}`)).toEqual(['chunk:0 2']);
    expect(await redis.ttl(`${part}:copy:former:${DAY}`)).toBeGreaterThan(24 * 60 * 60);
    expect(await redis.ttl(`${part}:copy:former:${DAY}`)).toBeLessThanOrEqual(25 * 60 * 60);
    expect(await redis.exists(`${part}:copy:former:2026-11-20`)).toBe(0);
  });

  it('ends an answer whose rows were erased, also where they stood in a former chunk; others stay as they are', async () => {
    const { part, refer, states, change } = await world();
    const [theirs, others] = [await refer([100]), await refer([299])];
    await change({ status: 'failed', rows: [100, 7] });
    const [later, corrected] = [await refer([100, 7]), await refer([7])];
    await change({ rows: [0, 100, 200] });
    const former = await redis.hgetallBuffer(`${part}:copy:former:${DAY}`);

    expect([await states(theirs), await states(later)]).toEqual([undefined, undefined]);
    expect([await states(others), await states(corrected)]).toEqual([['r-299 progress'], ['r-7 failed']]);
    expect(Object.values(former).map((bytes) => (bytes.length > 0 ? unpackBytes(bytes).toString() : '')).join('')).not.toContain('Relecloud');
  });

  it('ends an answer whose day was removed, and does not take a day for it that is read again', async () => {
    const { copy, refer, states } = await world();
    const id = await refer([7]);
    await copy.remove(DAY);
    const whenGone = await states(id);
    const again = firstChange(DAY, RECORDS.toReversed());
    await copy.write({ ...again, facts: { ...again.facts, firstReadAt: '2026-11-15T00:00:00.000Z' } });

    expect([whenGone, await states(id)]).toEqual([undefined, undefined]);
  });

  it('finds answers that refer to a customer before and after its rows are erased, and no others', async () => {
    const { refer, states, change, memory } = await world();
    const [, theirs, others] = [await refer([1]), await refer([1, 200]), await refer([2, 299])];
    const traces = { customerId: GONE.customerId, names: ['Relecloud'], people: [], things: [] };

    const counted = [await memory.count(traces)];
    await change({ rows: [0, 100, 200] });
    counted.push(await memory.count(traces), await memory.erase(traces), await memory.count(traces));

    expect(counted.map(({ answers }) => answers)).toEqual([1, 1, 1, 0]);
    expect([await states(theirs), await states(others)]).toEqual([undefined, ['r-2 progress', 'r-299 progress']]);
  });
});
