/** Whether the values of a search are all known here, so that none of them can be spelled wrongly. */
import { fits, foldCase, type AuditFilter, type FilterValues } from '../audit/filter.ts';
import { OPERATIONS, RESOURCES, STATUSES } from '../audit/operations.ts';
import type { Directory } from './ports.ts';

/** Parts of texts and of applications are never known. */
export async function isAllKnown(directory: Pick<Directory, 'everybody'>, filter: AuditFilter): Promise<boolean> {
  const { customers, people } = await directory.everybody();
  return [filter, filter.not ?? {}].every((values: Partial<FilterValues>) => (
    (values.customers ?? []).every((wanted) => customers.some(({ id, name }) => (wanted.kind === 'id' ? foldCase(id) === foldCase(wanted.id) : foldCase(name).includes(foldCase(wanted.name)))))
    && everyFits(values.users, people)
    && everyFits(values.operations, OPERATIONS.map(({ value }) => value))
    && everyFits(values.resources, RESOURCES.map(({ value }) => value))
    && everyFits(values.statuses, STATUSES)
    && [...values.applications ?? [], ...values.texts ?? []].length === 0
  ));
}

function everyFits(wanted: readonly string[] = [], known: readonly string[]): boolean {
  const folded = wanted.length === 0 ? [] : known.map(foldCase);
  return wanted.every((pattern) => folded.some((text) => fits(foldCase(pattern), text)));
}
