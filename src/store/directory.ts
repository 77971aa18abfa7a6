/** Customers and people seen in records, in Redis. Names are values, never keys. */
import type { Redis } from 'ioredis';
import { foldCase } from '../audit/filter.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { Directory, KnownCustomer } from '../features/ports.ts';
import { stored } from './storage.ts';

/** Names seen longer ago than the log reaches are forgotten with the whole directory when nobody asks any more. */
const LIVES_S = 100 * 24 * 60 * 60;

/** A value as it stands in Redis: when it was seen, a space, the name. The newest sighting wins: companies are renamed. */
interface Sighting {
  readonly seen: string;
  readonly name: string;
}

export function createDirectory({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): Directory {
  const customersKey = `${prefix}:directory:customers`;
  const peopleKey = `${prefix}:directory:people`;
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
      await keepNewest(customersKey, sightingsOf(records, (record) => record.customerName && record.customerId));
      await keepNewest(peopleKey, sightingsOf(records, (record) => record.userPrincipalName));
    }),
    customersNamed: (text) => stored(async () => {
      const wanted = foldCase(text);
      const known = Object.entries(await redis.hgetall(customersKey))
        .map(([id, held]): KnownCustomer => ({ id, name: readSighting(held).name }));
      return known.filter(({ name }) => foldCase(name).includes(wanted)).sort((a, b) => a.name.length - b.name.length);
    }),
  };
}

/** The newest sighting of each customer or person on a page; ids are kept in lower case. */
function sightingsOf(records: readonly AuditRecord[], idOf: (record: AuditRecord) => string | undefined): ReadonlyMap<string, Sighting> {
  const sightings = new Map<string, Sighting>();
  for (const record of records) {
    const id = idOf(record)?.toLowerCase();
    if (!id || (sightings.get(id)?.seen ?? '') >= record.operationDate) continue;
    sightings.set(id, { seen: record.operationDate, name: record.customerName ?? '' });
  }
  return sightings;
}

function readSighting(held: string): Sighting {
  const space = held.indexOf(' ');
  return { seen: held.slice(0, Math.max(0, space)), name: held.slice(space + 1) };
}
