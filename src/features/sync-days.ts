/** Reads days of the log into the local copy: once for everybody, completely or not at all. */
import { addDays, utcDayOf, type Day } from '../audit/dates.ts';
import { latenessOf, mergeDay, type Arrival } from '../audit/day-copy.ts';
import { daysOfWindow, type DayWindow } from '../audit/query.ts';
import { recordKey, type AuditRecord } from '../audit/record.ts';
import { dayChecksum } from '../audit/seal.ts';
import { oldestDay } from '../audit/time-range.ts';
import type { CopyStore, DayChange, ErasedCustomers, FeedKind, HeldDay } from './copy-ports.ts';
import { alterationOf } from './day-alteration.ts';
import type { FreshnessStore } from './answer-ports.ts';
import type { Clock, Directory, Log, RecordSource } from './ports.ts';
import { Problem } from './problem.ts';

export interface SyncDeps {
  readonly source: RecordSource;
  readonly copy: CopyStore;
  readonly erased: ErasedCustomers;
  readonly directory: Pick<Directory, 'learn' | 'coverDays'>;
  readonly freshness: FreshnessStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly newCorrelationId: () => string;
}

/** What came in, for whoever waits for news. */
export interface Round {
  readonly news: number;
  readonly late: number;
  readonly changed: number;
}

export const NOTHING_NEW: Round = { news: 0, late: 0, changed: 0 };

/** Somebody else wrote the same day: read again and try again, this often. */
const TRIES = 3;

/**
 * Reads the days of a window completely, then writes them, oldest first. Throws a Problem when Partner Center or Redis
 * fails; days written before that stay.
 */
export async function syncDays(deps: SyncDeps, window: DayWindow, signal: AbortSignal): Promise<Round> {
  const readAt = deps.clock();
  const { days, unreadable } = await readWindow(deps, window, readAt, signal);
  await deps.directory.coverDays([window], readAt.toISOString());
  const begunAt = await deps.copy.begunAt(readAt);
  let before = keysOf(await deps.copy.read(addDays(window.first, -1)));
  let round = NOTHING_NEW;
  for (const [day, records] of days) {
    signal.throwIfAborted();
    const change = await writeDay(deps, { day, records, unreadable, readAt, begunAt, dayBefore: before });
    before = keysOf(change);
    round = addRounds(round, roundOf(change));
  }
  await noteFreshness(deps, days, readAt);
  if (round.news + round.late + round.changed > 0) deps.log.info({ ...window, ...round }, 'new operations read');
  return round;
}

/** Two rounds counted together. */
export function addRounds(a: Round, b: Round): Round {
  return { news: a.news + b.news, late: a.late + b.late, changed: a.changed + b.changed };
}

interface ReadWindow {
  readonly days: ReadonlyMap<Day, readonly AuditRecord[]>;
  /** Nobody can say of which day they are. */
  readonly unreadable: number;
}

/** One day more is asked for on both sides, because no page says in which zone the service cuts its days. */
async function readWindow(deps: SyncDeps, { first, last }: DayWindow, readAt: Date, signal: AbortSignal): Promise<ReadWindow> {
  const [oldest, today] = [oldestDay(readAt), utcDayOf(readAt)];
  const asked = { first: first > oldest ? addDays(first, -1) : first, last: last < today ? addDays(last, 1) : last };
  const days = new Map<Day, AuditRecord[]>(daysOfWindow({ first, last }).map((day) => [day, []]));
  const isErased = await deps.erased.test();
  let unreadable = 0;
  for await (const page of deps.source.pages({ windows: [asked] }, { correlationId: deps.newCorrelationId(), signal })) {
    const records = page.records.filter((record) => !isErased(record));
    for (const record of records) days.get(record.operationDate.slice(0, 10))?.push(record);
    unreadable += page.unreadable;
    await deps.directory.learn(records);
  }
  if (unreadable > 0) deps.log.warn({ first, last, unreadable }, 'items of the log that cannot be read as records are not in the copy');
  return { days, unreadable };
}

function keysOf({ rows }: Pick<HeldDay, 'rows'>): ReadonlySet<string> {
  return new Set(rows.map(({ record }) => recordKey(record)));
}

interface ReadDay {
  readonly day: Day;
  readonly unreadable: number;
  readonly records: readonly AuditRecord[];
  readonly readAt: Date;
  readonly begunAt: Date;
  readonly dayBefore: ReadonlySet<string>;
}

async function writeDay(deps: SyncDeps, read: ReadDay): Promise<DayChange> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const held = await deps.copy.read(read.day);
    const change = changeOf(read, held);
    if (change.facts.alteredAt !== held.facts?.alteredAt) deps.log.error({ day: read.day }, 'the copy of a day was altered in Redis by somebody else');
    if (await deps.copy.write(change)) return change;
  }
  throw new Problem({
    kind: 'storage', retryable: true,
    whatHappened: `The copy of ${read.day} was written by somebody else again and again.`,
    whatToDo: 'Nothing: the next round reads it again.',
  });
}

const FEED_KINDS: Readonly<Record<Arrival, FeedKind | undefined>> = { news: 'news', late: 'late', known: 'changed', history: undefined };

function changeOf({ day, records, unreadable, readAt, begunAt, dayBefore }: ReadDay, { rows, version, facts }: HeldDay): DayChange {
  const lastReadAt = facts && new Date(facts.readAt);
  const merged = mergeDay(rows, { records, readAt, begunAt, dayBefore, next: facts?.next ?? 0, ...(lastReadAt && { lastReadAt }) });
  const touched = new Set([...merged.added.map(({ row }) => row.number), ...merged.changed.map(({ number }) => number)]);
  const lateness = latenessOf(merged.rows);
  return {
    version, touched,
    rows: merged.rows,
    facts: {
      day, records: merged.rows.length, readAt: readAt.toISOString(), firstReadAt: facts?.firstReadAt ?? readAt.toISOString(),
      next: merged.next,
      sha256: facts && touched.size === 0 ? facts.sha256 : dayChecksum(merged.rows),
      ...(lateness && { lateness }),
      ...(unreadable > 0 && { unreadable }),
      // What was altered must be found before it is sealed again as a correction.
      ...(touched.size > 0 ? alterationOf({ rows, ...(facts && { facts }) }, readAt) : facts?.alteredAt !== undefined && { alteredAt: facts.alteredAt }),
    },
    feed: [
      ...merged.added.flatMap(({ row, arrival }) => FEED_KINDS[arrival] ? [{ row: row.number, kind: FEED_KINDS[arrival] }] : []),
      ...merged.changed.map(({ number }) => ({ row: number, kind: 'changed' as const })),
    ],
  };
}

function roundOf({ feed }: DayChange): Round {
  const count = (wanted: FeedKind): number => feed.filter(({ kind }) => kind === wanted).length;
  return { news: count('news'), late: count('late'), changed: count('changed') };
}

/** Only a reading that reaches up to now says how fresh answers are. */
async function noteFreshness({ freshness }: SyncDeps, days: ReadonlyMap<Day, readonly AuditRecord[]>, readAt: Date): Promise<void> {
  if (!days.has(utcDayOf(readAt))) return;
  const newest = [...days.values()].flat().reduce((latest, { operationDate }) => (operationDate > latest ? operationDate : latest), '');
  await freshness.note({ readAt: readAt.toISOString(), ...(newest !== '' && { newestRecord: newest }) });
}
