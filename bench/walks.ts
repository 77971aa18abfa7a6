/** Rows about waiting: requests, time for everything, time for the first records. */
import { RELECLOUD } from '../sandbox/partner-center/story/cast.ts';
import { walkInSequence, type Sequential } from './baseline.ts';
import { openProduct, planOf, readAll } from './product.ts';
import { seconds, times, type Row } from './row.ts';
import { NOW, startUpstream, type UpstreamSpec } from './upstream.ts';

const LATENCY_MS = 150;
/** CPU of one page of 500 records, unpacked and parsed, as the bound counts it. */
const PAGE_CPU_MS = 5;
const WORKERS = 4;

/** (a) What most questions are: one customer, a month, less than a page. */
export async function fewRecords(redisUrl: string): Promise<Row> {
  const upstream = await startUpstream({ records: 5_000, days: 30, latencyMs: LATENCY_MS, ofRelecloud: 84 });
  const product = await openProduct({ upstream, redisUrl });
  const plan = planOf(30, { customers: [{ kind: 'id', id: RELECLOUD.id }] });
  const cold = await readAll(product, plan);
  const { requests: asked } = await upstream.seen();
  const begin = performance.now();
  const warm = await readAll(product, plan);
  const ms = performance.now() - begin;
  const { requests } = await upstream.seen();
  await product.close();
  upstream.stop();
  return {
    id: 'a', what: '84 records of one customer, 30 days', must: '≤ 2 requests, 3 with edge days', baseline: `${plan.windows.length} windows of ≤ 30 days`,
    ours: `${requests - asked} requests, ${seconds(ms)}`, result: `first search ever: ${asked}`, holds: cold === 84 && warm === 84 && requests - asked <= 3 && asked <= 3,
  };
}

/** (b) A quarter of a busy partner. */
export function longWalk(redisUrl: string): Promise<Row> {
  return everything(redisUrl, { id: 'b', what: '100,000 records, 89 days, 4 workers', least: 2.6, mostOfBound: 1.3, spec: { records: 100_000, days: 89 } });
}

/** (c) A month with one day of mass changes. */
export function heavyDay(redisUrl: string): Promise<Row> {
  return everything(redisUrl, { id: 'c', what: '50,000 records, 30 days, 20 % in one, 4 workers', least: 2, spec: { records: 50_000, days: 30, heaviestDayShare: 0.2 } });
}

interface Walk {
  readonly id: string;
  readonly what: string;
  readonly least: number;
  readonly mostOfBound?: number;
  readonly spec: Pick<UpstreamSpec, 'records' | 'days' | 'heaviestDayShare'>;
}

async function everything(redisUrl: string, { id, what, least, mostOfBound = Infinity, spec }: Walk): Promise<Row> {
  const upstream = await startUpstream({ ...spec, latencyMs: LATENCY_MS });
  const plan = planOf(spec.days);
  const baseline = await walkInSequence(upstream.url, plan.windows);
  const before = (await upstream.seen()).requests;
  const product = await openProduct({ upstream, redisUrl, concurrency: WORKERS });
  const begin = performance.now();
  const records = await readAll(product, plan);
  const ms = performance.now() - begin;
  const requests = (await upstream.seen()).requests - before;
  await product.close();
  upstream.stop();
  const ratio = baseline.ms / ms;
  const ofBound = ms / boundMs(baseline);
  return {
    id, what, must: `≥ ${times(least)} faster${mostOfBound < Infinity ? `, ≤ ${times(mostOfBound)} bound` : ''}`,
    baseline: `${seconds(baseline.ms)}, ${baseline.requests} requests`, ours: `${seconds(ms)}, ${requests} requests`,
    result: `${times(ratio)} faster, ${times(ofBound)} bound`, holds: records === spec.records && ratio >= least && ofBound <= mostOfBound,
  };
}

/** No reading of day slices can be faster: all pages over all workers, the heaviest day page by page, one core. */
export function boundMs({ perDay }: Sequential): number {
  const pages = [...perDay.values()].map((count) => Math.ceil(count / 500));
  const all = pages.reduce((sum, count) => sum + count, 0);
  return Math.max(all * (LATENCY_MS + PAGE_CPU_MS) / WORKERS, Math.max(...pages) * (LATENCY_MS + PAGE_CPU_MS), all * PAGE_CPU_MS);
}

/** (d) Somebody who wants the latest ten. */
export async function firstTen(redisUrl: string): Promise<Row> {
  const upstream = await startUpstream({ records: 20_000, days: 30, latencyMs: LATENCY_MS });
  const product = await openProduct({ upstream, redisUrl });
  const plan = planOf(29);
  const today = NOW.toISOString().slice(0, 10);
  await readAll(product, planOf(1));
  const begin = performance.now();
  let found = 0;
  for await (const { records } of product.pages(plan)) {
    found += records.filter(({ operationDate }) => operationDate.startsWith(today)).length;
    if (found >= 10) break;
  }
  const ms = performance.now() - begin;
  const baseline = await walkInSequence(upstream.url, plan.windows);
  await product.close();
  upstream.stop();
  return {
    id: 'd', what: 'first 10 records of today out of 20,000', must: '≤ 2 page latencies', baseline: `${seconds(baseline.ms)} when all is read first`,
    ours: seconds(ms), result: `${(ms / LATENCY_MS).toFixed(2)} latencies`, holds: found >= 10 && ms <= 2 * LATENCY_MS,
  };
}
