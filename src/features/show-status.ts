/** `status`: how fresh the answers are, and how much of the log is known here. */
import { daysOfTheLog, daysOfWindow } from '../audit/query.ts';
import type { CopyStore, SealStore } from './copy-ports.ts';
import { copyStatus } from './copy-status.ts';
import type { FreshnessStore } from './answer-ports.ts';
import type { Clock, Directory } from './ports.ts';
import type { Asking } from './queue-job.ts';
import type { Screen } from './screens.ts';

export interface StatusDeps {
  readonly freshness: FreshnessStore;
  readonly directory: Pick<Directory, 'knowsDays'>;
  readonly copy: Pick<CopyStore, 'ledger'>;
  readonly seals: Pick<SealStore, 'chain'>;
  readonly retentionDays: number;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
}

/** Reads only what is kept: Partner Center is not asked. Throws a Problem where that cannot be read. */
export async function showStatus({ freshness, directory, copy, seals, retentionDays, everyMs, clock }: StatusDeps, { zone }: Asking): Promise<Screen> {
  const now = clock();
  const days = daysOfWindow(daysOfTheLog(now));
  const [known, latest, ledger, chain] = await Promise.all([
    Promise.all(days.map((day) => directory.knowsDays([{ first: day, last: day }]))),
    freshness.recall(),
    copy.ledger(),
    seals.chain(),
  ]);
  const head = chain.at(-1)?.link;
  return {
    kind: 'status', zone, ...latest, daysKnown: known.filter(Boolean).length, daysHeld: days.length,
    ...(ledger.length > 0 && { copy: copyStatus(ledger, { now, retentionDays, everyMs }) }),
    ...(head !== undefined && { sealed: { days: new Set(chain.map(({ day }) => day)).size, head } }),
  };
}
