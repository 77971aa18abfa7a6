/** Which days a search takes from the local copy in place of asking for them. */
import type { Day } from './dates.ts';
import { isReadToItsEnd, isSettledDay, type DayCoverage } from './coverage.ts';
import type { CopiedDays } from './query.ts';
import { oldestDay } from './time-range.ts';

/** What the ledger knows of a day. */
export type LedgerDay = DayCoverage & {
  /** When a reading found rows that were not as they were written. */
  readonly alteredAt?: string;
  /** Items that came with it and could not be read. */
  readonly unreadable?: number;
};

/**
 * A day that the log still holds is taken from the copy once it was read when nothing could be missing from it any
 * more, if every item could be read and nobody altered it. Of older days the copy is all there is: they are taken as
 * they are.
 */
export function copiedDays(ledger: readonly LedgerDay[], now: Date): CopiedDays {
  const logBegins = oldestDay(now);
  const taken = ledger.filter((facts) => facts.day < logBegins || (isSettledDay(facts) && isWhole(facts)));
  const torn = taken.filter((facts) => !isReadToItsEnd(facts.day, facts.readAt) || !isWhole(facts));
  const oldest = ledger.reduce<Day | undefined>((least, { day }) => (least === undefined || day < least ? day : least), undefined);
  return {
    readAt: new Map(taken.map(({ day, readAt }) => [day, readAt])),
    torn: new Set(torn.map(({ day }) => day)),
    ...(oldest !== undefined && { oldest }),
  };
}

function isWhole({ alteredAt, unreadable }: LedgerDay): boolean {
  return alteredAt === undefined && unreadable === undefined;
}

/** The oldest day that can be answered: of the log, or of the copy where that reaches further back. */
export function oldestAnswered(now: Date, { oldest }: CopiedDays): Day {
  const logBegins = oldestDay(now);
  return oldest !== undefined && oldest < logBegins ? oldest : logBegins;
}
