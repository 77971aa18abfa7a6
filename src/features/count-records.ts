/** Counts what searches would find, without keeping a record. */
import { columnsAnswer } from '../audit/column-verdicts.ts';
import type { QueryPlan } from '../audit/query.ts';
import { createCollector } from './collect-records.ts';
import type { ReadOptions, RecordSource } from './ports.ts';

/** Days to read under one condition, and the searches that are answered from them. */
export interface Counting {
  readonly read: Pick<QueryPlan, 'windows' | 'serverFilter' | 'copied'>;
  /** Each has the same condition, and days within those that are read. */
  readonly plans: readonly QueryPlan[];
}

/** Takes a page of Partner Center that is about to be counted; false ends the counting. */
export type MayGoOn = () => boolean;

/** How many records each plan finds, in their order. `isWhole` is false where reading was ended. */
export interface Counts {
  readonly counts: readonly number[];
  readonly isWhole: boolean;
}

/** Counts page by page until all is read or no page may be read any more. Throws what the source throws. */
export async function countRecords(source: RecordSource, { read, plans }: Counting, options: ReadOptions, mayGoOn: MayGoOn): Promise<Counts> {
  const collectors = plans.map((plan) => createCollector(plan, { append: async (records) => records.map(() => undefined) }));
  let isWhole = true;
  for await (const page of source.pages(read, { ...options, days: plans.every(columnsAnswer) ? 'columns' : 'records' })) {
    isWhole = page.fromCopy ?? mayGoOn();
    if (!isWhole) break;
    for (const collector of collectors) await collector.add(page);
  }
  return { counts: collectors.map((collector) => collector.finish().summary.total), isWhole };
}
