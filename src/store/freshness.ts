/** When Partner Center was last read, by any process, and the newest record that was ever read. */
import type { Redis } from 'ioredis';
import type { FreshnessStore } from '../features/answer-ports.ts';
import { stored } from './storage.ts';

export interface FreshnessOptions {
  readonly redis: Redis;
  readonly prefix: string;
}

/** Keeps the latest of each; both functions throw a `storage` Problem when Redis cannot be reached. */
export function createFreshnessStore({ redis, prefix }: FreshnessOptions): FreshnessStore {
  const key = `${prefix}:freshness`;
  return {
    note: (freshness) => stored(async () => {
      const [readAt, newest] = await redis.hmget(key, 'readAt', 'newestRecord');
      const { newestRecord } = freshness;
      await redis.hset(key, {
        readAt: readAt && readAt > freshness.readAt ? readAt : freshness.readAt,
        ...(newestRecord !== undefined && { newestRecord: newest && newest > newestRecord ? newest : newestRecord }),
      });
    }),
    recall: () => stored(async () => {
      const [readAt, newestRecord] = await redis.hmget(key, 'readAt', 'newestRecord');
      return readAt ? { readAt, ...(newestRecord && { newestRecord }) } : undefined;
    }),
  };
}
