/** What the use cases need from the world. Adapters in the outer folders implement these; main.ts hands them in. */
import type { AuditRecord } from '../audit/record.ts';
import type { DayWindow, QueryPlan } from '../audit/query.ts';
import type { SearchJob } from './jobs.ts';
import type { ResultFacts } from './result-facts.ts';
import type { Screen } from './screens.ts';

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
  /** How many of the records stand on another page of the same search too, where they are counted. */
  readonly repeats: number;
}

export interface ReadOptions {
  /** One id for everything a command asks: a support case can be traced by it. */
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** The audit log of one partner. Throws a Problem; a page is never left out in silence. */
export interface RecordSource {
  pages(plan: Pick<QueryPlan, 'windows' | 'serverFilter'>, options: ReadOptions): AsyncIterable<RecordPage>;
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

/** Takes the records of one answer, page by page; nothing can be read before `finish`. */
export interface ResultWriter {
  /** Keeps records and returns the number of each, or undefined for those beyond the byte budget. */
  append(records: readonly AuditRecord[]): Promise<readonly (number | undefined)[]>;
  /** Seals the answer; `order` names the kept numbers in the order they are listed. */
  finish(facts: ResultFacts, order: readonly number[]): Promise<void>;
  /** Throws everything appended so far away. */
  discard(): Promise<void>;
}

/** Answers, kept for a day within a byte budget. Undefined means expired. */
export interface ResultStore {
  begin(id: string): ResultWriter;
  /** The answer to an equal plan that was read no longer ago than this. */
  findRecent(planKey: string, maxAgeMs: number): Promise<ResultFacts | undefined>;
  facts(id: string): Promise<ResultFacts | undefined>;
  /** Records by their place in the list, from 0; fewer than asked for at its end. */
  records(id: string, from: number, count: number): Promise<readonly AuditRecord[] | undefined>;
  /** The search that an answer belonged to; outlives the answer by weeks, so that it can be run again. */
  question(id: string): Promise<{ readonly command: string; readonly zone: string } | undefined>;
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
  /** Notes that every record of these days was read, at this time; for a day that was not over yet it counts for minutes. */
  coverDays(windows: readonly DayWindow[], readAt: string): Promise<void>;
  /** Whether every customer of these days is known. */
  knowsDays(windows: readonly DayWindow[]): Promise<boolean>;
}

/** Puts searches where a worker finds them, durably. Adding one id twice runs it once. Throws a Problem in 1.5 s. */
export interface SearchQueue {
  add(id: string, job: SearchJob): Promise<void>;
}

/** Where an answer goes: a response_url while it lasts, the person's direct message after that. */
export interface AnswerPlace {
  readonly responseUrl: string;
  /** Milliseconds since the epoch; Slack allows 30 minutes and 5 uses. */
  readonly openUntil: number;
  readonly userId: string;
  readonly channelId?: string;
}

/** Brings a screen to a person; throws only when neither the place nor the direct message took it. */
export interface Answers {
  send(place: AnswerPlace, screen: Screen): Promise<void>;
  /** Puts a screen in place of the clicked message, through that click's own response_url; else as `send`. */
  replace(place: AnswerPlace, screen: Screen): Promise<void>;
  /** Posts a screen to the person's direct message, where it survives a reload. */
  keep(userId: string, screen: Screen): Promise<void>;
}

/** Remembers which jobs were answered, so that a rerun after a crash does not answer twice. */
export interface AnswerLedger {
  isAnswered(jobId: string): Promise<boolean>;
  markAnswered(jobId: string): Promise<void>;
}

/** Who somebody is, as Slack says. */
export interface Person {
  readonly id: string;
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
  /** Slack marks people it knows only through a shared channel. */
  readonly isStranger: boolean;
  readonly zone?: string;
}

/** Looks people up in Slack, within 800 ms and cached for a minute. Undefined means that Slack could not say. */
export interface People {
  find(userId: string): Promise<Person | undefined>;
  isInGroup(groupId: string, userId: string): Promise<boolean | undefined>;
}

/** Remembers for ten minutes what came in from Slack. Rejects when that cannot be known. */
export interface ReplayGuard {
  /** True for the first caller with this key, false for every later one, in all processes together. */
  isFirst(key: string): Promise<boolean>;
}

/** Counts the uses of a response_url, in all processes together: Slack allows five. */
export interface ResponseUrlUses {
  /** Takes one use and says which it is, from 1; undefined when none is left. Call it before each use. */
  take(responseUrl: string): Promise<number | undefined>;
}
