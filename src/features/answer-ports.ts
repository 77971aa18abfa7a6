/** Ports of answers: where they go, what is kept of them, and what people asked before. */
import type { Instant } from '../audit/instant.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { DayPlace } from './copy-ports.ts';
import type { AskedSearch, SavedSearch } from './asked-search.ts';
import type { ResultFacts } from './result-facts.ts';
import type { Screen } from './screens.ts';

/** Takes the records of one answer, page by page; nothing can be read before `finish`. */
export interface ResultWriter {
  /** Keeps records and returns the number of each, or undefined for those beyond the byte budget. */
  append(records: readonly AuditRecord[]): Promise<readonly (number | undefined)[]>;
  /**
   * Lets the answer refer to rows of the copy in place of keeping them: the number of each is this one and its own. They
   * are read as they stand now, however the day changes; rows that are erased or removed end the answer. Absent where
   * records have to be kept.
   */
  readonly refer?: (place: DayPlace) => number;
  /** Seals the answer; `order` names the kept numbers in the order they are listed. */
  finish(facts: ResultFacts, order: readonly number[] | Uint32Array): Promise<void>;
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
  /** Names somebody whose answer it is, by Slack user id or EVERYBODY: from now on it is for those who were named. */
  showTo(id: string, reader: string): Promise<void>;
  /** Whether an answer is for somebody: they were named, or everybody was, or nobody was. */
  isFor(id: string, userId: string): Promise<boolean>;
}

/** Stands for all who may use the bot: then an answer was shared. */
export const EVERYBODY = '*';

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
  /**
   * With a job's id the screen is what answers it: in a direct message it takes the place of what promised it there. A
   * screen that itself names a job promises its answer, and is not shown after it.
   */
  send(place: AnswerPlace, screen: Screen, jobId?: string): Promise<void>;
  /** No answer to this job comes: where a direct message promises one, this stands in its place. Never throws. */
  stop(jobId: string, screen: Screen): Promise<void>;
  /** Puts a screen in place of the clicked message, through that click's own response_url; else as `send`. */
  replace(place: AnswerPlace, screen: Screen): Promise<void>;
  /** Posts a screen to the person's direct message, where it survives a reload. */
  keep(userId: string, screen: Screen): Promise<void>;
}

/** A message of the bot, as Slack names it. */
export interface PostedMessage {
  readonly channel: string;
  readonly ts: string;
}

/** Which message of a direct message promises the answer to a job, for all processes together; forgotten after an hour. */
export interface PromisedMessages {
  /** Notes a message that was posted. False where another one is noted already, or the promise is closed. */
  note(jobId: string, message: PostedMessage): Promise<boolean>;
  find(jobId: string): Promise<{ readonly message?: PostedMessage; readonly isClosed: boolean }>;
  /** From now on nothing may promise the answer any more. Gives what was noted. */
  close(jobId: string): Promise<PostedMessage | undefined>;
}

/** A file that is being written where nobody else can read it, and of which nothing is left when the process ends. */
export interface Spool {
  write(text: string): Promise<void>;
  /** Ends the writing; the checksum is SHA-256 in hexadecimal digits. */
  finish(): Promise<SpooledFile>;
  /** Lets go of the file, written to its end or not. */
  remove(): Promise<void>;
}

export interface SpooledFile {
  /** All of it from the beginning, each time it is called; until the spool is removed. */
  content(): AsyncIterable<Uint8Array>;
  readonly bytes: number;
  readonly sha256: string;
}

/** Brings a file to a person's direct message with the bot; throws a Problem when Slack does not take it. */
export interface FileDelivery {
  send(userId: string, file: SpooledFile & { readonly name: string; readonly comment: string }, signal: AbortSignal): Promise<void>;
}

/** Remembers which jobs were answered, so that a rerun after a crash does not answer twice. */
export interface AnswerLedger {
  isAnswered(jobId: string): Promise<boolean>;
  markAnswered(jobId: string): Promise<void>;
  /** Marks a job as answered before it is, so that no answer comes. False when it was answered already. */
  forestall(jobId: string): Promise<boolean>;
}

/** What each person asked in the last 30 days, newest first; each sees only their own. */
export interface SearchHistory {
  note(userId: string, asked: AskedSearch): Promise<void>;
  recent(userId: string): Promise<readonly AskedSearch[]>;
  /** Notes whatever was queued for a person, listed as a search or not. */
  noteJob(userId: string, jobId: string): Promise<void>;
  /** The job that was queued last for a person. */
  latestJob(userId: string): Promise<string | undefined>;
}

/** What each person keeps under a name; letter case tells no two names apart. */
export interface SavedSearches {
  /** Keeps a new one, unless its name is taken or the person keeps as many as there may be. */
  add(userId: string, saved: SavedSearch): Promise<'added' | 'taken' | 'full'>;
  /** All of a person, in the order of their names. */
  all(userId: string): Promise<readonly SavedSearch[]>;
  find(userId: string, name: string): Promise<SavedSearch | undefined>;
  /** False where there was none of that name. */
  remove(userId: string, name: string): Promise<boolean>;
}

/** When Partner Center was last read, and the newest record that was ever read from it. */
export interface Freshness {
  readonly readAt: string;
  readonly newestRecord?: Instant;
}

export interface FreshnessStore {
  note(freshness: Freshness): Promise<void>;
  /** Undefined while nothing was read yet. */
  recall(): Promise<Freshness | undefined>;
}

/** Counts the uses of a response_url, in all processes together: Slack allows five. */
export interface ResponseUrlUses {
  /** Takes one use and says which it is, from 1; undefined when none is left. Call it before each use. */
  take(responseUrl: string): Promise<number | undefined>;
}
