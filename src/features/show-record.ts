/** What the modal behind `Details` shows once it is open: the record, or why there is none. */
import { checkAccess, type Asker } from './access.ts';
import type { PageDeps } from './show-page.ts';
import type { RecordScreen } from './screens.ts';

/** Finds a record by its place in a kept answer, from 0. Times stand in the reader's zone. */
export async function showRecord(deps: PageDeps & { readonly defaultZone: string }, asker: Asker, resultId: string, place: number): Promise<RecordScreen> {
  const access = await checkAccess(deps, asker);
  if (access.kind === 'refused') return { kind: 'record-refused', refusal: access.refusal, userId: asker.userId };
  const [record] = await deps.results.records(resultId, place, 1) ?? [];
  if (record) return { kind: 'record', record, zone: access.person.zone ?? deps.defaultZone };
  const question = await deps.results.question(resultId);
  return { kind: 'record-expired', ...(question && { command: question.command }) };
}
