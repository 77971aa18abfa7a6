/** Rows about good manners: a service that throttles, and many commands at once. */
import type { RequestGate } from '../src/features/ports.ts';
import { walkInSequence } from './baseline.ts';
import { openProduct, planOf, readAll } from './product.ts';
import { seconds, times, type Row } from './row.ts';
import { startUpstream } from './upstream.ts';

const PER_SECOND = 10;
const RECORDS = 100_000;
const DAYS = 89;

/** Counts what passes the gate, and what passes it while it is closed. */
function watched(gate: RequestGate) {
  const counts = { passed: 0, passedClosed: 0, closures: 0 };
  let closed = { from: Infinity, until: 0 };
  return {
    counts,
    async enter(signal: AbortSignal) {
      const permit = await gate.enter(signal);
      const now = performance.now();
      counts.passed += 1;
      if (now > closed.from && now < closed.until) counts.passedClosed += 1;
      return permit;
    },
    async close(forMs: number) {
      const begin = performance.now();
      await gate.close(forMs);
      counts.closures += 1;
      closed = { from: performance.now(), until: Math.max(closed.until, begin + forMs) };
    },
  };
}

/** (h) A service that takes ten requests a second. Nothing tells us the limit but its refusals. */
export async function throttledWalk(redisUrl: string): Promise<Row> {
  const upstream = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 150, perSecond: PER_SECOND });
  const unlimited = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 0 });
  const { perDay } = await walkInSequence(unlimited.url, planOf(DAYS).windows);
  unlimited.stop();
  let gate: ReturnType<typeof watched> | undefined;
  const product = await openProduct({ upstream, redisUrl, aroundGate: (inner) => (gate = watched(inner)) });
  const begin = performance.now();
  const records = await readAll(product, planOf(DAYS));
  const ms = performance.now() - begin;
  const { requests, throttled } = await upstream.seen();
  await product.close();
  upstream.stop();
  const needed = [...perDay.values()].reduce((sum, count) => sum + Math.ceil(count / 500), 0);
  const bound = (needed - PER_SECOND) / PER_SECOND * 1_000;
  const further = Math.max(0, throttled - 1) / requests;
  const passedClosed = gate?.counts.passedClosed ?? NaN;
  return {
    id: 'h', what: `a service of ${PER_SECOND} requests/s, ${RECORDS.toLocaleString('en')} records`, must: '≤ 5 % further 429s, none sent while closed, ≤ 1.20× bound', baseline: `bound ${seconds(bound)} for ${needed} requests`,
    ours: `${seconds(ms)}, ${requests} requests, ${throttled} × 429`, result: `${times(ms / bound)} bound, ${(further * 100).toFixed(1)} % further, ${passedClosed} while closed`,
    holds: records === RECORDS && further <= 0.05 && passedClosed === 0 && ms <= 1.2 * bound,
  };
}

/** (i) Ten people ask in the same second, and nobody is signed in. */
export async function tenAtOnce(redisUrl: string): Promise<Row> {
  const upstream = await startUpstream({ records: 1_000, days: 10, latencyMs: 150 });
  const product = await openProduct({ upstream, redisUrl });
  const begin = performance.now();
  await Promise.all(Array.from({ length: 10 }, (_, number) => product.search(1 + number / 10)));
  const ms = performance.now() - begin;
  const { tokens, requests } = await upstream.seen();
  await product.close();
  upstream.stop();
  return {
    id: 'i', what: '10 commands at once, cold', must: '1 token request', baseline: 'MSAL alone: 1 each', ours: `${tokens} token request${tokens === 1 ? '' : 's'}`,
    result: `all answered in ${seconds(ms)}, ${requests} pages`, holds: tokens === 1,
  };
}
