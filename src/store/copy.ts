/** The local copy of the log in Redis, by UTC day: rows in compressed chunks, their columns beside them, and what is known of each day. */
import type { Redis } from 'ioredis';
import { isSettledDay } from '../audit/coverage.ts';
import { textOrder } from '../audit/text-order.ts';
import { REFERRED_FOR_MS, type CopyStore, type DayChange, type DayFacts } from '../features/copy-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { chunksOf, rowsOf } from './copy-chunks.ts';
import { columnsFor, createColumnReader, readDay } from './copy-columns.ts';
import { COLUMNS, CHUNK, copyKeys, WRITE } from './copy-scripts.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

export interface CopyOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
}

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createCopy({ redis, prefix, vault = OPEN_VAULT }: CopyOptions): CopyStore {
  const keys = copyKeys(prefix);
  return {
    begunAt: (now) => stored(async () => {
      await redis.set(keys.begun, now.toISOString(), 'NX');
      return new Date(await redis.get(keys.begun) ?? now);
    }),
    read: (day) => stored(async () => {
      const { fields, facts } = await readDay(redis, keys.day(day), keys.ledger, day);
      return { rows: rowsOf(fields, keys.day(day), vault), version: Number(fields['version']?.toString() ?? 0), ...(facts && { facts }) };
    }),
    ...createColumnReader({ redis, keys, vault }),
    write: (change) => stored(async () => {
      const { facts, version, feed } = change;
      const key = keys.day(facts.day);
      const fields = [...chunksOf(change, key, vault), [COLUMNS, columnsFor(change, key, vault)] as const];
      const bytes = await bytesBeside(redis, key, fields);
      const written = await redis.eval(
        WRITE, 5, key, keys.ledger, keys.head, keys.feed, keys.former(facts.day),
        version, facts.day, JSON.stringify({ ...facts, bytes }), facts.firstReadAt, formerOf(change), REFERRED_FOR_MS,
        fields.length, ...fields.flat(), ...feed.flatMap(({ row, kind }) => [row, kind]),
      );
      return written === 1;
    }),
    ledger: () => stored(async () => {
      const facts = Object.values(await redis.hgetall(keys.ledger)).map((text) => readJson<DayFacts>(text));
      return facts.sort((a, b) => textOrder(a.day, b.day));
    }),
    remove: (day) => stored(async () => {
      await redis.multi().del(keys.day(day), keys.former(day)).hdel(keys.ledger, day).exec();
    }),
  };
}

/** An erasure takes former chunks with it; answers are given of settled days alone, so that of others nobody needs them. */
function formerOf({ rows, touched, facts }: DayChange): 'keep' | 'drop' | 'none' {
  const held = new Set(rows.map(({ number }) => number));
  if ([...touched].some((row) => !held.has(row))) return 'drop';
  return isSettledDay(facts) ? 'keep' : 'none';
}

/** What a day takes once these fields are in it. */
async function bytesBeside(redis: Redis, key: string, written: readonly (readonly [field: string, bytes: Buffer])[]): Promise<number> {
  const fresh = new Map(written.map(([field, { length }]) => [field, length]));
  const fields = (await redis.hkeys(key)).filter((field) => field.startsWith(CHUNK) && !fresh.has(field));
  const lengths = await Promise.all(fields.map((field) => redis.hstrlen(key, field)));
  return [...lengths, ...fresh.values()].reduce((total, length) => total + length, 0);
}
