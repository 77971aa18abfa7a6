/** The ready-made "CSP security" pack: what is told at once, what at once under a condition, and what once an hour. */
import { FIRST_SEEN, placeOf, type AlertEvent, type AlertVerdict, type FirstSeen } from './alert-events.ts';
import type { Windows } from './alert-memory.ts';
import { ratedRisk } from './alert-risk.ts';
import { capitalised, firstHeading } from './alert-words.ts';
import { MINUTE_MS } from './dates.ts';
import { isFailure, operationOf, type Category } from './operations.ts';
import type { AuditRecord } from './record.ts';
import { isSeatChangeUnknown } from './sentence-risk.ts';

const WINDOW = { inMs: 10 * MINUTE_MS } as const;
const FAILED_CUSTOMERS = { ...WINDOW, least: 3 };
const SOFTWARE_KEYS = { ...WINDOW, least: 5 };
const ONE_ACTOR = { ...WINDOW, least: 20, customers: 5 };

/** Of these, what is of medium risk is told once an hour. */
const HOURLY: ReadonlySet<Category> = new Set(['access', 'relationship', 'identity']);

/** Judges one event by the pack; undefined where a digest is enough. A later state counts only where it is what matters. */
export function judgeByPack(event: AlertEvent, windows: Windows): AlertVerdict | undefined {
  const { record, kind } = event;
  const counted = countedReason(event, windows);
  const first = counted ?? firstReason(event);
  const { risk, reason } = ratedRisk(event);
  if (kind === 'changed') {
    const hasFailed = record.operationType.toLowerCase() === 'create_order' && isFailure(record.operationStatus);
    return hasFailed ? now('high', { because: reason }) : counted && now(risk, counted);
  }
  if (risk === 'high') return now(risk, { because: reason });
  if (first) return now(risk, first);
  const { category, known } = operationOf(record.operationType);
  if (!known) return { tier: 'hourly', risk, because: 'an operation not known here' };
  if (isSeatChangeUnknown(record, event.earlier)) return { tier: 'hourly', risk, because: 'a subscription, change unknown' };
  return risk === 'medium' && HOURLY.has(category) ? { tier: 'hourly', risk, because: `medium risk, ${category}` } : undefined;
}

type Reason = Pick<AlertVerdict, 'because' | 'heading'>;

function now(risk: AlertVerdict['risk'], reason: Reason): AlertVerdict {
  return { tier: 'now', risk, ...reason };
}

/** Every window is looked at, or it would miss what another condition has told already. */
function countedReason(event: AlertEvent, windows: Windows): Reason | undefined {
  const { record, kind, atMs } = event;
  const at = { atMs, customer: record.customerId ?? record.customerName ?? '', place: placeOf(event) };
  const operation = record.operationType.toLowerCase();
  const hasFailed = operation === 'add_customer' && isFailure(record.operationStatus) && windows.note('add_customer', at, FAILED_CUSTOMERS);
  const actor = actorKey(record);
  const isMany = kind !== 'changed' && actor !== '' && windows.note(`actor ${actor}`, at, ONE_ACTOR);
  if (hasFailed) return asReason(`adding a customer failed ${FAILED_CUSTOMERS.least} times or more within 10 min`);
  if (kind === 'changed') return undefined;
  const areKeys = operation === 'get_software_key' && windows.note('get_software_key', at, SOFTWARE_KEYS);
  if (areKeys) return asReason(`${SOFTWARE_KEYS.least} software keys or more viewed within 10 min`);
  const by = (record.userPrincipalName ?? '').trim() === '' ? 'application' : 'user';
  return isMany ? asReason(`${ONE_ACTOR.least} operations or more by one ${by} at ${ONE_ACTOR.customers} customers or more within 10 min`) : undefined;
}

function asReason(because: string): Reason {
  return { because, heading: capitalised(because) };
}

const SEEN_FIRST: readonly FirstSeen[] = FIRST_SEEN.filter((what) => what !== 'customer');

function firstReason({ first }: AlertEvent): Reason | undefined {
  const what = first.filter((one) => SEEN_FIRST.includes(one));
  return what.length === 0 ? undefined : { because: `first seen in the days held: ${what.join(' and ')}`, heading: firstHeading(what) };
}

/** Who a record names as acting: the user, else the application, else nobody. */
export function actorKey({ userPrincipalName, applicationId }: AuditRecord): string {
  return (userPrincipalName ?? applicationId ?? '').toLowerCase();
}
