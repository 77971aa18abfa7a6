/** The month that the probe's other questions are held against. */
import { addDays, type Day } from '../audit/dates.ts';
import { RESOURCES, resourceOf } from '../audit/operations.ts';
import type { DayWindow } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { textOrder } from '../audit/text-order.ts';
import { hasFurtherPage, type Reply } from './probe-reply.ts';

export interface Sample {
  readonly reply: Reply;
  readonly window: DayWindow;
  /** Of the first page, as they came. */
  readonly records: readonly AuditRecord[];
  readonly isWhole: boolean;
  readonly newest: AuditRecord | undefined;
}

export const SAMPLE_DAYS = 30;
export const SAMPLE_SIZE = 500;

export function sampleWindow(today: Day): DayWindow {
  return { first: addDays(today, 1 - SAMPLE_DAYS), last: today };
}

/** Undefined when the answer is no list of records. */
export function readSample(reply: Reply, window: DayWindow): Sample | undefined {
  const { page } = reply;
  return page && { reply, window, records: page.records, isWhole: !hasFurtherPage(page), newest: newestOf(page.records) };
}

/** The newest of some records; undefined where there is none. */
export function newestOf(records: readonly AuditRecord[]): AuditRecord | undefined {
  return records.toSorted(newestFirst)[0];
}

/** Orders records by their dates, the newest first. */
export function newestFirst(a: AuditRecord, b: AuditRecord): number {
  return textOrder(b.operationDate, a.operationDate);
}

/** The UTC day before today with the most records: one of them stands nearest to an edge. Undefined without records. */
export function busiestDay({ records }: Sample, today: Day): Day | undefined {
  const counts = new Map<Day, number>();
  for (const { operationDate } of records) {
    const day = operationDate.slice(0, 10);
    if (day < today) counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

/** A documented resource of several words, as records and as filters write it: one that occurs, if any does. */
export function resourceOfTwoWords({ records }: Sample): { readonly snake: string; readonly pascal: string } {
  const several = RESOURCES.filter(({ value }) => value.includes('_'));
  const occurring = several.find(({ value }) => records.some(({ resourceType }) => resourceType.toLowerCase() === value));
  const { value, filterValue } = occurring ?? resourceOf('granular_admin_relationship');
  return { snake: value, pascal: filterValue };
}
