/** Which orders and added seats can still be cancelled, and which purchases nothing is known of. */
import { commitmentOf, notAdded, type Commitment } from './commitment.ts';
import { seatsIn } from './commitment-seats.ts';
import { HOUR_MS, type Day } from './dates.ts';
import { applicationLabel } from './operations.ts';
import type { AuditRecord } from './record.ts';
import { isSeatCommitment, offerLines, oldValueOf, newValueOf, numberOf, textIn, type OfferLine } from './sentence-facts.ts';
import { linesInWords } from './sentence-words.ts';
import { shortLine } from './short-line.ts';

/** A batch of seats whose window is open: each order, and each change of seats, has its own. */
export interface OpenBatch {
  /** The place of its record in the copy: `2026-11-21.4`. */
  readonly at: string;
  /** A `change` without `seats` is a window only if seats were added, which neither the record nor the copy says. */
  readonly opened: 'order' | 'change';
  /** Seats that were ordered or added. */
  readonly seats?: number;
  /** Seats after a change. */
  readonly now?: number;
  /** Computed; ISO in UTC. */
  readonly until: string;
  readonly operationDate: string;
  /** Product and term, and the seats of an order, as far as the record says them. */
  readonly what: string;
  readonly customer?: string;
  /** The user who is recorded. */
  readonly actor?: string;
  /** The application, where no user is. */
  readonly via?: string;
}

/** Succeeded purchases whose window is not known here, by why. */
export interface LeftOut {
  readonly legacy: number;
  readonly trials: number;
  readonly azure: number;
  /** The record says too little. */
  readonly unclear: number;
}

/** Changes of the last 168 hours that are known to have added no seats. */
export interface NotAdded {
  readonly fewer: number;
  readonly same: number;
}

export interface Commitments {
  /** Orders and known increases first; of these and of the others the largest first, and then those that close first. */
  readonly open: readonly OpenBatch[];
  readonly leftOut: LeftOut;
  readonly notAdded: NotAdded;
}

/** A record and its place in the copy. */
export interface PlacedRecord {
  readonly day: Day;
  readonly row: number;
  readonly record: AuditRecord;
}

/** Days of the log in which an open window can have begun. */
export const COMMITMENT_DAYS = 8;

const [NAME_LIMIT, WHAT_LIMIT] = [60, 200];

/** The span in which windows must close, and how the thing of a record stood before it, as `earlierState` tells it. */
export interface CommitmentView {
  readonly withinMs?: number;
  readonly earlier?: (record: AuditRecord) => unknown;
}

/** The windows that are open at `nowMs` and close within the span; all of them where none is given. */
export function openCommitments(records: Iterable<PlacedRecord>, nowMs: number, { withinMs = Infinity, earlier }: CommitmentView = {}): Commitments {
  const open: OpenBatch[] = [];
  const leftOut = { legacy: 0, trials: 0, azure: 0, unclear: 0 };
  const none = { fewer: 0, same: 0 };
  for (const placed of records) {
    const { record } = placed;
    const state = mayOpen(record, nowMs) ? earlier?.(record) : undefined;
    const commitment = commitmentOf(record, state);
    if (commitment) {
      const leftMs = commitment.until.getTime() - nowMs;
      if (leftMs > 0 && leftMs <= withinMs) open.push(batchOf(placed, commitment));
      continue;
    }
    const [why, how] = [leftOutAs(record, nowMs), isRecent(record, nowMs) ? notAdded(record, state) : undefined];
    if (why) leftOut[why] += 1;
    if (how) none[how] += 1;
  }
  return { open: open.sort(byWeight), leftOut, notAdded: none };
}

/** Whether an earlier value could tell more: looking for one is dear. */
function mayOpen(record: AuditRecord, nowMs: number): boolean {
  const commitment = commitmentOf(record);
  return commitment?.opened === 'change' && !commitment.seats && commitment.until.getTime() > nowMs;
}

/** Whether a window is there for sure. */
export function isCertain({ opened, seats }: OpenBatch): boolean {
  return opened === 'order' || seats !== undefined;
}

function byWeight(a: OpenBatch, b: OpenBatch): number {
  const weight = ({ seats, now }: OpenBatch): number => seats ?? now ?? 0;
  return Number(isCertain(b)) - Number(isCertain(a)) || weight(b) - weight(a) || (a.until < b.until ? -1 : a.until > b.until ? 1 : a.at < b.at ? -1 : 1);
}

function batchOf({ day, row, record }: PlacedRecord, { opened, until, seats: changed }: Commitment): OpenBatch {
  const { customerName = '', customerId = '', userPrincipalName = '', applicationId = '' } = record;
  const [customer, actor, via] = [customerName.trim() || customerId.trim(), userPrincipalName.trim(), applicationLabel(applicationId.trim())];
  const lines = offerLines(record).filter(isSeatCommitment);
  const all = seatsIn(lines);
  const now = opened === 'change' ? changed?.now ?? all : undefined;
  const seats = opened === 'change' ? changed?.added : all;
  return {
    at: `${day}.${row}`, opened, until: until.toISOString(), operationDate: record.operationDate,
    ...(seats !== undefined && { seats }), ...(now !== undefined && { now }),
    what: shortLine(linesInWords(now === undefined || lines.length > 1 ? lines : lines.map(withoutQuantity), (text) => shortLine(text, NAME_LIMIT)), WHAT_LIMIT),
    ...(customer !== '' && { customer: shortLine(customer, NAME_LIMIT) }),
    ...(actor === '' ? via !== '' && { via: shortLine(via, NAME_LIMIT) } : { actor: shortLine(actor, NAME_LIMIT) }),
  };
}

/** Beside the seats that were added, their number is said in words of its own. */
function withoutQuantity({ quantity: _quantity, ...line }: OfferLine): OfferLine {
  return line;
}

const PURCHASES: ReadonlySet<string> = new Set(['create_order', 'convert_trial_subscription', 'update_subscription', 'upgrade_subscription', 'update_order']);
const WINDOW_MS = 168 * HOUR_MS;

/** A cheap look by kind of operation: false means that no window can have opened with it. */
export function mayBePurchase({ operationType }: AuditRecord): boolean {
  return PURCHASES.has(operationType.toLowerCase());
}

/** Why a purchase of the last 168 hours has no window here; undefined where it is none, or took nothing on. */
function leftOutAs(record: AuditRecord, nowMs: number): keyof LeftOut | undefined {
  const type = record.operationType.toLowerCase();
  if (!PURCHASES.has(type) || record.operationStatus.toLowerCase() !== 'succeeded') return undefined;
  if (!isRecent(record, nowMs)) return undefined;
  const lines = offerLines(record);
  // A change without a sign of more seats is no purchase.
  if (lines.some(isSeatCommitment) || (type !== 'create_order' && type !== 'convert_trial_subscription' && !mayAddSeats(record))) return undefined;
  return kindOf(lines);
}

function isRecent(record: AuditRecord, nowMs: number): boolean {
  const happened = Date.parse(`${record.operationDate.slice(0, 23)}Z`);
  return happened <= nowMs && happened + WINDOW_MS > nowMs;
}

function kindOf(lines: readonly OfferLine[]): keyof LeftOut {
  if (lines.some(({ name }) => /\btrial\b/i.test(name ?? ''))) return 'trials';
  if (lines.some(({ offerId, name }) => /^DZH/i.test(offerId ?? '') || /^azure\b/i.test(name ?? ''))) return 'azure';
  return lines.some(({ offerId }) => offerId !== undefined && !offerId.includes(':')) ? 'legacy' : 'unclear';
}

function mayAddSeats(record: AuditRecord): boolean {
  const [before, after] = [oldValueOf(record), newValueOf(record)].map((value) => numberOf(textIn(value, 'quantity')));
  return after !== undefined && (before === undefined || after > before);
}
