/** Rows of the copy that answers refer to in place of keeping them. */
import type { DayRow } from '../audit/day-copy.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { DayPlace } from '../features/copy-ports.ts';
import { chunkOf, rowsOfChunk } from './copy-chunks.ts';
import { READ_AS_OF, type CopyShelf } from './copy-scripts.ts';
import { unlessBroken } from './unless-broken.ts';

/** Numbers of an answer from this one on refer to rows; an answer keeps fewer records by far. */
export const FIRST_REFERRED = 2 ** 30;

/** A day that an answer refers to: the number of each row is the first one and its own. */
export interface ReferredDay extends DayPlace {
  readonly first: number;
}

/** Gives days the numbers of their rows, one day after the other. */
export function createReferences() {
  const days: ReferredDay[] = [];
  let next = FIRST_REFERRED;
  return {
    days: days as readonly ReferredDay[],
    refer(place: DayPlace): number {
      const first = next;
      days.push({ ...place, first });
      next += place.rows;
      return first;
    },
  };
}

/** The records behind numbers of an answer, each as it stood when it was referred to; those that were erased or removed are missing. */
export async function readReferred(shelf: CopyShelf, days: readonly ReferredDay[], numbers: readonly number[]): Promise<ReadonlyMap<number, AuditRecord>> {
  const wanted = Map.groupBy(numbers, (number) => dayOf(days, number));
  const parts = await Promise.all([...wanted].map(async ([day, own]) => (day ? readRows(shelf, day, own) : [])));
  return new Map(parts.flat());
}

/** The last day whose numbers begin no later; days stand in the order of their numbers. */
function dayOf(days: readonly ReferredDay[], number: number): ReferredDay | undefined {
  let [from, to] = [0, days.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((days[middle]?.first ?? 0) <= number) from = middle + 1;
    else to = middle;
  }
  return days[from - 1];
}

async function readRows(shelf: CopyShelf, day: ReferredDay, numbers: readonly number[]): Promise<readonly (readonly [number, AuditRecord])[]> {
  const wanted = new Set(numbers);
  const rows = await readChunks(shelf, day, [...new Set(numbers.map((number) => chunkOf(number - day.first)))]);
  return rows.flatMap(({ number, record }) => (wanted.has(day.first + number) ? [[day.first + number, record] as const] : []));
}

async function readChunks({ redis, keys, vault }: CopyShelf, { day, begun, version }: DayPlace, chunks: readonly string[], open = rowsOfChunk): Promise<readonly DayRow[]> {
  const key = keys.day(day);
  const held = await redis.callBuffer('EVAL', READ_AS_OF, 2, key, keys.former(day), begun, version, ...chunks) as readonly (Buffer | null)[];
  return chunks.flatMap((chunk, at) => {
    const bytes = held[at];
    return bytes?.length ? open(bytes, `${key} ${chunk}`, vault) : [];
  });
}

/**
 * Tells of answers whether one of their numbers stands for a row whose record, as JSON, tells something, or for a row that
 * is no longer there, or cannot be read. Each day is read once, however many answers refer to it.
 */
export function createReferenceTeller(shelf: CopyShelf, tells: (text: string) => boolean): (days: readonly ReferredDay[], numbers: readonly number[]) => Promise<boolean> {
  const known = new Map<string, Promise<ReadonlySet<number>>>();
  // Those that may stay in an answer.
  const readSilent = async (day: ReferredDay): Promise<ReadonlySet<number>> => {
    const chunks = new Set(Array.from({ length: day.rows }, (_, row) => chunkOf(row)));
    const rows = await readChunks(shelf, day, [...chunks], (...chunk) => unlessBroken(() => rowsOfChunk(...chunk)) ?? []);
    return new Set(rows.filter(({ record }) => !tells(JSON.stringify(record))).map(({ number }) => number));
  };
  return async (days, numbers) => {
    for (const [day, own] of Map.groupBy(numbers.filter((number) => number >= FIRST_REFERRED), (number) => dayOf(days, number))) {
      if (!day) return true;
      const place = `${day.day} ${day.begun} ${day.version}`;
      const reading = known.get(place) ?? readSilent(day);
      known.set(place, reading);
      const silent = await reading;
      if (own.some((number) => !silent.has(number - day.first))) return true;
    }
    return false;
  };
}
