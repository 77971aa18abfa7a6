/** What counting, filtering and ordering need of the rows of a copied day, column by column: everything but the values. */
import type { DayRow } from './day-copy.ts';
import { IDENTITY_WORDS, identityWords } from './identity-table.ts';
import { ticksOf } from './instant.ts';
import { RISKS } from './operations.ts';
import { recordKey, type AuditRecord } from './record.ts';
import { riskOf } from './sentence-risk.ts';
import { textOrder } from './text-order.ts';

/** The fields of a record that are kept as texts. */
export const TEXT_FIELDS = ['operationType', 'resourceType', 'operationStatus', 'userPrincipalName', 'applicationId', 'customerId', 'customerName'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** One field of all rows: each text once, and for each row the place of its text, counted from 1; 0 where it has none. */
export interface CodedTexts {
  readonly texts: readonly string[];
  readonly codes: Uint32Array;
}

/** Columns of one day; all are as long as there are rows, which stand newest first, those of one instant in the order of their identities. */
export interface DayColumns {
  /** Numbers of the rows in their day. */
  readonly numbers: Uint32Array;
  /** Dates, as `ticksOf` gives them. */
  readonly seconds: Uint32Array;
  readonly ticks: Uint32Array;
  /** Places in `RISKS`: of each record itself, which its values may lift. */
  readonly risks: Uint32Array;
  /** As `identityWords` gives them, four words a row. */
  readonly identities: Uint32Array;
  readonly fields: Readonly<Record<TextField, CodedTexts>>;
}

/** The columns of a day's rows. Equal rows give equal columns, in whatever order they stand. */
export function columnsOf(rows: readonly DayRow[]): DayColumns {
  const keyed = rows.map(({ number, record }) => ({ number, record, key: recordKey(record) }));
  const sorted = keyed.sort((a, b) => textOrder(b.record.operationDate, a.record.operationDate) || textOrder(a.key, b.key));
  const dates = sorted.map(({ record }) => ticksOf(record.operationDate));
  const identities = new Uint32Array(sorted.length * IDENTITY_WORDS);
  for (const [at, { key }] of sorted.entries()) identities.set(identityWords(key), at * IDENTITY_WORDS);
  return {
    numbers: Uint32Array.from(sorted, ({ number }) => number),
    seconds: Uint32Array.from(dates, ({ seconds }) => seconds),
    ticks: Uint32Array.from(dates, ({ ticks }) => ticks),
    risks: Uint32Array.from(sorted, ({ record }) => RISKS.indexOf(riskOf(record).risk)),
    identities,
    fields: byField((field) => codedTexts(sorted, field)),
  };
}

/** Something of each field that is kept as a text. */
export function byField<T>(give: (field: TextField, place: number) => T): Readonly<Record<TextField, T>> {
  const given = TEXT_FIELDS.map((field, place) => [field, give(field, place)] as const);
  // Each field stands in it, which its type does not say.
  return Object.fromEntries(given) as Record<TextField, T>;
}

function codedTexts(rows: readonly Pick<DayRow, 'record'>[], field: TextField): CodedTexts {
  const places = new Map<string, number>();
  const codes = Uint32Array.from(rows, ({ record }) => {
    const text = record[field];
    if (text === undefined) return 0;
    const place = places.get(text) ?? places.size + 1;
    places.set(text, place);
    return place;
  });
  return { texts: [...places.keys()], codes };
}

/** A text of a row; undefined where its record has none. */
function textAt({ texts, codes }: CodedTexts, at: number): string | undefined {
  return texts[(codes[at] ?? 0) - 1];
}

/** The fields of a row that stand in columns, as a record without anything else. Its date is given, not read. */
export function recordAt({ fields }: DayColumns, at: number, operationDate: string): AuditRecord {
  const found: Partial<Record<TextField, string>> = {};
  for (const field of TEXT_FIELDS) {
    const text = textAt(fields[field], at);
    if (text !== undefined) found[field] = text;
  }
  const { operationType = '', resourceType = '', operationStatus = '', ...others } = found;
  return { operationDate, operationType, resourceType, operationStatus, ...others };
}
