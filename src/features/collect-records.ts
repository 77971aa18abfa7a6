/** Reduces pages of records to one answer: each operation once, with its latest state, counted and listed newest first. */
import { newestFirst, recordIdentity, type AuditRecord } from '../audit/record.ts';
import { isCandidate, isListed, type QueryPlan } from '../audit/query.ts';
import { isUnsettled } from '../audit/operations.ts';
import { summarise, type Counted, type Summary } from '../audit/summary.ts';
import type { Instant } from '../audit/instant.ts';
import type { RecordPage, ResultWriter } from './ports.ts';

/** What is remembered of a record: enough to count and order it, and where its whole text is kept. */
interface Row extends Counted {
  readonly identity: string;
  readonly listed: boolean;
  readonly number?: number;
}

/** An answer once every page was read. `order` names the kept records, newest first. */
export interface Collected {
  readonly summary: Summary;
  readonly order: readonly number[];
  readonly recordsRead: number;
  readonly unreadable: number;
  readonly newestRead?: Instant;
}

export interface Collector {
  add(page: RecordPage): Promise<void>;
  finish(): Collected;
}

/** Starts collecting the records of a plan; those that are listed are handed to the writer as they come. */
export function createCollector(plan: QueryPlan, writer: Pick<ResultWriter, 'append'>): Collector {
  const rows = new Map<string, Row>();
  let [recordsRead, unreadable] = [0, 0];
  let newestRead: Instant | undefined;
  return {
    async add(page) {
      recordsRead += page.records.length;
      unreadable += page.unreadable;
      for (const { operationDate } of page.records) {
        if (newestRead === undefined || operationDate > newestRead) newestRead = operationDate;
      }
      const fresh = freshest(page.records.filter((record) => isCandidate(record, plan)), rows);
      const listed = fresh.filter(({ record }) => isListed(record, plan));
      const numbers = await writer.append(listed.map(({ record }) => record));
      for (const { identity, record } of fresh) rows.set(identity, rowOf(identity, record));
      listed.forEach(({ identity, record }, index) => rows.set(identity, { ...rowOf(identity, record), listed: true, ...numbered(numbers[index]) }));
    },
    finish: () => ({
      ...settle(rows.values()),
      recordsRead,
      unreadable,
      ...(newestRead !== undefined && { newestRead }),
    }),
  };
}

interface Identified {
  readonly identity: string;
  readonly record: AuditRecord;
}

/** Those that are new, or tell a later state of one already seen, each operation once: anything is later than "in progress". */
function freshest(records: readonly AuditRecord[], rows: ReadonlyMap<string, Row>): readonly Identified[] {
  const fresh = new Map<string, Identified>();
  for (const record of records) {
    const identity = recordIdentity(record);
    const seen = fresh.get(identity)?.record.operationStatus ?? rows.get(identity)?.status;
    if (seen === undefined || (isUnsettled(seen) && !isUnsettled(record.operationStatus))) fresh.set(identity, { identity, record });
  }
  return [...fresh.values()];
}

function rowOf(identity: string, record: AuditRecord): Row {
  const customer = record.customerName ?? record.customerId;
  return {
    identity,
    date: record.operationDate,
    operationType: record.operationType,
    status: record.operationStatus,
    listed: false,
    ...(record.userPrincipalName !== undefined && { user: record.userPrincipalName }),
    ...(record.applicationId !== undefined && { application: record.applicationId }),
    ...(customer !== undefined && { customer }),
  };
}

function numbered(number: number | undefined): Pick<Row, 'number'> {
  return number === undefined ? {} : { number };
}

function settle(rows: Iterable<Row>): Pick<Collected, 'summary' | 'order'> {
  const listed = [...rows].filter((row) => row.listed).sort(newestFirst);
  return { summary: summarise(listed), order: listed.flatMap((row) => row.number ?? []) };
}
