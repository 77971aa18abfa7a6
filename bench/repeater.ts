/** Searches whenever it is told to, in a process of its own as in production, and answers what that took. Started by `processor.ts`. */
import { cpuOf } from './baseline.ts';
import { openProduct } from './product.ts';
import type { Upstream } from './upstream.ts';

export interface Repetition {
  readonly upstream: Upstream;
  readonly redisUrl: string;
  readonly days: number;
}

/** CPU milliseconds of one search, on all threads, and how many records it listed. */
export interface Repeated {
  readonly ms: number;
  readonly listed: number;
}

async function main({ upstream, redisUrl, days }: Repetition): Promise<void> {
  const product = await openProduct({ upstream, redisUrl });
  let [round, listed] = [0, 0];
  const search = async (): Promise<void> => {
    // A minute less each time: an equal search within a minute would be answered from the last one.
    const ms = await cpuOf(async () => { ({ listed } = await product.search(days - round / 1_440)); });
    round += 1;
    const repeated: Repeated = { ms, listed };
    process.send?.(repeated);
  };
  process.on('message', () => void search());
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

await main(JSON.parse(process.argv[2] ?? '') as Repetition);
