/** How far the log was read for a digest, and whether a digest waits for it to be read further. */
import { readUntil, unreadDays, usualLagMs } from '../audit/coverage.ts';
import { MINUTE_MS, utcDayOf } from '../audit/dates.ts';
import { oldestDay } from '../audit/time-range.ts';
import type { CopyStore } from './copy-ports.ts';
import type { Clock } from './ports.ts';
import type { RuleStore } from './rule-ports.ts';
import type { DigestCoverage } from './rule-screens.ts';
import type { DigestRule, RuleProgress } from './rule.ts';

export interface CoverageDeps {
  readonly copy: Pick<CopyStore, 'ledger'>;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
}

/** A digest waits this long for the log; a wait at which nobody looked for as long begins anew, as after a stop. */
const MOST_WAIT_MS = 10 * MINUTE_MS;

/** From when on the next digest of a rule tells what was new, ISO in UTC. */
export function toldUntil(rule: DigestRule, { coveredTo }: RuleProgress): string {
  return coveredTo ?? rule.madeAt;
}

/** What the ledger says of the span from an instant up to now. */
export async function coverageSince({ copy, everyMs, clock }: CoverageDeps, since: Date): Promise<DigestCoverage> {
  const ledger = await copy.ledger();
  const [readAt, first] = [readUntil(ledger), utcDayOf(since)];
  const unreadMs = readAt === undefined ? 0 : clock().getTime() - Date.parse(readAt);
  const unreadable = Math.max(0, ...ledger.filter(({ day }) => day >= first).map((facts) => facts.unreadable ?? 0));
  return {
    gaps: unreadDays(ledger, first),
    ...(readAt !== undefined && { readAt }),
    ...(unreadMs > usualLagMs(everyMs) && { unreadMs }),
    ...(unreadable > 0 && { unreadable }),
  };
}

/** Whether time of the span was not read at all. */
export function hasUnreadTime({ readAt, unreadMs, gaps }: DigestCoverage): boolean {
  return readAt === undefined || unreadMs !== undefined || gaps.length > 0;
}

/** Days that Microsoft no longer has are not waited for. */
function mayBeRead({ readAt, unreadMs, gaps }: DigestCoverage, now: Date): boolean {
  return readAt === undefined || unreadMs !== undefined || gaps.some(({ last }) => last >= oldestDay(now));
}

/**
 * Whether a digest that is due waits once more for the log to be read up to now: just after a start, or after an outage,
 * that takes moments. It notes since when it waits, so that no digest waits for longer than 10 minutes.
 */
export async function waitsForReading(deps: CoverageDeps & { readonly rules: Pick<RuleStore, 'advance'> }, rule: DigestRule, progress: RuleProgress): Promise<boolean> {
  const [coverage, now] = [await coverageSince(deps, new Date(toldUntil(rule, progress))), deps.clock()];
  if (!mayBeRead(coverage, now)) return false;
  const { waited } = progress;
  const from = waited && now.getTime() - Date.parse(waited.to) <= MOST_WAIT_MS ? waited.from : now.toISOString();
  if (now.getTime() - Date.parse(from) >= MOST_WAIT_MS) return false;
  await deps.rules.advance(rule.id, (kept) => ({ ...kept, waited: { from, to: now.toISOString() } }));
  return true;
}
