/** What alerts say, as plain data: cards, roll-ups, and what stands in their threads. */
import { placeOf, type AlertEvent } from './alert-events.ts';
import { ratedRisk } from './alert-risk.ts';
import { alertLabel } from './alert-words.ts';
import type { AuditFilter } from './filter.ts';
import { applicationLabel, isFailure, operationOf, type Risk } from './operations.ts';
import type { RatedRisk } from './sentence-risk.ts';
import { sentenceOf } from './sentence.ts';
import { shortLine } from './short-line.ts';

/** One operation in an alert. */
export interface AlertLine {
  /** The place of its record in the copy: `2026-11-21.4`. */
  readonly at: string;
  readonly operationDate: string;
  readonly label: string;
  readonly operationType: string;
  readonly status: string;
  readonly hasFailed: boolean;
  readonly risk: Risk;
  /** What in the record makes its risk high, where its kind of operation does not. */
  readonly lifted?: string;
  /** The user who is recorded, cut to a line; absent where nobody is. */
  readonly actor?: string;
  /** The application, where no user is recorded. */
  readonly via?: string;
  /** The sign-in name as it stands in the record. */
  readonly user?: string;
  readonly customer?: string;
  readonly customerId?: string;
  readonly sentence?: string;
  /** Between the operation and its first sighting. */
  readonly delayMs: number;
  /** In hourly roll-ups: how many of this kind there are, this one the first of them. */
  readonly times?: number;
  /** The rule that it belongs to, in roll-ups of several. */
  readonly rule?: string;
}

/** `one` and `bulk` are cards; the others gather what got no card of its own, and say why. */
export type AlertForm = 'one' | 'bulk' | 'overflow' | 'late' | 'hourly' | 'held';

export interface AlertCard {
  readonly kind: 'alert';
  /** Names the card for as long as it is kept. */
  readonly card: string;
  readonly form: AlertForm;
  readonly rule: string;
  /** IANA name: the rule's. */
  readonly zone: string;
  readonly mention?: string;
  readonly lead: AlertLine;
  /** Of roll-ups: the first of what they hold. */
  readonly lines: readonly AlertLine[];
  readonly count: number;
  readonly customers: number;
  readonly because: string;
  /** What the condition found, where that is more than the lead; absent from cards of before. */
  readonly heading?: string;
  /** Every operation is of the kind and outcome of the lead; absent where not, and from cards of before. */
  readonly isOneKind?: true;
  readonly checks: readonly string[];
  /** When it began, and when the newest was added, in milliseconds. */
  readonly begunMs: number;
  readonly lastMs: number;
  readonly taken?: Taken;
  /** What it would say: nothing of it happened just now. */
  readonly isTest?: true;
}

/** Who answers it, and since when. */
export interface Taken {
  readonly by: string;
  readonly at: string;
}

/** One page of what belongs to a card; `more` are counted, not shown. */
export interface AlertThread {
  readonly kind: 'alert-thread';
  readonly card: string;
  readonly zone: string;
  readonly lines: readonly AlertLine[];
  readonly more: number;
  /** What finds all of them, and perhaps others; absent where nothing is only counted. */
  readonly search?: { readonly filter: AuditFilter; readonly from: string; readonly to: string };
}

/** Says in a card's thread who answers it. */
export interface AlertTaken extends Taken {
  readonly kind: 'alert-taken';
  readonly card: string;
  readonly zone: string;
}

/** Characters of a name in a line. */
const NAME_LIMIT = 60;

const lines = new WeakMap<AlertEvent, AlertLine>();

/** Rules of many places tell of one event: what it says is put together once. */
export function lineOf(event: AlertEvent): AlertLine {
  const known = lines.get(event);
  if (known) return known;
  const line = newLine(event, ratedRisk(event));
  lines.set(event, line);
  return line;
}

function newLine(event: AlertEvent, { risk, reason }: RatedRisk): AlertLine {
  const { record, seenAtMs, atMs } = event;
  const { customerName = '', customerId = '', userPrincipalName = '', applicationId = '' } = record;
  const [actor, via, customer] = [userPrincipalName.trim(), applicationLabel(applicationId.trim()), customerName.trim() || customerId.trim()];
  const sentence = sentenceOf(record);
  return {
    at: placeOf(event), operationDate: record.operationDate, label: short(alertLabel(record)), operationType: record.operationType, status: short(record.operationStatus),
    hasFailed: isFailure(record.operationStatus), risk,
    ...(risk === 'high' && operationOf(record.operationType).risk !== 'high' && { lifted: reason }),
    ...(actor === '' ? via !== '' && { via: short(via) } : { actor: short(actor) }),
    ...(userPrincipalName.trim() !== '' && { user: userPrincipalName }),
    ...(customer !== '' && { customer: short(customer) }),
    ...(customerId.trim() !== '' && { customerId: short(customerId) }),
    ...(sentence !== undefined && { sentence }),
    delayMs: Math.max(0, seenAtMs - atMs),
  };
}

function short(text: string): string {
  return shortLine(text, NAME_LIMIT);
}
