/** What is remembered of each operation of an answer: enough to count and order it. There may be hundreds of thousands. */
import { VERDICTS } from './column-verdicts.ts';
import { TEXT_FIELDS, type CodedTexts, type DayColumns } from './day-columns.ts';
import type { Grouped } from './dimensions.ts';
import { TICKS_PER_MS, ticksOf, type Ticks } from './instant.ts';
import { compareStates, RISKS } from './operations.ts';
import { recordKey, type AuditRecord } from './record.ts';
import { createIdentityTable, type IdentityTable } from './identity-table.ts';
import { riskOf } from './sentence-risk.ts';
import { createWordTable, type WordTable } from './word-table.ts';

/** Rows are numbered from 0 in the order in which their operations were first seen. */
export interface AnswerRows {
  /** The row of a record that is new, or tells a later state of a known one; undefined where it tells nothing new. */
  take(record: AuditRecord): number | undefined;
  /** Says what became of a row that was taken; until then it is no part of the answer. */
  settle(row: number, outcome: RowOutcome): void;
  /**
   * Takes and settles the candidates among the rows of a copied day. Each that is listed is kept under its number in the
   * day and the first one; it is only counted where there is no first one.
   */
  takeDay(columns: DayColumns, verdicts: Uint8Array, first: number | undefined): void;
  /** The rows that are part of the answer, newest first. */
  listed(): Uint32Array;
  /** Order rows by their dates on all 7 fractional digits; equal dates by identity, so that order never wavers. */
  newestFirst(this: void, a: number, b: number): number;
  oldestFirst(this: void, a: number, b: number): number;
  at(row: number): Grouped;
  /** Codes of what stands in a field of each row: equal for what is equal, whatever the field; 0 where nothing stands. Good until more is taken. */
  codesOf(this: void, field: CodedField): Uint32Array;
  /** All codes are smaller. */
  codes(): number;
  /** Those of these rows whose records are kept, in the same order. */
  keptOf(rows: Uint32Array): Uint32Array;
  /** Where the records of rows are kept, which all are. */
  numbersOf(kept: Uint32Array): Uint32Array;
}

/** A person is a user, else an application: whom a record is counted under. */
export type CodedField = Exclude<keyof Grouped, 'atMs'> | 'person';

/** `number` says where the whole record is kept; beyond the byte budget it is counted but not kept. */
export type RowOutcome = { readonly kind: 'listed'; readonly number: number | undefined } | { readonly kind: 'left-out' };

/** The columns: dates, risks, numbers of texts in the order of their fields, and where records are kept. */
const [SECONDS, TICKS, RISK, FIELDS] = [0, 1, 2, 3];
const KEPT = FIELDS + TEXT_FIELDS.length;
const [OPERATION, RESOURCE, STATUS, USER, APPLICATION, CUSTOMER_ID, CUSTOMER_NAME] = TEXT_FIELDS.map((_, place) => FIELDS + place) as [number, number, number, number, number, number, number];
const COLUMN_OF: Readonly<Record<Exclude<CodedField, 'person'>, number>> = {
  operationType: OPERATION, resourceType: RESOURCE, status: STATUS, user: USER, application: APPLICATION, customerId: CUSTOMER_ID, customerName: CUSTOMER_NAME, risk: RISK,
};
/** What stands in place of where a record is kept; numbers of records begin after them. */
const [LEFT_OUT, NOT_KEPT, FIRST_KEPT] = [0, 1, 2];

/** Rows of one answer, none so far. */
export function createAnswerRows(): AnswerRows {
  const tables = { identities: createIdentityTable(), rows: createWordTable(KEPT + 1), texts: createTexts() };
  const { identities, rows: { column } } = tables;
  const compareDates = (a: number, b: number): number => compareAt(column(SECONDS), a, b) || compareAt(column(TICKS), a, b);
  const newestFirst = (a: number, b: number): number => compareDates(b, a) || identities.compare(a, b);
  return {
    take: (record) => takeRecord(tables, record),
    settle(row, outcome) {
      column(KEPT)[row] = outcome.kind === 'left-out' ? LEFT_OUT : outcome.number === undefined ? NOT_KEPT : FIRST_KEPT + outcome.number;
    },
    takeDay: (columns, verdicts, first) => takeDay(tables, columns, verdicts, first),
    listed() {
      mergeRepeats(tables);
      const kept = column(KEPT).subarray(0, identities.size());
      return inOrder(placesFrom(NOT_KEPT, kept), newestFirst);
    },
    newestFirst,
    oldestFirst: (a, b) => compareDates(a, b) || identities.compare(a, b),
    at: (row) => countedAt(row, tables),
    codesOf: (field) => field === 'person' ? eitherOf(column(USER), column(APPLICATION), identities.size()) : column(COLUMN_OF[field]),
    codes: () => Math.max(RISKS.length, tables.texts.size()),
    keptOf(some) {
      const [kept, found] = [column(KEPT), new Uint32Array(some.length)];
      let count = 0;
      for (let place = 0; place < some.length; place += 1) {
        const row = wordAt(some, place);
        found[count] = row;
        if (wordAt(kept, row) >= FIRST_KEPT) count += 1;
      }
      return found.subarray(0, count);
    },
    numbersOf(some) {
      const kept = column(KEPT);
      return some.map((row) => wordAt(kept, row) - FIRST_KEPT);
    },
  };
}

/** Numbers in order. They mostly stand so already, as days are read in the order in which they are listed: looking is much less work than sorting. */
export function inOrder(rows: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  for (let place = 1; place < rows.length; place += 1) {
    if (compare(wordAt(rows, place - 1), wordAt(rows, place)) > 0) return Uint32Array.from([...rows].sort(compare));
  }
  return rows;
}

/** Where numbers stand that are no less than one. */
function placesFrom(least: number, words: Uint32Array | Uint8Array): Uint32Array {
  const places = new Uint32Array(words.length);
  let found = 0;
  for (let place = 0; place < words.length; place += 1) {
    places[found] = place;
    if ((words[place] ?? 0) >= least) found += 1;
  }
  return places.subarray(0, found);
}

function eitherOf(words: Uint32Array, others: Uint32Array, size: number): Uint32Array {
  const either = new Uint32Array(size);
  for (let row = 0; row < size; row += 1) either[row] = words[row] || others[row] || 0;
  return either;
}

interface Tables {
  readonly identities: IdentityTable;
  readonly rows: WordTable;
  readonly texts: Texts;
}

function takeRecord(tables: Tables, record: AuditRecord): number | undefined {
  const { identities, rows, texts } = tables;
  mergeRepeats(tables);
  const known = identities.size();
  const row = identities.numberOf(recordKey(record));
  const { seconds, ticks } = ticksOf(record.operationDate);
  if (row < known && !isLater({ rows, texts }, row, { seconds, ticks }, record.operationStatus)) return undefined;
  rows.makeRoom(identities.size());
  rows.column(SECONDS)[row] = seconds;
  rows.column(TICKS)[row] = ticks;
  rows.column(RISK)[row] = RISKS.indexOf(riskOf(record).risk);
  let column = FIELDS;
  for (const field of TEXT_FIELDS) {
    rows.column(column)[row] = texts.numberOf(record[field]);
    column += 1;
  }
  return row;
}

function takeDay({ identities, rows, texts }: Tables, columns: DayColumns, verdicts: Uint8Array, first: number | undefined): void {
  const places = placesFrom(VERDICTS.candidate, verdicts);
  const row = identities.size();
  identities.append(columns.identities, places);
  rows.makeRoom(identities.size());
  const { seconds, ticks, risks, fields, numbers } = columns;
  const sources: readonly Source[] = [
    ...[seconds, ticks, risks].map((words) => ({ words })),
    ...TEXT_FIELDS.map((field) => ({ words: fields[field].codes, numbers: numbersOf(fields[field], texts) })),
    { words: keptUnder(numbers, verdicts, first) },
  ];
  // Column by column, which is many times faster than row by row.
  for (const [column, source] of sources.entries()) copyWords(source, places, rows.column(column).subarray(row));
}

/**
 * Each row of a day is taken as if it were a new operation. Here those are found that are not: a later state takes the
 * place of the one before, and the row that it came with is no part of the answer.
 */
function mergeRepeats({ identities, rows, texts }: Tables): void {
  const { column } = rows;
  for (const { number: row, first } of identities.repeats()) {
    const dates = { seconds: wordAt(column(SECONDS), row), ticks: wordAt(column(TICKS), row) };
    if (isLater({ rows, texts }, first, dates, texts.textOf(wordAt(column(STATUS), row)) ?? '')) {
      for (let place = 0; place <= KEPT; place += 1) column(place)[first] = wordAt(column(place), row);
    }
    column(KEPT)[row] = LEFT_OUT;
  }
}

/** The numbers that the texts of a day have in the answer, by their codes. */
function numbersOf({ texts }: CodedTexts, known: Texts): Uint32Array {
  const numbers = new Uint32Array(texts.length + 1);
  for (let code = 1; code <= texts.length; code += 1) numbers[code] = known.numberOf(texts[code - 1]);
  return numbers;
}

function keptUnder(numbers: Uint32Array, verdicts: Uint8Array, first: number | undefined): Uint32Array {
  const words = new Uint32Array(numbers.length);
  for (let at = 0; at < words.length; at += 1) {
    if (verdicts[at] === VERDICTS.listed) words[at] = first === undefined ? NOT_KEPT : FIRST_KEPT + first + (numbers[at] ?? 0);
  }
  return words;
}

/** A column of a day; what stands in it is the place of the number that is meant, where there are numbers. */
interface Source {
  readonly words: Uint32Array;
  readonly numbers?: Uint32Array;
}

/** Copies what stands at some places. */
function copyWords({ words, numbers }: Source, places: Uint32Array, to: Uint32Array): void {
  if (!numbers && places.length === words.length) to.set(words);
  else if (!numbers) for (let at = 0; at < places.length; at += 1) to[at] = words[places[at] ?? 0] ?? 0;
  else for (let at = 0; at < places.length; at += 1) to[at] = numbers[words[places[at] ?? 0] ?? 0] ?? 0;
}

function compareAt(words: Uint32Array, a: number, b: number): number {
  return (words[a] ?? 0) - (words[b] ?? 0);
}

function wordAt(words: Uint32Array, at: number): number {
  return words[at] ?? 0;
}

/** Whether a state is a later one than that of a known row. */
function isLater({ rows: { column }, texts }: Pick<Tables, 'rows' | 'texts'>, row: number, { seconds, ticks }: Ticks, status: string): boolean {
  const dates = seconds - wordAt(column(SECONDS), row) || ticks - wordAt(column(TICKS), row);
  return compareStates(status, texts.textOf(wordAt(column(STATUS), row)) ?? '', dates) > 0;
}

function countedAt(row: number, { rows: { column }, texts: { textOf } }: Tables): Grouped {
  const text = (place: number): string | undefined => textOf(wordAt(column(place), row));
  return {
    atMs: wordAt(column(SECONDS), row) * 1_000 + Math.floor(wordAt(column(TICKS), row) / TICKS_PER_MS),
    operationType: text(OPERATION) ?? '',
    resourceType: text(RESOURCE) ?? '',
    status: text(STATUS) ?? '',
    user: text(USER),
    application: text(APPLICATION),
    customerId: text(CUSTOMER_ID),
    customerName: text(CUSTOMER_NAME),
    risk: RISKS[wordAt(column(RISK), row)] ?? 'medium',
  };
}

type Texts = ReturnType<typeof createTexts>;

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
    size: (): number => texts.length,
  };
}
