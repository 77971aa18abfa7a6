/** What a person is shown, as data. How it looks in Slack is for slack/blocks to say. */
import type { AuditRecord } from '../audit/record.ts';
import type { TimeRange } from '../audit/time-range.ts';
import type { Mistake, Search } from '../command/command.ts';
import type { ResultFacts } from './result-facts.ts';

/** Why somebody may not use the bot. None of these names a customer. */
export type Refusal = 'not-listed' | 'guest' | 'bot' | 'deactivated' | 'other-organisation' | 'unknown-person';

/** One page of an answer; `records` are those of this page, `page` counts from 0. */
export interface SummaryScreen {
  readonly kind: 'summary';
  readonly facts: ResultFacts;
  readonly records: readonly AuditRecord[];
  readonly page: number;
  readonly pageCount: number;
}

export interface UnderstoodScreen {
  readonly kind: 'understood';
  readonly search: Search;
  readonly range: TimeRange;
  readonly clamped: boolean;
  readonly zone: string;
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
  | { readonly kind: 'help'; readonly topic?: string }
  | { readonly kind: 'mistake'; readonly mistake: Mistake }
  | { readonly kind: 'later'; readonly verb: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly userId: string }
  | { readonly kind: 'expired'; readonly resultId: string; readonly command?: string }
  | { readonly kind: 'notice'; readonly text: string };

/** What stands in the modal that `Details` opens. `place` is the record's place in the list, from 0. */
export type RecordScreen =
  | { readonly kind: 'loading' }
  | { readonly kind: 'record'; readonly record: AuditRecord; readonly zone: string }
  | { readonly kind: 'record-expired'; readonly command?: string }
  | { readonly kind: 'record-refused'; readonly refusal: Refusal; readonly userId: string }
  | { readonly kind: 'record-problem'; readonly whatHappened: string; readonly whatToDo: string };
