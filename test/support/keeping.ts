/** The local copy being kept: the stand-in of Partner Center, real Redis, and a clock that the test turns. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { memoryDirectory, memoryFreshness } from '../../sandbox/memory.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { DAY_MS, HOUR_MS } from '../../src/audit/dates.ts';
import { keepCopy, type KeepCopyDeps } from '../../src/features/keep-copy.ts';
import { anItem, keptLog, partnerCenter, sourceAt } from '../partner-center/loopback.ts';
import { copyStores } from './copies.ts';

export const BEGUN = new Date('2026-11-21T10:00:00Z');

/** Records spread evenly over the days before the copy began, one every so many hours, each with its own id. */
export function history(everyHours: number, days = 89): readonly WireRecord[] {
  const count = Math.floor(days * 24 / everyHours);
  return Array.from({ length: count }, (_, at) => happened(new Date(BEGUN.getTime() - (at + 0.5) * everyHours * HOUR_MS), `h-${at}`));
}

export function happened(at: Date, id: string, facts: Partial<WireRecord> = {}): WireRecord {
  return anItem({ id, operationDate: at.toISOString().replace('Z', '0000Z'), ...facts });
}

/** A copy that is kept in its own part of Redis; ends with the test. */
export async function keeping(redis: Redis, prefix: string, records: readonly WireRecord[], more: Partial<KeepCopyDeps> = {}) {
  let now = BEGUN;
  const part = `${prefix}:${randomUUID()}`;
  const stand = await partnerCenter({ records, now: () => now });
  const stores = copyStores(redis, part);
  const [log, freshness, directory] = [keptLog(), memoryFreshness(), memoryDirectory()];
  const source = sourceAt(stand.url, { clock: () => now, concurrency: 1 });
  const deps: KeepCopyDeps = {
    ...stores, source, log, freshness, directory,
    clock: () => now, newCorrelationId: randomUUID, everyMs: 300_000, retentionDays: 400, ...more,
  };
  return {
    ...stores, deps, stand, log, freshness, directory, part,
    pass: (ms: number) => void (now = new Date(now.getTime() + ms)),
    passDays: (days: number) => void (now = new Date(now.getTime() + days * DAY_MS)),
    ago: (ms: number) => new Date(now.getTime() - ms),
    round: (signal = new AbortController().signal) => keepCopy(deps, signal),
    /** The ids of all records held, oldest day first. */
    async ids(): Promise<readonly string[]> {
      const held: string[] = [];
      for (const { day } of await stores.copy.ledger()) held.push(...(await stores.copy.read(day)).rows.map(({ record }) => record.id ?? ''));
      return held;
    },
    /** What entered the feed, as kind and id. */
    async fed(after = 0): Promise<readonly (readonly [string, string])[]> {
      const rows = await stores.feed.rows(await stores.feed.after(after, 10_000));
      return rows.map(({ entry, row }) => [entry.kind, row.record.id ?? ''] as const);
    },
  };
}
