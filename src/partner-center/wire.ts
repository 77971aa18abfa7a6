/** A page as Partner Center sends it, read with patience: unknown fields are kept, odd items are counted. */
import { z } from 'zod';
import { readInstant } from '../audit/instant.ts';
import { maskRecord } from '../audit/masking.ts';
import type { AuditRecord, CustomizedEntry } from '../audit/record.ts';

/** A link to the next page; `unusable` where there is one that cannot be followed. */
export type NextLink =
  | { readonly kind: 'link'; readonly uri: string; readonly method: string; readonly headers: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'unusable' };

export interface WirePage {
  readonly records: readonly AuditRecord[];
  readonly unreadable: number;
  readonly next?: NextLink;
  readonly continuationToken?: string;
}

/** What an answer's text turned out to be; `cut` JSON may be whole the next time. */
export type PageReading =
  | { readonly kind: 'page'; readonly page: WirePage }
  | { readonly kind: 'cut' | 'no-json' | 'no-page' };

/** What the answer to a question for one record turned out to be; `none` where the service says that there is none. */
export type RecordReading =
  | { readonly kind: 'record'; readonly record: AuditRecord }
  | { readonly kind: 'none' | 'cut' | 'no-json' | 'no-record' | 'other-record' };

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const linkHeader = z.looseObject({ key: text, value: text });
const link = z.looseObject({ uri: z.string().min(1), method: text.nullish(), headers: z.array(linkHeader).nullish() });
const collection = z.looseObject({
  // Each item is read by itself; a schema would look at all of them and copy the list first.
  items: z.custom<readonly unknown[]>((items) => Array.isArray(items)),
  continuationToken: text.nullish().catch(undefined),
  links: z.looseObject({ next: z.unknown() }).nullish().catch(undefined),
});

type Fields = Readonly<Record<string, unknown>>;

/** Known fields whose value is one text; resource values hold JSON in theirs. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'operationType', 'operationStatus', 'resourceType', 'operationDate', 'id', 'partnerId', 'customerId', 'customerName', 'userPrincipalName', 'applicationId',
  'sessionId', 'originalCorrelationId', 'resourceOldValue', 'resourceNewValue',
]);

/** Levels inside one item; Microsoft's samples have three. */
const DEEPEST = 64;

/**
 * Reads a page's text. Its records are masked, without nulls, with `operationDate` in UTC and 7 fractional digits;
 * items that lack what makes a record are counted.
 * https://learn.microsoft.com/partner-center/developer/get-a-record-of-partner-center-activity-by-user
 */
export function readPage(body: string): PageReading {
  const parsed = parse(body);
  if (parsed.kind !== 'json') return parsed;
  const page = collection.safeParse(parsed.value);
  if (!page.success) return { kind: 'no-page' };
  const { items, links, continuationToken } = page.data;
  const records = readItems(items);
  const next = readLink(links?.next);
  return {
    kind: 'page',
    page: {
      records,
      unreadable: items.length - records.length,
      ...(next && { next }),
      ...(continuationToken && { continuationToken }),
    },
  };
}

/**
 * Reads the answer to a question for the record with this id; where there is none, the service may say so by `null`.
 * https://learn.microsoft.com/rest/api/partner-center-rest/audit-operations/gets-audit-record-by-id
 */
export function readOne(body: string, id: string): RecordReading {
  const parsed = parse(body);
  if (parsed.kind !== 'json') return parsed;
  if (parsed.value === null) return { kind: 'none' };
  const record = readItem(parsed.value);
  if (!record) return { kind: 'no-record' };
  return record.id === undefined || record.id.toLowerCase() === id.toLowerCase() ? { kind: 'record', record } : { kind: 'other-record' };
}

function parse(body: string): { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'cut' | 'no-json' } {
  try {
    return { kind: 'json', value: JSON.parse(body) };
  } catch {
    return { kind: /^\s*(?:[[{]|$)/.test(body) ? 'cut' : 'no-json' };
  }
}

/** In a loop, as below: V8 compiles a function that is made anew for each page again and again. */
function readItems(items: readonly unknown[]): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  for (const item of items) {
    const record = readItem(item);
    if (record) records.push(record);
  }
  return records;
}

function readItem(item: unknown): AuditRecord | undefined {
  return isTooDeep(item, DEEPEST) ? undefined : readRecord(item);
}

/** Whether an item is nested deeper than anybody writes: hashing and storing it would cost the whole search. */
function isTooDeep(value: unknown, room: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (room === 0) return true;
  if (Array.isArray(value)) {
    for (const inner of value) if (isTooDeep(inner, room - 1)) return true;
    return false;
  }
  for (const name in value) if (isTooDeep((value as Fields)[name], room - 1)) return true;
  return false;
}

/** Reads one item; undefined when it is no object or one of the four required fields says nothing. */
export function readRecord(item: unknown): AuditRecord | undefined {
  if (!isObject(item)) return undefined;
  const operationType = scalarText(item['operationType']);
  const operationStatus = scalarText(item['operationStatus']);
  const resourceType = scalarText(item['resourceType']);
  const operationDate = readInstant(scalarText(item['operationDate']) ?? '');
  if (!operationType || !operationStatus || !resourceType || !operationDate) return undefined;
  // Nearly every item is as it should be: copying all of them costs more than parsing them.
  if (item['operationDate'] === operationDate && isAsItShouldBe(item)) return maskRecord(item as AuditRecord);
  return maskRecord({ ...readFields(item), operationType, operationStatus, resourceType, operationDate });
}

/** Without a list of its fields, which would be written for each of 500 items on a page. */
function isAsItShouldBe(item: Fields): boolean {
  for (const field in item) if (item[field] === null || readField(field, item[field]) !== item[field]) return false;
  return true;
}

function readFields(item: Fields): Fields {
  const present: (readonly [string, unknown])[] = [];
  for (const field in item) if (item[field] !== null) present.push([field, readField(field, item[field])]);
  return Object.fromEntries(present);
}

function readField(field: string, value: unknown): unknown {
  if (field === 'customizedData') return readEntries(value);
  return typeof value !== 'string' && TEXT_FIELDS.has(field) ? textOf(value) : value;
}

/** The documented form is a list of `{key, value}`; other forms become one, so that nothing is lost. */
function readEntries(value: unknown): readonly CustomizedEntry[] {
  if (Array.isArray(value)) return value.every(isEntry) ? value : value.filter((entry) => entry !== null).map(readEntry);
  if (isObject(value)) return Object.entries(value).map(([key, inner]) => ({ key, value: textOrNull(inner) }));
  return [{ key: '', value: textOf(value) }];
}

/** Whether an entry is as documented, so that it can stay what it is. */
function isEntry(entry: unknown): entry is CustomizedEntry {
  if (!isObject(entry)) return false;
  const { key, value } = entry;
  return typeof key === 'string' && key.trim() !== '' && (typeof value === 'string' || value === null);
}

function readEntry(entry: unknown): CustomizedEntry {
  const key = isObject(entry) ? scalarText(entry['key']) : undefined;
  if (!isObject(entry) || key === undefined) return { key: '', value: textOf(entry) };
  return { ...entry, key, value: textOrNull(entry['value']) };
}

function readLink(next: unknown): NextLink | undefined {
  if (next === null || next === undefined) return undefined;
  const read = link.safeParse(next);
  if (!read.success) return { kind: 'unusable' };
  const headers = (read.data.headers ?? []).map(({ key, value }) => [key, value] as const);
  return { kind: 'link', uri: read.data.uri, method: read.data.method ?? 'GET', headers };
}

/** Plain checks instead of schemas: there are 500 items on a page, with ten entries each. */
function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function scalarText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const written = String(value);
  return written.trim() === '' ? undefined : written;
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}
