/** Which records a person asked for: values of one key are alternatives, keys must all hold. */
import { applicationLabel, operationOf, type Category, type Risk } from './operations.ts';
import { foldText } from './plain-text.ts';
import type { AuditRecord } from './record.ts';
import { riskOf } from './sentence-risk.ts';

/** A customer as it was named: by id, or by a part of its name. */
export type CustomerRef =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'name'; readonly name: string };

/** The parts of a filter, as people name them. */
export type FilterKey = 'customer' | 'user' | 'operation' | 'resource' | 'status' | 'risk' | 'category' | 'app' | 'text';

/** Each key's values are alternatives; an empty list, like none, means that the key was not asked for. */
export interface FilterValues {
  readonly customers: readonly CustomerRef[];
  /** Sign-in names; `*@domain` and `local@*` stand for many. */
  readonly users: readonly string[];
  /** A `*` stands for any part of a name: `granular_admin_*`. */
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly statuses: readonly string[];
  readonly risks?: readonly Risk[];
  readonly categories?: readonly Category[];
  /** Parts of an application's id or name. */
  readonly applications?: readonly string[];
  /** Parts of any text of a record. */
  readonly texts?: readonly string[];
}

/** All keys must hold, and nothing that stands under `not`. */
export interface AuditFilter extends FilterValues {
  readonly not?: Partial<FilterValues>;
}

/** Where the values of a key stand in a filter, in the order in which canonical lines name them. */
export const FILTER_FIELDS: readonly (readonly [FilterKey, keyof FilterValues])[] = [
  ['customer', 'customers'], ['user', 'users'], ['operation', 'operations'], ['resource', 'resources'], ['status', 'statuses'],
  ['risk', 'risks'], ['category', 'categories'], ['app', 'applications'], ['text', 'texts'],
];

export const EVERYTHING: AuditFilter = { customers: [], users: [], operations: [], resources: [], statuses: [] };

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a whole GUID. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** What may differ between two states of one operation; everything else of it lasts. An order that fails is of high risk. */
const STATE_FIELDS: readonly (keyof FilterValues)[] = ['statuses', 'risks', 'texts'];
const LASTING_FIELDS = FILTER_FIELDS.map(([, field]) => field).filter((field) => !STATE_FIELDS.includes(field));

/**
 * Whether a record is one that the filter asks for, as far as its status cannot change that: while an operation stays
 * the same one, its status and with it its risk and text may become another. Letter case never matters.
 */
export function matchesLasting(record: AuditRecord, filter: AuditFilter): boolean {
  return LASTING_FIELDS.every((field) => isAsked(record, filter, field));
}

/** Whether a record in this state is one of those asked for. */
export function matchesState(record: AuditRecord, filter: AuditFilter): boolean {
  return STATE_FIELDS.every((field) => isAsked(record, filter, field));
}

function isAsked(record: AuditRecord, filter: AuditFilter, field: keyof FilterValues): boolean {
  const wanted = filter[field]?.length ?? 0;
  return (wanted === 0 || holdsAny(record, filter, field)) && !(filter.not && holdsAny(record, filter.not, field));
}

function holdsAny(record: AuditRecord, values: Partial<FilterValues>, field: keyof FilterValues): boolean {
  switch (field) {
    case 'customers': return (values.customers ?? []).some((customer) => isOf(record, customer));
    case 'users': return anyFits(values.users, record.userPrincipalName);
    case 'operations': return anyFits(values.operations, record.operationType);
    case 'resources': return (values.resources ?? []).some((value) => sameText(value, record.resourceType));
    case 'statuses': return (values.statuses ?? []).some((value) => sameText(value, record.operationStatus));
    case 'risks': return values.risks?.includes(riskOf(record).risk) ?? false;
    case 'categories': return values.categories?.includes(operationOf(record.operationType).category) ?? false;
    case 'applications': return (values.applications ?? []).some((value) => isVia(record, value));
    case 'texts': return (values.texts ?? []).some((text) => holdsText(record, foldText(text)));
  }
}

function isOf(record: AuditRecord, customer: CustomerRef): boolean {
  if (customer.kind === 'id') return sameText(customer.id, record.customerId);
  return foldCase(record.customerName ?? '').includes(foldCase(customer.name));
}

function isVia({ applicationId }: AuditRecord, part: string): boolean {
  if (applicationId === undefined) return false;
  return [applicationId, applicationLabel(applicationId)].some((text) => foldCase(text).includes(foldCase(part)));
}

function anyFits(patterns: readonly string[] = [], value: string | undefined): boolean {
  return value !== undefined && patterns.some((pattern) => fits(foldCase(pattern), foldCase(value)));
}

/** Whether a text is a pattern's, in which `*` stands for any characters or none. */
export function fits(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === text;
  let from = first.length;
  for (const part of others) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.startsWith(first) && text.endsWith(last) && from + last.length <= text.length;
}

/** How deep values are looked into: JSON inside a text of a record goes no deeper. */
const TEXT_DEPTH = 12;

function holdsText(value: unknown, wanted: string, depth = 0): boolean {
  if (typeof value === 'string') return textHolds(value, wanted, depth);
  if (value === null || typeof value !== 'object' || depth > TEXT_DEPTH) return false;
  return Object.values(value).some((inner) => holdsText(inner, wanted, depth + 1));
}

/** Old and new values are JSON: what it escapes is looked for as people read it, too. */
function textHolds(text: string, wanted: string, depth: number): boolean {
  if (foldText(text).includes(wanted)) return true;
  if (!/^\s*[[{]/.test(text) || !text.includes('\\')) return false;
  try {
    return holdsText(JSON.parse(text), wanted, depth + 1);
  } catch {
    return false;
  }
}

function sameText(a: string, b: string | undefined): boolean {
  return b !== undefined && foldCase(a) === foldCase(b);
}

/** No name is longer; normalising takes quadratic time on text made to be slow. */
const FOLDED_LENGTH = 1_000;

/** Text for comparing names: letter case, typography, invisible signs and the number of spaces do not matter, since typing loses them. */
export function foldCase(text: string): string {
  const folded = foldText(text.slice(0, FOLDED_LENGTH));
  return folded.replace(/(?<=^|[\s,])--(?=\p{L})/gu, '-').replace(/ {2,}/g, ' ').trim();
}
