/** The chain of seals in Redis: a list that only grows, in the order of its links. */
import type { Redis } from 'ioredis';
import type { SealLink } from '../audit/seal.ts';
import type { SealStore } from '../features/copy-ports.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';

/** KEYS chain. ARGV length that the link was made for, link. */
const ADD = `
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[2])
return 1
`;

/** Both functions throw a `storage` Problem when Redis cannot be reached. */
export function createSeals({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): SealStore {
  const key = `${prefix}:copy:seals`;
  return {
    chain: () => stored(async () => (await redis.lrange(key, 0, -1)).map((text) => readJson<SealLink>(text))),
    add: (link, position) => stored(async () => await redis.eval(ADD, 1, key, position, JSON.stringify(link)) === 1),
  };
}
