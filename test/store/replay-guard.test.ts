import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReplayGuard } from '../../src/store/replay-guard.ts';
import { testRedis } from '../support/redis.ts';

function connect() {
  const { url, prefix } = testRedis();
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return { redis, prefix };
}

describe('store/replay-guard', () => {
  it('knows the first of many who come at once', async () => {
    const { redis, prefix } = connect();
    const guard = createReplayGuard({ redis, prefix });

    const answers = await Promise.all(Array.from({ length: 20 }, () => guard.isFirst('a')));

    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('tells keys and prefixes apart', async () => {
    const { redis, prefix } = connect();
    const guard = createReplayGuard({ redis, prefix });
    const other = createReplayGuard({ redis, prefix: `${prefix}-other` });

    const answers = [await guard.isFirst('a'), await guard.isFirst('b'), await other.isFirst('a'), await guard.isFirst('a')];

    expect(answers).toEqual([true, true, true, false]);
  });

  it('remembers for ten minutes from the first', async () => {
    const { redis, prefix } = connect();
    const guard = createReplayGuard({ redis, prefix });
    await guard.isFirst('a');
    const [key = ''] = await redis.keys(`${prefix}:*`);
    await redis.pexpire(key, 300_000);

    await guard.isFirst('a');
    const leftMs = await redis.pttl(key);
    await guard.isFirst('b');
    const ofTheNext = await redis.pttl(key.replace(/a$/, 'b'));

    expect(leftMs).toBeLessThanOrEqual(300_000);
    expect(ofTheNext).toBeGreaterThan(595_000);
    expect(ofTheNext).toBeLessThanOrEqual(600_000);
  });

  it('rejects with a problem when Redis cannot be reached', async () => {
    const redis = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
    onTestFinished(() => redis.disconnect());
    redis.on('error', () => undefined);

    const answer = createReplayGuard({ redis, prefix: 'none' }).isFirst('a');

    await expect(answer).rejects.toMatchObject({ name: 'Problem', kind: 'storage' });
  });
});
