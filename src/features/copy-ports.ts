/** What the local copy of the log promises to its readers: searches, digests, alerts, the doctor. */
import type { DayCoverage } from '../audit/coverage.ts';
import type { DayColumns } from '../audit/day-columns.ts';
import type { DayRow, Lateness } from '../audit/day-copy.ts';
import { HOUR_MS, type Day } from '../audit/dates.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { SealLink } from '../audit/seal.ts';

/** What is known of a day beside its rows. */
export interface DayFacts extends DayCoverage {
  readonly firstReadAt: string;
  /** The compressed rows and their columns in Redis, without what Redis adds for keeping them. */
  readonly bytes: number;
  /** Between an operation and its first sighting, where that is known. */
  readonly lateness?: Lateness;
  /** The number that the next new row gets. */
  readonly next: number;
  /** Of the rows as they were written: other rows than these were altered in Redis. */
  readonly sha256: string;
  /** Items that could not be read as records in the reading this day came with: they may have been of this day. */
  readonly unreadable?: number;
  /** When a reading found rows that were not as they were written, ISO in UTC. */
  readonly alteredAt?: string;
}

/** `late`: older than 48 hours when first seen. `changed`: a later state of an operation known before, which is no news. */
export type FeedKind = 'news' | 'late' | 'changed';

/** What one complete reading of a day changed; written with its feed entries in one step, or not at all. */
export interface DayChange {
  /** The version that was read: the change is refused when somebody else wrote meanwhile. */
  readonly version: number;
  readonly rows: readonly DayRow[];
  /** Numbers of the rows that are new, changed or gone. */
  readonly touched: ReadonlySet<number>;
  readonly facts: Omit<DayFacts, 'bytes'>;
  readonly feed: readonly { readonly row: number; readonly kind: FeedKind }[];
}

/** A day as it stands; version 0 and no facts for one that was never written. */
export interface HeldDay {
  /** In the order of their numbers. */
  readonly rows: readonly DayRow[];
  /** A change must name it. */
  readonly version: number;
  readonly facts?: DayFacts;
}

/** How long a day stays readable as it was: an answer that refers to it lives a day, and may be under way for some time before that. */
export const REFERRED_FOR_MS = 25 * HOUR_MS;

/** Where rows stand that are not held themselves: a day of the copy as it was at one version. */
export interface DayPlace {
  readonly day: Day;
  /** When the day was first read: a day that was removed and read again is another one. */
  readonly begun: string;
  readonly version: number;
  /** All numbers of its rows are less. */
  readonly rows: number;
}

/** A day by its columns, with as many rows as its facts tell. */
export interface HeldColumns {
  readonly columns: DayColumns;
  readonly facts: DayFacts;
  readonly place: DayPlace;
}

export interface CopyStore {
  /** When the copy began; the first call decides. */
  begunAt(now: Date): Promise<Date>;
  read(day: Day): Promise<HeldDay>;
  /** The columns of a day; undefined where it has none, they are not of its rows, or rows of it are missing. */
  columns(day: Day): Promise<HeldColumns | undefined>;
  /** Whether the columns of a day tell what the rows tell that were read; a day without columns, or written since, tells nothing else. */
  columnsAgree(held: HeldDay): Promise<boolean>;
  /** False when the day was written by somebody else since it was read. */
  write(change: DayChange): Promise<boolean>;
  /** Every day that was ever read and is kept, oldest first. */
  ledger(): Promise<readonly DayFacts[]>;
  /** Removes a day's rows and its place in the ledger; its seals stay. */
  remove(day: Day): Promise<void>;
}

/** Customers whose operations up to an instant must not come back from the log. Only hashes of ids and names are kept. */
export interface ErasedCustomers {
  /** For longer than the log reaches back. Names count where a record has no customer id. */
  note(customer: { readonly customerId: string; readonly names: readonly string[] }, erasedAt: Date): Promise<void>;
  /** Which records name a customer that was erased after they happened. */
  test(): Promise<(record: AuditRecord) => boolean>;
}

/** The links that prove that settled days were not altered. They outlive the records. */
export interface SealStore {
  chain(): Promise<readonly SealLink[]>;
  /** False when somebody else added a link meanwhile; `position` is the length of the chain that it was made for. */
  add(link: SealLink, position: number): Promise<boolean>;
}

/** One entry of the feed. Numbers count up from 1. */
export interface FeedEntry {
  readonly number: number;
  readonly day: Day;
  readonly row: number;
  readonly kind: FeedKind;
}

/** The append-only, numbered list of what was new: digests and alerts are its readers, each with its own cursor. */
export interface Feed {
  /** The number of the newest entry; 0 while there is none. */
  head(): Promise<number>;
  /** Entries behind a number, in their order. */
  after(number: number, count: number): Promise<readonly FeedEntry[]>;
  /** The rows of entries in their latest state; an entry whose record was erased or has expired is left out. */
  rows(entries: readonly FeedEntry[]): Promise<readonly { readonly entry: FeedEntry; readonly row: DayRow }[]>;
  /** Removes the oldest entries as far as they belong to days before this one. */
  trim(before: Day): Promise<void>;
}

export interface LeaseWait {
  /** How long to wait for a holder that may have died, in milliseconds. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** One holder at a time over all processes; it is free again 20 seconds after a holder died. */
export interface Lease {
  /** Runs the work while it holds the lease, which it keeps up; undefined when somebody else holds it all the while. */
  hold<T>(name: string, work: (lost: AbortSignal) => Promise<T>, wait?: LeaseWait): Promise<{ readonly value: T } | undefined>;
}
