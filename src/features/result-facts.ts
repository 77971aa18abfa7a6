/** What is known of an answer apart from its records. */
import type { Dimension } from '../audit/dimensions.ts';
import type { Groups } from '../audit/groups.ts';
import type { Instant } from '../audit/instant.ts';
import type { QueryPlan } from '../audit/query.ts';
import type { Series } from '../audit/series.ts';
import type { Summary } from '../audit/summary.ts';
import type { Shape } from '../command/command.ts';
import type { CustomerNames } from './customer-names.ts';

/** What an answer was made of, kept with it so that paging and details need no second query. */
export interface ResultFacts {
  readonly id: string;
  readonly planKey: string;
  /** The search in words that parse back to it, and the zone its days were meant in. */
  readonly command: string;
  readonly zone: string;
  readonly plan: QueryPlan;
  /** Of customers that the plan names by id. */
  readonly names?: CustomerNames;
  readonly shape?: Shape;
  readonly clamped: boolean;
  readonly summary: Summary;
  /** Places in the list, from 0, of at most five records that stand out, each reason and as many kinds and actors as there are: high risk first. */
  readonly standouts: readonly number[];
  readonly series?: Series;
  /** Where `by` was asked. */
  readonly groups?: Groups;
  /** How many records the list holds; fewer than the total only where a limit or the byte budget ended it. */
  readonly listed: number;
  readonly recordsRead: number;
  readonly unreadable: number;
  /** When Partner Center was last asked for it, and the newest record among those read. */
  readonly readAt: string;
  readonly newestRead?: Instant;
  /** How many the equal span before holds of the same filter, where it was cheap to count. */
  readonly before?: number;
  readonly firstSeen?: FirstSeen;
  /** Where nothing was found. */
  readonly nearest?: Nearest;
  /** The customers that one name fits, where it fits several. */
  readonly matched?: readonly MatchedCustomer[];
  /** The searches for its numbers alone. */
  readonly counted?: readonly CountedSearch[];
}

/** What is counted: a value as the summary or a group shows it. */
export interface CountedValue {
  readonly dimension: Dimension;
  readonly value: string;
}

/** A number of the answer, and the search that finds just those records; an hour later it may find more. */
export interface CountedSearch {
  readonly of: readonly CountedValue[];
  readonly count: number;
  readonly command: string;
}

/** People and apps that no record of the days before the span names, and how many days up to today are held without a gap. */
export interface FirstSeen {
  readonly daysHeld: number;
  /** As they are counted in the summary. */
  readonly people: readonly string[];
}

/** What would match instead: at most three searches, the nearest first. */
export interface Nearest {
  readonly searches: readonly { readonly command: string; readonly count: number; readonly isAtLeast?: true }[];
  /** The same search finds nothing in this many days up to now either. */
  readonly noneIn?: number;
  /** Whether the account holds any record of the last 30 days; absent where that is not known. */
  readonly holdsRecords?: boolean;
  /** Every value of the search is known here: none is spelled wrongly. */
  readonly isKnown?: true;
}

/** One of several customers, its records in the answer, and the search for it alone. */
export interface MatchedCustomer {
  readonly name: string;
  readonly count: number;
  readonly command: string;
}
