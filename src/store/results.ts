/** Answers in Redis: records in compressed chunks, their order in blocks of numbers, for a day and within a byte budget. */
import type { Redis } from 'ioredis';
import type { AuditRecord } from '../audit/record.ts';
import { EVERYBODY, type ResultStore } from '../features/answer-ports.ts';
import type { ResultFacts } from '../features/result-facts.ts';
import type { Vault } from '../features/vault-port.ts';
import { createResultBudget } from './result-budget.ts';
import { createResultKeys, ORDER_BLOCK, RECORDS_PER_CHUNK, type ResultKeys } from './result-keys.ts';
import { createResultWriter, QUESTION_LIVES_S, RESULT_LIVES_S } from './result-writer.ts';
import { copyKeys, type CopyKeys } from './copy-scripts.ts';
import { numbersIn } from './order-blocks.ts';
import { unpack } from './packing.ts';
import { FIRST_REFERRED, readReferred, type ReferredDay } from './referred-rows.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

export interface ResultStoreOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
  /** Compressed bytes of one answer's list; records beyond it are counted but not listed. */
  readonly bytesPerResult?: number;
  /** Compressed bytes of all answers; the oldest go first. */
  readonly bytesInAll?: number;
  readonly now: () => number;
}

const MEBIBYTE = 1024 * 1024;

export function createResultStore(options: ResultStoreOptions): ResultStore {
  const { redis, now, vault = OPEN_VAULT } = options;
  const keys = createResultKeys(options.prefix);
  const shelf = { redis, keys, vault, copy: copyKeys(options.prefix) };
  const budget = createResultBudget({ redis, keys, bytesInAll: options.bytesInAll ?? 256 * MEBIBYTE, livesMs: RESULT_LIVES_S * 1_000, now });
  const readFacts = async (id: string): Promise<ResultFacts | undefined> => {
    const packed = await redis.getBuffer(keys.facts(id));
    return packed ? unpack<ResultFacts>(vault.open(keys.facts(id), packed)) : undefined;
  };
  return {
    begin: (id) => createResultWriter({ redis, keys, id, vault, bytesPerResult: options.bytesPerResult ?? 32 * MEBIBYTE, register: budget.register }),
    findRecent: (planKey, maxAgeMs) => stored(async () => {
      const id = await redis.get(keys.plan(planKey));
      const facts = id === null ? undefined : await readFacts(id);
      return facts && now() - Date.parse(facts.readAt) <= maxAgeMs ? facts : undefined;
    }),
    facts: (id) => stored(() => readFacts(id)),
    records: (id, from, count) => stored(async () => {
      const facts = await readFacts(id);
      if (!facts) return undefined;
      const numbers = await readOrder(shelf, id, from, Math.min(count, Math.max(0, facts.listed - from)));
      return numbers && readRecords(shelf, id, numbers);
    }),
    question: (id) => stored(async () => {
      const text = await redis.get(keys.question(id));
      return text === null ? undefined : JSON.parse(vault.openText(keys.question(id), text)) as { readonly command: string; readonly zone: string };
    }),
    showTo: (id, reader) => stored(async () => void await redis.multi().sadd(keys.readers(id), reader).expire(keys.readers(id), QUESTION_LIVES_S).exec()),
    isFor: (id, userId) => stored(async () => {
      const [isNamed, isShared] = await redis.smismember(keys.readers(id), userId, EVERYBODY);
      return isNamed === 1 || isShared === 1 || await redis.exists(keys.readers(id)) === 0;
    }),
  };
}

interface Shelf {
  readonly redis: Redis;
  readonly keys: ResultKeys;
  readonly copy: CopyKeys;
  readonly vault: Vault;
}

async function readOrder({ redis, keys, vault }: Shelf, id: string, from: number, count: number): Promise<readonly number[] | undefined> {
  const numbers: number[] = [];
  for (let place = from; place < from + count;) {
    const block = Math.floor(place / ORDER_BLOCK);
    const packed = await redis.getBuffer(keys.order(id, block));
    if (!packed) return undefined;
    const [first, end] = [block * ORDER_BLOCK, Math.min(from + count, (block + 1) * ORDER_BLOCK)];
    numbers.push(...numbersIn(vault.open(keys.order(id, block), packed), place - first, end - first));
    place = end;
  }
  return numbers;
}

/** Undefined where one of them is no longer there. */
async function readRecords(shelf: Shelf, id: string, numbers: readonly number[]): Promise<readonly AuditRecord[] | undefined> {
  const found = new Map([...await readKept(shelf, id, numbers.filter((number) => number < FIRST_REFERRED)), ...await readRows(shelf, id, numbers.filter((number) => number >= FIRST_REFERRED))]);
  const records = numbers.map((number) => found.get(number));
  return records.every((record) => record !== undefined) ? records : undefined;
}

async function readKept({ redis, keys, vault }: Shelf, id: string, numbers: readonly number[]): Promise<readonly (readonly [number, AuditRecord])[]> {
  const wanted = [...new Set(numbers.map((number) => Math.floor(number / RECORDS_PER_CHUNK)))];
  const packed = await Promise.all(wanted.map((chunk) => redis.getBuffer(keys.chunk(id, chunk))));
  const chunks = new Map(wanted.map((chunk, index) => [chunk, packed[index]]));
  const unpacked = new Map([...chunks].map(([chunk, bytes]) => [chunk, bytes ? unpack<readonly AuditRecord[]>(vault.open(keys.chunk(id, chunk), bytes)) : []]));
  return numbers.flatMap((number) => {
    const record = unpacked.get(Math.floor(number / RECORDS_PER_CHUNK))?.[number % RECORDS_PER_CHUNK];
    return record ? [[number, record] as const] : [];
  });
}

async function readRows({ redis, keys, copy, vault }: Shelf, id: string, numbers: readonly number[]): Promise<ReadonlyMap<number, AuditRecord>> {
  const packed = numbers.length > 0 ? await redis.getBuffer(keys.days(id)) : null;
  if (!packed) return new Map();
  return readReferred({ redis, keys: copy, vault }, unpack<readonly ReferredDay[]>(vault.open(keys.days(id), packed)), numbers);
}
