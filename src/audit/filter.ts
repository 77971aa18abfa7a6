/** Which records a person asked for: values of one key are alternatives, keys must all hold. */
import type { AuditRecord } from './record.ts';

/** A customer as it was named: by id, or by a part of its name. */
export type CustomerRef =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'name'; readonly name: string };

/** Each key's values are alternatives; an empty list means that the key was not asked for. */
export interface AuditFilter {
  readonly customers: readonly CustomerRef[];
  readonly users: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly statuses: readonly string[];
}

export const EVERYTHING: AuditFilter = { customers: [], users: [], operations: [], resources: [], statuses: [] };

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a whole GUID. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/**
 * Whether a record is one that the filter asks for, its status left aside: that may change while the operation stays
 * the same one. Letter case never matters.
 */
export function matchesApartFromStatus(record: AuditRecord, filter: AuditFilter): boolean {
  return anyOf(filter.operations, record.operationType)
    && anyOf(filter.resources, record.resourceType)
    && anyOf(filter.users, record.userPrincipalName)
    && matchesCustomer(record, filter.customers);
}

/** Whether a record's status is one of those asked for. */
export function matchesStatus(record: AuditRecord, filter: AuditFilter): boolean {
  return anyOf(filter.statuses, record.operationStatus);
}

function matchesCustomer(record: AuditRecord, customers: readonly CustomerRef[]): boolean {
  return customers.length === 0 || customers.some((customer) => {
    if (customer.kind === 'id') return sameText(customer.id, record.customerId);
    return foldCase(record.customerName ?? '').includes(foldCase(customer.name));
  });
}

function anyOf(wanted: readonly string[], value: string | undefined): boolean {
  return wanted.length === 0 || wanted.some((one) => sameText(one, value));
}

function sameText(a: string, b: string | undefined): boolean {
  return b !== undefined && foldCase(a) === foldCase(b);
}

/** Text for comparing names: letter case and Unicode composition do not matter. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
