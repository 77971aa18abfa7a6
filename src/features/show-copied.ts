/** A record of the local copy, for `Details` on what alerts and reminders have said. */
import { admit, type AdmitDeps, type Asker } from './access.ts';
import type { CopyStore } from './copy-ports.ts';
import { earlierRecordHere } from './earlier-here.ts';
import type { Clock } from './ports.ts';
import type { RecordScreen } from './screens.ts';

export interface CopiedRecordDeps extends AdmitDeps {
  readonly copy: Pick<CopyStore, 'read'>;
  readonly clock: Clock;
}

/** Finds a record by its place in the copy, `2026-11-21.4`, with the newest earlier one of the same thing. Times stand in the reader's zone. Throws a `storage` Problem when Redis fails. */
export async function showCopied(deps: CopiedRecordDeps, asker: Asker, at: string): Promise<RecordScreen> {
  const admitted = await admit(deps, asker);
  if (admitted.kind === 'refused') return { ...admitted, kind: 'record-refused' };
  const [day = '', row = ''] = at.split('.');
  const found = (await deps.copy.read(day)).rows.find(({ number }) => number === Number(row));
  if (found) {
    const seen = found.record.resourceOldValue === undefined ? await earlierRecordHere(deps, found.record) : undefined;
    return { kind: 'record', record: found.record, zone: admitted.zone, now: deps.clock(), ...(seen?.kind === 'found' && { earlier: seen.record }) };
  }
  return { kind: 'record-problem', whatHappened: 'This record is no longer held here: it has passed RETENTION_DAYS, or its customer was erased.', whatToDo: 'What the log still holds can be searched.' };
}
