/** What is kept out of alerts for a while. */
import type { AlertEvent } from './alert-events.ts';
import { DAY_MS } from './dates.ts';
import { matchesLasting, matchesState, type AuditFilter } from './filter.ts';
import type { AuditRecord } from './record.ts';
import { riskOf } from './sentence-risk.ts';

/** Times are ISO in UTC; it holds from `madeAt` up to `until`. */
export interface Mute {
  readonly id: string;
  readonly filter: AuditFilter;
  readonly madeAt: string;
  readonly until: string;
  /** High risk is never kept out, unless that was said. */
  readonly includingHigh: boolean;
}

/** Whether any of these mutes keeps an operation out at this time. */
export function isMuted(event: Pick<AlertEvent, 'record' | 'earlier'>, mutes: readonly Mute[], nowMs: number): boolean {
  return mutes.some((mute) => {
    if (nowMs < Date.parse(mute.madeAt) || nowMs >= Date.parse(mute.until)) return false;
    return hides(mute, event.record, event.earlier);
  });
}

/** Whether a mute hides an operation while it lasts. */
export function hides({ filter, includingHigh }: Pick<Mute, 'filter' | 'includingHigh'>, record: AuditRecord, earlier?: unknown): boolean {
  if (!matchesLasting(record, filter) || !matchesState(record, filter)) return false;
  return includingHigh || riskOf(record, earlier).risk !== 'high';
}

/** How many of these records the mutes hid when they were first seen: digests count what alerts did not tell. */
export function countMuted(seen: readonly { readonly record: AuditRecord; readonly seenAtMs: number }[], mutes: readonly Mute[]): number {
  return mutes.length === 0 ? 0 : seen.filter(({ record, seenAtMs }) => isMuted({ record }, mutes, seenAtMs)).length;
}

/** When its place is told that a mute ends: a day before, undefined for those that last no longer. */
export function warnsAt({ madeAt, until }: Pick<Mute, 'madeAt' | 'until'>): Date | undefined {
  const at = new Date(Date.parse(until) - DAY_MS);
  return at.getTime() > Date.parse(madeAt) ? at : undefined;
}
