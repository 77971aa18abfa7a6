import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aRecord } from '../support/records.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores } from '../support/copies.ts';
import { sealDay } from '../../src/audit/seal.ts';

const { redis, prefix } = testConnection();
const GUID = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';

describe('store/seals and store/erased-customers', () => {
  it('takes one link for each place, in their order', async () => {
    const { seals } = copyStores(redis, `${prefix}:${randomUUID()}`);
    const links = ['2026-11-01', '2026-11-02'].map((day) => sealDay([], { kind: 'day', day, sha256: day, sealedAt: '' }));

    const taken = await Promise.all(links.map((link) => seals.add(link, 0)));
    const [first] = links;
    const second = first && sealDay([first], { kind: 'day', day: '2026-11-02', sha256: '', sealedAt: '' });

    expect(taken).toEqual([true, false]);
    expect(second && await seals.add(second, 1)).toBe(true);
    expect(await seals.chain()).toEqual([first, second]);
  });

  it('knows the records of an erased customer up to the erasure, by id or anywhere in their text', async () => {
    const part = `${prefix}:${randomUUID()}`;
    const { erased } = copyStores(redis, part);
    expect((await erased.test())(aRecord({ customerId: GUID }))).toBe(false);
    await erased.note({ customerId: GUID.toUpperCase(), names: ['Relecloud'] }, new Date('2026-11-20T12:00:00Z'));

    const isErased = await erased.test();

    expect(isErased(aRecord({ customerId: GUID, operationDate: '2026-11-20T12:00:00.0000000Z' }))).toBe(true);
    expect(isErased(aRecord({ resourceNewValue: `{"CustomerId":"${GUID}"}`, operationDate: '2026-11-01T12:00:00.0000000Z' }))).toBe(true);
    expect(isErased(aRecord({ customerName: 'Relecloud', operationDate: '2026-11-01T12:00:00.0000000Z' }))).toBe(true);
    expect(isErased(aRecord({ customerName: 'Relecloud', customerId: randomUUID(), operationDate: '2026-11-01T12:00:00.0000000Z' }))).toBe(false);
    expect(isErased(aRecord({ customerId: GUID, operationDate: '2026-11-20T12:00:00.0000001Z' }))).toBe(false);
    expect(isErased(aRecord({ customerId: randomUUID(), operationDate: '2026-11-01T12:00:00.0000000Z' }))).toBe(false);
    expect(JSON.stringify(await redis.zrange(`${part}:copy:erased`, '0', '-1'))).not.toContain(GUID.slice(0, 8));
  });

  it('forgets erased customers when the log can no longer give them back', async () => {
    const { erased } = copyStores(redis, `${prefix}:${randomUUID()}`);
    await erased.note({ customerId: GUID, names: [] }, new Date('2026-01-01T00:00:00Z'));
    await erased.note({ customerId: randomUUID(), names: [] }, new Date('2026-06-01T00:00:00Z'));

    expect((await erased.test())(aRecord({ customerId: GUID, operationDate: '2025-12-01T00:00:00.0000000Z' }))).toBe(false);
  });
});
