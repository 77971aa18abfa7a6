/** Customers and people seen in records, in Redis. Names are values, never keys. */
import type { Redis } from 'ioredis';
import { addDays, MINUTE_MS, utcDayOf, type Day } from '../audit/dates.ts';
import { foldCase } from '../audit/filter.ts';
import { isReadToItsEnd } from '../audit/coverage.ts';
import { daysOfWindow } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { Directory } from '../features/ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { createFirstSightings } from './first-sightings.ts';
import { createSightingBook, type Sighting } from './sighting-book.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

/** Names seen longer ago than the log reaches are forgotten with the whole directory when nobody asks any more. */
const LIVES_S = 100 * 24 * 60 * 60;

/** How long a day that is not over yet counts as known. */
const FRESH_MS = 5 * MINUTE_MS;

export interface DirectoryOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly vault?: Vault;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function createDirectory({ redis, prefix, now, vault = OPEN_VAULT }: DirectoryOptions): Directory {
  const { days: daysKey } = directoryKeys(prefix);
  const books = directoryBooks({ redis, prefix, vault });
  const sightings = createFirstSightings({ redis, prefix, livesS: LIVES_S });
  const everybody = keptEverybody(books);
  return {
    learn: (records) => stored(async () => {
      await books.customers.keepNewest(sightingsOf(records, (record) => record.customerName && record.customerId, (record) => record.customerName));
      await books.people.keepNewest(sightingsOf(records, (record) => record.userPrincipalName, (record) => record.userPrincipalName));
      await sightings.learn(records);
    }),
    coverDays: (windows, readAt) => stored(async () => {
      const days = windows.flatMap(daysOfWindow);
      if (days.length > 0) await redis.multi().hset(daysKey, new Map(days.map((day) => [day, readAt]))).expire(daysKey, LIVES_S).exec();
      // Days must not be held longer than who was seen in them.
      await sightings.refresh();
    }),
    knowsDays: (windows) => stored(async () => {
      const days = windows.flatMap(daysOfWindow);
      const readAt = days.length === 0 ? [] : await redis.hmget(daysKey, ...days);
      return days.every((day, index) => isKnown(day, readAt[index] ?? undefined, now()));
    }),
    firstSeen: (people) => stored(async () => ({ daysHeld: daysWithoutGap(await redis.hgetall(daysKey), now()), first: await sightings.of(people) })),
    everybody: () => stored(async () => (await everybody()).known),
    customersNamed: (text) => stored(async () => {
      const { known: { customers }, folded } = await everybody();
      const wanted = foldCase(text);
      return customers.filter((_, index) => folded[index]?.includes(wanted)).sort((a, b) => a.name.length - b.name.length);
    }),
  };
}

interface Everybody {
  readonly known: Awaited<ReturnType<Directory['everybody']>>;
  /** The customers' names as they are compared, in the same order. */
  readonly folded: readonly string[];
}

/** Reads the whole directory once for all who ask, and again only after somebody came, went or was renamed. */
function keptEverybody(books: ReturnType<typeof directoryBooks>): () => Promise<Everybody> {
  let held: { readonly version: string; readonly reading: Promise<Everybody> } | undefined;
  return async () => {
    const version = (await Promise.all([books.customers.version(), books.people.version()])).join(' ');
    if (held?.version === version) return held.reading;
    const reading = readEverybody(books);
    const mine = { version, reading };
    held = mine;
    reading.catch(() => {
      if (held === mine) held = undefined;
    });
    return reading;
  };
}

/** One collator: making one for each comparison takes seconds for thousands of names. */
const { compare } = new Intl.Collator();

async function readEverybody({ customers: customerBook, people: peopleBook }: ReturnType<typeof directoryBooks>): Promise<Everybody> {
  const [known, people] = await Promise.all([customerBook.all(), peopleBook.all()]);
  const customers = known.map(({ id, name }) => ({ id, name })).toSorted((a, b) => compare(a.name, b.name));
  return { known: { customers, people: people.map(({ name }) => name).toSorted() }, folded: customers.map(({ name }) => foldCase(name)) };
}

/** Customers by their ids and people by their sign-in names, in lower case. */
export function directoryBooks({ redis, prefix, vault }: { readonly redis: Redis; readonly prefix: string; readonly vault: Vault }) {
  const { customers, people } = directoryKeys(prefix);
  return {
    customers: createSightingBook({ redis, vault, key: customers, livesS: LIVES_S }),
    people: createSightingBook({ redis, vault, key: people, livesS: LIVES_S }),
  };
}

/** Where it stands in Redis. */
function directoryKeys(prefix: string) {
  return { customers: `${prefix}:directory:customers`, people: `${prefix}:directory:people`, days: `${prefix}:directory:days` };
}

/** A day is known once it was read after its end; today's reading is good for a few minutes. */
function isKnown(day: Day, readAt: string | undefined, now: number): boolean {
  if (readAt === undefined) return false;
  return isReadToItsEnd(day, readAt) || now - Date.parse(readAt) <= FRESH_MS;
}

/** How many days without a gap are known up to the latest reading; the newest may go on, all before it were read after their end. */
function daysWithoutGap(readAt: Readonly<Record<Day, string>>, now: number): number {
  const today = utcDayOf(new Date(now));
  const newest = readAt[today] === undefined ? addDays(today, -1) : today;
  if (readAt[newest] === undefined) return 0;
  let days = 1;
  for (let day = addDays(newest, -1); isReadToItsEnd(day, readAt[day] ?? ''); day = addDays(day, -1)) days += 1;
  return days;
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
