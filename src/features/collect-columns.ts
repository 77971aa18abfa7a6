/** Takes a day of the copy into an answer by its columns, as it would be taken record by record. */
import type { AnswerRows } from '../audit/answer-rows.ts';
import { VERDICTS, verdictsOf } from '../audit/column-verdicts.ts';
import { instantOfTicks, type Instant } from '../audit/instant.ts';
import type { QueryPlan } from '../audit/query.ts';
import type { ResultWriter } from './answer-ports.ts';
import type { HeldColumns } from './copy-ports.ts';

/** What was read of a day, whether it is of the answer or not. */
export interface ColumnsRead {
  readonly records: number;
  readonly newest?: Instant;
}

/** Listed rows are referred to where the writer lets answers refer, else they are only counted. */
export function collectColumns(rows: AnswerRows, plan: QueryPlan, { columns, place }: HeldColumns, { refer }: Pick<ResultWriter, 'refer'>): ColumnsRead {
  const { seconds, ticks } = columns;
  const verdicts = verdictsOf(plan, columns);
  rows.takeDay(columns, verdicts, verdicts.includes(VERDICTS.listed) ? refer?.(place) : undefined);
  let [records, newest] = [0, -1];
  for (let at = 0; at < verdicts.length; at += 1) {
    if (verdicts[at] === VERDICTS.unserved) continue;
    records += 1;
    // Rows stand newest first.
    if (newest < 0) newest = at;
  }
  return { records, ...(newest >= 0 && { newest: instantOfTicks({ seconds: seconds[newest] ?? 0, ticks: ticks[newest] ?? 0 }) }) };
}
