/** What the ledger of the local copy tells an operator: how much is held, what is missing, what it takes. */
import { fillOf, isSettledDay, lostDays, openGaps, type Reach } from '../audit/coverage.ts';
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
  readonly retentionDays: number;
  /** What all days that are to be kept will hold at the pace of the days so far. */
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

/** Sums the ledger up; what it leaves out is not known. */
export function copyStatus(ledger: readonly DayFacts[], reach: Reach): CopyStatus {
  const [oldest, readAt] = [ledger[0]?.day, ledger.map((facts) => facts.readAt).toSorted().at(-1)];
  const lateness = latenessOver(ledger);
  const forecast = forecastOf(ledger, reach.retentionDays);
  return {
    fill: fillOf(ledger, reach),
    days: ledger.length,
    ...totals(ledger),
    retentionDays: reach.retentionDays,
    ...(oldest !== undefined && { oldest }),
    ...(readAt !== undefined && { readAt }),
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

/** From whole days only: today would pull it down. */
function forecastOf(ledger: readonly DayFacts[], retentionDays: number): CopyStatus['forecast'] {
  const whole = ledger.filter(isSettledDay);
  if (whole.length === 0) return undefined;
  const { records, bytes } = totals(whole);
  const share = retentionDays / whole.length;
  return { records: Math.round(records * share), bytes: Math.round(bytes * share) };
}

function latenessOver(ledger: readonly DayFacts[]): Lateness | undefined {
  const told = ledger.flatMap(({ lateness }) => lateness ?? []).sort((a, b) => a.medianMs - b.medianMs);
  const count = told.reduce((sum, day) => sum + day.count, 0);
  let before = 0;
  const middle = told.find((day) => (before += day.count) * 2 >= count);
  return middle && { count, medianMs: middle.medianMs, maxMs: Math.max(...told.map(({ maxMs }) => maxMs)) };
}
