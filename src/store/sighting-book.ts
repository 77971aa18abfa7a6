/** Who was seen, under which name, and when last: a hash in Redis. With a key neither names nor ids can be read there. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Vault } from '../features/vault-port.ts';
import { readJson } from './read-json.ts';

/** The newest sighting wins: companies are renamed. */
export interface Sighting {
  readonly seen: string;
  readonly name: string;
}

export interface SightingBook {
  keepNewest(sightings: ReadonlyMap<string, Sighting>): Promise<void>;
  /** Each once, in no order. */
  all(): Promise<readonly (Sighting & { readonly id: string })[]>;
  /** Another text whenever somebody came, went or was renamed; it costs little to ask for. */
  version(): Promise<string>;
  /** In the order of the ids. */
  find(ids: readonly string[]): Promise<readonly (Sighting | undefined)[]>;
  /** Gives how many there were. */
  forget(ids: readonly string[]): Promise<number>;
}

export interface SightingBookOptions {
  readonly redis: Redis;
  readonly key: string;
  readonly vault: Vault;
  /** Seconds after which all of it is forgotten when nobody was seen any more. */
  readonly livesS: number;
}

/** In clear an entry is its id, and `<seen> <name>`; sealed it is a word for the id, and all three. */
export function createSightingBook({ redis, key, vault, livesS }: SightingBookOptions): SightingBook {
  const { read, write } = createEntries(key, vault);
  const versionKey = `${key}:version`;
  const find: SightingBook['find'] = async (ids) => {
    if (ids.length === 0) return [];
    const fields = ids.flatMap((id) => [vault.hide(id), id]);
    const held = await redis.hmget(key, ...fields);
    const entryAt = (at: number): Sighting | undefined => {
      const value = held[at] ?? null;
      return value === null ? undefined : read(fields[at] ?? '', value);
    };
    return ids.map((_, index) => newest(entryAt(2 * index), entryAt(2 * index + 1)));
  };
  return {
    find,
    async keepNewest(sightings) {
      const ids = [...sightings.keys()];
      const known = await find(ids);
      const newer = [...sightings].filter(([, { seen }], index) => seen > (known[index]?.seen ?? ''));
      if (newer.length === 0) return;
      const writing = redis.multi().hset(key, new Map(newer.map(([id, sighting]) => write(id, sighting)))).expire(key, livesS);
      if ([...sightings.values()].some(({ seen, name }, index) => seen > (known[index]?.seen ?? '') && name !== known[index]?.name)) writing.set(versionKey, randomUUID(), 'EX', livesS);
      await writing.exec();
    },
    version: () => versionOf(redis, key, versionKey),
    async all() {
      const entries = new Map<string, Sighting & { readonly id: string }>();
      for (const [field, held] of Object.entries(await redis.hgetall(key))) {
        const entry = read(field, held);
        entries.set(entry.id, newest(entry, entries.get(entry.id)) ?? entry);
      }
      return [...entries.values()];
    },
    async forget(ids) {
      const known = (await find(ids)).filter((entry) => entry !== undefined).length;
      if (ids.length > 0) await redis.multi().hdel(key, ...ids.flatMap((id) => [vault.hide(id), id])).set(versionKey, randomUUID(), 'EX', livesS).exec();
      return known;
    },
  };
}

/** The number of entries tells of those that were written without a version. */
async function versionOf(redis: Redis, key: string, versionKey: string): Promise<string> {
  const [version, entries] = await Promise.all([redis.get(versionKey), redis.hlen(key)]);
  return `${version ?? ''} ${entries}`;
}

function createEntries(key: string, vault: Vault) {
  return {
    read(field: string, held: string): Sighting & { readonly id: string } {
      const text = vault.openText(`${key} ${field}`, held);
      if (text === held) return { id: field, ...readClear(held) };
      const [id, seen, name] = readJson<readonly [string, string, string]>(text);
      return { id, seen, name };
    },
    write(id: string, { seen, name }: Sighting): readonly [field: string, value: string] {
      const field = vault.hide(id);
      return [field, field === id ? `${seen} ${name}` : vault.sealText(`${key} ${field}`, JSON.stringify([id, seen, name]))];
    },
  };
}

function newest<T extends Sighting>(a: T | undefined, b: T | undefined): T | undefined {
  return a && b ? (a.seen >= b.seen ? a : b) : a ?? b;
}

function readClear(held: string): Sighting {
  const space = held.indexOf(' ');
  return { seen: held.slice(0, Math.max(0, space)), name: held.slice(space + 1) };
}
