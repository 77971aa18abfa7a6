/** Events and rules for alerts, with whatever matters to a test laid over them. */
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import type { AlertEvent } from '../../src/audit/alert-events.ts';
import { advance, freshState, type AlertPost, type AlertState, type WatchedRule } from '../../src/audit/alerts.ts';
import type { AlertCard } from '../../src/audit/alert-cards.ts';
import type { Mute } from '../../src/audit/mutes.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from './records.ts';

export const NOON = Date.parse('2026-11-21T12:00:00Z');
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** An operation at a number of milliseconds after noon. */
export function at(afterMs: number, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ operationDate: new Date(NOON + afterMs).toISOString().replace('Z', '0000Z'), userPrincipalName: 'alice@partner.example', customerId: 'c-1', customerName: 'Relecloud', ...facts });
}

/** Something that the pack tells of at once. */
export function password(afterMs: number, facts: Partial<AuditRecord> = {}): AuditRecord {
  return at(afterMs, { operationType: 'reset_customer_user_password', resourceType: 'customer_user', ...facts });
}

/** Events in the feed, seen the moment they happened. */
export function eventsOf(records: readonly AuditRecord[], facts: Partial<AlertEvent> = {}): readonly AlertEvent[] {
  return records.map((record, index) => ({
    number: index + 1, kind: 'news', day: record.operationDate.slice(0, 10), row: index, record,
    atMs: Date.parse(`${record.operationDate.slice(0, 23)}Z`), seenAtMs: Date.parse(`${record.operationDate.slice(0, 23)}Z`), first: [], ...facts,
  }));
}

export function filterOf(facts: Partial<AuditFilter>): AuditFilter {
  return { ...EVERYTHING, ...facts };
}

export function ruleOf(facts: Partial<WatchedRule> = {}): WatchedRule {
  return { id: 'r1', name: 'alert-1', zone: 'Europe/Berlin', filter: EVERYTHING, isPack: false, after: 0, ...facts };
}

export const PACK = ruleOf({ name: 'CSP security', isPack: true });

export interface Played {
  readonly posts: readonly AlertPost[];
  readonly state: AlertState;
  readonly muted: Readonly<Record<string, number>>;
}

/** Plays events from nothing, and then lets time pass to the end given. */
export function play(rules: readonly WatchedRule[], events: readonly AlertEvent[], untilMs = 0, mutes: readonly Mute[] = []): Played {
  const last = Math.max(untilMs, ...events.map(({ seenAtMs }) => seenAtMs));
  return advance(freshState(0), rules, mutes, events, last);
}

/** What stands on every card in the end, by the key it was posted under. */
export function cardsIn(posts: readonly AlertPost[]): ReadonlyMap<string, AlertCard> {
  const cards = new Map<string, AlertCard>();
  for (const { message } of posts) if (message.kind === 'alert') cards.set(message.card, message);
  return cards;
}
