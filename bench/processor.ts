/** Rows about CPU time: what the product costs where nobody waits for anything. */
import { readPage } from '../src/partner-center/wire.ts';
import { unpackText } from '../src/partner-center/http.ts';
import { cpuOf, parseBare, walkInSequence } from './baseline.ts';
import { openProduct, planOf } from './product.ts';
import { times, type Row } from './row.ts';
import { startUpstream } from './upstream.ts';

const ROUNDS = 5;
const DAYS = 30;
const RECORDS = 50_000;

/** (f) From the bytes of an answer to records that are checked and masked; (g) a whole search, counted and stored. */
export async function processorRows(redisUrl: string): Promise<readonly Row[]> {
  const upstream = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 0 });
  const plan = planOf(DAYS);
  const { bodies } = await walkInSequence(upstream.url, plan.windows);
  const product = await openProduct({ upstream, redisUrl });
  let listed = 0;
  const measured = { bare: [] as number[], read: [] as number[], search: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const bare = await cpuOf(() => bodies.forEach(parseBare));
    const read = await cpuOf(async () => {
      for (const body of bodies) readPage(await unpackText(body, 'gzip'));
    });
    // A minute less each time: an equal search within a minute would be answered from the last one.
    const search = await cpuOf(async () => { ({ listed } = await product.search(DAYS - round / 1_440)); });
    // The first round pays for the compiler.
    if (round > 0) for (const [name, ms] of Object.entries({ bare, read, search })) measured[name as keyof typeof measured].push(ms);
  }
  await product.close();
  upstream.stop();
  const [bare, read, search] = [measured.bare, measured.read, measured.search].map(median) as [number, number, number];
  const perPage = (ms: number): string => `${(ms / bodies.length).toFixed(2)} ms a page`;
  const baseline = `gunzip + JSON.parse: ${perPage(bare)}`;
  return [
    { id: 'f', what: 'CPU from bytes to checked, masked records', must: '≤ 2.50×', baseline, ours: perPage(read), result: times(read / bare), holds: read / bare <= 2.5 },
    { id: 'g', what: `CPU of a whole search, ${listed.toLocaleString('en')} listed and stored`, must: '≤ 5.00×', baseline, ours: perPage(search), result: times(search / bare), holds: search / bare <= 5 && listed > RECORDS * 0.99 },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
