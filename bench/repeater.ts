/** Does the same work whenever it is told to, in a process of its own, and answers what that took. Started by `processor.ts`. */
import { readPage } from '../src/partner-center/wire.ts';
import { unpackText } from '../src/partner-center/http.ts';
import { cpuOf, parseBare, walkInSequence } from './baseline.ts';
import { openProduct, planOf } from './product.ts';
import type { Upstream } from './upstream.ts';

/** What is repeated: a whole search of the product, its reading of pages alone, or bare unpacking and parsing of the same pages. */
export interface Repetition {
  readonly upstream: Upstream;
  readonly redisUrl: string;
  readonly days: number;
  readonly kind: 'bare' | 'read' | 'search';
}

/** CPU milliseconds on all threads, and how many records were listed or pages read. */
export interface Repeated {
  readonly ms: number;
  readonly count: number;
}

async function main(repetition: Repetition): Promise<void> {
  const once = await prepare(repetition);
  process.on('message', () => void once().then((repeated) => process.send?.(repeated)));
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function prepare({ upstream, redisUrl, days, kind }: Repetition): Promise<() => Promise<Repeated>> {
  if (kind === 'search') return searching(await openProduct({ upstream, redisUrl }), days);
  const { bodies } = await walkInSequence(upstream.url, planOf(days).windows);
  return async () => ({ ms: await cpuOf(kind === 'bare' ? () => bodies.forEach(parseBare) : () => readAll(bodies)), count: bodies.length });
}

function searching(product: Awaited<ReturnType<typeof openProduct>>, days: number): () => Promise<Repeated> {
  let [round, listed] = [0, 0];
  return async () => {
    // A minute less each time: an equal search within a minute would be answered from the last one.
    const ms = await cpuOf(async () => { ({ listed } = await product.search(days - round / 1_440)); });
    round += 1;
    return { ms, count: listed };
  };
}

async function readAll(bodies: readonly Buffer[]): Promise<void> {
  for (const body of bodies) readPage(await unpackText(body, 'gzip'));
}

await main(JSON.parse(process.argv[2] ?? '') as Repetition);
