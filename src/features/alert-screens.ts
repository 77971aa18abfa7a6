/** What people are shown of alerts, mutes and commitments, and what these post: data only. */
import type { AlertCard, AlertTaken, AlertThread, Taken } from '../audit/alert-cards.ts';
import type { Commitments, OpenBatch } from '../audit/commitments.ts';
import type { KeptCard } from './kept-card.ts';
import type { AlertRule, MuteRule } from './rule.ts';

/** What an alert over the last days would have said. */
export interface AlertPreview {
  /** Cards and roll-ups. */
  readonly messages: number;
  /** How many of them are roll-ups at the end of an hour. */
  readonly hourly: number;
  readonly operations: number;
  /** Labels of what would have begun them, those of the most operations first. */
  readonly most: readonly (readonly [label: string, operations: number, messages: number])[];
  /** UTC days that were looked at, of those that the span touches. */
  readonly days: number;
  readonly daysTouched: number;
  /** The span: so many times 24 hours to now, as in a search of `last 30d`. */
  readonly daysAsked: number;
  /**
   * Where the condition asks who is seen for the first time, for which it needs 30 days: how many are held without a gap,
   * on how many of those looked at that could be judged, and whether it fires for nothing else.
   */
  readonly firstSeen?: { readonly held: number; readonly judged: number; readonly isAll: boolean };
}

/** What a mute would have hidden. */
export interface MutePreview {
  readonly hidden: number;
  /** Of high risk, which are told all the same. */
  readonly highTold: number;
  readonly most: readonly (readonly [label: string, operations: number])[];
  /** UTC days that are held, of those that the span touches; the span is so many times 24 hours. */
  readonly days: number;
  readonly daysTouched: number;
  readonly daysAsked: number;
}

/** Open windows as they stand in one message. */
export interface ReminderScreen {
  readonly kind: 'reminder';
  readonly ruleId: string;
  readonly rule: string;
  readonly zone: string;
  readonly batches: readonly OpenBatch[];
  /** More of the same, which stand in its thread. */
  readonly more: number;
  /** How long before their ends it speaks; absent from those of before, which spoke of 48. */
  readonly hours?: number;
  /** It stands in the thread of another one. */
  readonly isRest?: true;
  /** Who has kept which batch, and when. */
  readonly kept?: Readonly<Record<string, Taken>>;
}

export type AlertScreen =
  | AlertCard
  | AlertThread
  | AlertTaken
  | { readonly kind: 'alert-preview'; readonly rule: AlertRule; readonly preview: AlertPreview; readonly audience?: 'guests' | 'unknown' }
  | { readonly kind: 'mute-preview'; readonly rule: MuteRule; readonly preview: MutePreview }
  | { readonly kind: 'open-alerts'; readonly cards: readonly KeptCard[]; readonly zone: string }
  /** The kept list holds all of them, where not all are shown. Of the days asked for so many were looked at in time, and of these so many are held. */
  | { readonly kind: 'commitments'; /** Canonical: what is listed. */ readonly command: string; readonly commitments: Commitments; readonly withinMs?: number; readonly zone: string; readonly daysHeld: number; readonly daysLooked: number; readonly daysAsked: number; readonly resultId?: string }
  | ReminderScreen
  | { readonly kind: 'batch-kept'; readonly batch: string; readonly by: string; readonly at: string; readonly zone: string };
