/** What the demo itself asks of the Redis in which the bot keeps its keys. */
import { Redis } from 'ioredis';
import { createCopy } from '../src/store/copy.ts';
import type { World } from './world.ts';

export interface KeyPlace {
  readonly redisUrl: string;
  readonly prefix: string;
}

const KEYS_AT_ONCE = 500;
const CONNECT_MS = 5_000;

export function placeOf(world: World): KeyPlace {
  const { REDIS_URL: redisUrl = '', REDIS_PREFIX: prefix = '' } = world.environment();
  return { redisUrl, prefix };
}

/** Rejects at once where nothing answers, with the reason of the connection. */
async function withRedis<Value>(url: string, work: (redis: Redis) => Promise<Value>): Promise<Value> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: CONNECT_MS, retryStrategy: () => null });
  let reason: Error | undefined;
  redis.on('error', (error) => { reason = error; });
  try {
    await redis.connect().catch((error: unknown) => { throw reason ?? error; });
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** Throws an Error that names the variable, and tells the address without its password. */
export async function checkGiven(redisUrl: string): Promise<void> {
  if (!/^rediss?:\/\//.test(redisUrl) || !URL.canParse(redisUrl)) throw new Error('REDIS_URL is no URL that begins with redis:// or rediss://.');
  await withRedis(redisUrl, (redis) => redis.ping()).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`REDIS_URL: the Redis at ${new URL(redisUrl).host} cannot be used: ${reason}. Start it, give another address, or leave the variable out.`);
  });
}

/** How many days of the log the bot holds. */
export const copiedDays = ({ redisUrl, prefix }: KeyPlace): Promise<number> =>
  withRedis(redisUrl, async (redis) => (await createCopy({ redis, prefix }).ledger()).length);

/** Everything under this prefix, and nothing else. */
export const deleteKeys = ({ redisUrl, prefix }: KeyPlace): Promise<void> => withRedis(redisUrl, async (redis) => {
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: KEYS_AT_ONCE }) as AsyncIterable<string[]>) {
    if (keys.length > 0) await redis.unlink(keys);
  }
});
