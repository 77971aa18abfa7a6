/** (e) Memory of a whole search: it is reduced page by page, so a long answer must not be held. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';
import type { Errand, Memory } from './searcher.ts';
import { messageOf, startUpstream } from './upstream.ts';

const DAYS = 89;
const MEBIBYTE = 1024 * 1024;
const ALLOWED_MB = 200;

export async function memoryRow(redisUrl: string, id: string, count: number): Promise<Row> {
  const upstream = await startUpstream({ records: count, days: DAYS, latencyMs: 0 });
  const errand = { upstream, redisUrl, days: DAYS };
  const holding = await run({ ...errand, kind: 'hold' });
  const search = await run({ ...errand, kind: 'search' });
  upstream.stop();
  return {
    id, what: `memory of a search, ${count.toLocaleString('en')} records`, must: `grows by ≤ ${ALLOWED_MB} MB`, baseline: `all held: +${grown(holding)} MB`,
    ours: `+${grown(search)} MB (from ${Math.round(search.before / MEBIBYTE)} MB)`, result: `${search.records.toLocaleString('en')} listed`,
    holds: grown(search) <= ALLOWED_MB && search.records > 0 && holding.records === count,
  };
}

async function run(errand: Errand): Promise<Memory> {
  return messageOf<Memory>(fork(fileURLToPath(new URL('searcher.ts', import.meta.url)), [JSON.stringify(errand)]));
}

function grown({ before, most }: Memory): number {
  return Math.round((most - before) / MEBIBYTE);
}
