/** Every trace of a customer in Redis outside the copy: answers, searches, histories, directories, and what rules keep. */
import type { Redis } from 'ioredis';
import type { CustomerMemory, MemoryCounts, Staying, Traces, Unreadable } from '../features/forget-customer.ts';
import { readRule, readSaved } from '../features/read-kept.ts';
import type { Vault } from '../features/vault-port.ts';
import { copyKeys } from './copy-scripts.ts';
import { seekWatching } from './customer-watching.ts';
import { directoryBooks } from './directory.ts';
import { namesAny } from './erase-words.ts';
import { firstSeenKey, memberOf } from './first-sightings.ts';
import { numbersIn } from './order-blocks.ts';
import { unpack, unpackBytes } from './packing.ts';
import { readJson } from './read-json.ts';
import { createReferenceTeller, type ReferredDay } from './referred-rows.ts';
import { createResultKeys, type ResultKeys } from './result-keys.ts';
import { scan } from './scan.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';
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
  const searches = await seekSearches({ redis, prefix, vault }, tells, hand);
  // After the searches: an answer takes its own search with it.
  const answers = await seekAnswers({ redis, prefix, vault }, keys, tells, hand);
  const [saved, rules] = [await savedSearches({ redis, prefix, vault }, tells), await rulesNaming({ redis, prefix, vault }, tells)];
  const watching = await seekWatching({ redis, prefix, vault }, traces, namesAny([traces.customerId, ...traces.names, ...traces.people]), hand.how);
  return {
    answers: answers.found, searches: searches.found, stays: [...saved.stays, ...rules.stays], messages: watching.messages, known: watching.known,
    unreadable: [searches, answers, saved, rules, watching].flatMap(({ unreadable }) => unreadable.toSorted(byPlace)), directoryEntries: await hand.directory(traces),
  };
}

/** What was found, and what of that could not be read. */
interface Sought {
  readonly found: number;
  readonly unreadable: readonly Unreadable[];
}

function byPlace(a: Unreadable, b: Unreadable): number {
  return `${a.key} ${a.field ?? ''}` < `${b.key} ${b.field ?? ''}` ? -1 : 1;
}

/** A search that cannot be read may name anybody, and nobody can run it again: it counts as one that does. */
async function seekSearches({ redis, prefix, vault }: Memory, tells: (text: string) => boolean, hand: Hand): Promise<Sought> {
  const unreadable: Unreadable[] = [];
  let found = 0;
  const isSought = (key: string, held: string): boolean => {
    const text = unlessBroken(() => vault.openText(key, held));
    if (text === undefined) unreadable.push({ what: 'remembered search', key, fate: 'erased' });
    return text === undefined || tells(text);
  };
  for await (const key of scan(redis, `${prefix}:question:*`)) {
    if (!isSought(key, await redis.get(key) ?? '')) continue;
    await hand.search(key);
    found += 1;
  }
  for await (const key of scan(redis, `${prefix}:history:*`)) {
    const asked = (await redis.lrange(key, 0, -1)).filter((text) => isSought(key, text));
    for (const text of asked) await hand.asked(key, text);
    found += asked.length;
  }
  return { found, unreadable };
}

interface Owned {
  readonly stays: readonly Staying[];
  readonly unreadable: readonly Unreadable[];
}

async function savedSearches(memory: Memory, tells: (text: string) => boolean): Promise<Owned> {
  const [found, start]: [Owned[], string] = [[], `${memory.prefix}:saved:`];
  for await (const key of scan(memory.redis, `${start}*`)) {
    const where = { kind: 'person', id: key.slice(start.length) } as const;
    found.push(await ownedIn(memory, { what: 'saved search', key }, tells, (text) => {
      const saved = readSaved(text);
      return saved && { what: 'saved search', name: saved.name, where };
    }));
  }
  return joined(found);
}

async function rulesNaming(memory: Memory, tells: (text: string) => boolean): Promise<Owned> {
  return ownedIn(memory, { what: 'rule', key: `${memory.prefix}:rules` }, tells, (text) => {
    const rule = readRule(text);
    return rule && { what: rule.kind, name: rule.name, where: rule.place };
  });
}

/** What in a hash names the customer, and what nobody can read: where it cannot even be opened, it may name anybody. */
async function ownedIn({ redis, vault }: Memory, { what, key }: Pick<Unreadable, 'what' | 'key'>, tells: (text: string) => boolean, read: (text: string) => Staying | undefined): Promise<Owned> {
  return joined(Object.entries(await redis.hgetall(key)).map(([field, held]): Owned => {
    const text = unlessBroken(() => vault.openText(`${key} ${field}`, held));
    if (text !== undefined && !tells(text)) return { stays: [], unreadable: [] };
    const one = text === undefined ? undefined : read(text);
    return one ? { stays: [one], unreadable: [] } : { stays: [], unreadable: [{ what, key, field, fate: 'stays' }] };
  }));
}

function joined(owned: readonly Owned[]): Owned {
  return {
    stays: owned.flatMap(({ stays }) => stays).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    unreadable: owned.flatMap(({ unreadable }) => unreadable),
  };
}

/** An answer that cannot be read is kept for a day anyway, and may name anybody: it counts as one that does. */
async function seekAnswers({ redis, prefix, vault }: Memory, keys: ResultKeys, tells: (text: string) => boolean, hand: Hand): Promise<Sought> {
  const refers = createReferenceTeller({ redis, vault, keys: copyKeys(prefix) }, tells);
  const unreadable: Unreadable[] = [];
  let found = 0;
  for (const [id, text] of Object.entries(await redis.hgetall(keys.sizes))) {
    const parts = unlessBroken(() => partsIn(text));
    const isOne = parts && await answerNames({ redis, vault, parts, days: keys.days(id) }, tells, refers);
    if (isOne === false) continue;
    if (isOne === undefined) unreadable.push({ what: 'answer', key: keys.facts(id), fate: 'erased' });
    await hand.answer(id, parts ?? await partsOf(redis, keys, id));
    found += 1;
  }
  return { found, unreadable };
}

/** The keys that belong to an answer; throws where that is not what stands there. */
function partsIn(size: string): readonly string[] {
  return readJson<{ readonly keys: readonly string[] }>(size).keys.map(String);
}

/** The same where nobody can read which they are. */
async function partsOf(redis: Redis, keys: ResultKeys, id: string): Promise<readonly string[]> {
  const found = [keys.facts(id), keys.days(id)];
  for (const keyOf of [keys.chunk, keys.order]) {
    for (let at = 0; await redis.exists(keyOf(id, at)) === 1; at += 1) found.push(keyOf(id, at));
  }
  return found;
}

interface KeptAnswer extends Pick<Memory, 'redis' | 'vault'> {
  readonly parts: readonly string[];
  readonly days: string;
}

/** Undefined where a part cannot be read and the others do not name it. */
async function answerNames(answer: KeptAnswer, tells: (text: string) => boolean, refers: ReturnType<typeof createReferenceTeller>): Promise<boolean | undefined> {
  const { redis, vault, parts, days } = answer;
  let isWhole = true;
  const read = async <T>(key: string, open: (held: Buffer) => T): Promise<T | undefined> => {
    const held = await redis.getBuffer(key);
    const value = held ? unlessBroken(() => open(vault.open(key, held))) : undefined;
    if (held && value === undefined) isWhole = false;
    return value;
  };
  const isOrder = (key: string): boolean => key.includes(':order:');
  for (const key of parts.filter((one) => !isOrder(one))) {
    const text = await read(key, (held) => unpackBytes(held).toString());
    if (text !== undefined && tells(text)) return true;
  }
  const referred = parts.includes(days) ? await read(days, (held) => unpack<readonly ReferredDay[]>(held)) : undefined;
  const numbers: number[] = [];
  if (referred) for (const key of parts.filter(isOrder)) numbers.push(...await read(key, numbersIn) ?? []);
  if (referred && await refers(referred, numbers)) return true;
  return isWhole ? false : undefined;
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
