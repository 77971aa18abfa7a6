/** How things stood before, as far as the local copy tells it. */
import { earlierStates, newestEarlier } from '../audit/commitment-seats.ts';
import { addDays, type Day } from '../audit/dates.ts';
import type { AuditRecord } from '../audit/record.ts';
import { subjectOf } from '../audit/sentence-earlier.ts';
import type { CopyStore } from './copy-ports.ts';
import type { Clock, Log } from './ports.ts';
import { Problem } from './problem.ts';
import { readNewestDays } from './read-days.ts';

export interface EarlierDeps {
  readonly copy: Pick<CopyStore, 'read'>;
  readonly clock: Clock;
}

/** As long as the log reaches back; of a large copy the newest days alone are looked through. */
const LOOKED_THROUGH_DAYS = 90;
/** Somebody waits for one record. */
const LOOK_MS = 1_500;

/** Gives of a record what the newest earlier one of the copy said of the same thing. Throws a `storage` Problem when Redis fails. */
export async function earlierHere(deps: EarlierDeps): Promise<(record: AuditRecord) => unknown> {
  const { rows } = await readNewestDays(deps, LOOKED_THROUGH_DAYS);
  return earlierStates(rows.map(({ row }) => row.record));
}

/** `unfinished`: there was no time to look through all days asked for, and those looked through hold none. */
type EarlierFound =
  | { readonly kind: 'found'; readonly record: AuditRecord }
  | { readonly kind: 'none' | 'unfinished' };

/**
 * The newest earlier record of the copy that tells of the same thing, looked for from the day of the record back to
 * `since` (UTC), 90 days unless told otherwise, for `lookMs` at most. Throws a `storage` Problem when Redis fails.
 */
export async function earlierRecordHere({ copy, clock }: EarlierDeps, record: AuditRecord, { since, lookMs = LOOK_MS }: { readonly since?: Day; readonly lookMs?: number } = {}): Promise<EarlierFound> {
  const until = clock().getTime() + lookMs;
  const last = record.operationDate.slice(0, 10);
  const first = since ?? addDays(last, -LOOKED_THROUGH_DAYS);
  // The first day that holds one holds the newest.
  for (let day = last; day >= first; day = addDays(day, -1)) {
    if (clock().getTime() > until) return { kind: 'unfinished' };
    const found = newestEarlier(record, (await copy.read(day)).rows.map((row) => row.record));
    if (found) return { kind: 'found', record: found };
  }
  return { kind: 'none' };
}

/** Looks for an earlier value where the record does not name it itself. It is a bonus: without it the record is shown all the same. */
export async function lookForEarlier<T>(log: Log, record: AuditRecord, look: () => Promise<T | undefined>): Promise<T | undefined> {
  if (subjectOf(record) === undefined || record.resourceOldValue !== undefined) return undefined;
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log.warn({ kind: error.kind }, 'no earlier value could be looked for');
    return undefined;
  }
}
