/** The product as the worker role puts it together, against a simulator and a real Redis. */
import { createHash, randomUUID } from 'node:crypto';
import { EVERYTHING, type AuditFilter } from '../src/audit/filter.ts';
import { planQuery, type QueryPlan } from '../src/audit/query.ts';
import type { RequestGate } from '../src/features/ports.ts';
import type { ResultFacts } from '../src/features/result-facts.ts';
import { createCopiedSource } from '../src/features/read-copy.ts';
import { findAnswer } from '../src/features/run-search.ts';
import { connectPartnerCenter } from '../src/partner-center/connect.ts';
import { createLogger } from '../src/runtime/logger.ts';
import { connectRedis } from '../src/runtime/redis.ts';
import { createCopy } from '../src/store/copy.ts';
import { copyKeys } from '../src/store/copy-scripts.ts';
import { createDirectory } from '../src/store/directory.ts';
import { createFreshnessStore } from '../src/store/freshness.ts';
import { createEndDateReading } from '../src/store/end-date-reading.ts';
import { createRequestGate } from '../src/store/request-gate.ts';
import { createResultStore } from '../src/store/results.ts';
import { NOW, type Upstream } from './upstream.ts';

export interface ProductOptions {
  readonly upstream: Upstream;
  readonly redisUrl: string;
  readonly concurrency?: number;
  /** High unless told otherwise: most rows measure the walk, not the limit that an operator has set. */
  readonly requestsPerMinute?: number;
  /** Where it keeps everything in Redis, if not in a place of its own. */
  readonly prefix?: string;
  /** Puts something around the gate, to see what passes it. */
  readonly aroundGate?: (gate: RequestGate) => RequestGate;
}

export type Product = Awaited<ReturnType<typeof openProduct>>;

const DAY_MS = 86_400_000;
const SIGNAL = new AbortController().signal;

/** The days up to now as a plan of the product; edge days are read as well, as always. */
export function planOf(days: number, filter: Partial<AuditFilter> = {}): QueryPlan {
  return planQuery({ filter: { ...EVERYTHING, ...filter }, range: { from: new Date(NOW.getTime() - days * DAY_MS), to: NOW } }, NOW);
}

/** Everything is new: no token, no end date known, nothing stored. */
export async function openProduct({ upstream, redisUrl, concurrency = 4, requestsPerMinute = 100_000, prefix = `bench-${randomUUID()}`, aroundGate = (gate) => gate }: ProductOptions) {
  const log = createLogger('silent');
  const redis = connectRedis(redisUrl, 'commands', log);
  await new Promise((resolve) => redis.once('ready', resolve));
  const storage = { redis, prefix };
  const gate = aroundGate(createRequestGate({ ...storage, partner: upstream.tenantId, concurrency, requestsPerMinute, log }));
  const clock = (): Date => NOW;
  const connected = connectPartnerCenter({
    tenantId: upstream.tenantId, clientId: upstream.clientId, credential: { kind: 'secret', secret: () => upstream.clientSecret }, cloud: 'global',
    partnerCenterUrl: upstream.url, entraAuthorityUrl: upstream.entraUrl, environment: {}, gate, concurrency,
    endDateReading: createEndDateReading({ ...storage, partner: upstream.tenantId }), clock, random: Math.random, newId: randomUUID, log,
  });
  const copy = createCopy(storage);
  const searchDeps = {
    source: createCopiedSource({ source: connected.source, copy, clock, log }), copy, results: createResultStore({ ...storage, now: Date.now }), directory: createDirectory({ ...storage, now: Date.now }), freshness: createFreshnessStore(storage), clock, log,
    newResultId: randomUUID, hash: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
  const searchSpan = (from: Date, to: Date): Promise<ResultFacts> => findAnswer(searchDeps, {
    command: 'bench', zone: 'UTC', filter: EVERYTHING, clamped: false, from: from.toISOString(), to: to.toISOString(), correlationId: randomUUID(),
  }, SIGNAL);
  return {
    pages: (plan: QueryPlan) => connected.source.pages(plan, { correlationId: randomUUID(), signal: SIGNAL }),
    results: searchDeps.results,
    copy,
    redis,
    /** A day as it stands in Redis. */
    rawDay: (day: string): Promise<Record<string, Buffer>> => redis.hgetallBuffer(copyKeys(prefix).day(day)),
    /** What Redis takes for the days of the copy, its own overhead included. */
    async redisBytes(): Promise<number> {
      const days = (await copy.ledger()).map(({ day }) => copyKeys(storage.prefix).day(day));
      const sizes = await Promise.all(days.map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)));
      return sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
    },
    /** A whole search: read, counted, stored. */
    search: (days: number): Promise<ResultFacts> => searchSpan(new Date(NOW.getTime() - days * DAY_MS), NOW),
    searchSpan,
    async close() {
      await connected.close();
      redis.disconnect();
    },
  };
}

/** Reads a plan to its end and gives how many records it held, each counted once. */
export async function readAll(product: Product, plan: QueryPlan): Promise<number> {
  let records = 0;
  for await (const page of product.pages(plan)) records += page.records.length - page.repeats;
  return records;
}
