/** Customers and people seen in records, in Redis. Names are values, never keys. */
import type { Redis } from 'ioredis';
import { addDays, MINUTE_MS, type Day } from '../audit/dates.ts';
import { foldCase } from '../audit/filter.ts';
import type { DayWindow } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { Directory, KnownCustomer } from '../features/ports.ts';
import { stored } from './storage.ts';

/** Names seen longer ago than the log reaches are forgotten with the whole directory when nobody asks any more. */
const LIVES_S = 100 * 24 * 60 * 60;

/** How long a day that is not over yet counts as known. */
const FRESH_MS = 5 * MINUTE_MS;

export interface DirectoryOptions {
  readonly redis: Redis;
  readonly prefix: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A value as it stands in Redis: when it was seen, a space, the name. The newest sighting wins: companies are renamed. */
interface Sighting {
  readonly seen: string;
  readonly name: string;
}

export function createDirectory({ redis, prefix, now }: DirectoryOptions): Directory {
  const customersKey = `${prefix}:directory:customers`;
  const peopleKey = `${prefix}:directory:people`;
  const daysKey = `${prefix}:directory:days`;
  const keepNewest = async (key: string, sightings: ReadonlyMap<string, Sighting>): Promise<void> => {
    if (sightings.size === 0) return;
    const ids = [...sightings.keys()];
    const held = await redis.hmget(key, ...ids);
    const newer = [...sightings].filter(([, { seen }], index) => seen > readSighting(held[index] ?? '').seen);
    if (newer.length === 0) return;
    await redis.multi().hset(key, new Map(newer.map(([id, { seen, name }]) => [id, `${seen} ${name}`]))).expire(key, LIVES_S).exec();
  };
  return {
    learn: (records) => stored(async () => {
      await keepNewest(customersKey, sightingsOf(records, (record) => record.customerName && record.customerId, (record) => record.customerName));
      await keepNewest(peopleKey, sightingsOf(records, (record) => record.userPrincipalName, (record) => record.userPrincipalName));
    }),
    coverDays: (windows, readAt) => stored(async () => {
      const days = daysOf(windows);
      if (days.length > 0) await redis.multi().hset(daysKey, new Map(days.map((day) => [day, readAt]))).expire(daysKey, LIVES_S).exec();
    }),
    knowsDays: (windows) => stored(async () => {
      const days = daysOf(windows);
      const readAt = days.length === 0 ? [] : await redis.hmget(daysKey, ...days);
      return days.every((day, index) => isKnown(day, readAt[index] ?? undefined, now()));
    }),
    customersNamed: (text) => stored(async () => {
      const wanted = foldCase(text);
      const known = Object.entries(await redis.hgetall(customersKey))
        .map(([id, held]): KnownCustomer => ({ id, name: readSighting(held).name }));
      return known.filter(({ name }) => foldCase(name).includes(wanted)).sort((a, b) => a.name.length - b.name.length);
    }),
  };
}

/** A day is known once it was read after its end; today's reading is good for a few minutes. */
function isKnown(day: Day, readAt: string | undefined, now: number): boolean {
  if (readAt === undefined) return false;
  return readAt >= addDays(day, 1) || now - Date.parse(readAt) <= FRESH_MS;
}

function daysOf(windows: readonly DayWindow[]): readonly Day[] {
  return windows.flatMap(({ first, last }) => {
    const days: Day[] = [];
    for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
    return days;
  });
}

type Part = (record: AuditRecord) => string | undefined;

/** The newest sighting of each customer or person on a page; ids are kept in lower case. */
function sightingsOf(records: readonly AuditRecord[], idOf: Part, nameOf: Part): ReadonlyMap<string, Sighting> {
  const sightings = new Map<string, Sighting>();
  for (const record of records) {
    const id = idOf(record)?.toLowerCase();
    if (!id || (sightings.get(id)?.seen ?? '') >= record.operationDate) continue;
    sightings.set(id, { seen: record.operationDate, name: nameOf(record) ?? '' });
  }
  return sightings;
}

function readSighting(held: string): Sighting {
  const space = held.indexOf(' ');
  return { seen: held.slice(0, Math.max(0, space)), name: held.slice(space + 1) };
}
