/** What the ledger of the local copy tells an operator: how much is held, what is missing, what it takes. */
import { fillOf, isSettledDay, lostDays, openGaps, readUntil, usualLagMs, type Reach } from '../audit/coverage.ts';
import type { Day } from '../audit/dates.ts';
import type { Lateness } from '../audit/day-copy.ts';
import type { DayWindow } from '../audit/query.ts';
import type { DayFacts } from './copy-ports.ts';

export interface CopyStatus {
  /** Days of the log that are held, of all that are to be read. */
  readonly fill: { readonly held: number; readonly of: number };
  readonly days: number;
  readonly records: number;
  /** Compressed, without what Redis adds. */
  readonly bytes: number;
  readonly oldest?: Day;
  /** When the log was last read, ISO in UTC. */
  readonly readAt?: string;
  /** Since when it is not read, ISO in UTC, and for how many milliseconds, where that is longer than usual. */
  readonly unread?: { readonly since: string; readonly forMs: number };
  readonly retentionDays: number;
  /** What all days that are to be kept will hold at the pace of a week or more, and no less than is held. */
  readonly forecast?: { readonly records: number; readonly bytes: number };
  /** Over the days that tell: the median is that of the middle day, weighted by records. */
  readonly lateness?: Lateness;
  /** To be read still, between days that are held. */
  readonly gaps: readonly DayWindow[];
  /** Not in the copy, and no longer in the log. */
  readonly lost: readonly DayWindow[];
  /** Days that somebody else changed in Redis. */
  readonly altered: readonly Day[];
}

/** Days that tell a pace: fewer may all be quiet, or all busy. */
const PACE_DAYS = 7;

/** Sums the ledger up; what it leaves out is not known. `everyMs` is how often the log is read, in milliseconds. */
export function copyStatus(ledger: readonly DayFacts[], reach: Reach & { readonly everyMs: number }): CopyStatus {
  const [oldest, readAt] = [ledger[0]?.day, ledger.map((facts) => facts.readAt).toSorted().at(-1)];
  const lateness = latenessOver(ledger);
  const [forecast, unread] = [forecastOf(ledger, reach.retentionDays), unreadOf(ledger, reach)];
  return {
    fill: fillOf(ledger, reach),
    days: ledger.length,
    ...totals(ledger),
    retentionDays: reach.retentionDays,
    ...(oldest !== undefined && { oldest }),
    ...(readAt !== undefined && { readAt }),
    ...(unread && { unread }),
    ...(forecast && { forecast }),
    ...(lateness && { lateness }),
    gaps: openGaps(ledger, reach.now),
    lost: lostDays(ledger, reach.now),
    altered: ledger.filter(({ alteredAt }) => alteredAt !== undefined).map(({ day }) => day),
  };
}

function totals(days: readonly DayFacts[]): { readonly records: number; readonly bytes: number } {
  return days.reduce((sum, { records, bytes }) => ({ records: sum.records + records, bytes: sum.bytes + bytes }), { records: 0, bytes: 0 });
}

function unreadOf(ledger: readonly DayFacts[], { now, everyMs }: { readonly now: Date; readonly everyMs: number }): CopyStatus['unread'] {
  const since = readUntil(ledger);
  const forMs = since === undefined ? 0 : now.getTime() - Date.parse(since);
  return since !== undefined && forMs > usualLagMs(everyMs) ? { since, forMs } : undefined;
}

/** From whole days only: today would pull it down. */
function forecastOf(ledger: readonly DayFacts[], retentionDays: number): CopyStatus['forecast'] {
  const whole = ledger.filter(isSettledDay);
  if (whole.length < PACE_DAYS) return undefined;
  const [{ records, bytes }, held] = [totals(whole), totals(ledger.slice(-retentionDays))];
  const share = retentionDays / whole.length;
  return { records: Math.max(held.records, Math.round(records * share)), bytes: Math.max(held.bytes, Math.round(bytes * share)) };
}

function latenessOver(ledger: readonly DayFacts[]): Lateness | undefined {
  const told = ledger.flatMap(({ lateness }) => lateness ?? []).sort((a, b) => a.medianMs - b.medianMs);
  const count = told.reduce((sum, day) => sum + day.count, 0);
  let before = 0;
  const middle = told.find((day) => (before += day.count) * 2 >= count);
  return middle && { count, medianMs: middle.medianMs, maxMs: Math.max(...told.map(({ maxMs }) => maxMs)) };
}
