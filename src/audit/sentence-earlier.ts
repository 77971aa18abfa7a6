/** Which earlier record tells how the same thing stood before, as far as it is known here. */
import { changesOf, readValue } from './changes.ts';
import { isTakenFrom } from './masking.ts';
import type { AuditRecord } from './record.ts';
import { customizedOf, fieldsIn, itemsIn, newValueOf, textIn } from './sentence-facts.ts';

/** Their values tell what is given or taken, not how things stand afterwards; and what was only looked at stands as it was. */
const NO_STATE: ReadonlySet<string> = new Set(['license', 'customer_directory_role', 'software_key', 'software_download_link']);
const BUDGET = /^update_customer_spending_budget$/i;

/**
 * The thing that a record changed, by the id its values carry: `subscription:488745b5-…`. Undefined where they carry
 * none, or where the value tells no state of it.
 */
export function subjectOf(record: AuditRecord): string | undefined {
  const type = record.resourceType.toLowerCase();
  if (NO_STATE.has(type) || record.resourceNewValue === undefined) return undefined;
  if (BUDGET.test(record.operationType)) return named('budget', record.customerId);
  const value = newValueOf(record);
  if (type === 'order') return named(type, textIn(value, 'id') ?? textIn(customizedOf(record), 'orderid'));
  if (type === 'partner_user') return named(type, textIn(value, 'id', 'userprincipalname'));
  return named(type, type === 'subscription' ? textIn(value, 'id', 'subscriptionid') : textIn(value, 'id'));
}

function named(type: string, id: string | undefined): string | undefined {
  return id === undefined || /^[\s0-]*$/.test(id) ? undefined : `${type}:${id.toLowerCase()}`;
}

/**
 * What an earlier record said of the thing that `record` changed, as an object of fields; undefined where it is of
 * another thing or customer, is not earlier, did not succeed, or shares no field but ids and
 * what is masked.
 */
export function earlierState(record: AuditRecord, earlier: AuditRecord): unknown {
  const subject = subjectOf(record);
  if (subject === undefined || !mayTell(record, earlier, subject)) return undefined;
  const state = stateOf(earlier, subject);
  if (state === undefined) return undefined;
  const isShared = changesOf(record, state).some(({ label, after, seenEarlier }) => seenEarlier && after !== undefined && !isTakenFrom(after) && !/\bid$/i.test(label));
  return isShared ? state : undefined;
}

/** A cheap look that spares most records their parsing. */
function mayTell(record: AuditRecord, earlier: AuditRecord, subject: string): boolean {
  if (earlier.operationDate >= record.operationDate || earlier.operationStatus.toLowerCase() !== 'succeeded') return false;
  if (earlier.customerId !== record.customerId || earlier.resourceNewValue === undefined) return false;
  return subject.startsWith('budget:') || `${earlier.resourceNewValue}${JSON.stringify(earlier.customizedData ?? '')}`.toLowerCase().includes(subject.slice(subject.indexOf(':') + 1));
}

function stateOf(record: AuditRecord, subject: string): unknown {
  if (subjectOf(record) === subject) return readValue(record.resourceNewValue ?? '');
  if (!subject.startsWith('subscription:')) return undefined;
  return itemsIn(newValueOf(record), 'lineitems').find((item) => named('subscription', textIn(fieldsIn(item), 'subscriptionid')) === subject);
}
