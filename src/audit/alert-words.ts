/** The words on alerts that follow from the operation, and from nothing else. */
import type { FirstSeen } from './alert-events.ts';
import type { ClockHours } from './alert-hours.ts';
import { DAY_MS, MINUTE_MS } from './dates.ts';
import { operationOf } from './operations.ts';
import type { AuditRecord } from './record.ts';
import { BY_CUSTOMER } from './sentence-access.ts';

/** `07:00-20:00`. */
export function printHours({ fromMs, toMs }: ClockHours): string {
  return [fromMs, toMs].map((ms) => new Date(ms % DAY_MS).toISOString().slice(11, 16)).join('-');
}

/** `User and app first seen in the days held`. */
export function firstHeading(seen: readonly FirstSeen[]): string {
  return `${capitalised(seen.join(' and '))} first seen in the days held`;
}

export function capitalised(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** How long after the operation it was seen: `4 min`. */
export function printDelay(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (24 * 60))} days`;
}

/** The heading of an operation: approvals are the customer's act, whoever stands in the record. */
export function alertLabel({ operationType }: Pick<AuditRecord, 'operationType'>): string {
  const { label, known } = operationOf(operationType);
  if (!known) return `Operation ${operationType} (not known here)`;
  if (operationType.toLowerCase() === 'granular_admin_relationship_approved') return 'GDAP relationship approved on the customer\'s side';
  if (operationType.toLowerCase() === 'dap_admin_relationship_approved') return 'DAP relationship approved on the customer\'s side';
  return BY_CUSTOMER.has(operationType.toLowerCase()) ? `${label} (the customer's act)` : label;
}

const GDAP_GRANT = ['Was it ordered (ticket)?', 'Are the roles the least needed?'];
const CREDENTIAL = ['Was it planned (ticket)?', 'Who holds the new key?', 'What may this application do?'];
const ORDERED = ['Was it ordered (ticket)?', 'Are product, seats and term right?'];
const BUDGET = ['Was it asked for?', 'Does the customer\'s Azure use look as usual?'];

/** Questions to ask first, by kind of operation. Only such as the operation itself raises. */
const CHECKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['granular_admin_relationship_approved', [...GDAP_GRANT, 'Who accepted at the customer?']],
  ['granular_admin_relationship_activated', GDAP_GRANT],
  ['granular_admin_access_assignment_created', [...GDAP_GRANT, 'Who is in the group?']],
  ['granular_admin_access_assignment_updated', [...GDAP_GRANT, 'Who is in the group?']],
  ['granular_admin_access_assignment_activated', [...GDAP_GRANT, 'Who is in the group?']],
  ['dap_admin_relationship_approved', ['Was it ordered (ticket)?', 'Is DAP still needed there?', 'Who accepted at the customer?']],
  ['create_partner_user', ['Is it a new colleague?', 'Are the roles the least needed?']],
  ['update_partner_user', ['Was it asked for?', 'Which roles does this person have now?']],
  ['add_user_member', ['Was it asked for?', 'Is the role the least needed?']],
  ['reset_customer_user_password', ['Did the customer ask for it?', 'Who received the new password?']],
  ['register_application', CREDENTIAL],
  ['add_application_credential', CREDENTIAL],
  ['azure_fraud_event_detected', ['Which Azure resources does the alert name?', 'Who can sign in to that subscription?']],
  ['create_order', ORDERED],
  ['update_subscription', ['Was it asked for?', 'Are seats and status right?']],
  ['update_customer_spending_budget', BUDGET],
  ['increase_spending_limit', BUDGET],
  ['delete_customer', ['Was it asked for?', 'Does the person still work with you?']],
  ['delete_customer_user', ['Did the customer ask for it?']],
  ['remove_partner_customer_relationship', ['Was the end of the contract agreed?', 'Who loses access?']],
  ['add_customer', ['Is the customer known to you?']],
  ['get_software_key', ['Was the key asked for?']],
]);

export function checksFor({ operationType }: Pick<AuditRecord, 'operationType'>): readonly string[] {
  return CHECKS.get(operationType.toLowerCase()) ?? ['Was it asked for (ticket)?'];
}
