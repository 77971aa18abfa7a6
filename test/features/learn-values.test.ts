import { describe, expect, it } from 'vitest';
import type { Redis } from 'ioredis';
import { addDays } from '../../src/audit/dates.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { daysHeld, learnHistory, learnNews, type LearnDeps } from '../../src/features/learn-values.ts';
import { createKnownValues } from '../../src/store/known-values.ts';
import { copyStores, firstChange } from '../support/copies.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
const BEGUN = new Date('2026-11-21T10:00:00Z');
const LIVE = new AbortController().signal;
const on = (day: string, facts: Partial<AuditRecord> = {}): AuditRecord => aRecord({ operationDate: `${day}T09:00:00.0000000Z`, userPrincipalName: 'alice@partner.example', ...facts });

/** A copy that began with these days of history, and a way to bring news. */
async function copyWith(redisOf: Redis, part: string, days: number, recordsOf: (day: string) => readonly AuditRecord[]) {
  const stores = copyStores(redisOf, `${prefix}:${part}`);
  const deps: LearnDeps = { ...stores, known: createKnownValues({ redis: redisOf, prefix: `${prefix}:${part}` }), clock: () => BEGUN };
  await stores.copy.begunAt(BEGUN);
  for (let back = 1; back <= days; back += 1) {
    const day = addDays('2026-11-21', -back);
    const change = firstChange(day, recordsOf(day));
    // History is what the first reading of a day brought.
    await stores.copy.write({ ...change, facts: { ...change.facts, firstReadAt: change.rows[0]?.seenAt ?? change.facts.firstReadAt } });
  }
  return {
    deps,
    async learnAll() {
      for (let round = 0; round < 5; round += 1) await learnHistory(deps, LIVE);
      await learnNews(deps, LIVE);
    },
    async bring(records: readonly AuditRecord[]) {
      await stores.copy.write(firstChange('2026-11-21', records, { feed: records.map((_record, row) => ({ row, kind: 'news' })) }));
    },
    /** What the news told as it came in, by number. */
    novelties: async (count: number) => Object.fromEntries(await deps.known.novelties(Array.from({ length: count }, (_, index) => index + 1))),
  };
}

const nothing = (): readonly AuditRecord[] => [];

describe('features/learn-values', () => {
  it('says what is seen for the first time once 30 days are held, letter case aside, and only once', async () => {
    const copy = await copyWith(redis, 'first', 30, (day) => (day === '2026-11-02' ? [on(day, { userPrincipalName: 'bob@partner.example', applicationId: 'other' })] : []));
    await copy.learnAll();
    await copy.bring([on('2026-11-21', { id: 'a', applicationId: 'App' }), on('2026-11-21', { id: 'b', userPrincipalName: 'ALICE@partner.example', applicationId: 'new' }), on('2026-11-21', { id: 'c', userPrincipalName: 'bob@partner.example', applicationId: 'Other' })]);
    await Promise.all([learnNews(copy.deps, LIVE), learnNews(copy.deps, LIVE)]);

    expect(await copy.novelties(3)).toEqual({ 1: { first: ['user', 'app'] }, 2: { first: ['app'] } });
  });

  it('learns all that is held in one round', async () => {
    const copy = await copyWith(redis, 'one round', 31, nothing);
    await learnHistory(copy.deps, LIVE);

    expect(await daysHeld(copy.deps)).toBe(31);
  });

  it('stays silent while fewer days are held, and does not make up for it', async () => {
    const copy = await copyWith(redis, 'silent', 29, nothing);
    await copy.learnAll();
    await copy.bring([on('2026-11-21', { id: 'a' })]);
    await learnNews(copy.deps, LIVE);

    expect(await copy.novelties(1)).toEqual({});
  });

  it('knows how many seats there were, from an order and from changes, each as it stood before', async () => {
    const seats = (quantity: number, id: string) => on('2026-11-21', {
      id, operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: JSON.stringify({ Id: 'sub-1', Quantity: quantity }),
      operationDate: `2026-11-21T09:00:0${id}.0000000Z`,
    });
    const copy = await copyWith(redis, 'seats', 1, nothing);
    await copy.learnAll();
    await copy.bring([
      on('2026-11-21', { id: '0', resourceNewValue: JSON.stringify({ Id: 'order-1', LineItems: [{ SubscriptionId: 'SUB-1', Quantity: 10, OfferId: 'x' }] }) }), seats(25, '1'), seats(100, '2'),
    ]);
    await learnNews(copy.deps, LIVE);

    expect(await copy.novelties(3)).toEqual({ 2: { first: [], earlier: { quantity: 10 } }, 3: { first: [], earlier: { quantity: 25 } } });
  });
});
