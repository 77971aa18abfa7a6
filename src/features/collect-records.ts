/** Reduces pages of records to one answer: each operation once, with its latest state, counted and listed in order. */
import { isTime, type Dimension, type Grouped, type Span, type ValueDimension } from '../audit/dimensions.ts';
import { groupRecords, type Groups } from '../audit/groups.ts';
import type { Instant } from '../audit/instant.ts';
import { isCandidate, isListed, type QueryPlan } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { seriesOfAlike, type Series } from '../audit/series.ts';
import { summariseAlike, type Summary } from '../audit/summary.ts';
import type { Shape } from '../command/command.ts';
import { alikeBetween, alikeRows } from '../audit/alike-rows.ts';
import { createAnswerRows, type AnswerRows } from '../audit/answer-rows.ts';
import { orderRows } from '../audit/order-rows.ts';
import { standoutsOf } from '../audit/standouts.ts';
import type { ResultWriter } from './answer-ports.ts';
import { collectColumns } from './collect-columns.ts';
import type { RecordPage } from './ports.ts';

/** How an answer is wanted, and the zone in which its reader means days. */
export interface View {
  readonly shape?: Shape | undefined;
  readonly zone: string;
}

/** An answer once every page was read. */
export interface Collected {
  readonly summary: Summary;
  /** The numbers of the kept records as they are listed. A limit cuts it, never the counts; with `by` it cuts the groups instead. */
  readonly order: Uint32Array;
  /** Places in the list, from 0, of at most five records that stand out, high risk first. */
  readonly standouts: readonly number[];
  readonly series: Series;
  /** Where `by` was asked. */
  readonly groups?: Groups;
  readonly recordsRead: number;
  readonly unreadable: number;
  readonly newestRead?: Instant;
}

export interface Collector {
  add(page: RecordPage): Promise<void>;
  finish(): Collected;
}

const LEFT_OUT = { kind: 'left-out' } as const;

/** Starts collecting the records of a plan; those that are listed are handed to the writer as they come. */
export function createCollector(plan: QueryPlan, writer: Pick<ResultWriter, 'append' | 'refer'>, view: View = { zone: 'UTC' }): Collector {
  const rows = createAnswerRows();
  let [recordsRead, unreadable] = [0, 0];
  let newestRead: Instant | undefined;
  return {
    async add(page) {
      if (page.held) {
        const { records, newest } = collectColumns(rows, plan, page.held, writer);
        recordsRead += records;
        if (newest !== undefined && (newestRead === undefined || newest > newestRead)) newestRead = newest;
      }
      recordsRead += page.records.length - page.repeats;
      unreadable += page.unreadable;
      for (const { operationDate } of page.records) {
        if (newestRead === undefined || operationDate > newestRead) newestRead = operationDate;
      }
      const latest = latestOf(page.records, plan, rows);
      const numbers = await writer.append([...latest.values()]);
      let place = 0;
      for (const row of latest.keys()) {
        rows.settle(row, { kind: 'listed', number: numbers[place] });
        place += 1;
      }
    },
    finish: () => ({
      ...answer(rows, { from: plan.from, to: plan.to, zone: view.zone }, view.shape ?? {}),
      recordsRead,
      unreadable,
      ...(newestRead !== undefined && { newestRead }),
    }),
  };
}

/** The listed ones among some records by their rows, the latest state of each; what is not listed is settled. */
function latestOf(records: readonly AuditRecord[], plan: QueryPlan, rows: AnswerRows): ReadonlyMap<number, AuditRecord> {
  const latest = new Map<number, AuditRecord>();
  for (const record of records) {
    const row = isCandidate(record, plan) ? rows.take(record) : undefined;
    if (row === undefined) continue;
    // Until the record is kept, and for good where this state of it is not asked for.
    rows.settle(row, LEFT_OUT);
    if (isListed(record, plan)) latest.set(row, record);
    else latest.delete(row);
  }
  return latest;
}

function answer(rows: AnswerRows, span: Span, { by, sort, limit }: Shape): Omit<Collected, 'recordsRead' | 'unreadable' | 'newestRead'> {
  const counted = rows.listed();
  const ordered = orderRows(rows, counted, sort, span);
  const kept = rows.keptOf(ordered);
  const list = by || limit === undefined ? kept : kept.slice(0, limit);
  const dimension = by?.find(isValue) ?? 'operation';
  const summary = summariseAlike((...fields) => alikeRows(rows, counted, fields));
  return {
    summary,
    order: rows.numbersOf(list),
    standouts: standoutsOf(rows, list, summary),
    series: seriesOfAlike((borders) => alikeBetween(rows, counted, dimension, borders), dimension, span),
    ...(by && { groups: groupRecords(records(rows, counted), { by, span, sort, limit }) }),
  };
}

function isValue(dimension: Dimension): dimension is ValueDimension {
  return !isTime(dimension);
}

function* records(rows: AnswerRows, listed: Uint32Array): Generator<Grouped> {
  for (const row of listed) yield rows.at(row);
}
