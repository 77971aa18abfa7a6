/** What a person is shown, as data. How it looks in Slack is for slack/blocks to say. */
import type { Dimension } from '../audit/dimensions.ts';
import type { ExportFormat } from '../audit/export-format.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { Day } from '../audit/dates.ts';
import type { TimeRange } from '../audit/time-range.ts';
import type { DateTaken, Mistake, Search } from '../command/command.ts';
import type { Operation, Resource } from '../audit/operations.ts';
import type { Instant } from '../audit/instant.ts';
import type { QueryPlan } from '../audit/query.ts';
import type { CopyStatus } from './copy-status.ts';
import type { AskedSearch, SavedSearch } from './asked-search.ts';
import type { CustomerNames } from './customer-names.ts';
import type { AlertScreen } from './alert-screens.ts';
import type { ResultFacts } from './result-facts.ts';
import type { RuleScreen } from './rule-screens.ts';

/** Why somebody may not use the bot. None of these names a customer. */
export type Refusal = 'not-listed' | 'guest' | 'bot' | 'deactivated' | 'other-organisation' | 'unknown-person';

/** Tells somebody that they may not use the bot here, and why. */
export interface RefusedScreen {
  readonly kind: 'refused';
  readonly refusal: Refusal;
  readonly userId: string;
}

/** One page of an answer; `records` are those of this page, `page` counts from 0. */
export interface SummaryScreen {
  readonly kind: 'summary';
  readonly facts: ResultFacts;
  readonly records: readonly AuditRecord[];
  readonly page: number;
  readonly pageCount: number;
  /** Odd ones of the whole answer that do not stand on this page; only before the first page. */
  readonly standouts: readonly Listed[];
  /** Who showed it to others; absent in a private answer. */
  readonly sharedBy?: string;
}

/** A record and its place in the list of its answer, from 0. */
export interface Listed {
  readonly record: AuditRecord;
  readonly place: number;
}

export interface UnderstoodScreen {
  readonly kind: 'understood';
  readonly search: Search;
  readonly range: TimeRange;
  readonly clamped: boolean;
  /** Which day each date was taken for that could be read two ways. */
  readonly taken?: readonly DateTaken[];
  readonly zone: string;
  /** The job that answers it, so that it can be stopped. */
  readonly jobId: string;
  /** The command that a form equals: nobody typed it, so it is shown. */
  readonly equals?: string;
  readonly names?: CustomerNames;
}

/** A search that takes long. Days are UTC days; a day counts once its first page was read. */
export interface ProgressScreen {
  readonly kind: 'progress';
  readonly jobId: string;
  readonly command: string;
  readonly daysExpected: number;
  readonly daysBegun: number;
  readonly records: number;
  readonly follows: 'answer' | 'file';
}

/** How a search would be read, without reading it. */
export interface ExplainedScreen {
  readonly kind: 'explained';
  readonly command: string;
  readonly search: Search;
  readonly range: TimeRange;
  readonly clamped: boolean;
  readonly zone: string;
  readonly plan: QueryPlan;
  /** Fewest and most requests to Partner Center while no day fills more than one page. */
  readonly requests: { readonly least: number; readonly most: number };
  readonly names?: CustomerNames;
}

/** Acknowledges a comparison: both spans, and the job that answers it. */
export interface ComparingScreen {
  readonly kind: 'comparing';
  readonly search: Search;
  readonly now: TimeRange;
  readonly before: TimeRange;
  readonly zone: string;
  readonly jobId: string;
  readonly names?: CustomerNames;
}

/** A span against the equal one before it. Both answers are kept, so both can be opened. */
export interface ComparedScreen {
  readonly kind: 'compared';
  readonly command: string;
  readonly now: ResultFacts;
  readonly before: ResultFacts;
}

/** Who somebody is here. */
export interface WhoAmIScreen {
  readonly kind: 'whoami';
  readonly userId: string;
  readonly workspace: string;
  readonly zone: string;
  readonly role: 'admin' | 'member';
  /** By which entry of the access list they are let in. */
  readonly allowedBy: string;
  /** Whether Slack lets the bot read e-mail addresses. */
  readonly readsEmail: boolean;
}

/** How fresh answers are. Days are UTC days. */
export interface StatusScreen {
  readonly kind: 'status';
  readonly zone: string;
  readonly readAt?: string;
  readonly newestRecord?: Instant;
  /** Days of which every customer is known, of those that the log holds. */
  readonly daysKnown: number;
  readonly daysHeld: number;
  /** Absent while nothing is in the local copy. */
  readonly copy?: CopyStatus;
  /** Days ever sealed, and the latest link of the chain. */
  readonly sealed?: { readonly days: number; readonly head: string };
}

/** What somebody asked in 30 days, newest first; `left` counts those that were asked earlier and are not listed. */
export interface HistoryScreen {
  readonly kind: 'history';
  readonly asked: readonly AskedSearch[];
  readonly left: number;
  readonly zone: string;
  readonly names?: CustomerNames;
}

/** What somebody is shown before their first search: when the log was last read, if ever, and a search to run. */
export interface FirstRun {
  /** Days of the log in the copy, of all that are to be read, while they are not all there. */
  readonly fill?: CopyStatus['fill'];
  readonly freshness?: { readonly readAt: string; readonly newestRecord?: Instant };
  readonly command: string;
}

/** What can be asked: one topic, or all of it at a glance with examples that name a customer of the log. */
export interface HelpScreen {
  readonly kind: 'help';
  readonly topic?: string;
  readonly customer?: string;
  /** The newest record that was ever read, and the zone of the reader. */
  readonly newest?: { readonly record: Instant; readonly zone: string };
  /** For somebody who has not searched yet. */
  readonly firstRun?: FirstRun & { readonly zone: string };
}

export interface ProblemScreen {
  readonly kind: 'problem';
  readonly whatHappened: string;
  readonly whatToDo: string;
  readonly correlationId?: string;
  /** The search that failed, to offer it again. */
  readonly command?: string;
}

export type Screen =
  | SummaryScreen
  | UnderstoodScreen
  | ProblemScreen
  | HelpScreen
  | { readonly kind: 'mistake'; readonly mistake: Mistake }
  | { readonly kind: 'later'; readonly verb: string }
  | RefusedScreen
  | { readonly kind: 'expired'; readonly resultId: string; readonly command?: string }
  | ProgressScreen
  /** Acknowledges an export: of a search that is still to be read, or of an answer that is kept and holds records. */
  | { readonly kind: 'exporting'; readonly format: ExportFormat; readonly of: 'search' | 'answer'; readonly jobId: string; readonly by?: readonly Dimension[] }
  | ExplainedScreen
  | ComparedScreen
  | WhoAmIScreen
  | { readonly kind: 'operations'; readonly word?: string; readonly operations: readonly Operation[] }
  | { readonly kind: 'resources'; readonly resources: readonly Resource[] }
  | ComparingScreen
  | StatusScreen
  | HistoryScreen
  | { readonly kind: 'looking-up'; readonly id: string; readonly jobId: string }
  | OneRecordScreen
  | NoRecordScreen
  | { readonly kind: 'just-saved'; readonly saved: SavedSearch; readonly names?: CustomerNames }
  | { readonly kind: 'saved'; readonly searches: readonly SavedSearch[]; readonly names?: CustomerNames }
  | { readonly kind: 'exported'; readonly name: string; readonly records: number; readonly total: number; readonly bytes: number; readonly sha256: string; readonly command: string }
  /** Before an answer or a saved search is shown to people who may not be members, or of whom nobody knows. */
  | { readonly kind: 'share-question'; readonly what: Shareable; readonly audience: 'guests' | 'unknown' }
  /** A saved search as others see it. */
  | { readonly kind: 'shared-search'; readonly search: SavedSearch; readonly sharedBy: string }
  | { readonly kind: 'version'; readonly version: string; readonly node: string }
  | RuleScreen
  | AlertScreen
  /** What was asked was stopped: stands in place of what promised an answer. */
  | { readonly kind: 'stopped'; readonly text: string }
  | { readonly kind: 'notice'; readonly text: string };

/** A page of an answer, or a search of whoever shares it. */
export type Shareable =
  | { readonly kind: 'answer'; readonly resultId: string; readonly page: number }
  | { readonly kind: 'search'; readonly name: string };

/** One record as it is known here. */
export interface ShownRecord {
  readonly kind: 'record';
  readonly record: AuditRecord;
  /** IANA name of the reader's zone. */
  readonly zone: string;
  /** The newest earlier record of the same thing that is known here. */
  readonly earlier?: AuditRecord;
  /** It is from the same answer, and our copy does not hold it. */
  readonly earlierFrom?: 'answer';
  /** When it is read: tells windows that are open from those that have closed. */
  readonly now?: Date;
  /** Where the record is kept, so that its raw form can be opened. */
  readonly at?: { readonly resultId: string; readonly place: number };
}

/** One record as a message of its own. */
export type OneRecordScreen = Omit<ShownRecord, 'kind'> & {
  readonly kind: 'one-record';
  /** Where it comes from the local copy: when its day was last read, ISO in UTC, and what happened where Partner Center could not be asked. */
  readonly copied?: { readonly readAt: string; readonly fault?: string };
};

/** Nobody knows an id. `held` are the first and last UTC day that were looked into here, where there is a copy. */
export interface NoRecordScreen {
  readonly kind: 'no-record';
  readonly id: string;
  readonly now: Date;
  readonly held?: { readonly first: Day; readonly last: Day };
}

/** What stands in the modal that `Details` opens. `place` is the record's place in the list, from 0. */
export type RecordScreen =
  | { readonly kind: 'loading' }
  | ShownRecord
  | { readonly kind: 'record-expired'; readonly command?: string }
  | { readonly kind: 'record-refused'; readonly refusal: Refusal; readonly userId: string }
  | { readonly kind: 'record-problem'; readonly whatHappened: string; readonly whatToDo: string };
