import { describe, expect, it } from 'vitest';
import { createDirectory } from '../../src/store/directory.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
let time = Date.parse('2026-11-21T10:00:00Z');
const now = (): number => time;
const FABRIKAM = { customerId: 'AAAA1111-0000-4000-8000-000000000001', customerName: 'Fabrikam Inc' };
const HOMES = { customerId: 'aaaa1111-0000-4000-8000-000000000002', customerName: 'Fabrikam Residences' };

describe('store/directory', () => {
  it('finds customers by a part of their name, letter case ignored, the shortest name first', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:names` });
    await directory.learn([aRecord(HOMES), aRecord(FABRIKAM), aRecord({})]);

    expect(await directory.customersNamed('FABRI')).toEqual([
      { id: FABRIKAM.customerId.toLowerCase(), name: 'Fabrikam Inc' },
      { id: HOMES.customerId, name: 'Fabrikam Residences' },
    ]);
    expect(await directory.customersNamed('contoso')).toEqual([]);
  });

  it('keeps the newest name of a customer, in whatever order pages are read', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:renamed` });
    await directory.learn([aRecord({ ...FABRIKAM, customerName: 'Fabrikam Group', operationDate: '2026-11-20T00:00:00.0000000Z' })]);
    await directory.learn([aRecord({ ...FABRIKAM, operationDate: '2026-09-01T00:00:00.0000000Z' })]);

    expect(await directory.customersNamed('fabrikam')).toEqual([{ id: FABRIKAM.customerId.toLowerCase(), name: 'Fabrikam Group' }]);
  });

  it('keeps names out of the keys, where traces would show them', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:keys` });
    await directory.learn([aRecord({ ...FABRIKAM, userPrincipalName: 'alice@partner.example' })]);

    expect((await redis.keys(`${prefix}:keys:*`)).join(' ')).not.toMatch(/fabrikam|alice/i);
  });

  it('stores of a person the sign-in name and when it was seen, and nothing of a customer', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:people` });
    await directory.learn([aRecord({ ...FABRIKAM, userPrincipalName: 'Alice@partner.example' })]);

    expect(await redis.hgetall(`${prefix}:people:directory:people`)).toEqual({ 'alice@partner.example': `${aRecord().operationDate} Alice@partner.example` });
  });

  it('knows a day for good once it was read after its end, and today for a few minutes', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:days` });
    await directory.coverDays([{ first: '2026-11-18', last: '2026-11-21' }], '2026-11-21T10:00:00.000Z');

    expect(await directory.knowsDays([{ first: '2026-11-19', last: '2026-11-21' }])).toBe(true);
    expect(await directory.knowsDays([{ first: '2026-11-17', last: '2026-11-18' }])).toBe(false);
    time += 6 * 60_000;
    expect(await directory.knowsDays([{ first: '2026-11-19', last: '2026-11-21' }])).toBe(false);
    expect(await directory.knowsDays([{ first: '2026-11-18', last: '2026-11-20' }])).toBe(true);
  });
});
