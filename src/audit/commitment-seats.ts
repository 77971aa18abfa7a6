/** How many seats a change added: from its own old value, else from the newest earlier record of the same thing. */
import type { AuditRecord } from './record.ts';
import { earlierState, subjectOf } from './sentence-earlier.ts';
import { fieldsIn, isSeatCommitment, itemsIn, lineOf, newValueOf, numberOf, oldValueOf, type Fields, type OfferLine } from './sentence-facts.ts';

/** Below 0 seats were taken away; at 0 their number stayed. */
export interface SeatChange {
  readonly added: number;
  readonly now: number;
}

/**
 * What a change did to the seats of its one line. `earlier` is what `earlierState` gives; undefined where either number
 * is not known, where several lines have changed, or where the lines are of different offers.
 */
export function seatChangeOf(record: AuditRecord, earlier?: unknown): SeatChange | undefined {
  const own = oldValueOf(record);
  const [before, after] = [onlyLine(own.size > 0 ? own : fieldsIn(earlier)), onlyLine(newValueOf(record))];
  const [fewer, now] = [numberOf(before?.quantity), numberOf(after?.quantity)];
  if (fewer === undefined || now === undefined || differ(before?.offerId, after?.offerId)) return undefined;
  return { added: now - fewer, now };
}

/** The seats that new-commerce lines of a record name together; undefined where one of them does not say. */
export function seatsIn(lines: readonly OfferLine[]): number | undefined {
  const seats = lines.filter(isSeatCommitment).map(({ quantity }) => numberOf(quantity));
  return seats.reduce<number | undefined>((sum, some) => (sum === undefined || some === undefined ? undefined : sum + some), 0);
}

function onlyLine(fields: Fields): OfferLine | undefined {
  const items = itemsIn(fields, 'lineitems');
  if (items.length > 1) return undefined;
  return lineOf(items.length === 1 ? fieldsIn(items[0]) : fields);
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() !== other.toLowerCase();
}

/** Gives of a record how its thing stood before, as the newest earlier one of these records tells it. */
export function earlierStates(records: Iterable<AuditRecord>): (record: AuditRecord) => unknown {
  const ofCustomer = Map.groupBy(records, ({ customerId }) => customerId);
  return (record) => {
    const found = newestEarlier(record, ofCustomer.get(record.customerId) ?? []);
    return found && earlierState(record, found);
  };
}

/** The newest earlier record that tells how the thing of `record` stood before. */
export function newestEarlier(record: AuditRecord, records: readonly AuditRecord[]): AuditRecord | undefined {
  if (subjectOf(record) === undefined) return undefined;
  let newest: AuditRecord | undefined;
  for (const candidate of records) {
    const isNewer = newest === undefined || candidate.operationDate > newest.operationDate;
    if (isNewer && earlierState(record, candidate) !== undefined) newest = candidate;
  }
  return newest;
}
