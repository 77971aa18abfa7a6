/** Searches that people keep under a name, in Redis: a hash a person, kept until they are removed. */
import type { Redis } from 'ioredis';
import { foldCase } from '../audit/filter.ts';
import type { SavedSearch } from '../features/asked-search.ts';
import type { SavedSearches } from '../features/answer-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

/** More than anybody finds again. */
export const MOST_SAVED = 50;

export interface SavedSearchesOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
}

/** All functions throw a `storage` Problem when Redis cannot be reached. */
export function createSavedSearches({ redis, prefix, vault = OPEN_VAULT }: SavedSearchesOptions): SavedSearches {
  const keyOf = (userId: string): string => `${prefix}:saved:${userId}`;
  /** Where it stands now, and where it stood before there was a key. */
  const fieldsOf = (name: string) => ({ field: vault.hide(foldCase(name)), clear: foldCase(name) });
  const read = (key: string, field: string, held: string): SavedSearch => readJson<SavedSearch>(vault.openText(`${key} ${field}`, held));
  return {
    add: (userId, saved) => stored(async () => {
      const [key, { field, clear }] = [keyOf(userId), fieldsOf(saved.name)];
      if (await redis.hexists(key, clear) === 1 || await redis.hsetnx(key, field, vault.sealText(`${key} ${field}`, JSON.stringify(saved))) === 0) return 'taken';
      // Added first, counted after: two at once can both be turned away, but never both get in.
      if (await redis.hlen(key) <= MOST_SAVED) return 'added';
      await redis.hdel(key, field);
      return 'full';
    }),
    all: (userId) => stored(async () => {
      const key = keyOf(userId);
      const saved = Object.entries(await redis.hgetall(key)).map(([field, held]) => read(key, field, held));
      return saved.toSorted((a, b) => a.name.localeCompare(b.name));
    }),
    find: (userId, name) => stored(async () => {
      const [key, { field, clear }] = [keyOf(userId), fieldsOf(name)];
      const [held = null, older = null] = await redis.hmget(key, field, clear);
      if (held !== null) return read(key, field, held);
      return older === null ? undefined : read(key, clear, older);
    }),
    remove: (userId, name) => stored(async () => await redis.hdel(keyOf(userId), ...Object.values(fieldsOf(name))) > 0),
  };
}
