/** Days of the local copy for whoever waits: as many as fit into a second or two. */
import { addDays, utcDayOf, type Day } from '../audit/dates.ts';
import type { DayRow } from '../audit/day-copy.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { CopyStore } from './copy-ports.ts';
import type { Clock } from './ports.ts';

export interface CopiedRow {
  readonly day: Day;
  readonly row: DayRow;
}

export interface ReadDays {
  /** Oldest first. */
  readonly rows: readonly CopiedRow[];
  /** Days that are held, of those that were looked at. */
  readonly days: number;
  /** Days that were looked at, held or not: fewer than asked for where there was no time for more. */
  readonly looked: number;
  /** Which they are, in the order they were looked at. */
  readonly held: readonly Day[];
}

/** Somebody waits, and Slack with them. */
const [LOOK_MS, MOST_ROWS] = [1_500, 50_000];

export interface Look {
  /** How long somebody waits for it. */
  readonly lookMs?: number;
  /** How many records may be held in memory for it. */
  readonly mostRows?: number;
  /** Which records are wanted: all, unless told otherwise. */
  readonly wanted?: (record: AuditRecord) => boolean;
}

/** Reads up to so many UTC days, the newest first; fewer when there are many wanted records or it takes too long. */
export async function readNewestDays({ copy, clock }: { readonly copy: Pick<CopyStore, 'read'>; readonly clock: Clock }, count: number, look: Look = {}): Promise<ReadDays> {
  const today = utcDayOf(clock());
  return readDays({ copy, clock }, Array.from({ length: count }, (_, back) => addDays(today, -back)), look);
}

/** Reads these UTC days, one after the other; fewer when there are many wanted records or it takes too long. */
export async function readDays({ copy, clock }: { readonly copy: Pick<CopyStore, 'read'>; readonly clock: Clock }, days: readonly Day[], { lookMs = LOOK_MS, mostRows = MOST_ROWS, wanted = () => true }: Look): Promise<ReadDays> {
  const until = clock().getTime() + lookMs;
  const read = new Map<Day, readonly CopiedRow[]>();
  let [rows, looked] = [0, 0];
  // One after the other: unpacking a day takes the time, and no two are unpacked at once.
  for (const day of days) {
    if (rows >= mostRows || clock().getTime() > until) break;
    looked += 1;
    const held = await copy.read(day);
    if (!held.facts) continue;
    const found = held.rows.filter(({ record }) => wanted(record));
    read.set(day, found.map((row) => ({ day, row })));
    rows += found.length;
  }
  const held = [...read.keys()];
  return { rows: held.toSorted().flatMap((day) => read.get(day) ?? []), days: held.length, looked, held };
}
