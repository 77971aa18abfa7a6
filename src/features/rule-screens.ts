/** What people are shown of rules, and what rules post: data only. */
import type { Digest } from '../audit/digest.ts';
import type { AuditFilter } from '../audit/filter.ts';
import type { Instant } from '../audit/instant.ts';
import type { DayWindow } from '../audit/query.ts';
import type { ClosingWindows } from './closing-windows.ts';
import type { KeptRule, Rule, RuleState } from './rule.ts';

/** What was read of the log in the span of a digest. Times are ISO in UTC. */
export interface DigestCoverage {
  /** Up to when the log was read; absent while it never was. */
  readonly readAt?: string;
  /** For how many milliseconds it was not read then, where that is longer than usual. */
  readonly unreadMs?: number;
  /** UTC days in the span that were not read completely. */
  readonly gaps: readonly DayWindow[];
  /** Items that came with the days of the span and could not be read as records; absent where none. */
  readonly unreadable?: number;
}

export interface DigestScreen {
  readonly kind: 'digest';
  readonly name: string;
  /** IANA name: the maker's zone. */
  readonly zone: string;
  readonly filter: AuditFilter;
  /** The command that made it. */
  readonly command: string;
  readonly makerName?: string;
  /** What was first seen from, and up to, these instants, as far as the log was read; ISO in UTC. */
  readonly from: string;
  readonly to: string;
  /** Numbers of its lines are places in the kept list. */
  readonly digest: Digest;
  /** The operations as a list, kept for a day; absent where there are none. */
  readonly resultId?: string;
  readonly coverage: DigestCoverage;
  /** The newest link of the chain of seals, and the day it sealed. */
  readonly seal?: { readonly day: string; readonly link: string };
  /** How many of them mutes keep out of the alerts here; absent where none. */
  readonly muted?: number;
  /** Absent where nothing closes. */
  readonly closing?: ClosingWindows;
  /** Operations listed in the thread. */
  readonly inThread: number;
  /** Slack did not confirm the digest before, so this one tells its operations once more. */
  readonly repeatsUnconfirmed?: true;
}

/** One operation in the thread of a digest. */
export interface DigestRow {
  readonly at: Instant;
  readonly operationType: string;
  readonly status: string;
  readonly customer?: string;
  readonly actor?: string;
  readonly via?: string;
  readonly isLate: boolean;
}

/** A part of the list in the thread; pages count from 0. */
export interface DigestPageScreen {
  readonly kind: 'digest-page';
  readonly zone: string;
  readonly page: number;
  readonly pageCount: number;
  readonly rows: readonly DigestRow[];
  /** Which operation of the digest the first row is, counted from 1, and how many there are of them. */
  readonly first: number;
  readonly total: number;
  /** Operations that no page lists. */
  readonly left: number;
}

/** What a digest over the last 7 days would have said. */
export interface Preview {
  readonly digest: Digest;
  /** Days of the 7 that are held in the copy. */
  readonly daysHeld: number;
}

export type RuleScreen =
  | DigestScreen
  | DigestPageScreen
  /** Posted where a rule is to speak, before it counts as made: the proof that it can. */
  | { readonly kind: 'rule-announced'; readonly rule: Rule; readonly next?: string; /** What the person is called whom it mentions. */ readonly mentioned?: string }
  | { readonly kind: 'rule-made'; readonly rule: Rule; readonly next?: string; readonly preview?: Preview; readonly audience?: 'guests' | 'unknown'; /** It was there before and is in this state. */ readonly changed?: RuleState['kind']; /** Operations that an alert gathered where it spoke before, and tells no more. */ readonly untold?: number }
  /** Told to the maker, once. */
  | { readonly kind: 'rule-refused'; readonly rule: Rule; readonly reason: string }
  | { readonly kind: 'rule-removed'; readonly rule: Rule; /** The command that makes the same rule where it is shown, or of a reminder the list that it was made under; absent where none does. */ readonly again?: string }
  | RulesScreen;

/** Which rules are listed: `named` are two of one name, of which one is to be chosen. */
export type RuleList = 'all' | 'here' | 'muted' | 'alerts' | 'named';

/** All rules of a list, and which page of them is shown, counted from 0. */
export interface RulesScreen {
  readonly kind: 'rules';
  readonly list: RuleList;
  readonly page: number;
  readonly here: readonly ListedRule[];
  readonly mine: readonly ListedRule[];
  readonly zone: string;
  readonly isChannel: boolean;
}

export interface ListedRule extends KeptRule {
  /** When it speaks next, ISO in UTC; absent where it waits for what happens, or does not speak. */
  readonly next?: string;
  /** When Slack last left a post of it unconfirmed, ISO in UTC; absent where that is longer ago than `alerts open` looks back. */
  readonly doubtful?: string;
  /** Of an alert: operations that it holds back, and when the first of them are told, ISO in UTC. */
  readonly gathered?: { readonly count: number; readonly dueAt: string } | undefined;
}
