/** What is remembered of each operation of an answer: enough to count and order it. There may be hundreds of thousands. */
import type { Grouped } from './dimensions.ts';
import { TICKS_PER_MS, ticksOf } from './instant.ts';
import { compareStates, type Risk } from './operations.ts';
import { recordKey, type AuditRecord } from './record.ts';
import { createIdentityTable } from './identity-table.ts';
import { riskOf } from './sentence-risk.ts';
import { createWordTable, type WordTable } from './word-table.ts';

/** Rows are numbered from 0 in the order in which their operations were first seen. */
export interface AnswerRows {
  /** The row of a record that is new, or tells a later state of a known one; undefined where it tells nothing new. */
  take(record: AuditRecord): number | undefined;
  /** Says what became of a row that was taken; until then it is no part of the answer. */
  settle(row: number, outcome: RowOutcome): void;
  /** The rows that are part of the answer. */
  listed(): readonly number[];
  /** Order rows by their dates on all 7 fractional digits; equal dates by identity, so that order never wavers. */
  newestFirst(a: number, b: number): number;
  oldestFirst(a: number, b: number): number;
  at(row: number): Grouped;
  /** Of a row alone, where all of it would be too much to build for each. */
  riskAt(row: number): Risk;
  statusAt(row: number): string;
  /** Where the record of a row is kept, if it is. */
  keptAs(row: number): number | undefined;
}

/** `number` says where the whole record is kept; beyond the byte budget it is counted but not kept. */
export type RowOutcome = { readonly kind: 'listed'; readonly number: number | undefined } | { readonly kind: 'left-out' };

/** The words of a row: its date, numbers of texts, and where its record is kept. */
const [SECONDS, TICKS, OPERATION, RESOURCE, STATUS, USER, APPLICATION, CUSTOMER_ID, CUSTOMER_NAME, RISK, KEPT, WIDTH] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const RISKS: readonly Risk[] = ['low', 'medium', 'high'];
/** What stands in place of where a record is kept; numbers of records begin after them. */
const [LEFT_OUT, NOT_KEPT, FIRST_KEPT] = [0, 1, 2];

/** Rows of one answer, none so far. */
export function createAnswerRows(): AnswerRows {
  const identities = createIdentityTable();
  const rows = createWordTable(WIDTH);
  const texts = createTexts();
  const compareDates = (a: number, b: number): number => rows.get(a, SECONDS) - rows.get(b, SECONDS) || rows.get(a, TICKS) - rows.get(b, TICKS);
  return {
    take(record) {
      const known = identities.size();
      const row = identities.numberOf(recordKey(record));
      const { seconds, ticks } = ticksOf(record.operationDate);
      if (row < known) {
        const dates = seconds - rows.get(row, SECONDS) || ticks - rows.get(row, TICKS);
        if (compareStates(record.operationStatus, texts.textOf(rows.get(row, STATUS)) ?? '', dates) <= 0) return undefined;
      }
      rows.set(row, SECONDS, seconds);
      rows.set(row, TICKS, ticks);
      rows.set(row, OPERATION, texts.numberOf(record.operationType));
      rows.set(row, RESOURCE, texts.numberOf(record.resourceType));
      rows.set(row, STATUS, texts.numberOf(record.operationStatus));
      rows.set(row, USER, texts.numberOf(record.userPrincipalName));
      rows.set(row, APPLICATION, texts.numberOf(record.applicationId));
      rows.set(row, CUSTOMER_ID, texts.numberOf(record.customerId));
      rows.set(row, CUSTOMER_NAME, texts.numberOf(record.customerName));
      rows.set(row, RISK, RISKS.indexOf(riskOf(record).risk));
      return row;
    },
    settle: (row, outcome) => rows.set(row, KEPT, outcome.kind === 'left-out' ? LEFT_OUT : outcome.number === undefined ? NOT_KEPT : FIRST_KEPT + outcome.number),
    listed: () => Array.from({ length: identities.size() }, (_, row) => row).filter((row) => rows.get(row, KEPT) !== LEFT_OUT),
    newestFirst: (a, b) => compareDates(b, a) || identities.compare(a, b),
    oldestFirst: (a, b) => compareDates(a, b) || identities.compare(a, b),
    at: (row) => countedAt(row, rows, texts),
    riskAt: (row) => RISKS[rows.get(row, RISK)] ?? 'medium',
    statusAt: (row) => texts.textOf(rows.get(row, STATUS)) ?? '',
    keptAs: (row) => rows.get(row, KEPT) < FIRST_KEPT ? undefined : rows.get(row, KEPT) - FIRST_KEPT,
  };
}

function countedAt(row: number, rows: WordTable, { textOf }: ReturnType<typeof createTexts>): Grouped {
  return {
    atMs: rows.get(row, SECONDS) * 1_000 + Math.floor(rows.get(row, TICKS) / TICKS_PER_MS),
    operationType: textOf(rows.get(row, OPERATION)) ?? '',
    resourceType: textOf(rows.get(row, RESOURCE)) ?? '',
    status: textOf(rows.get(row, STATUS)) ?? '',
    user: textOf(rows.get(row, USER)),
    application: textOf(rows.get(row, APPLICATION)),
    customerId: textOf(rows.get(row, CUSTOMER_ID)),
    customerName: textOf(rows.get(row, CUSTOMER_NAME)),
    risk: RISKS[rows.get(row, RISK)] ?? 'medium',
  };
}

/** Each text once, however many records hold it: a long log repeats a few thousand. Number 0 is none. */
function createTexts() {
  const texts: (string | undefined)[] = [undefined];
  const numbers = new Map<string | undefined, number>([[undefined, 0]]);
  return {
    numberOf(text: string | undefined): number {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.push(text) - 1);
      return texts.length - 1;
    },
    textOf: (number: number): string | undefined => texts[number],
  };
}
