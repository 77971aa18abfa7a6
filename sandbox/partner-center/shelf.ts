/** The records the stand-in holds, newest first, with their JSON written once. */
import { rawOfTicks, ticksOfRaw } from './ticks.ts';
import type { WireRecord } from './wire.ts';

export interface ShelfEntry {
  readonly record: WireRecord;
  /** operationDate padded to seven digits: compares as text. */
  readonly date: string;
  /** Order of arrival; parts records of the same 100 ns. */
  readonly ordinal: number;
  readonly json: () => string;
}

/** A place between two records; it stays right while newer records arrive. */
export interface Place {
  readonly date: string;
  readonly ordinal: number;
}

export interface Shelf {
  /** Throws a RangeError when an operationDate cannot be read. */
  readonly add: (records: readonly WireRecord[]) => void;
  /** Newest first: records whose UTC day is in [fromDay, toDay) and that stand after `place`, if one is given. */
  readonly read: (fromDay: string, toDay: string, place: Place | undefined) => Iterable<ShelfEntry>;
  /** The latest state of the record with this id: of several, one that is no longer in progress. */
  readonly byId: (id: string) => ShelfEntry | undefined;
  readonly resourceTypes: () => ReadonlySet<string>;
}

export function createShelf(): Shelf {
  const entries: ShelfEntry[] = [];
  const types = new Set<string>();
  let arrived = 0;

  return {
    add: (records) => {
      for (const record of records) {
        entries.push(entryOf(record, arrived++));
        types.add(pascalCase(record.resourceType).toLowerCase());
      }
      entries.sort(newestFirst);
    },
    read: (fromDay, toDay, place) => readFrom(entries, fromDay, place ?? { date: toDay, ordinal: -1 }),
    byId: (id) => {
      const states = entries.filter(({ record }) => record.id === id).toSorted((a, b) => b.ordinal - a.ordinal);
      return states.find(({ record }) => record.operationStatus !== 'progress') ?? states[0];
    },
    resourceTypes: () => types,
  };
}

/** The form the official samples put into a ResourceType filter: `granular_admin_relationship` → `GranularAdminRelationship`. */
export function pascalCase(snake: string): string {
  return snake.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function entryOf(record: WireRecord, ordinal: number): ShelfEntry {
  let json: string | undefined;
  return {
    record,
    ordinal,
    date: rawOfTicks(ticksOfRaw(record.operationDate)),
    json: () => (json ??= JSON.stringify(record)),
  };
}

function newestFirst(a: Place, b: Place): number {
  if (a.date !== b.date) return a.date < b.date ? 1 : -1;
  return a.ordinal - b.ordinal;
}

function* readFrom(entries: readonly ShelfEntry[], fromDay: string, place: Place): Iterable<ShelfEntry> {
  for (let at = firstAfter(entries, place); at < entries.length; at++) {
    const entry = entries[at];
    if (entry === undefined || entry.date < fromDay) return;
    yield entry;
  }
}

function firstAfter(entries: readonly ShelfEntry[], place: Place): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && newestFirst(entry, place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
