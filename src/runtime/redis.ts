/** The only maker of Redis connections. */
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from './logger.ts';

/**
 * What a connection is for. `commands` answers within a person's patience or fails; `blocking` is BullMQ's worker
 * side, which waits for jobs without limit and must never time out.
 */
export type RedisPurpose = 'commands' | 'blocking';

/** A connection, for folders that use Redis through another library. */
export type RedisConnection = Redis;

/** A command that takes longer than this has failed for whoever waits in Slack. */
const COMMAND_TIMEOUT_MS = 3_000;

const OPTIONS = {
  commands: { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS },
  blocking: { maxRetriesPerRequest: null },
} satisfies Record<RedisPurpose, RedisOptions>;

/** Connects in the background and reconnects by itself; whether it is there now is for the health check to say. */
export function connectRedis(url: string, purpose: RedisPurpose, log: Logger): Redis {
  const redis = new Redis(url, OPTIONS[purpose]);
  let wasReady = true;
  redis.on('error', (error: Error) => {
    if (wasReady) log.warn({ purpose, reason: error.message }, 'Redis connection lost or refused; connecting again');
    wasReady = false;
  });
  redis.on('ready', () => {
    if (!wasReady) log.info({ purpose }, 'Redis connected');
    wasReady = true;
  });
  return redis;
}

/**
 * What Redis does when its memory is full; BullMQ loses jobs under anything but `noeviction`.
 * https://docs.bullmq.io/guide/going-to-production. Undefined where the server does not say.
 */
export async function evictionPolicy(redis: Redis): Promise<string | undefined> {
  const info = await redis.info('memory');
  return /maxmemory_policy:(\S+)/.exec(info)?.[1];
}
