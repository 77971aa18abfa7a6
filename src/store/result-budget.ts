/** Keeps all answers together within their byte budget: the oldest go first. */
import type { Redis } from 'ioredis';
import { readJson } from './read-json.ts';
import type { ResultKeys } from './result-keys.ts';

export interface ResultBudgetOptions {
  readonly redis: Redis;
  readonly keys: ResultKeys;
  readonly bytesInAll: number;
  readonly livesMs: number;
  readonly now: () => number;
}

interface Size {
  readonly bytes: number;
  readonly keys: readonly string[];
}

export interface ResultBudget {
  /** Counts a finished answer, and removes the oldest others until all fit. */
  register(id: string, size: Size): Promise<void>;
}

export function createResultBudget({ redis, keys, bytesInAll, livesMs, now }: ResultBudgetOptions): ResultBudget {
  const forget = async (ids: readonly string[]): Promise<void> => {
    if (ids.length > 0) await redis.multi().zrem(keys.byAge, ...ids).hdel(keys.sizes, ...ids).exec();
  };
  return {
    async register(id, size) {
      await redis.multi().zadd(keys.byAge, String(now()), id).hset(keys.sizes, id, JSON.stringify(size)).exec();
      await forget(await redis.zrangebyscore(keys.byAge, '-inf', String(now() - livesMs)));
      const sizes = new Map(Object.entries(await redis.hgetall(keys.sizes)).map(([key, text]) => [key, readJson<Size>(text)]));
      let total = [...sizes.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      for (const oldest of await redis.zrange(keys.byAge, '0', '-1')) {
        if (total <= bytesInAll || oldest === id) return;
        const freed = sizes.get(oldest);
        total -= freed?.bytes ?? 0;
        if (freed) await redis.del(...freed.keys);
        await forget([oldest]);
      }
    },
  };
}
