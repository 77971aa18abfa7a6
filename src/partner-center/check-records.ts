/** Whether Partner Center gives records: one day and one record, asked as searches ask. */
import { addDays, exactTime, utcDayOf } from '../audit/dates.ts';
import { operationOf } from '../audit/operations.ts';
import type { DayWindow } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { clockFinding, findingOf, type Finding } from '../features/diagnosis.ts';
import type { Clock } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { DirectLine } from './direct-line.ts';
import { faultOfAnswer, faultOfReading } from './faults.ts';
import { askDays } from './page-request.ts';
import { readPage } from './wire.ts';

const NAME = 'Partner Center';
/** The longest window that Microsoft documents, today included. */
const FURTHER_DAYS = 29;

/** Asks for today and, where today holds nothing, for the month. Tells the record's time and operation, nothing else of it. */
export async function checkRecords(line: DirectLine, clock: Clock, signal: AbortSignal): Promise<Finding> {
  const today = utcDayOf(clock());
  const started = performance.now();
  try {
    const ofToday = await newestRecord(line, { first: today, last: today }, clock, signal);
    const ms = Math.round(performance.now() - started);
    const newest = ofToday ?? await newestRecord(line, { first: addDays(today, -FURTHER_DAYS), last: today }, clock, signal);
    return newest ? { name: NAME, status: 'ok', says: `answers in ${ms} ms; newest record: ${tell(newest)}` } : noRecords(ms);
  } catch (error) {
    if (error instanceof Problem) return findingOf(NAME, error);
    throw error;
  }
}

/** Our clock against Microsoft's, from whatever has answered. */
export async function checkClock(line: DirectLine, signal: AbortSignal): Promise<Finding> {
  return clockFinding('Microsoft clock', await line.clockAheadMs(signal), 'Microsoft');
}

async function newestRecord(line: DirectLine, window: DayWindow, clock: Clock, signal: AbortSignal): Promise<AuditRecord | undefined> {
  const answer = await line.get(askDays(line.apiUrl, window, { size: 1 }), signal);
  const { correlationId, signsIn } = line;
  if (answer.status < 200 || answer.status > 299) throw faultOfAnswer(answer, { correlationId, signsIn, now: clock() }).problem;
  const reading = readPage(answer.text);
  if (reading.kind !== 'page') throw faultOfReading(reading.kind, answer, correlationId).problem;
  return reading.page.records[0];
}

function tell({ operationDate, operationType }: AuditRecord): string {
  return `${exactTime('UTC', new Date(operationDate))}, ${operationOf(operationType).label}`;
}

function noRecords(ms: number): Finding {
  return {
    name: NAME, status: 'warn', says: `answers in ${ms} ms, but gives no record of the last ${FURTHER_DAYS + 1} days`,
    cure: 'Check PARTNER_TENANT_ID if something was done in Partner Center in that time.',
  };
}
