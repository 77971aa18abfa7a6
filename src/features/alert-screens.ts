/** What people are shown of alerts, mutes and commitments, and what these post: data only. */
import type { AlertCard, AlertTaken, AlertThread } from '../audit/alert-cards.ts';
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
  /** Days that were looked at, of those asked for. */
  readonly days: number;
  readonly daysAsked: number;
  /** Days held without a gap, where the condition needs 30 of them. */
  readonly firstSeenHeld?: number;
}

/** What a mute would have hidden. */
export interface MutePreview {
  readonly hidden: number;
  /** Of high risk, which are told all the same. */
  readonly highTold: number;
  readonly most: readonly (readonly [label: string, operations: number])[];
  readonly days: number;
  readonly daysAsked: number;
}

/** Open windows as they stand in one message. */
export interface ReminderScreen {
  readonly kind: 'reminder';
  readonly ruleId: string;
  readonly rule: string;
  readonly zone: string;
  readonly batches: readonly OpenBatch[];
  /** More of the same, which have no room. */
  readonly more: number;
}

export type AlertScreen =
  | AlertCard
  | AlertThread
  | AlertTaken
  | { readonly kind: 'alert-preview'; readonly rule: AlertRule; readonly preview: AlertPreview; readonly audience?: 'guests' | 'unknown' }
  | { readonly kind: 'mute-preview'; readonly rule: MuteRule; readonly preview: MutePreview }
  | { readonly kind: 'open-alerts'; readonly cards: readonly KeptCard[]; readonly zone: string }
  /** The kept list holds all of them, where not all are shown. Of the days asked for so many were looked at in time, and of these so many are held. */
  | { readonly kind: 'commitments'; readonly commitments: Commitments; readonly withinMs?: number; readonly zone: string; readonly daysHeld: number; readonly daysLooked: number; readonly daysAsked: number; readonly resultId?: string }
  | ReminderScreen
  | { readonly kind: 'batch-kept'; readonly batch: string; readonly by: string; readonly at: string; readonly zone: string };
