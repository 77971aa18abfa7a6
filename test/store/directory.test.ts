import { describe, expect, it } from 'vitest';
import { createDirectory, directoryBooks } from '../../src/store/directory.ts';
import { OPEN_VAULT } from '../../src/store/vault.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
let time = Date.parse('2026-11-21T10:00:00Z');
const now = (): number => time;
const FABRIKAM = { customerId: 'AAAA1111-0000-4000-8000-000000000001', customerName: 'Fabrikam Inc' };
const HOMES = { customerId: 'aaaa1111-0000-4000-8000-000000000002', customerName: 'Fabrikam Residences' };

const bob = (operationDate: string, facts = {}) => aRecord({ userPrincipalName: 'bob@partner.example', operationDate, ...facts });

/** The same connection; it notes each hash that is read whole. */
function noting(read: string[]): typeof redis {
  return new Proxy(redis, {
    get: (target, name) => (name === 'hgetall' ? (key: string) => target.hgetall((read.push(key), key)) : Reflect.get(target, name, target) as unknown),
  });
}

describe('store/directory', () => {
  it('knows when somebody was first seen, in whatever order pages are read, letter case ignored', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:first` });
    await directory.learn([bob('2026-11-19T10:00:00.1234567Z'), bob('2026-11-20T10:00:00.0000000Z')]);
    await directory.learn([bob('2026-11-20T11:00:00.0000000Z', { userPrincipalName: 'BOB@partner.example' }), aRecord({ applicationId: 'app', operationDate: '2026-11-18T10:00:00.0000000Z' })]);

    expect((await directory.firstSeen(['Bob@partner.example', 'nobody@partner.example', 'app'])).first).toEqual(['2026-11-19T10:00:00.1230000Z', undefined, '2026-11-18T10:00:00.0000000Z']);
    expect((await directory.firstSeen([])).first).toEqual([]);
  });

  it('counts the days up to the latest reading that are known without a gap, however long ago today was read', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:held` });
    const held = async () => (await directory.firstSeen([])).daysHeld;

    expect(await held()).toBe(0);
    await directory.coverDays([{ first: '2026-11-10', last: '2026-11-20' }], '2026-11-21T09:00:00.000Z');
    expect(await held()).toBe(11);
    await directory.coverDays([{ first: '2026-11-21', last: '2026-11-21' }], '2026-11-21T00:10:00.000Z');
    expect(await held()).toBe(12);
    await directory.coverDays([{ first: '2026-10-01', last: '2026-11-08' }], '2026-11-21T09:00:00.000Z');
    expect(await held()).toBe(12);
  });

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

  it('reads all names once for everybody, and again only when somebody came, was renamed or was forgotten', async () => {
    const read: string[] = [];
    const [mine, other] = [createDirectory({ redis: noting(read), now, prefix: `${prefix}:once` }), createDirectory({ redis, now, prefix: `${prefix}:once` })];
    const books = directoryBooks({ redis, prefix: `${prefix}:once`, vault: OPEN_VAULT });
    const namesOf = async () => (await mine.everybody()).customers.map(({ name }) => name);
    await other.learn([aRecord(FABRIKAM)]);

    await Promise.all(Array.from({ length: 20 }, () => mine.everybody()));
    expect(await mine.everybody()).toBe(await mine.everybody());
    await mine.customersNamed('fabri');
    expect(read).toHaveLength(2);
    await other.learn([aRecord({ ...FABRIKAM, operationDate: '2026-11-21T09:59:00.0000000Z' })]);
    await mine.everybody();
    expect(read).toHaveLength(2);
    await other.learn([aRecord(HOMES)]);
    expect(await namesOf()).toEqual(['Fabrikam Inc', 'Fabrikam Residences']);
    await other.learn([aRecord({ ...HOMES, customerName: 'Homes', operationDate: '2026-11-21T09:59:30.0000000Z' })]);
    expect(await namesOf()).toEqual(['Fabrikam Inc', 'Homes']);
    await books.customers.forget([HOMES.customerId]);
    expect(await namesOf()).toEqual(['Fabrikam Inc']);
  });

  it('finds a customer whose name holds other quotes, spaces and signs than people type', async () => {
    const directory = createDirectory({ redis, now, prefix: `${prefix}:signs` });
    await directory.learn([aRecord({ ...FABRIKAM, customerName: 'O’Neill\u00a0Ltd' })]);

    expect(await directory.customersNamed("o'neill ltd")).toEqual([{ id: FABRIKAM.customerId.toLowerCase(), name: 'O’Neill\u00a0Ltd' }]);
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
