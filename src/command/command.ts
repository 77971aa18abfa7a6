/** What the text after /audit means: a validated command, or a mistake that says how to put it right. */
import type { AuditFilter } from '../audit/filter.ts';
import type { Dimension, Output, SortColumn } from './words.ts';
import type { TimeRange, TimeSpec } from '../audit/time-range.ts';

/** Characters of the decoded text, from inclusive, to exclusive: what the caret line points at. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How an answer is to look; what nobody said stays away. */
export interface Shape {
  readonly by?: readonly Dimension[];
  readonly sort?: { readonly column: SortColumn; readonly direction: 'asc' | 'desc' };
  readonly limit?: number;
  readonly as?: Output;
}

/** A search as it was said; its time stays relative, so that it can be asked again. */
export interface Search {
  readonly filter: AuditFilter;
  readonly time: TimeSpec;
  /** No time was given, so the default stands in; the reply says so. */
  readonly defaultTime: boolean;
  readonly shape?: Shape;
  /** IANA name of the zone that was said, where one was. */
  readonly zone?: string;
}

export type MistakeCode =
  | 'E_UNKNOWN_WORD' | 'E_UNKNOWN_VALUE' | 'E_MISSING_VALUE' | 'E_UNTERMINATED_QUOTE' | 'E_UNIT' | 'E_DATE_INVALID' | 'E_DATE_AMBIGUOUS'
  | 'E_RANGE_REVERSED' | 'E_RANGE_FUTURE' | 'E_RANGE_TOO_OLD' | 'E_DUPLICATE' | 'E_LIMIT' | 'E_BAD_GUID' | 'E_BAD_USER' | 'E_TOO_LONG';

/** Why a text is not a command, in the person's words. */
export interface Mistake {
  readonly code: MistakeCode;
  /** One line: what is wrong. */
  readonly says: string;
  /** The decoded text that the place refers to. */
  readonly text: string;
  readonly at?: Span;
  /** One or two sentences: what to type instead. */
  readonly cure: string;
  /** Whole commands that would work, the best guess first; at most three. */
  readonly repairs: readonly string[];
}

export type Command =
  | { readonly kind: 'search'; readonly search: Search; readonly range: TimeRange; readonly clamped: boolean }
  | { readonly kind: 'help'; readonly topic?: string }
  | { readonly kind: 'later'; readonly verb: string }
  | { readonly kind: 'mistake'; readonly mistake: Mistake };

/** What parsing may look at: no clock of its own, no zone of its own. */
export interface ParseContext {
  readonly now: Date;
  /** IANA name of the zone in which the person means days. */
  readonly zone: string;
}
