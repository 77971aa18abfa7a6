/** Every trace of a customer in what rules keep: cards, states, messages that wait, reminders, and what was ever seen. */
import type { Redis } from 'ioredis';
import type { AlertState } from '../audit/alerts.ts';
import type { Traces, Unreadable } from '../features/forget-customer.ts';
import type { Delivery } from '../features/rule-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { ERASED, names, withoutNames } from './erase-words.ts';
import { pack, unpack } from './packing.ts';
import { scan } from './scan.ts';
import { unlessBroken } from './unless-broken.ts';

export interface WatchingPlace {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault: Vault;
}

/** How many cards, states and messages name the customer, and how many values that were ever seen are of it. */
export interface WatchingCounts {
  readonly messages: number;
  readonly known: number;
  readonly unreadable: readonly Unreadable[];
}

type Tells = (text: string) => boolean;
type Scrub = (held: unknown, tells: Tells) => unknown;

/** KEYS hash. ARGV field, what was read, what is to stand there. A memory with a version is written by nobody else meanwhile. */
const REPLACE = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if redis.call('HEXISTS', KEYS[1], 'version') == 1 then redis.call('HINCRBY', KEYS[1], 'version', 1) end
return 1
`;

/** Where such values stand, in which field, and how one is rewritten. */
const HELD: readonly (readonly [pattern: string, field: string, scrub: Scrub])[] = [
  ['alerts:card:*', 'card', withoutNames],
  ['alerts:state:*', 'memory', scrubMemory],
  ['outbox:row:*', 'delivery', withoutNames],
  ['reminders:*', 'memory', scrubMemory],
];

/** Stands in place of what could not be read: it cannot be read either, so that everybody takes it for what it was. */
const OVERWRITTEN = Buffer.from(ERASED);

/** Counts, and rewrites where that is asked for. Cursors, keys of deliveries and what they do to rules stay as they are. */
export async function seekWatching(place: WatchingPlace, traces: Traces, tells: Tells, how: 'count' | 'erase'): Promise<WatchingCounts> {
  const { redis, prefix, vault } = place;
  const unreadable: Unreadable[] = [];
  let messages = 0;
  for (const [pattern, field, scrub] of HELD) {
    for await (const key of scan(redis, `${prefix}:${pattern}`)) {
      const what = await rewritten({ redis, vault, key, field }, { scrub, tells }, how);
      if (what === 'named') messages += 1;
      else if (what !== 'silent') unreadable.push({ what: 'message', key, field, fate: what });
    }
  }
  return { messages, known: await seekKnown(place, traces, how), unreadable };
}

interface Value extends Pick<WatchingPlace, 'redis' | 'vault'> {
  readonly key: string;
  readonly field: string;
}

/** Whether a value names the customer, or what becomes of one that cannot be read. Asks again when a worker was quicker. */
async function rewritten({ redis, vault, key, field }: Value, { scrub, tells }: { readonly scrub: Scrub; readonly tells: Tells }, how: 'count' | 'erase'): Promise<'named' | 'silent' | Unreadable['fate']> {
  for (;;) {
    const bytes = await redis.hgetBuffer(key, field);
    if (!bytes || bytes.equals(OVERWRITTEN)) return 'silent';
    const read = unlessBroken(() => {
      const held = unpack<unknown>(vault.open(key, bytes));
      return { held, kept: scrub(held, tells) };
    });
    if (!read && !tells(bytes.toString())) return 'stays';
    if (read && JSON.stringify(read.kept) === JSON.stringify(read.held)) return 'silent';
    const next = read ? vault.seal(key, pack(read.kept)) : OVERWRITTEN;
    if (how === 'count' || await redis.eval(REPLACE, 1, key, field, bytes, next) === 1) return read ? 'named' : 'erased';
  }
}

/** Groups and messages that wait stay, each without the customer; a group that goes by its name goes by its id. */
function scrubMemory(held: unknown, tells: Tells): unknown {
  const { state, waiting, ...rest } = held as { readonly state?: AlertState; readonly waiting: readonly Delivery[] };
  return {
    ...withoutNames(rest, tells),
    ...(state && { state: {
      ...withoutNames(state, tells),
      groups: state.groups.map((group) => ({ ...withoutNames(group, tells), key: tells(group.key) ? group.id : group.key })),
      windows: Object.fromEntries(Object.entries(state.windows).map(([rule, memory]) => [rule, windowsWithout(memory, tells)])),
    } }),
    waiting: waiting.map((delivery) => withoutNames(delivery, tells)),
  };
}

function windowsWithout<T>(memory: Readonly<Record<string, readonly T[]>>, tells: Tells): Readonly<Record<string, readonly T[]>> {
  return Object.fromEntries(Object.entries(memory).flatMap(([name, seen]) => (tells(name) ? [] : [[name, seen.filter((one) => !names(one, tells))]])));
}

/** Names stand in it hidden where there is a key, and in clear from the time before. */
async function seekKnown({ redis, prefix, vault }: WatchingPlace, { customerId, names: called, people, things }: Traces, how: 'count' | 'erase'): Promise<number> {
  const both = (kind: string, name: string): readonly string[] => [...new Set([kind + vault.hide(name.toLowerCase()), kind + name.toLowerCase()])];
  const seen = [...[customerId, ...called].flatMap((name) => both('customer', name)), ...people.flatMap((person) => both('user', person))];
  const places = [[`${prefix}:known:seen`, seen], [`${prefix}:known:things`, [`budget:${customerId}`, ...things].flatMap((thing) => both('', thing))]] as const;
  let found = 0;
  for (const [key, fields] of places) {
    found += (await redis.hmget(key, ...fields)).filter((value) => value !== null).length;
    if (how === 'erase') await redis.hdel(key, ...fields);
  }
  return found;
}
