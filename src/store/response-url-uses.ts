/** How often each response_url was used, counted for all processes together. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { ResponseUrlUses } from '../features/answer-ports.ts';
import { stored } from './storage.ts';

/** Five uses within thirty minutes: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const USES = 5;
const LIFE_MS = 30 * 60_000;

/** Keeps the counts in Redis under a hash of the URL. `take` rejects with a Problem of kind storage without it. */
export function createResponseUrlUses({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): ResponseUrlUses {
  return {
    take: (responseUrl) => stored(async () => {
      const key = `${prefix}:response-url:${createHash('sha256').update(responseUrl).digest('base64url')}`;
      const replies = await redis.multi().set(key, 0, 'PX', LIFE_MS, 'NX').incr(key).exec();
      const use = countIn(replies);
      return use <= USES ? use : undefined;
    }),
  };
}

function countIn(replies: [error: Error | null, reply: unknown][] | null): number {
  const [error, count] = replies?.[1] ?? [];
  if (error) throw error;
  if (typeof count !== 'number') throw new Error('Redis did not count');
  return count;
}
