/** What a record's values hold, key by key: whatever the case of a key, and nothing that is masked, blank or null. */
import { ifSaid, readValue } from './changes.ts';
import { isTakenFrom } from './masking.ts';
import type { AuditRecord } from './record.ts';

/** The fields of one object by their names in small letters. */
export type Fields = ReadonlyMap<string, unknown>;

/** One thing that was ordered or subscribed to, as far as the record says. */
export interface OfferLine {
  readonly name?: string;
  readonly offerId?: string;
  readonly subscriptionId?: string;
  readonly quantity?: string;
  readonly unit?: string;
  /** An ISO 8601 duration: `P1Y`. */
  readonly term?: string;
}

const NOTHING: Fields = new Map();

/** A sentence, its risk and its window all ask for the same value, which may be large. */
const read = new WeakMap<AuditRecord, Fields>();

/** The new value as an object; empty where it is none. */
export function newValueOf(record: AuditRecord): Fields {
  const known = read.get(record);
  if (known) return known;
  const fields = objectIn(record.resourceNewValue);
  read.set(record, fields);
  return fields;
}

/** The old value as an object; published records never carry one. */
export function oldValueOf(record: AuditRecord): Fields {
  return objectIn(record.resourceOldValue);
}

function objectIn(text: string | undefined): Fields {
  return typeof text === 'string' ? fieldsIn(readValue(text)) : NOTHING;
}

/** The fields of a value that is an object; none of any other. */
export function fieldsIn(value: unknown): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return NOTHING;
  return new Map(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]));
}

/** The customized data as fields. */
export function customizedOf(record: AuditRecord): Fields {
  return new Map((record.customizedData ?? []).map(({ key, value }) => [key.toLowerCase(), value]));
}

/** The first of these fields that holds a text or a number that says something. */
export function textIn(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = scalar(fields.get(name));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The items of a list field; none where it is no list. */
export function itemsIn(fields: Fields, name: string): readonly unknown[] {
  const value = fields.get(name);
  return Array.isArray(value) ? value : [];
}

/** A text or number that says something: not blank, not masked. */
export function scalar(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return isTakenFrom(value) ? undefined : value;
}

/** What an order or a subscription is about: its line items, else itself, else the numbered entries of customized data. */
export function offerLines(record: AuditRecord): readonly OfferLine[] {
  const value = newValueOf(record);
  const items = itemsIn(value, 'lineitems').map((item) => lineOf(fieldsIn(item)));
  const own = items.length > 0 ? items : [lineOf(value)];
  const said = own.filter((line) => line.name !== undefined || line.quantity !== undefined || line.offerId !== undefined);
  return said.length > 0 ? said : customizedLines(customizedOf(record));
}

/** The one line of an object of fields. */
export function lineOf(fields: Fields): OfferLine {
  return {
    ...ifSaid('name', textIn(fields, 'friendlyname', 'offername', 'subscriptionname')),
    ...ifSaid('offerId', textIn(fields, 'offerid')),
    ...ifSaid('subscriptionId', textIn(fields, 'subscriptionid')),
    ...ifSaid('quantity', textIn(fields, 'quantity')),
    ...ifSaid('unit', textIn(fields, 'unittype')),
    ...ifSaid('term', textIn(fields, 'termduration')),
  };
}

/** In one pass: there may be thousands of numbered entries. */
function customizedLines(data: Fields): readonly OfferLine[] {
  const lines = new Map<string, Map<string, unknown>>();
  for (const [key, value] of data) {
    const [, name = '', number = ''] = NUMBERED.exec(key) ?? [];
    const line = lines.get(number) ?? new Map<string, unknown>();
    if (name !== '') lines.set(number, line.set(name, value));
  }
  return [...lines.values()].filter((line) => NAMES_LINE.some((name) => line.has(name))).map(lineOf);
}

/** `quantity-0`: of the first line of an order. */
const NUMBERED = /^(.+)-(\d{1,6})$/;
const NAMES_LINE = ['offerid', 'subscriptionname', 'quantity'] as const;

/** A quantity as a number where it is a plain one. */
export function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}(?:\.0+)?$/.test(text) ? Number(text) : undefined;
}

/** An offer of new commerce: `product:sku:availability`. https://learn.microsoft.com/partner-center/developer/order-resources */
const NEW_COMMERCE = /^[A-Z0-9]{6,20}:[A-Z0-9]{2,10}:[A-Z0-9]{6,20}$/i;
/** Azure plans, reservations, marketplace and software: sold by the same form of id, but not by the seat. */
const NOT_BY_SEAT = /^DZH/i;
const TRIAL = /\btrial\b/i;

/** Whether a line is of new commerce, has a term and is sold by the seat. Legacy offers, Azure plans and trials are not. */
export function isSeatCommitment({ offerId, term, name }: OfferLine): boolean {
  if (offerId === undefined || term === undefined) return false;
  return NEW_COMMERCE.test(offerId) && !NOT_BY_SEAT.test(offerId) && !TRIAL.test(name ?? '');
}
