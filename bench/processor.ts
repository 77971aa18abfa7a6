/** Rows about CPU time: what the product costs where nobody waits for anything. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readPage } from '../src/partner-center/wire.ts';
import { unpackText } from '../src/partner-center/http.ts';
import { cpuOf, parseBare, walkInSequence } from './baseline.ts';
import { planOf } from './product.ts';
import type { Repeated } from './repeater.ts';
import { percentile, times, type Row } from './row.ts';
import { messageOf, startUpstream } from './upstream.ts';

/** The first rounds pay for the compiler. */
const WARM_UPS = 2;
const ROUNDS = 7;
const DAYS = 30;
const RECORDS = 50_000;

/** (f) From the bytes of an answer to records that are checked and masked; (g) a whole search, counted and stored. */
export async function processorRows(redisUrl: string): Promise<readonly Row[]> {
  const upstream = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 0 });
  const plan = planOf(DAYS);
  const { bodies } = await walkInSequence(upstream.url, plan.windows);
  const searcher = fork(fileURLToPath(new URL('repeater.ts', import.meta.url)), [JSON.stringify({ upstream, redisUrl, days: DAYS })]);
  await messageOf(searcher);
  let listed = 0;
  const measured = { bare: [] as number[], read: [] as number[], search: [] as number[] };
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const bare = await cpuOf(() => bodies.forEach(parseBare));
    const read = await cpuOf(async () => {
      for (const body of bodies) readPage(await unpackText(body, 'gzip'));
    });
    searcher.send('search');
    const repeated = await messageOf<Repeated>(searcher);
    listed = repeated.listed;
    if (round >= 0) for (const [name, ms] of Object.entries({ bare, read, search: repeated.ms })) measured[name as keyof typeof measured].push(ms);
  }
  searcher.disconnect();
  upstream.stop();
  const [bare, read, search] = [measured.bare, measured.read, measured.search].map((values) => percentile(values, 0.5)) as [number, number, number];
  const perPage = (ms: number): string => `${(ms / bodies.length).toFixed(2)} ms a page`;
  const baseline = `gunzip + JSON.parse: ${perPage(bare)}`;
  return [
    { id: 'f', what: 'CPU from bytes to checked, masked records', must: '≤ 2.50×', baseline, ours: perPage(read), result: times(read / bare), holds: read / bare <= 2.5 },
    { id: 'g', what: `CPU of a whole search, ${listed.toLocaleString('en')} listed and stored`, must: '≤ 5.00×', baseline, ours: perPage(search), result: times(search / bare), holds: search / bare <= 5 && listed > RECORDS * 0.99 },
  ];
}
