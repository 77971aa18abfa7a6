import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createResponseUrlUses } from '../../src/store/response-url-uses.ts';
import { testRedis } from '../support/redis.ts';

const URL_A = 'https://hooks.slack.com/commands/T0/1/secret-a';
const URL_B = 'https://hooks.slack.com/commands/T0/2/secret-b';

function connect() {
  const { url, prefix } = testRedis();
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return { redis, prefix };
}

describe('store/response-url-uses', () => {
  it('gives five uses, however many ask at once', async () => {
    const { redis, prefix } = connect();
    const uses = createResponseUrlUses({ redis, prefix });

    const taken = await Promise.all(Array.from({ length: 12 }, () => uses.take(URL_A)));

    expect(new Set(taken)).toEqual(new Set([1, 2, 3, 4, 5, undefined]));
    expect(taken.filter((use) => use !== undefined)).toHaveLength(5);
  });

  it('counts each URL by itself, and together with other processes', async () => {
    const { redis, prefix } = connect();
    const here = createResponseUrlUses({ redis, prefix });
    const second = redis.duplicate();
    onTestFinished(() => second.disconnect());
    const there = createResponseUrlUses({ redis: second, prefix });

    const taken = [await here.take(URL_A), await here.take(URL_B), await there.take(URL_A)];

    expect(taken).toEqual([1, 1, 2]);
  });

  it('forgets a URL half an hour after its first use', async () => {
    const { redis, prefix } = connect();
    const uses = createResponseUrlUses({ redis, prefix });
    await uses.take(URL_A);
    const [key = ''] = await redis.keys(`${prefix}:*`);
    const firstMs = await redis.pttl(key);
    await redis.pexpire(key, 60_000);

    await uses.take(URL_A);

    expect(firstMs).toBeGreaterThan(29 * 60_000);
    expect(await redis.pttl(key)).toBeLessThanOrEqual(60_000);
  });

  it('keeps no URL in a key', async () => {
    const { redis, prefix } = connect();

    await createResponseUrlUses({ redis, prefix }).take(URL_A);

    expect((await redis.keys(`${prefix}:*`)).join()).not.toContain('secret-a');
  });

  it('rejects with a problem when Redis cannot be reached', async () => {
    const redis = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
    onTestFinished(() => redis.disconnect());
    redis.on('error', () => undefined);

    const taken = createResponseUrlUses({ redis, prefix: 'none' }).take(URL_A);

    await expect(taken).rejects.toMatchObject({ name: 'Problem', kind: 'storage' });
  });
});
