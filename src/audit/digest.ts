/** What is new, for people who have no time: counts, and at most seven lines that deserve a look, the gravest first. */
import { commitmentOf } from './commitment.ts';
import type { Instant } from './instant.ts';
import { isFailure, operationOf } from './operations.ts';
import { actorIn, type AuditRecord } from './record.ts';
import { offerLines } from './sentence-facts.ts';
import { riskOf } from './sentence-risk.ts';
import { linesInWords } from './sentence-words.ts';
import { hasFailed, type Counted } from './summary.ts';
import { createTally, type Count } from './tally.ts';

/** A new operation. Its number is its place among the records that are kept beside the digest, where it is kept. */
export interface NewOperation {
  readonly record: AuditRecord;
  /** `late`: it was over 48 hours old when it was first seen. */
  readonly kind: 'news' | 'late';
  readonly number?: number;
}

/** Operations that are alike in kind, status, customer and actor, told in one line. */
export interface DigestLine {
  readonly operationType: string;
  readonly status: string;
  readonly count: number;
  readonly isHigh: boolean;
  readonly isLate: boolean;
  readonly customer?: string;
  /** The user; where the record names none, the application stands in `via`. */
  readonly actor?: string;
  readonly via?: string;
  /** What was ordered, where the line is about one order that says so. */
  readonly what?: string;
  /** Until when one order can be cancelled, computed; ISO in UTC. */
  readonly until?: string;
  readonly newest: Instant;
  /** The number of its newest operation. */
  readonly number?: number;
}

export interface Digest {
  /** All counts are without those that came late. */
  readonly total: number;
  readonly failed: number;
  readonly high: number;
  readonly customers: number;
  readonly people: number;
  readonly apps: number;
  /** The gravest lines, late ones among them. */
  readonly lookAt: readonly DigestLine[];
  /** Operations worth a look for which there was no line. */
  readonly moreToLookAt: number;
  /** Largest first; together they are the total. */
  readonly categories: readonly Count[];
  readonly operations: readonly Count[];
  readonly late?: LateOperations;
}

export interface LateOperations {
  readonly count: number;
  readonly oldest: Instant;
  readonly newest: Instant;
  readonly operations: readonly Count[];
}

const MOST_LINES = 7;
const SHORT = (text: string): string => text;

export interface DigestTally {
  add(operation: NewOperation): void;
  finish(): Digest;
}

/** Counts operations one at a time: what it keeps grows with what differs, not with how many there are. */
export function createDigestTally(): DigestTally {
  const [categories, operations, lateOperations] = [tallyOf(({ operationType }) => operationOf(operationType).category), tallyOf(({ operationType }) => operationType), tallyOf(({ operationType }) => operationType)];
  const [customers, people, apps] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const lines = new Map<string, DigestLine>();
  const counts = { total: 0, failed: 0, high: 0, late: 0 };
  const lateSpan: Instant[] = [];
  return {
    add(operation) {
      const { record, kind } = operation;
      const line = lineOf(operation);
      if (line) addLine(lines, line);
      if (kind === 'late') {
        counts.late += 1;
        lateOperations.add(countedOf(record));
        lateSpan.splice(0, 2, ...[...lateSpan, record.operationDate].sort().filter((_, at, all) => at === 0 || at === all.length - 1));
        return;
      }
      note(customers, record.customerId ?? record.customerName);
      note(people, record.userPrincipalName);
      note(apps, record.applicationId);
      counts.total += 1;
      counts.failed += Number(hasFailed(countedOf(record)));
      counts.high += Number(line?.isHigh ?? false);
      for (const tally of [categories, operations]) tally.add(countedOf(record));
    },
    finish() {
      const ranked = [...lines.values()].sort(gravestFirst);
      const [oldest, newest = oldest] = lateSpan;
      return {
        total: counts.total, failed: counts.failed, high: counts.high,
        customers: customers.size, people: people.size, apps: apps.size,
        lookAt: ranked.slice(0, MOST_LINES),
        moreToLookAt: ranked.slice(MOST_LINES).reduce((sum, { count }) => sum + count, 0),
        categories: categories.counts(), operations: operations.counts(),
        ...(oldest !== undefined && newest !== undefined && { late: { count: counts.late, oldest, newest, operations: lateOperations.counts() } }),
      };
    },
  };
}

type Kind = Pick<Counted, 'operationType' | 'status'>;

function tallyOf(keyOf: (record: Kind) => string) {
  return createTally<Kind>(keyOf);
}

function countedOf(record: AuditRecord): Kind {
  return { operationType: record.operationType, status: record.operationStatus };
}

function note(values: Set<string>, value: string | undefined): void {
  if (value !== undefined) values.add(value.toLowerCase());
}

/** High risk and what did not succeed deserve a look; the rest is counted. */
function lineOf({ record, kind, number }: NewOperation): DigestLine | undefined {
  const isHigh = riskOf(record).risk === 'high';
  if (!isHigh && !isFailure(record.operationStatus)) return undefined;
  const what = linesInWords(offerLines(record), SHORT).trim();
  const commitment = commitmentOf(record);
  const customer = record.customerName ?? record.customerId;
  return {
    operationType: record.operationType, status: record.operationStatus, count: 1, isHigh, isLate: kind === 'late',
    newest: record.operationDate,
    ...(customer !== undefined && { customer }),
    ...actorIn(record),
    ...(what !== '' && { what }),
    ...(commitment?.opened === 'order' && { until: commitment.until.toISOString() }),
    ...(number !== undefined && { number }),
  };
}

function addLine(lines: Map<string, DigestLine>, line: DigestLine): void {
  const key = JSON.stringify([line.operationType, line.status, line.customer, line.actor, line.via, line.isHigh, line.isLate].map((part) => String(part).toLowerCase()));
  const held = lines.get(key);
  if (!held) return void lines.set(key, line);
  const { what: _what, until: _until, ...newest } = line.newest > held.newest ? line : held;
  lines.set(key, { ...newest, count: held.count + 1 });
}

/** High risk before failures, more before fewer, then the newest first. */
function gravestFirst(a: DigestLine, b: DigestLine): number {
  return Number(b.isHigh) - Number(a.isHigh) || b.count - a.count || (a.newest > b.newest ? -1 : 1);
}
