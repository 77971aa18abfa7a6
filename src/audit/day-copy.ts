/** One UTC day of the local copy: what a reading of the log adds to it, and what it changes. */
import { DAY_MS, HOUR_MS } from './dates.ts';
import { dateOf } from './instant.ts';
import { compareStates, isSettled } from './operations.ts';
import { canonicalJson, recordKey, type AuditRecord } from './record.ts';
import { textOrder } from './text-order.ts';

/** A record of a day. Its number never changes: a later state takes the place of the one before, an erasure leaves a gap. */
export interface DayRow {
  readonly number: number;
  readonly record: AuditRecord;
  /** When this operation was first seen here, ISO in UTC. */
  readonly seenAt: string;
  /** How long after the operation the log showed it, in milliseconds; only where the readings around it tell. */
  readonly delayMs?: number;
}

/** How an operation came to be known. What was there before the copy began is history; `known` stood in the day before. */
export type Arrival = 'news' | 'late' | 'history' | 'known';

/** The log's delay is documented nowhere; webhooks of the same service are late by up to this. */
const LATE_AFTER_MS = 48 * HOUR_MS;

/** A delay is measured where the reading before was no longer ago than this; its error is that gap. */
const TELLING_GAP_MS = HOUR_MS;

/** A reading of a whole day. */
export interface DayReading {
  readonly records: readonly AuditRecord[];
  readonly readAt: Date;
  /** When the copy began. */
  readonly begunAt: Date;
  /** When the day was read completely before, if it was. */
  readonly lastReadAt?: Date;
  /** The number that the next new row gets: those of erased rows are not given again. */
  readonly next: number;
  /** Keys of the day before: a later state may carry a later date. */
  readonly dayBefore: ReadonlySet<string>;
}

export interface MergedDay {
  /** The whole day after the reading, in the order of its numbers. */
  readonly rows: readonly DayRow[];
  readonly added: readonly { readonly row: DayRow; readonly arrival: Arrival }[];
  /** Operations known before that have a later state now. */
  readonly changed: readonly DayRow[];
  readonly next: number;
}

/** Lays a reading over the rows of its day. What the reading does not hold stays: the log forgets nothing within 90 days. */
export function mergeDay(rows: readonly DayRow[], reading: DayReading): MergedDay {
  const known = new Map(rows.map((row) => [recordKey(row.record), row]));
  const changed = new Map<number, DayRow>();
  const added: MergedDay['added'][number][] = [];
  let { next } = reading;
  for (const [key, record] of latestStates(reading.records)) {
    const held = known.get(key);
    if (held && isLaterState(record, held.record)) changed.set(held.number, { ...held, record });
    if (held) continue;
    added.push({ row: newRow(record, next, reading), arrival: arrivalOf(key, record, reading) });
    next += 1;
  }
  const merged = rows.map((row) => changed.get(row.number) ?? row);
  return { rows: [...merged, ...added.map(({ row }) => row)], added, changed: [...changed.values()], next };
}

/** One state of each operation, whatever the order of the reading: an end, else the later date, else either. */
function latestStates(records: readonly AuditRecord[]): ReadonlyMap<string, AuditRecord> {
  const latest = new Map<string, AuditRecord>();
  for (const record of records) {
    const key = recordKey(record);
    const other = latest.get(key);
    if (!other || compareRecords(record, other) > 0) latest.set(key, record);
  }
  return latest;
}

/** Equal states may still differ in what they say: then the text decides. */
function compareRecords(a: AuditRecord, b: AuditRecord): number {
  return compareStates(a.operationStatus, b.operationStatus, textOrder(a.operationDate, b.operationDate)) || textOrder(canonicalJson(a), canonicalJson(b));
}

/** Whether a later reading tells something later of an operation than what is held: an end is never taken back. */
function isLaterState(record: AuditRecord, held: AuditRecord): boolean {
  const [settled, wasSettled] = [isSettled(record.operationStatus), isSettled(held.operationStatus)];
  if (settled !== wasSettled) return settled;
  return record.operationDate >= held.operationDate && canonicalJson(record) !== canonicalJson(held);
}

function newRow(record: AuditRecord, number: number, { readAt, lastReadAt }: DayReading): DayRow {
  const delayMs = lastReadAt && delayOf(dateOf(record.operationDate).getTime(), readAt.getTime(), lastReadAt.getTime());
  return { number, record, seenAt: readAt.toISOString(), ...(delayMs !== undefined && { delayMs }) };
}

/** Between two readings shortly after one another; after a longer gap only what is proven: it was not there before. */
function delayOf(happened: number, readAt: number, lastReadAt: number): number | undefined {
  if (readAt - lastReadAt <= TELLING_GAP_MS) return Math.max(0, readAt - happened);
  return lastReadAt > happened ? lastReadAt - happened : undefined;
}

function arrivalOf(key: string, record: AuditRecord, { readAt, begunAt, lastReadAt, dayBefore }: DayReading): Arrival {
  const happened = dateOf(record.operationDate).getTime();
  if (!lastReadAt && happened < begunAt.getTime()) return 'history';
  if (dayBefore.has(key)) return 'known';
  return readAt.getTime() - happened > LATE_AFTER_MS ? 'late' : 'news';
}

/** How late the records of a day came, in milliseconds, over those of which it is known. */
export interface Lateness {
  readonly count: number;
  /** The middle one; of two middle ones the later. */
  readonly medianMs: number;
  readonly maxMs: number;
}

/** Undefined where no row tells. */
export function latenessOf(rows: readonly DayRow[]): Lateness | undefined {
  const sorted = rows.flatMap(({ delayMs }) => delayMs ?? []).sort((a, b) => a - b);
  const [medianMs, maxMs] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return medianMs === undefined || maxMs === undefined ? undefined : { count: sorted.length, medianMs, maxMs };
}

/** The instant from which a reading of a UTC day counts as settled: its end and the longest delay we allow for. */
export function settlesAt(day: string): number {
  return Date.parse(day) + DAY_MS + LATE_AFTER_MS;
}
