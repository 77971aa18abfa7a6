/** Every trace of a customer in Redis outside the copy: answers, searches, histories, directories, and what rules keep. */
import type { Redis } from 'ioredis';
import type { CustomerMemory, MemoryCounts, Traces } from '../features/forget-customer.ts';
import type { Vault } from '../features/vault-port.ts';
import { seekWatching } from './customer-watching.ts';
import { directoryBooks } from './directory.ts';
import { namesAny } from './erase-words.ts';
import { firstSeenKey, memberOf } from './first-sightings.ts';
import { unpackBytes } from './packing.ts';
import { readJson } from './read-json.ts';
import { createResultKeys, type ResultKeys } from './result-keys.ts';
import { scan } from './scan.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

/** What is done with each trace that is found; both say how many there were. */
interface Hand {
  readonly how: 'count' | 'erase';
  answer(id: string, keys: readonly string[]): Promise<void>;
  search(key: string): Promise<void>;
  asked(key: string, text: string): Promise<void>;
  directory(traces: Traces): Promise<number>;
}

interface Memory {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault: Vault;
}

export type CustomerMemoryOptions = Omit<Memory, 'vault'> & Partial<Pick<Memory, 'vault'>>;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createCustomerMemory({ redis, prefix, vault = OPEN_VAULT }: CustomerMemoryOptions): CustomerMemory {
  const memory = { redis, prefix, vault };
  const { customers } = directoryBooks(memory);
  return {
    namesOf: (customerId) => stored(async () => (await customers.find([customerId.toLowerCase()])).flatMap((found) => found?.name ?? [])),
    count: (traces) => stored(() => seek(memory, traces, countingHand(memory))),
    erase: (traces) => stored(() => seek(memory, traces, erasingHand(memory))),
  };
}

async function seek({ redis, prefix, vault }: Memory, traces: Traces, hand: Hand): Promise<MemoryCounts> {
  const tells = tellerOf(traces);
  const keys = createResultKeys(prefix);
  let [searches, saved] = [0, 0];
  for await (const key of scan(redis, `${prefix}:question:*`)) {
    if (!tells(vault.openText(key, await redis.get(key) ?? ''))) continue;
    await hand.search(key);
    searches += 1;
  }
  for await (const key of scan(redis, `${prefix}:history:*`)) {
    const asked = (await redis.lrange(key, 0, -1)).filter((text) => tells(vault.openText(key, text)));
    for (const text of asked) await hand.asked(key, text);
    searches += asked.length;
  }
  for await (const key of scan(redis, `${prefix}:saved:*`)) saved += Object.entries(await redis.hgetall(key)).filter(([field, text]) => tells(vault.openText(`${key} ${field}`, text))).length;
  // After the searches: an answer takes its own search with it.
  const answers = await seekAnswers({ redis, prefix, vault }, keys, tells, hand);
  const rules = Object.entries(await redis.hgetall(`${prefix}:rules`)).filter(([id, text]) => tells(vault.openText(`${prefix}:rules ${id}`, text))).length;
  const watching = await seekWatching({ redis, prefix, vault }, traces, namesAny([traces.customerId, ...traces.names, ...traces.people]), hand.how);
  return { answers, searches, saved, rules, ...watching, directoryEntries: await hand.directory(traces) };
}

async function seekAnswers({ redis, vault }: Memory, keys: ResultKeys, tells: (text: string) => boolean, hand: Hand): Promise<number> {
  let found = 0;
  for (const [id, text] of Object.entries(await redis.hgetall(keys.sizes))) {
    const size = readJson<{ readonly keys: readonly string[] }>(text);
    const isOne = await someValue({ redis, vault }, size.keys.filter((key) => !key.includes(':order:')), tells);
    if (!isOne) continue;
    await hand.answer(id, size.keys);
    found += 1;
  }
  return found;
}

async function someValue({ redis, vault }: Pick<Memory, 'redis' | 'vault'>, keys: readonly string[], tells: (text: string) => boolean): Promise<boolean> {
  for (const key of keys) {
    const packed = await redis.getBuffer(key);
    if (packed && tells(unpackBytes(vault.open(key, packed)).toString())) return true;
  }
  return false;
}

/** Whether a text names the customer; too much is found rather than too little, because all of it can be had again. */
function tellerOf({ customerId, names }: Traces): (text: string) => boolean {
  const sought = [customerId, ...names.flatMap((name) => [name, JSON.stringify(name).slice(1, -1)])].map((word) => word.toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return sought.some((word) => word !== '' && lower.includes(word));
  };
}

function countingHand(memory: Memory): Hand {
  const { customers, people } = directoryBooks(memory);
  return {
    how: 'count',
    answer: async () => undefined,
    search: async () => undefined,
    asked: async () => undefined,
    async directory(traces) {
      const found = [...await customers.find([traces.customerId]), ...await people.find(traces.people.map((person) => person.toLowerCase()))];
      return found.filter((entry) => entry !== undefined).length;
    },
  };
}

function erasingHand(memory: Memory): Hand {
  const { redis, prefix } = memory;
  const keys = createResultKeys(prefix);
  const { customers, people } = directoryBooks(memory);
  return {
    how: 'erase',
    async answer(id, parts) {
      await redis.multi().del(...parts, keys.question(id)).zrem(keys.byAge, id).hdel(keys.sizes, id).exec();
    },
    search: async (key) => void await redis.del(key),
    asked: async (key, text) => void await redis.lrem(key, 0, text),
    async directory(traces) {
      const erased = await customers.forget([traces.customerId]);
      if (traces.people.length === 0) return erased;
      await redis.zrem(firstSeenKey(prefix), ...traces.people.map(memberOf));
      return erased + await people.forget(traces.people.map((person) => person.toLowerCase()));
    },
  };
}
