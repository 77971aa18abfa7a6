/** What is known of an answer apart from its records. */
import type { Instant } from '../audit/instant.ts';
import type { QueryPlan } from '../audit/query.ts';
import type { Summary } from '../audit/summary.ts';

/** What an answer was made of, kept with it so that paging and details need no second query. */
export interface ResultFacts {
  readonly id: string;
  readonly planKey: string;
  /** The search in words that parse back to it, and the zone its days were meant in. */
  readonly command: string;
  readonly zone: string;
  readonly plan: QueryPlan;
  readonly clamped: boolean;
  readonly summary: Summary;
  /** How many of the newest records the list holds; fewer than the total only where the byte budget ended it. */
  readonly listed: number;
  readonly recordsRead: number;
  readonly unreadable: number;
  /** When Partner Center was last asked for it, and the newest record among those read. */
  readonly readAt: string;
  readonly newestRead?: Instant;
}
