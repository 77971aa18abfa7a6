/** The local copy of the log in Redis, by UTC day: rows in compressed chunks, and what is known of each day. */
import type { Redis } from 'ioredis';
import type { DayRow } from '../audit/day-copy.ts';
import type { Day } from '../audit/dates.ts';
import { textOrder } from '../audit/text-order.ts';
import type { CopyStore, DayChange, DayFacts } from '../features/copy-ports.ts';
import { Problem } from '../features/problem.ts';
import type { Vault } from '../features/vault-port.ts';
import { pack, unpack } from './packing.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';
import { AlteredValue, OPEN_VAULT } from './vault.ts';

/** Rows in one chunk: a change of one record writes one chunk anew. */
const ROWS_PER_CHUNK = 256;

export interface CopyOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
}

/**
 * KEYS day, ledger, feed head, feed. ARGV version, day, facts, number of chunks, then name and bytes of each, then row
 * and kind of each feed entry. Everything or nothing: a reader never sees records without their news.
 */
const WRITE = `
if tonumber(redis.call('HGET', KEYS[1], 'version') or '0') ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1)
local at = 5
for _ = 1, tonumber(ARGV[4]) do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  at = at + 2
end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
while ARGV[at] do
  local number = redis.call('INCR', KEYS[3])
  redis.call('ZADD', KEYS[4], number, number .. ' ' .. ARGV[2] .. ' ' .. ARGV[at] .. ' ' .. ARGV[at + 1])
  at = at + 2
end
return 1
`;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createCopy({ redis, prefix, vault = OPEN_VAULT }: CopyOptions): CopyStore {
  const keys = copyKeys(prefix);
  return {
    begunAt: (now) => stored(async () => {
      await redis.set(keys.begun, now.toISOString(), 'NX');
      return new Date(await redis.get(keys.begun) ?? now);
    }),
    read: (day) => stored(async () => {
      // In one step: rows and facts of different moments would look like rows that somebody altered.
      const answers = await redis.multi().hgetallBuffer(keys.day(day)).hget(keys.ledger, day).exec() ?? [];
      const [fields, facts] = answers.map(([error, value]) => {
        if (error) throw error;
        return value;
      }) as [Readonly<Record<string, Buffer>>, string | null];
      return { rows: rowsOf(fields, keys.day(day), vault), version: Number(fields['version']?.toString() ?? 0), ...(facts !== null && { facts: readJson<DayFacts>(facts) }) };
    }),
    write: (change) => stored(async () => {
      const { facts, version, feed } = change;
      const chunks = chunksOf(change, keys.day(facts.day), vault);
      const bytes = await bytesBeside(redis, keys.day(facts.day), chunks);
      const written = await redis.eval(
        WRITE, 4, keys.day(facts.day), keys.ledger, keys.head, keys.feed,
        version, facts.day, JSON.stringify({ ...facts, bytes }), chunks.length, ...chunks.flat(), ...feed.flatMap(({ row, kind }) => [row, kind]),
      );
      return written === 1;
    }),
    ledger: () => stored(async () => {
      const facts = Object.values(await redis.hgetall(keys.ledger)).map((text) => readJson<DayFacts>(text));
      return facts.sort((a, b) => textOrder(a.day, b.day));
    }),
    remove: (day) => stored(async () => {
      await redis.multi().del(keys.day(day)).hdel(keys.ledger, day).exec();
    }),
  };
}

/** Where the copy and its feed stand. */
export function copyKeys(prefix: string) {
  return {
    begun: `${prefix}:copy:begun`,
    ledger: `${prefix}:copy:ledger`,
    head: `${prefix}:copy:head`,
    feed: `${prefix}:copy:feed`,
    day: (day: Day) => `${prefix}:copy:day:${day}`,
  };
}

const CHUNK = 'chunk:';

/** The chunks that a change touches, packed and sealed for the day's key. */
function chunksOf({ rows, touched }: DayChange, key: string, vault: Vault): readonly (readonly [field: string, bytes: Buffer])[] {
  const numbers = new Set([...touched].map((row) => Math.floor(row / ROWS_PER_CHUNK)));
  const chunks = Map.groupBy(rows, ({ number }) => Math.floor(number / ROWS_PER_CHUNK));
  return [...numbers].map((number) => [`${CHUNK}${number}`, vault.seal(`${key} ${CHUNK}${number}`, pack(chunks.get(number) ?? []))]);
}

/** What a day takes once these chunks are in it. */
async function bytesBeside(redis: Redis, key: string, chunks: ReturnType<typeof chunksOf>): Promise<number> {
  const fresh = new Map(chunks.map(([field, { length }]) => [field, length]));
  const fields = (await redis.hkeys(key)).filter((field) => field.startsWith(CHUNK) && !fresh.has(field));
  const lengths = await Promise.all(fields.map((field) => redis.hstrlen(key, field)));
  return [...lengths, ...fresh.values()].reduce((total, length) => total + length, 0);
}

/**
 * The rows in the fields of a day, in the order of their numbers. What somebody broke is left out: the checksum tells.
 * Throws a Problem for what was sealed with another key.
 */
export function rowsOf(held: Readonly<Record<string, Buffer>>, key: string, vault: Vault): readonly DayRow[] {
  const chunks = Object.entries(held).filter(([field]) => field.startsWith(CHUNK));
  return chunks.flatMap(([field, bytes]) => unpackRows(() => vault.open(`${key} ${field}`, bytes))).sort((a, b) => a.number - b.number);
}

function unpackRows(open: () => Buffer): readonly DayRow[] {
  try {
    return unpack<readonly DayRow[]>(open());
  } catch (error) {
    if (error instanceof Problem && !(error instanceof AlteredValue)) throw error;
    return [];
  }
}
