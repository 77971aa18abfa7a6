/** What the use cases need from the world: the log, the queue and the clock. Adapters in the outer folders implement these; main.ts hands them in. */
import type { Instant } from '../audit/instant.ts';
import type { DayWindow, QueryPlan } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { HeldColumns } from './copy-ports.ts';
import type { Job } from './jobs.ts';

/** The time, so that tests own it. */
export type Clock = () => Date;

/** Structured log lines: the text is static, facts stand in the fields; never a secret or a record value. */
export interface Log {
  info(facts: Readonly<Record<string, unknown>>, text: string): void;
  warn(facts: Readonly<Record<string, unknown>>, text: string): void;
  error(facts: Readonly<Record<string, unknown>>, text: string): void;
}

/** One page of records as Partner Center gave it, read and masked. Order is not promised. */
export interface RecordPage {
  readonly window: DayWindow;
  readonly records: readonly AuditRecord[];
  /** Items on the page that could not be read as a record. */
  readonly unreadable: number;
  /** How many of the records, the first of them, are counted with another page of the same search, or not at all. */
  readonly repeats: number;
  /** The window is one day, and all of it comes from the local copy as the copy was meant to hold it. */
  readonly fromCopy?: true;
  /** The day by its columns, in place of its records: only for a reader that takes columns. */
  readonly held?: HeldColumns;
}

export interface ReadOptions {
  /** One id for everything a command asks: a support case can be traced by it. */
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** How days of the copy are wanted: whole unless told otherwise. */
export type Reading = ReadOptions & { readonly days?: 'columns' | 'records' };

/** The audit log of one partner. Throws a Problem; a page is never left out in silence. */
export interface RecordSource {
  pages(plan: Pick<QueryPlan, 'windows' | 'serverFilter' | 'copied'>, options: Reading): AsyncIterable<RecordPage>;
}

/** One record of the same log by its id. Undefined means that Partner Center has none such; throws a Problem. */
export interface RecordLookup {
  find(id: string, options: ReadOptions): Promise<AuditRecord | undefined>;
}

/** How Partner Center reads an end date: with or without that day. */
export type EndDate = 'inclusive' | 'exclusive';

/** Remembers for one partner what was found out about end dates. */
export interface EndDateReading {
  /** Undefined while nobody has found out, or no longer knows. */
  recall(): Promise<EndDate | undefined>;
  remember(reading: EndDate): Promise<void>;
}

/** One gate for all requests to one partner tenant, shared by all processes. */
export interface RequestGate {
  /** Waits for a permit; rejects when the signal aborts. The permit is given back once, whatever happened. */
  enter(signal: AbortSignal): Promise<{ leave(): Promise<void> }>;
  /** Lets nobody through for this long, and fewer for some time after it: Partner Center said so with a 429. */
  close(forMs: number): Promise<void>;
}

export interface KnownCustomer {
  readonly id: string;
  readonly name: string;
}

/** Customers and people seen in records. It knows only what was read: absence proves nothing. */
export interface Directory {
  learn(records: readonly AuditRecord[]): Promise<void>;
  /** Known customers whose name contains the text, letter case ignored, nearest first. */
  customersNamed(text: string): Promise<readonly KnownCustomer[]>;
  /** Every known customer and the sign-in names of all known people, in the order of the alphabet. */
  everybody(): Promise<{ readonly customers: readonly KnownCustomer[]; readonly people: readonly string[] }>;
  /** Notes that every record of these days was read, at this time; for a day that was not over yet it counts for minutes. */
  coverDays(windows: readonly DayWindow[], readAt: string): Promise<void>;
  /** Whether every customer of these days is known. */
  knowsDays(windows: readonly DayWindow[]): Promise<boolean>;
  /** When each of these people, or apps without one, was first seen, and how many UTC days up to the latest reading, today's or yesterday's, are known without a gap. */
  firstSeen(people: readonly string[]): Promise<FirstSightings>;
}

/** `first` stands in the order in which people were asked for; undefined where none was seen. */
export interface FirstSightings {
  readonly daysHeld: number;
  readonly first: readonly (Instant | undefined)[];
}

/** Puts jobs where a worker finds them, durably. Adding one id twice runs it once. Throws a Problem in 1.5 s. */
export interface JobQueue {
  add(id: string, job: Job): Promise<void>;
}

/** Waiting, so that tests own it. Each gives the means to stop. A task never rejects. */
export interface Timers {
  after(ms: number, task: () => Promise<void>): () => void;
  every(ms: number, task: () => Promise<void>): () => void;
}

/** Remembers for ten minutes what came in from Slack. Rejects when that cannot be known. */
export interface ReplayGuard {
  /** True for the first caller with this key, false for every later one, in all processes together. */
  isFirst(key: string): Promise<boolean>;
}

/** Lets something be done once within a while, in all processes together. */
export interface Once {
  /** True for the first who takes a key, false for others until `forMs` milliseconds are over or it is given back. */
  take(key: string, forMs: number): Promise<boolean>;
  giveBack(key: string): Promise<void>;
}
