/** One line of Partner Center's audit log, and what makes two lines the same operation. */
import { hash } from 'node:crypto';

/** A named value that an operation adds to its record; the value may be null. */
export interface CustomizedEntry {
  readonly key: string;
  readonly value: string | null;
}

/**
 * An audit record as Partner Center sent it, secrets masked and nulls left out. Only the four required fields can be
 * counted on; fields that no page names are kept. `operationDate` is UTC, padded to 7 fractional digits.
 * https://learn.microsoft.com/partner-center/developer/auditing-resources
 */
export interface AuditRecord {
  readonly operationDate: string;
  readonly operationType: string;
  readonly operationStatus: string;
  readonly resourceType: string;
  readonly id?: string;
  readonly partnerId?: string;
  readonly customerId?: string;
  readonly customerName?: string;
  readonly userPrincipalName?: string;
  readonly applicationId?: string;
  readonly sessionId?: string;
  readonly originalCorrelationId?: string;
  readonly resourceOldValue?: string;
  readonly resourceNewValue?: string;
  readonly customizedData?: readonly CustomizedEntry[];
  readonly [other: string]: unknown;
}

/** Fields that may change while the operation stays the same one: `progress` becomes `succeeded`. */
const STATE_FIELDS: ReadonlySet<string> = new Set(['operationStatus', 'attributes']);

/**
 * The identity of the operation behind a record: its id where it has one, else a hash of everything but its state.
 * Two records with one identity and different content are an operation and its update, never two operations.
 */
export function recordIdentity(record: AuditRecord): string {
  if (record.id !== undefined && !isPlaceholder(record.id)) return record.id;
  return `sha256:${hash('sha256', canonicalFields(record, isLasting))}`;
}

function isLasting(field: string): boolean {
  return !STATE_FIELDS.has(field);
}

/** The identity in 32 characters however long it is: a search may have to remember hundreds of thousands. */
export function recordKey(record: AuditRecord): string {
  return hash('sha256', recordIdentity(record), 'binary');
}

/** A blank or all-zero id names nothing: taken as one, it would make one operation of many. */
function isPlaceholder(id: string): boolean {
  return /^[\s0-]*$/.test(id);
}

/** JSON with its keys in order at every depth, so that equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  return canonicalFields(value as Readonly<Record<string, unknown>>);
}

function canonicalFields(fields: Readonly<Record<string, unknown>>, isWanted?: (key: string) => boolean): string {
  const written: string[] = [];
  for (const key of Object.keys(fields).sort()) {
    if (fields[key] !== undefined && (!isWanted || isWanted(key))) written.push(`${JSON.stringify(key)}:${canonicalJson(fields[key])}`);
  }
  return `{${written.join(',')}}`;
}

/** Who did it, as the record tells it: the user, else the application that it went through. */
export function actorIn({ userPrincipalName: actor, applicationId: via }: AuditRecord): { readonly actor?: string; readonly via?: string } {
  if (actor !== undefined && actor.trim() !== '') return { actor };
  return via !== undefined && via.trim() !== '' ? { via } : {};
}
