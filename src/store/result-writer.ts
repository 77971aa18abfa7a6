/** Writes one answer into Redis while it is being read: chunks of records first, then their order, then the facts. */
import type { Redis } from 'ioredis';
import type { AuditRecord } from '../audit/record.ts';
import type { ResultWriter } from '../features/answer-ports.ts';
import type { ResultFacts } from '../features/result-facts.ts';
import type { Vault } from '../features/vault-port.ts';
import { orderBlocks } from './order-blocks.ts';
import { pack, packList } from './packing.ts';
import { RECORDS_PER_CHUNK, type ResultKeys } from './result-keys.ts';
import { createReferences } from './referred-rows.ts';
import { stored } from './storage.ts';

/** How long a finished answer can be read, in seconds. */
export const RESULT_LIVES_S = 24 * 60 * 60;
/** An unfinished answer whose worker died goes by itself after this. */
const UNFINISHED_S = 60 * 60;
/** A search can be run again long after its answer has gone. */
export const QUESTION_LIVES_S = 30 * RESULT_LIVES_S;

/** What is packed waits for so much company: each write costs, however little is in it. */
const BYTES_AT_ONCE = 256 * 1_024;

export interface ResultWriterOptions {
  readonly redis: Redis;
  readonly keys: ResultKeys;
  readonly id: string;
  readonly vault: Vault;
  /** Compressed bytes after which records are counted but no longer kept. */
  readonly bytesPerResult: number;
  /** Told what a finished answer takes. */
  readonly register: (id: string, size: { readonly bytes: number; readonly keys: readonly string[] }) => Promise<void>;
}

export function createResultWriter(options: ResultWriterOptions): ResultWriter {
  const { redis, keys, id, vault, bytesPerResult, register } = options;
  const [parts, references] = [createParts(redis, vault), createReferences()];
  let waiting: AuditRecord[] = [];
  let taken = 0;
  const packWaiting = (): void => {
    if (waiting.length > 0) parts.add(keys.chunk(id, Math.floor((taken - 1) / RECORDS_PER_CHUNK)), packList(waiting));
    waiting = [];
  };
  return {
    append: (records) => stored(async () => {
      const numbers: (number | undefined)[] = [];
      for (const record of records) {
        if (parts.bytes() >= bytesPerResult) {
          numbers.push(undefined);
          continue;
        }
        waiting.push(record);
        numbers.push(taken);
        taken += 1;
        if (waiting.length === RECORDS_PER_CHUNK) packWaiting();
      }
      if (parts.bytesAdded() >= BYTES_AT_ONCE) await parts.write();
      return numbers;
    }),
    refer: references.refer,
    finish: (facts, order) => stored(async () => {
      packWaiting();
      if (references.days.length > 0) parts.add(keys.days(id), pack(references.days));
      for (const [block, bytes] of orderBlocks(order).entries()) parts.add(keys.order(id, block), bytes);
      parts.add(keys.facts(id), pack(facts));
      await parts.write();
      await seal(options, facts, parts.written);
      await register(id, { bytes: parts.bytes(), keys: parts.written });
    }),
    discard: () => stored(async () => {
      if (parts.written.length > 0) await redis.del(...parts.written);
    }),
  };
}

/** The keys of one answer, and what they take; what was added is written with the next `write`, in one go. */
function createParts(redis: Redis, vault: Vault) {
  const written: string[] = [];
  let [bytes, bytesAdded, added] = [0, 0, redis.pipeline()];
  return {
    written: written as readonly string[],
    bytes: (): number => bytes,
    bytesAdded: (): number => bytesAdded,
    add(key: string, packed: Buffer): void {
      const sealed = vault.seal(key, packed);
      written.push(key);
      bytes += sealed.length;
      bytesAdded += sealed.length;
      added.set(key, sealed, 'EX', UNFINISHED_S);
    },
    async write(): Promise<void> {
      if (added.length === 0) return;
      const writing = added;
      [bytesAdded, added] = [0, redis.pipeline()];
      for (const [error] of await writing.exec() ?? []) if (error) throw error;
    },
  };
}

/** Makes a finished answer live its day, and findable by its plan. */
async function seal({ redis, keys, vault }: ResultWriterOptions, { id, planKey, command, zone }: ResultFacts, written: readonly string[]): Promise<void> {
  const sealing = redis.pipeline();
  for (const key of written) sealing.expire(key, RESULT_LIVES_S);
  sealing.set(keys.plan(planKey), id, 'EX', RESULT_LIVES_S);
  sealing.set(keys.question(id), vault.sealText(keys.question(id), JSON.stringify({ command, zone })), 'EX', QUESTION_LIVES_S);
  await sealing.exec();
}
