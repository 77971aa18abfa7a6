import { Redis } from 'ioredis';
import { afterAll } from 'vitest';
import { testRedis } from './redis.ts';

/** A connection to the Redis of this run, closed when the file's tests are done, and a prefix nobody else has. */
export function testConnection(): { readonly redis: Redis; readonly prefix: string; readonly url: string } {
  const { url, prefix } = testRedis();
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  afterAll(async () => {
    await redis.quit();
  });
  return { redis, prefix, url };
}
