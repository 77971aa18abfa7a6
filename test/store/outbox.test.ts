import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/features/rule-ports.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { testConnection } from '../support/connection.ts';
import { testRedis } from '../support/redis.ts';

const { redis } = testConnection();
const NOW = new Date('2026-11-20T10:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

function delivery(key: string, facts: Partial<Delivery> = {}): Delivery {
  return { key, ruleId: 'r1', place: { kind: 'channel', id: 'COPS' }, message: { kind: 'notice', text: `Text of ${key} <!channel> 雪` }, dueAt: NOW.toISOString(), ...facts };
}

function outboxes(count: number) {
  const { prefix } = testRedis();
  return { prefix, all: Array.from({ length: count }, () => createOutbox({ redis, prefix })) };
}

describe('store/outbox', () => {
  it('takes a key once, whoever puts it in, with all that follows it', async () => {
    const { all } = outboxes(2);
    const [one] = all;

    const taken = await Promise.all(all.map(async (outbox) => outbox.put(delivery('a'), NOW, [{ delivery: delivery('a:0'), notBefore: later(1_000) }])));

    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await one?.claim(later(1), 60_000))?.delivery).toEqual(delivery('a'));
    expect(await one?.claim(later(1), 60_000)).toBeUndefined();
    expect((await one?.claim(later(1_000), 60_000))?.delivery.key).toBe('a:0');
  });

  it('gives a delivery to one of many workers, and to another when that one says nothing', async () => {
    const { all } = outboxes(8);
    await all[0]?.put(delivery('a'), NOW);

    const claims = await Promise.all(all.map((outbox) => outbox.claim(NOW, 60_000)));
    const after = await all[0]?.claim(later(60_000), 60_000);

    expect(claims.filter((claim) => claim !== undefined)).toMatchObject([{ isAbandoned: false, state: { attempts: 0 } }]);
    expect(after).toMatchObject({ isAbandoned: true });
  });

  it('keeps a delivery waiting until it is due again', async () => {
    const { all: [outbox] } = outboxes(1);
    await outbox?.put(delivery('a'), NOW);
    await outbox?.claim(NOW, 60_000);

    await outbox?.settle('a', { kind: 'waiting', attempts: 1, nextAt: later(5_000).toISOString(), mayBeRepeat: true });

    expect(await outbox?.claim(later(4_999), 60_000)).toBeUndefined();
    expect(await outbox?.claim(later(5_000), 60_000)).toMatchObject({ isAbandoned: false, state: { attempts: 1, mayBeRepeat: true } });
  });

  it('forgets what was delivered but never its key, and lets nobody undo it', async () => {
    const { prefix, all: [outbox] } = outboxes(1);
    await outbox?.put(delivery('a', { onceTaken: { cursor: 7 } }), NOW);
    const state = { kind: 'delivered', at: NOW.toISOString(), channel: 'COPS', ts: '1.0' } as const;

    await outbox?.settle('a', state);
    await outbox?.settle('a', { kind: 'waiting', attempts: 9, nextAt: NOW.toISOString(), mayBeRepeat: false });

    expect(await outbox?.find('a')).toEqual({ state, onceTaken: { cursor: 7 } });
    expect(await outbox?.put(delivery('a'), NOW)).toBe(false);
    expect(await outbox?.claim(later(999_999), 60_000)).toBeUndefined();
    expect(await redis.hkeys(`${prefix}:outbox:row:a`)).not.toContain('delivery');
    expect(await redis.ttl(`${prefix}:outbox:row:a`)).toBeGreaterThan(30 * 86_400);
  });

  it('remembers what is posted in place of an unconfirmed one: what asked first', async () => {
    const { prefix, all: [outbox] } = outboxes(1);
    await outbox?.put(delivery('a'), NOW);
    const state = { kind: 'unconfirmed', at: NOW.toISOString() } as const;
    await outbox?.settle('a', state);

    const asked = [await outbox?.replaceBy('a', 'b'), await outbox?.replaceBy('a', 'c'), await outbox?.replaceBy('forgotten', 'b')];

    expect(asked).toEqual(['b', 'b', undefined]);
    expect(await outbox?.find('a')).toEqual({ state, onceTaken: {}, replacedBy: 'b' });
    expect(await redis.exists(`${prefix}:outbox:row:forgotten`)).toBe(0);
  });

  it('lets one of several take the place of a replacement that was never posted', async () => {
    const { all } = outboxes(2);
    const [outbox] = all;
    await outbox?.put(delivery('a'), NOW);
    await outbox?.replaceBy('a', 'b');

    const asked = await Promise.all(all.map((one, number) => one.replaceBy('a', `c${number}`, 'b')));

    expect(new Set(asked).size).toBe(1);
    expect(asked[0]).toMatch(/^c[01]$/);
    expect(await outbox?.replaceBy('a', 'd', 'b')).toBe(asked[0]);
  });

  it('goes on where somebody deleted a row', async () => {
    const { prefix, all: [outbox] } = outboxes(1);
    await outbox?.put(delivery('a'), NOW);
    await redis.del(`${prefix}:outbox:row:a`);

    expect(await outbox?.claim(NOW, 60_000)).toBeUndefined();
    expect(await outbox?.put(delivery('a'), NOW)).toBe(true);
  });
});
