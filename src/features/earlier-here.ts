/** How things stood before, as far as the local copy tells it. */
import { earlierStates, newestEarlier } from '../audit/commitment-seats.ts';
import type { AuditRecord } from '../audit/record.ts';
import type { CopyStore } from './copy-ports.ts';
import type { Clock } from './ports.ts';
import { readNewestDays } from './read-days.ts';

export interface EarlierDeps {
  readonly copy: Pick<CopyStore, 'read'>;
  readonly clock: Clock;
}

/** As long as the log reaches back; of a large copy the newest days alone are looked through. */
const LOOKED_THROUGH_DAYS = 90;

/** Gives of a record what the newest earlier one of the copy said of the same thing. Throws a `storage` Problem when Redis fails. */
export async function earlierHere(deps: EarlierDeps): Promise<(record: AuditRecord) => unknown> {
  return earlierStates(await recordsHere(deps));
}

/** The newest earlier record of the copy that tells of the same thing. Throws a `storage` Problem when Redis fails. */
export async function earlierRecordHere(deps: EarlierDeps, record: AuditRecord): Promise<AuditRecord | undefined> {
  return newestEarlier(record, await recordsHere(deps));
}

async function recordsHere(deps: EarlierDeps): Promise<readonly AuditRecord[]> {
  return (await readNewestDays(deps, LOOKED_THROUGH_DAYS)).rows.map(({ row }) => row.record);
}
