/** What the text after /audit means: a validated command, or a mistake that says how to put it right. */
import type { Day } from '../audit/dates.ts';
import type { Dimension, Sort } from '../audit/dimensions.ts';
import type { AuditFilter } from '../audit/filter.ts';
import type { Schedule } from '../audit/slots.ts';
import type { Output } from './words.ts';
import type { TimeRange, TimeSpec } from '../audit/time-range.ts';

/** Characters of the decoded text, from inclusive, to exclusive: what the caret line points at. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How an answer is to look; what nobody said stays away. */
export interface Shape {
  readonly by?: readonly Dimension[];
  readonly sort?: Sort;
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

/** A search and the span it covers now; `clamped` says that its beginning was cut off. */
export interface ResolvedSearch {
  readonly search: Search;
  readonly range: TimeRange;
  readonly clamped: boolean;
  /** Dates that could be read two ways, and which day each was taken for. */
  readonly taken?: readonly DateTaken[];
}

/** A date as it was typed, `3/11`, and the one of its two readings that lies in the days that are kept. */
export interface DateTaken {
  readonly typed: string;
  readonly day: Day;
}

/** Which records a rule is about; rules have no time of their own. */
export type Condition = Pick<Search, 'filter' | 'shape' | 'zone'>;

/** Where a rule speaks, or an answer goes: a channel as Slack wrote it or as it was typed, or the person's own messages. */
export type Where =
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'channel-name'; readonly name: string }
  | { readonly kind: 'me' };

/** Hours of a day in milliseconds after midnight; `to` may lie on the next day. */
export interface Hours {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What may be said of a rule in any order. Durations are in milliseconds. */
export interface RuleOptions {
  readonly where?: Where;
  readonly name?: string;
  readonly forMs?: number;
  readonly withinMs?: number;
  readonly everyMs?: number;
  readonly because?: string;
  readonly includingHigh?: true;
  readonly skipEmpty?: true;
  readonly pack?: true;
  /** Quiet hours hold messages back; `all` holds even those of high risk. */
  readonly quiet?: Hours & { readonly all?: true };
  readonly outside?: Hours;
  /** A person or a user group, as Slack writes one. */
  readonly mention?: string;
  readonly moreThan?: { readonly count: number; readonly by?: Dimension; readonly inMs: number };
  readonly firstSeen?: readonly Dimension[];
}

/** What is asked for besides a search; which of them are built stands in the table of verbs. */
export type Request =
  | { readonly verb: 'operations'; readonly word?: string }
  | { readonly verb: 'status' | 'resources' | 'saved' | 'doctor' | 'whoami' | 'version' | 'demo' }
  | { readonly verb: 'record'; readonly id: string }
  | { readonly verb: 'again' | 'history' | 'explain-again'; readonly time?: TimeSpec }
  | ({ readonly verb: 'explain' | 'compare' | 'investigate' | 'report' | 'log' } & ResolvedSearch)
  | ({ readonly verb: 'export'; readonly format?: 'csv' | 'json' | 'ndjson' } & ResolvedSearch)
  | ({ readonly verb: 'save'; readonly name: string } & ResolvedSearch)
  | { readonly verb: 'run'; readonly name: string; readonly instead?: ResolvedSearch }
  | { readonly verb: 'unsave' | 'pause' | 'resume' | 'remove' | 'unmute' | 'test'; readonly name: string }
  | { readonly verb: 'share'; readonly where?: Where }
  | { readonly verb: 'rules' | 'alerts' | 'settings' | 'cancel'; readonly word?: string }
  | { readonly verb: 'feedback'; readonly text: string }
  | { readonly verb: 'digest'; readonly schedule: Schedule; readonly condition: Condition; readonly options: RuleOptions }
  | { readonly verb: 'digest-now'; readonly name?: string }
  | { readonly verb: 'alert' | 'watch' | 'commitments' | 'mute'; readonly condition: Condition; readonly options: RuleOptions };

export type MistakeCode =
  | 'E_UNKNOWN_WORD' | 'E_UNKNOWN_VALUE' | 'E_MISSING_VALUE' | 'E_UNTERMINATED_QUOTE' | 'E_UNIT' | 'E_DATE_INVALID' | 'E_DATE_AMBIGUOUS'
  | 'E_CUSTOMER_UNKNOWN' | 'E_CHANNEL' | 'E_SCHEDULE' | 'E_NO_CONDITION' | 'E_PERMISSION' | 'E_NOT_IN_LOG' | 'E_READ_ONLY'
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
  /** What it is about, where the code does not tell: a form says it there. */
  readonly field?: 'name' | 'moreThan' | 'lasts';
}

export type Command =
  | ({ readonly kind: 'search' } & ResolvedSearch)
  | { readonly kind: 'help'; readonly topic?: string }
  | { readonly kind: 'request'; readonly verb: string; readonly request: Request }
  | { readonly kind: 'mistake'; readonly mistake: Mistake };

/** What parsing may look at: no clock of its own, no zone of its own. */
export interface ParseContext {
  readonly now: Date;
  /** Sign-in names by Slack's user id, and of the person who types as `me`, as far as Slack tells them. */
  readonly signIns?: ReadonlyMap<string, string>;
  /** IANA name of the zone in which the person means days. */
  readonly zone: string;
  /** The customers that are known by name, complete where no other can be in the log, and the people by sign-in name. */
  readonly known?: { readonly customers: readonly string[]; readonly complete: boolean; readonly people?: readonly string[] };
  /** The text was printed here, not typed: it may be as long as what was typed becomes when it is printed. */
  readonly kept?: true;
  /** The oldest UTC day that can be answered, where that is not the oldest of the log. */
  readonly oldestDay?: Day;
}
