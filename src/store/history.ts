/** What each person asked, in Redis: a list a person, newest first, forgotten after 30 days. */
import type { Redis } from 'ioredis';
import { DAY_MS } from '../audit/dates.ts';
import type { AskedSearch } from '../features/asked-search.ts';
import type { SearchHistory } from '../features/answer-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

const LIVES_MS = 30 * DAY_MS;
/** More than anybody reads; a program that asks for ever must not fill Redis. */
const MOST = 200;

export interface SearchHistoryOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createSearchHistory({ redis, prefix, now, vault = OPEN_VAULT }: SearchHistoryOptions): SearchHistory {
  const keyOf = (userId: string): string => `${prefix}:history:${userId}`;
  const latestKeyOf = (userId: string): string => `${prefix}:latest-job:${userId}`;
  return {
    note: (userId, asked) => stored(async () => {
      const key = keyOf(userId);
      await redis.multi().lpush(key, vault.sealText(key, JSON.stringify(asked))).ltrim(key, 0, MOST - 1).pexpire(key, LIVES_MS).exec();
    }),
    recent: (userId) => stored(async () => {
      const oldest = new Date(now() - LIVES_MS).toISOString();
      const key = keyOf(userId);
      const asked = (await redis.lrange(key, 0, -1)).map((text) => readJson<AskedSearch>(vault.openText(key, text)));
      return asked.filter(({ askedAt }) => askedAt >= oldest);
    }),
    noteJob: (userId, jobId) => stored(async () => void await redis.set(latestKeyOf(userId), jobId, 'PX', LIVES_MS)),
    latestJob: (userId) => stored(async () => await redis.get(latestKeyOf(userId)) ?? undefined),
  };
}
