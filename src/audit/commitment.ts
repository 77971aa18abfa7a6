/** Until when seats of a new-commerce order can be given back. */
import { seatChangeOf, type SeatChange } from './commitment-seats.ts';
import { HOUR_MS } from './dates.ts';
import { dateOf } from './instant.ts';
import type { AuditRecord } from './record.ts';
import { isSeatCommitment, newValueOf, offerLines, textIn } from './sentence-facts.ts';

/** https://learn.microsoft.com/partner-center/customers/cancel-new-commerce-subscriptions */
export const WINDOW_HOURS = 168;

/** A window that opened with a record. */
export interface Commitment {
  /** `order` opens it for sure; after a `change` it is open only for seats that were added, which a record rarely says. */
  readonly opened: 'order' | 'change';
  /** Of a change whose size is known. */
  readonly seats?: SeatChange;
  /** When it closes, computed from `operationDate`; Partner Center decides. */
  readonly until: Date;
}

const ORDERS: ReadonlySet<string> = new Set(['create_order', 'convert_trial_subscription']);
const SEAT_CHANGES: ReadonlySet<string> = new Set(['update_subscription', 'upgrade_subscription', 'update_order']);
const ENDED = /^(?:suspended|deleted|disabled|expired|cancell?ed)$/i;

/**
 * The 168 hours in which an order or added seats can be cancelled; `earlier` is what `earlierState` tells of the same
 * subscription. Undefined where the record does not tell of a succeeded new-commerce order with a term, where no seats
 * were added, and for legacy offers, trials, Azure plans, and what did not happen.
 */
export function commitmentOf(record: AuditRecord, earlier?: unknown): Commitment | undefined {
  const opened = openedBy(record);
  if (opened === undefined) return undefined;
  const until = new Date(dateOf(record.operationDate).getTime() + WINDOW_HOURS * HOUR_MS);
  if (opened === 'order') return { opened, until };
  const seats = seatChangeOf(record, earlier);
  if (ENDED.test(textIn(newValueOf(record), 'status') ?? '') || (seats && seats.added <= 0)) return undefined;
  return { opened, until, ...(seats && { seats }) };
}

/** How a change of seats that opens no window left them, where that is known. */
export function notAdded(record: AuditRecord, earlier?: unknown): 'fewer' | 'same' | undefined {
  if (openedBy(record) !== 'change') return undefined;
  const seats = seatChangeOf(record, earlier);
  return seats && seats.added <= 0 ? (seats.added < 0 ? 'fewer' : 'same') : undefined;
}

function openedBy(record: AuditRecord): Commitment['opened'] | undefined {
  const operation = record.operationType.toLowerCase();
  const opened = ORDERS.has(operation) ? 'order' : SEAT_CHANGES.has(operation) ? 'change' : undefined;
  return opened !== undefined && record.operationStatus.toLowerCase() === 'succeeded' && offerLines(record).some(isSeatCommitment) ? opened : undefined;
}
