/** What may be done once within a while, for all processes together. */
import type { Redis } from 'ioredis';
import type { Once } from '../features/ports.ts';
import { stored } from './storage.ts';

/** Keys that are taken, in Redis. Throws a `storage` Problem when Redis fails. */
export function createOnce({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): Once {
  const keyOf = (key: string): string => `${prefix}:once:${key}`;
  return {
    take: (key, forMs) => stored(async () => await redis.set(keyOf(key), '1', 'PX', forMs, 'NX') === 'OK'),
    giveBack: (key) => stored(async () => {
      await redis.del(keyOf(key));
    }),
  };
}
