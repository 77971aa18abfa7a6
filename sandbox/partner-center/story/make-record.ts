/** One deed → one record, with an id of the form seen in Microsoft's samples. */
import { addDays, dayOf, rawOfTicks, ticksOf, ticksOfRaw } from '../ticks.ts';
import type { WireRecord } from '../wire.ts';
import { PARTNER_ID, type Customer } from './cast.ts';
import type { Random } from './random.ts';

export interface Deed {
  /** When, in ticks. */
  readonly at: bigint;
  readonly operation: string;
  readonly resource: string;
  readonly customer?: Customer;
  readonly actor?: string | null;
  readonly app?: string | null;
  readonly status?: string;
  /** What was changed; goes into the id. */
  readonly resourceId?: string;
  /** An object is written as JSON text; anything else goes out as it is. */
  readonly newValue?: unknown;
  readonly oldValue?: unknown;
  readonly data?: Readonly<Record<string, string | null>>;
  readonly correlationId?: string;
  readonly sessionId?: string;
}

/** Absent parts of the deed are absent from the record. */
export function makeRecord(deed: Deed): WireRecord {
  const { customer, correlationId, sessionId } = deed;
  return {
    id: recordId(deed),
    partnerId: PARTNER_ID,
    participants: [PARTNER_ID],
    ...(customer !== undefined && { customerId: customer.id, customerName: customer.name }),
    ...(deed.actor !== undefined && { userPrincipalName: deed.actor }),
    ...(deed.app !== undefined && { applicationId: deed.app }),
    ...(sessionId !== undefined && { sessionId }),
    resourceType: deed.resource,
    ...(deed.oldValue !== undefined && { resourceOldValue: asText(deed.oldValue) }),
    ...(deed.newValue !== undefined && { resourceNewValue: asText(deed.newValue) }),
    operationType: deed.operation,
    ...(correlationId !== undefined && { originalCorrelationId: correlationId }),
    operationDate: rawOfTicks(deed.at),
    operationStatus: deed.status ?? 'succeeded',
    ...(deed.data !== undefined && { customizedData: Object.entries(deed.data).map(([key, value]) => ({ key, value })) }),
    attributes: { objectType: 'AuditRecord' },
  };
}

/** A whole-day distance and a UTC clock time such as `03:12:00`, plus a fraction of a second by chance. */
export function ticksAt(now: Date, daysAgo: number, clock: string, random: Random): bigint {
  return ticksOfRaw(`${addDays(dayOf(now), -daysAgo)}T${clock}Z`) + BigInt(random.int(0, 9_999_999));
}

/** So many minutes before now. */
export function ticksBefore(now: Date, minutes: number, random: Random): bigint {
  return ticksOf(now) - BigInt(minutes) * 600_000_000n - BigInt(random.int(0, 9_999_999));
}

/** `{partner}_{customer}[_{resource}]_{operation}_{ticks}`; without a customer that part is left out (nobody has shown one). */
function recordId({ at, customer, operation, resourceId }: Deed): string {
  const parts = [PARTNER_ID, customer?.id, resourceId?.toLowerCase(), operation.replaceAll('_', '').toLowerCase(), String(at)];
  return parts.filter((part) => part !== undefined).join('_');
}

function asText(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
