/** Reduces pages of records to one answer: each operation once, with its latest state, counted and listed newest first. */
import { newestFirst, recordKey, type AuditRecord } from '../audit/record.ts';
import { isCandidate, isListed, type QueryPlan } from '../audit/query.ts';
import { isSettled } from '../audit/operations.ts';
import { summarise, type Counted, type Summary } from '../audit/summary.ts';
import type { Instant } from '../audit/instant.ts';
import type { RecordPage, ResultWriter } from './ports.ts';

type Facts = Omit<Counted, 'date'>;

/** What is remembered of a record: enough to count and order it. There may be hundreds of thousands. */
interface Row {
  readonly identity: string;
  readonly date: Instant;
  /** One object for all records that are alike in it. */
  readonly facts: Facts;
  readonly isListed: boolean;
  /** Where the whole record is kept, if it is. */
  readonly number: number | undefined;
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
  const shareFacts = createFactsPool();
  let [recordsRead, unreadable] = [0, 0];
  let newestRead: Instant | undefined;
  return {
    async add(page) {
      recordsRead += page.records.length - page.repeats;
      unreadable += page.unreadable;
      for (const { operationDate } of page.records) {
        if (newestRead === undefined || operationDate > newestRead) newestRead = operationDate;
      }
      const fresh = freshest(page.records.filter((record) => isCandidate(record, plan)), rows);
      const listed = fresh.filter(({ record }) => isListed(record, plan));
      const numbers = await writer.append(listed.map(({ record }) => record));
      const numberOf = new Map(listed.map(({ identity }, index) => [identity, numbers[index]]));
      for (const { identity, record } of fresh) {
        rows.set(identity, {
          identity, date: record.operationDate, facts: shareFacts(record), isListed: numberOf.has(identity), number: numberOf.get(identity),
        });
      }
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

/** Those that are new, or tell a later state of one already seen, each operation once. */
function freshest(records: readonly AuditRecord[], rows: ReadonlyMap<string, Row>): readonly Identified[] {
  const fresh = new Map<string, Identified>();
  for (const record of records) {
    const identity = recordKey(record);
    const seen = fresh.get(identity)?.record;
    const row = rows.get(identity);
    const known = seen ? { status: seen.operationStatus, date: seen.operationDate } : row && { status: row.facts.status, date: row.date };
    if (known === undefined || isLater(record, known)) fresh.set(identity, { identity, record });
  }
  return [...fresh.values()];
}

/** An end is later than anything that may still change; of two alike, the one with the later date. */
function isLater(record: AuditRecord, known: { readonly status: string; readonly date: Instant }): boolean {
  const [settled, wasSettled] = [isSettled(record.operationStatus), isSettled(known.status)];
  return settled === wasSettled ? record.operationDate > known.date : settled;
}

/** Gives the same facts for records that are alike in them: a long log repeats a few thousand combinations. */
function createFactsPool(): (record: AuditRecord) => Facts {
  const pool = new Map<string, Facts>();
  return ({ operationType, operationStatus, userPrincipalName, applicationId, customerId, customerName }) => {
    const key = JSON.stringify([operationType, operationStatus, userPrincipalName, applicationId, customerId, customerName]);
    const shared = pool.get(key);
    if (shared) return shared;
    const facts: Facts = {
      operationType,
      status: operationStatus,
      ...(userPrincipalName !== undefined && { user: userPrincipalName }),
      ...(applicationId !== undefined && { application: applicationId }),
      ...(customerId !== undefined && { customerId }),
      ...(customerName !== undefined && { customerName }),
    };
    pool.set(key, facts);
    return facts;
  };
}

function settle(rows: Iterable<Row>): Pick<Collected, 'summary' | 'order'> {
  const listed = [...rows].filter(({ isListed }) => isListed).sort(newestFirst);
  return { summary: summarise(counted(listed)), order: listed.flatMap(({ number }) => number ?? []) };
}

function* counted(rows: readonly Row[]): Iterable<Counted> {
  for (const { date, facts } of rows) yield { date, ...facts };
}
