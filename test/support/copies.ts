/** The local copy in real Redis, and what is needed to write into it. */
import type { Redis } from 'ioredis';
import { addDays } from '../../src/audit/dates.ts';
import type { DayRow } from '../../src/audit/day-copy.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { dayChecksum } from '../../src/audit/seal.ts';
import type { CopyStore, DayChange } from '../../src/features/copy-ports.ts';
import { createCopy } from '../../src/store/copy.ts';
import { createErasedCustomers } from '../../src/store/erased-customers.ts';
import { createFeed } from '../../src/store/feed.ts';
import { createLease } from '../../src/store/lease.ts';
import { createSeals } from '../../src/store/seals.ts';

/** All stores of the copy over one Redis. */
export function copyStores(redis: Redis, prefix: string) {
  const storage = { redis, prefix };
  return { copy: createCopy(storage), feed: createFeed(storage), seals: createSeals(storage), erased: createErasedCustomers(storage), lease: createLease(storage) };
}

function rowsOf(records: readonly AuditRecord[], seenAt = '2026-11-21T10:00:00.000Z'): readonly DayRow[] {
  return records.map((record, number) => ({ number, record, seenAt }));
}

/** The first writing of a day, settled unless told otherwise, with whatever matters to the test laid over it. */
export function firstChange(day: string, records: readonly AuditRecord[], more: Partial<DayChange> = {}): DayChange {
  const rows = rowsOf(records);
  const readAt = `${addDays(day, 3)}T00:00:00.000Z`;
  return {
    version: 0, rows, touched: new Set(rows.map(({ number }) => number)), feed: [],
    facts: { day, records: rows.length, readAt, firstReadAt: readAt, next: rows.length, sha256: dayChecksum(rows) },
    ...more,
  };
}

/** Writes days that hold these records, and nothing else. */
export async function writeDays(copy: CopyStore, days: readonly string[], recordsOf: (day: string) => readonly AuditRecord[]): Promise<void> {
  for (const day of days) await copy.write(firstChange(day, recordsOf(day)));
}

/** Changes one byte of a day's compressed rows, as somebody with access to Redis could. */
export async function flipByte(redis: Redis, prefix: string, day: string): Promise<void> {
  const key = `${prefix}:copy:day:${day}`;
  const chunk = await redis.hgetBuffer(key, 'chunk:0');
  if (!chunk) throw new Error(`${day} holds no rows`);
  const at = chunk.length - 5;
  chunk.writeUInt8(chunk.readUInt8(at) ^ 1, at);
  await redis.hset(key, 'chunk:0', chunk);
}
