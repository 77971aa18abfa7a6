/** (j) Turning pages of a long answer, as a click on `Next` does it. */
import { showPage } from '../src/features/show-page.ts';
import type { Person } from '../src/features/people-ports.ts';
import { openProduct } from './product.ts';
import { milliseconds, percentile, type Row } from './row.ts';
import { startUpstream } from './upstream.ts';

const RECORDS = 100_000;
const DAYS = 89;
const TURNS = 400;
const P99_MS = 150;
const ANYBODY: Person = { id: 'U1', teamId: 'T1', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };

export async function pagingRow(redisUrl: string): Promise<Row> {
  const upstream = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 0 });
  const product = await openProduct({ upstream, redisUrl });
  const { id, listed } = await product.search(DAYS);
  const deps = {
    results: product.results,
    people: { find: async () => ANYBODY, isInGroup: async () => true },
    policy: { rules: [{ kind: 'everyone' as const }], organisation: { teamId: 'T1' } },
    defaultZone: 'UTC',
  };
  const first = await showPage(deps, { userId: ANYBODY.id }, id, 0);
  const pageCount = first.kind === 'summary' ? first.pageCount : 0;
  const begin = performance.now();
  await product.results.records(id, 0, listed);
  const everything = performance.now() - begin;
  const turns: number[] = [];
  let shown = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const from = performance.now();
    const screen = await showPage(deps, { userId: ANYBODY.id }, id, Math.floor(turn / TURNS * pageCount));
    turns.push(performance.now() - from);
    if (screen.kind === 'summary' && screen.records.length > 0) shown += 1;
  }
  await product.close();
  upstream.stop();
  const p99 = percentile(turns, 0.99);
  return {
    id: 'j', what: `paging through ${listed.toLocaleString('en')} records`, must: `p99 < ${P99_MS} ms`, baseline: `all unpacked: ${milliseconds(everything)}`,
    ours: `p50 ${milliseconds(percentile(turns, 0.5))}, p99 ${milliseconds(p99)}`, result: `${shown} of ${TURNS} pages shown`, holds: p99 < P99_MS && shown === TURNS && listed > RECORDS * 0.99,
  };
}
