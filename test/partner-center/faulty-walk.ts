/** One search under faults, held against everything that the stand-in holds for it. */
import { createHash } from 'node:crypto';
import type { Fault, SeenRequest } from '../../sandbox/partner-center/faults.ts';
import { memoryEndDateReading } from '../../sandbox/memory.ts';
import type { PartnerCenterOptions } from '../../sandbox/partner-center/server.ts';
import { createLog } from '../../sandbox/partner-center/story/log.ts';
import { createRandom } from '../../sandbox/partner-center/story/random.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { planQuery } from '../../src/audit/query.ts';
import { recordIdentity } from '../../src/audit/record.ts';
import type { EndDate } from '../../src/features/ports.ts';
import { Problem } from '../../src/features/problem.ts';
import { RETRY_LIMITS } from '../../src/partner-center/retry-timing.ts';
import { openGate, partnerCenter, sourceAt } from './loopback.ts';

export interface Walk {
  readonly seed: string;
  readonly records: number;
  /** Days that the log and the question span, back from noon of 21 November 2026. */
  readonly days: number;
  readonly concurrency: number;
  readonly standIn: Pick<PartnerCenterOptions, 'endDate' | 'longWindow'>;
  readonly remembered?: EndDate;
  /** What the service makes of a request; chance is drawn from the walk's seed. */
  readonly faultOf: (request: SeenRequest, chance: () => number) => Fault | undefined;
  /** Records that come in with the request of this number. */
  readonly arriveWith?: number;
}

/** How a search ended, as hashes of whole records, sorted. */
export interface Walked {
  readonly problem: Problem | undefined;
  readonly read: readonly string[];
  readonly recordsRead: number;
  readonly truth: readonly string[];
  readonly arrived: readonly string[];
  readonly requests: number;
  readonly permitsOut: number;
  readonly mostAtOnce: number;
}

const NOON = new Date('2026-11-21T12:00:00Z');
const DAY_MS = 86_400_000;

/** Runs one search over a log of its own and compares nothing yet. Errors that are no Problem are thrown. */
export async function walk(options: Walk): Promise<Walked> {
  const from = new Date(NOON.getTime() - options.days * DAY_MS);
  const log = (count: number, seed: string) => createLog({ count, seed, from, to: NOON, heaviestDayShare: 0.5 });
  const [held, late] = [log(options.records, options.seed), log(50, `${options.seed} late`)];
  const stand = await partnerCenter({ records: held, now: () => NOON, ...options.standIn });
  const { next: chance } = createRandom(options.seed);
  stand.faults.whenever((request) => {
    if (request.ordinal === options.arriveWith) stand.addRecords(late);
    return options.faultOf(request, chance);
  });
  const gate = crowdedGate();
  const source = sourceAt(stand.url, {
    gate, concurrency: options.concurrency, endDateReading: memoryEndDateReading(options.remembered), clock: () => NOON,
    retryLimits: { ...RETRY_LIMITS, firstWaitMs: 1, longestBackoffMs: 4, pageRetries: 8, searchRetries: 400, pageMs: 700 },
  });
  const { windows } = planQuery({ filter: EVERYTHING, range: { from, to: NOON } }, NOON);
  const read = new Map<string, string>();
  let recordsRead = 0;
  const problem = await (async () => {
    for await (const { records, repeats } of source.pages({ windows }, { correlationId: 'c', signal: AbortSignal.timeout(60_000) })) {
      recordsRead += records.length - repeats;
      for (const record of records) read.set(recordIdentity(record), hashOf(record));
    }
  })().then(() => undefined, problemIn);
  return {
    problem, recordsRead, read: [...read.values()].toSorted(), requests: stand.requests.length,
    truth: held.map(hashOf).toSorted(), arrived: late.map(hashOf).toSorted(), permitsOut: gate.inside, mostAtOnce: gate.most(),
  };
}

/** Of a record, with what is null left out as the product does it, and in one order of fields. */
function hashOf(record: WireRecord): string {
  const facts = Object.entries(record).filter(([, value]) => value !== null).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64');
}

function crowdedGate() {
  const gate = openGate();
  let most = 0;
  return {
    ...gate,
    get inside() {
      return gate.inside;
    },
    most: () => most,
    async enter() {
      const permit = await gate.enter(AbortSignal.any([]));
      most = Math.max(most, gate.inside);
      return permit;
    },
  };
}

function problemIn(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
