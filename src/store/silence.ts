/** What the operators were told of silence, in Redis: it outlives restarts and is one for all workers. */
import type { Redis } from 'ioredis';
import type { SilenceStore, ToldSilence } from '../features/watch-silence.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createSilence({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): SilenceStore {
  const [watchedKey, toldKey] = [`${prefix}:silence:watched`, `${prefix}:silence:told`];
  return {
    watchedSince: (now) => stored(async () => {
      await redis.set(watchedKey, now.toISOString(), 'NX');
      return new Date(await redis.get(watchedKey) ?? now);
    }),
    told: () => stored(async () => {
      const text = await redis.get(toldKey);
      return text === null ? undefined : readJson<ToldSilence>(text);
    }),
    tell: (told) => stored(async () => void await redis.set(toldKey, JSON.stringify(told))),
    clear: () => stored(async () => void await redis.del(toldKey)),
  };
}
