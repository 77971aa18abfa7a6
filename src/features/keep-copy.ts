/** One round of the local copy: what is new, what is still missing, what is due to be sealed or to go. */
import { nextReadings, RECHECK_MS, type Reach } from '../audit/coverage.ts';
import { daysOfTheLog, daysIn } from '../audit/query.ts';
import type { Feed, Lease } from './copy-ports.ts';
import { expireDays } from './expire-days.ts';
import { sealDays, type SealDeps } from './seal-days.ts';
import { addRounds, NOTHING_NEW, syncDays, type Round, type SyncDeps } from './sync-days.ts';

export interface KeepCopyDeps extends SyncDeps, Omit<SealDeps, 'copy'> {
  readonly lease: Lease;
  readonly feed: Feed;
  /** How often a round begins, in milliseconds. */
  readonly everyMs: number;
}

/** Whoever holds the lease may have died: then it is free after this at the latest. */
const HOLDER_WAIT_MS = 25_000;

/**
 * One round: the days in which news appear, then what is missing piece by piece until the next round is due, then days
 * to look at again, seals and retention. Undefined where another worker is at it. Throws a Problem when Partner Center
 * or Redis fails; what was done before that stays, and the next round goes on from there.
 */
export async function keepCopy(deps: KeepCopyDeps, signal: AbortSignal): Promise<Round | undefined> {
  const held = await deps.lease.hold('sync', async (lost) => {
    const stopped = AbortSignal.any([signal, lost]);
    const begun = deps.clock().getTime();
    let round = await syncDays(deps, nextReadings([], wantedReach(deps)).news, stopped);
    while (deps.clock().getTime() - begun < deps.everyMs) {
      const { backlog } = nextReadings(await deps.copy.ledger(), wantedReach(deps));
      if (!backlog) break;
      round = addRounds(round, await syncDays(deps, backlog, stopped));
    }
    round = addRounds(round, await recheckDays(deps, stopped));
    await sealDays(deps);
    await expireDays(deps);
    return round;
  }, { waitMs: HOLDER_WAIT_MS, signal });
  return held?.value;
}

function wantedReach({ clock, retentionDays }: KeepCopyDeps): Reach {
  return { now: clock(), retentionDays };
}

/** As many days as it takes to look at the whole log once a week. */
async function recheckDays(deps: KeepCopyDeps, signal: AbortSignal): Promise<Round> {
  const days = Math.ceil(daysIn([daysOfTheLog(deps.clock())]) * deps.everyMs / RECHECK_MS);
  let round = NOTHING_NEW;
  for (let checked = 0; checked < days; checked += 1) {
    const { backlog, recheck } = nextReadings(await deps.copy.ledger(), wantedReach(deps));
    if (backlog || !recheck) break;
    round = addRounds(round, await syncDays(deps, recheck, signal));
  }
  return round;
}
