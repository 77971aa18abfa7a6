/** Whether an alert's own condition holds for an event. */
import { quickFilter } from './alert-filter.ts';
import { readHoursIn } from './alert-hours.ts';
import { FIRST_SEEN, placeOf, type AlertCondition, type AlertEvent, type AlertVerdict, type FirstSeen } from './alert-events.ts';
import type { Windows } from './alert-memory.ts';
import { judgeByPack } from './alert-pack.ts';
import { ratedRisk } from './alert-risk.ts';
import { firstHeading, printHours } from './alert-words.ts';
import { MINUTE_MS } from './dates.ts';
import { readerOf, type Dimension, type Grouped, type Reader } from './dimensions.ts';
import { dateOf } from './instant.ts';
import type { AuditRecord } from './record.ts';
import { riskOf } from './sentence-risk.ts';

/** Judges events one by one. `candidate` is a cheap look by kind of operation alone: false means that it cannot match. */
export interface Judge {
  candidate(operationType: string): boolean;
  judge(event: AlertEvent, windows: Windows): AlertVerdict | undefined;
}

/** Judges by one condition. A later state of an operation counts only where the condition is about its state, or holds because of it. */
export function createJudge(condition: AlertCondition): Judge {
  const { filter, isPack } = condition;
  const quick = quickFilter(filter);
  const parts = isPack ? [] : partsOf(condition);
  const isAboutState = filter.statuses.length > 0 || (filter.not?.statuses?.length ?? 0) > 0;
  return {
    candidate: quick.candidate,
    judge(event, windows) {
      const { record, kind } = event;
      if (!quick.matches(record)) return undefined;
      if (kind === 'changed' && !isPack && !isAboutState && quick.matches({ ...record, operationStatus: 'progress' })) return undefined;
      if (isPack) return judgeByPack(event, windows);
      const reasons: Reason[] = [];
      for (const part of parts) {
        const reason = part(event, windows);
        if (reason === undefined) return undefined;
        reasons.push(reason);
      }
      const heading = reasons.flatMap((reason) => reason.heading ?? []).at(-1);
      return { tier: 'now', risk: ratedRisk(event).risk, because: reasons.map(({ because }) => because).join(', '), ...(heading !== undefined && { heading }) };
    },
  };
}

type Reason = Pick<AlertVerdict, 'because' | 'heading'>;

/** One part of a condition beside its filter: what of it holds in words, undefined where it does not. */
type Part = (event: AlertEvent, windows: Windows) => Reason | undefined;

/** The count comes last: it counts only what all the others let through. */
function partsOf(condition: AlertCondition): readonly Part[] {
  return [outsidePart(condition), firstSeenPart(condition), moreThanPart(condition)].flatMap((part) => part ?? []);
}

function outsidePart({ outside, zone }: AlertCondition): Part | undefined {
  if (!outside) return undefined;
  const hours = readHoursIn(zone, outside);
  const words = `outside ${printHours(outside)} (${zone})`;
  return ({ atMs }) => (hours(atMs) ? undefined : { because: words });
}

function firstSeenPart({ firstSeen }: AlertCondition): Part | undefined {
  const wanted = FIRST_SEEN.filter((what) => firstSeen?.includes(what));
  if (!firstSeen || wanted.length === 0) return undefined;
  return ({ first }) => {
    const seen = first.filter((what: FirstSeen) => wanted.includes(what));
    return seen.length === 0 ? undefined : { because: `first seen in the days held: ${seen.join(' and ')}`, heading: firstHeading(seen) };
  };
}

function moreThanPart({ moreThan, zone }: AlertCondition): Part | undefined {
  if (!moreThan) return undefined;
  const { count, by, inMs } = moreThan;
  const threshold = { least: count + 1, inMs };
  const keyOf = by ? keyReader(by, zone) : undefined;
  const span = inMs % (60 * MINUTE_MS) === 0 ? `${inMs / (60 * MINUTE_MS)} h` : `${inMs / MINUTE_MS} min`;
  return (event, windows) => {
    const { record, atMs } = event;
    const isReached = windows.note(`more ${keyOf?.(record) ?? ''}`, { atMs, customer: '', place: placeOf(event) }, threshold);
    const [within, each] = [`within ${span}`, by ? ` by ${by}` : ''];
    return isReached ? { because: `more than ${count} ${within}${each}`, heading: `More than ${count} ${count === 1 ? 'operation' : 'operations'}${by ? ` of one ${by}` : ''} ${within}` } : undefined;
  };
}

function keyReader(by: Dimension, zone: string): (record: AuditRecord) => string {
  const reader: Reader = readerOf(by, { from: '1970-01-01T00:00:00.0000000Z', to: '9999-01-01T00:00:00.0000000Z', zone });
  return (record) => reader.key(groupedOf(record)).toLowerCase();
}

function groupedOf(record: AuditRecord): Grouped {
  return {
    operationType: record.operationType, status: record.operationStatus, resourceType: record.resourceType, user: record.userPrincipalName,
    application: record.applicationId, customerId: record.customerId, customerName: record.customerName, atMs: dateOf(record.operationDate).getTime(),
    risk: riskOf(record).risk,
  };
}
