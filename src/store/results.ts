/** Answers in Redis: records in compressed chunks, their order in blocks of numbers, for a day and within a byte budget. */
import type { Redis } from 'ioredis';
import type { AuditRecord } from '../audit/record.ts';
import type { ResultStore } from '../features/answer-ports.ts';
import type { ResultFacts } from '../features/result-facts.ts';
import type { Vault } from '../features/vault-port.ts';
import { createResultBudget } from './result-budget.ts';
import { createResultKeys, ORDER_BLOCK, RECORDS_PER_CHUNK, type ResultKeys } from './result-keys.ts';
import { createResultWriter, RESULT_LIVES_S } from './result-writer.ts';
import { unpack, unpackBytes } from './packing.ts';
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
      const numbers = await readOrder({ redis, keys, vault }, id, from, Math.min(count, Math.max(0, facts.listed - from)));
      return numbers && readRecords({ redis, keys, vault }, id, numbers);
    }),
    question: (id) => stored(async () => {
      const text = await redis.get(keys.question(id));
      return text === null ? undefined : JSON.parse(vault.openText(keys.question(id), text)) as { readonly command: string; readonly zone: string };
    }),
  };
}

interface Shelf {
  readonly redis: Redis;
  readonly keys: ResultKeys;
  readonly vault: Vault;
}

async function readOrder({ redis, keys, vault }: Shelf, id: string, from: number, count: number): Promise<readonly number[] | undefined> {
  const numbers: number[] = [];
  for (let place = from; place < from + count;) {
    const block = Math.floor(place / ORDER_BLOCK);
    const packed = await redis.getBuffer(keys.order(id, block));
    if (!packed) return undefined;
    const bytes = unpackBytes(vault.open(keys.order(id, block), packed));
    const end = Math.min(from + count, (block + 1) * ORDER_BLOCK);
    for (; place < end; place += 1) numbers.push(bytes.readUInt32LE((place - block * ORDER_BLOCK) * 4));
  }
  return numbers;
}

async function readRecords({ redis, keys, vault }: Shelf, id: string, numbers: readonly number[]): Promise<readonly AuditRecord[] | undefined> {
  const wanted = [...new Set(numbers.map((number) => Math.floor(number / RECORDS_PER_CHUNK)))];
  const packed = await Promise.all(wanted.map((chunk) => redis.getBuffer(keys.chunk(id, chunk))));
  const chunks = new Map(wanted.map((chunk, index) => [chunk, packed[index]]));
  const unpacked = new Map([...chunks].map(([chunk, bytes]) => [chunk, bytes ? unpack<readonly AuditRecord[]>(vault.open(keys.chunk(id, chunk), bytes)) : []]));
  const records = numbers.map((number) => unpacked.get(Math.floor(number / RECORDS_PER_CHUNK))?.[number % RECORDS_PER_CHUNK]);
  return records.every((record) => record !== undefined) ? records : undefined;
}
