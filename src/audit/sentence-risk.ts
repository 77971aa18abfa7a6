/** How much a record deserves a look, and which of its keys says so. */
import { isFailure, operationOf, type Risk } from './operations.ts';
import type { AuditRecord } from './record.ts';
import { fieldsIn, newValueOf, numberOf, offerLines, oldValueOf, textIn } from './sentence-facts.ts';

export interface RatedRisk {
  readonly risk: Risk;
  /** What in the record lifts it above its kind of operation, or that the kind decides. */
  readonly reason: string;
}

const MANY_SEATS = 25;
const MANY_PERCENT = 20;
const LIFTABLE: ReadonlySet<string> = new Set(['create_order', 'update_subscription', 'update_customer_spending_budget']);
const ENDING = /^(?:suspended|deleted|disabled)$/i;
/** Parsing a value costs more than all the rest of counting a record: without these words in it there is nothing to find. */
const [HOLDS_TERM, HOLDS_ENDING] = [/p[13]y/i, /suspended|deleted|disabled/i];

/**
 * The risk of a record: that of its kind of operation, lifted to high by what its own keys say. `earlier` is what was
 * last seen of the same thing; without it and without an old value, how much changed is not judged.
 */
export function riskOf(record: AuditRecord, earlier?: unknown): RatedRisk {
  const { risk, known } = operationOf(record.operationType);
  if (risk === 'high') return { risk, reason: 'every operation of this kind' };
  const lifted = liftedBy(record, earlier);
  if (lifted !== undefined) return { risk: 'high', reason: lifted };
  return { risk, reason: known ? 'by kind of operation' : 'an operation not known here' };
}

/** Whether the values or the state of such an operation may lift its risk: of any other, its kind decides alone. */
export function canBeLifted(operationType: string): boolean {
  return LIFTABLE.has(operationType) || LIFTABLE.has(operationType.toLowerCase());
}

function liftedBy(record: AuditRecord, earlier: unknown): string | undefined {
  switch (record.operationType.toLowerCase()) {
    case 'create_order': return orderReason(record);
    case 'update_subscription': return subscriptionReason(record, earlier);
    case 'update_customer_spending_budget': return budgetReason(record, earlier);
    default: return undefined;
  }
}

function orderReason(record: AuditRecord): string | undefined {
  const mayHaveTerm = HOLDS_TERM.test(record.resourceNewValue ?? '') || record.customizedData?.some(({ value }) => HOLDS_TERM.test(value ?? ''));
  const lines = mayHaveTerm ? offerLines(record) : [];
  if (lines.some(({ term }) => term?.toUpperCase() === 'P3Y')) return 'an order on a 3-year term';
  const isLarge = lines.some(({ term, quantity }) => term?.toUpperCase() === 'P1Y' && (numberOf(quantity) ?? 0) >= MANY_SEATS);
  if (isLarge) return `${MANY_SEATS} or more seats on a 1-year term`;
  return isFailure(record.operationStatus) ? 'an order that did not succeed' : undefined;
}

function subscriptionReason(record: AuditRecord, earlier: unknown): string | undefined {
  const mayHaveChanged = earlier !== undefined || record.resourceOldValue !== undefined;
  if (!mayHaveChanged && !HOLDS_ENDING.test(record.resourceNewValue ?? '')) return undefined;
  const value = newValueOf(record);
  const status = textIn(value, 'status');
  if (status !== undefined && ENDING.test(status)) return `set to ${status.toLowerCase()}`;
  const before = numberOf(textIn(oldValueOf(record), 'quantity') ?? textIn(fieldsIn(earlier), 'quantity'));
  const after = numberOf(textIn(value, 'quantity'));
  if (before === undefined || after === undefined || before === after) return undefined;
  const [more, by] = [after > before ? 'more' : 'fewer', Math.abs(after - before)];
  if (by >= MANY_SEATS) return `at least ${MANY_SEATS} ${more} than last known`;
  return by * 100 >= before * MANY_PERCENT ? `at least ${MANY_PERCENT} % ${more} than last known` : undefined;
}

/**
 * Whether a change of a subscription cannot be judged: it says seats that cannot be read or compared with those last seen,
 * or nothing in it can be read. One that says no seats leaves them as they were.
 */
export function isSeatChangeUnknown(record: AuditRecord, earlier?: unknown): boolean {
  if (record.operationType.toLowerCase() !== 'update_subscription' || record.operationStatus.toLowerCase() !== 'succeeded') return false;
  const value = newValueOf(record);
  if (value.size === 0) return true;
  const before = textIn(oldValueOf(record), 'quantity') ?? textIn(fieldsIn(earlier), 'quantity');
  return value.has('quantity') && (numberOf(before) === undefined || numberOf(textIn(value, 'quantity')) === undefined);
}

function budgetReason(record: AuditRecord, earlier: unknown): string | undefined {
  const value = newValueOf(record);
  if (value.get('amount') === null) return 'a budget taken away';
  const before = numberOf(textIn(oldValueOf(record), 'amount') ?? textIn(fieldsIn(earlier), 'amount'));
  const after = numberOf(textIn(value, 'amount'));
  return before !== undefined && after !== undefined && after > before * 2 ? 'more than twice the budget last known' : undefined;
}
