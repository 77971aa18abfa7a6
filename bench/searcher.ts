/** One search in a process of its own, so that its memory can be told apart. Started by `memory.ts`. */
import { parseBare, walkInSequence } from './baseline.ts';
import { openProduct, planOf } from './product.ts';
import type { Upstream } from './upstream.ts';

/** What is done: a search of the product, or everything read and held, as scripts do. */
export interface Errand {
  readonly upstream: Upstream;
  readonly redisUrl: string;
  readonly days: number;
  readonly kind: 'search' | 'hold';
}

/** What that took of the process, in bytes of resident memory. */
export interface Memory {
  readonly before: number;
  readonly most: number;
  readonly records: number;
}

async function main({ upstream, redisUrl, days, kind }: Errand): Promise<void> {
  const product = await openProduct({ upstream, redisUrl });
  // What the process holds anyway: code, connections, a token.
  await product.search(1);
  const before = process.memoryUsage.rss();
  let most = before;
  const look = (): void => { most = Math.max(most, process.memoryUsage.rss()); };
  const looking = setInterval(look, 20);
  const records = kind === 'search' ? (await product.search(days)).listed : await holdAll(upstream.url, days);
  look();
  clearInterval(looking);
  const memory: Memory = { before, most, records };
  process.send?.(memory);
  await product.close();
  process.disconnect();
}

async function holdAll(url: string, days: number): Promise<number> {
  const { bodies, records } = await walkInSequence(url, planOf(days).windows);
  const held = bodies.map(parseBare);
  return held.length === bodies.length ? records : 0;
}

await main(JSON.parse(process.argv[2] ?? '') as Errand);
