/** Which customers were erased, in Redis, as hashes: enough to keep their records out, not enough to name them. */
import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { DAY_MS } from '../audit/dates.ts';
import { instantOf, type Instant } from '../audit/instant.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { ErasedCustomers } from '../features/copy-ports.ts';
import { guidsIn } from '../features/forget-customer.ts';
import { stored } from './storage.ts';

/** The log gives nothing back that is older than 90 days. */
const LIVES_MS = 100 * DAY_MS;

/** Both functions throw a `storage` Problem when Redis cannot be reached. */
export function createErasedCustomers({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): ErasedCustomers {
  const key = `${prefix}:copy:erased`;
  return {
    note: ({ customerId, names }, erasedAt) => stored(async () => {
      await redis.zremrangebyscore(key, '-inf', erasedAt.getTime() - LIVES_MS);
      await redis.zadd(key, ...[customerId, ...names].flatMap((word) => [erasedAt.getTime(), hashOf(word)]));
    }),
    test: () => stored(async () => {
      const held = await redis.zrange(key, '0', '-1', 'WITHSCORES');
      const until = new Map<string, Instant>();
      for (let at = 0; at < held.length; at += 2) until.set(held[at] ?? '', instantOf(new Date(Number(held[at + 1]))));
      if (until.size === 0) return () => false;
      return (record: AuditRecord) => wordsOf(record).some((word) => record.operationDate <= (until.get(hashOf(word)) ?? ''));
    }),
  };
}

function wordsOf(record: AuditRecord): readonly string[] {
  const { customerId, customerName } = record;
  return [...guidsIn(record), ...(customerId === undefined && customerName !== undefined ? [customerName] : [])];
}

function hashOf(word: string): string {
  return hash('sha256', word.toLowerCase(), 'base64url');
}
