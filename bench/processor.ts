/** Rows about CPU time: what the product costs where nobody waits for anything. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Repeated, Repetition } from './repeater.ts';
import { percentile, times, type Row } from './row.ts';
import { messageOf, startUpstream } from './upstream.ts';

/** The first rounds pay for the compiler. */
const WARM_UPS = 2;
const ROUNDS = 7;
const DAYS = 30;
const RECORDS = 50_000;
const KINDS = ['bare', 'read', 'search'] as const;

/** (f) From the bytes of an answer to records that are checked and masked; (g) a whole search, counted and stored. */
export async function processorRows(redisUrl: string): Promise<readonly Row[]> {
  const upstream = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 0 });
  const [bare, read, search] = await Promise.all(KINDS.map((kind) => start({ upstream, redisUrl, days: DAYS, kind }))) as [Repeater, Repeater, Repeater];
  for (let round = 0; round < WARM_UPS + ROUNDS; round += 1) for (const repeater of [bare, read, search]) await repeater.repeat();
  for (const repeater of [bare, read, search]) repeater.stop();
  upstream.stop();
  const pages = bare.count();
  const perPage = (ms: number): string => `${(ms / pages).toFixed(2)} ms a page`;
  const baseline = `gunzip + JSON.parse: ${perPage(bare.ms())}`;
  const [forReading, forSearch] = [read.ms() / bare.ms(), search.ms() / bare.ms()];
  return [
    { id: 'f', what: 'CPU from bytes to checked, masked records', must: '≤ 2.50×', baseline, ours: perPage(read.ms()), result: times(forReading), holds: forReading <= 2.5 },
    { id: 'g', what: `CPU of a whole search, ${search.count().toLocaleString('en')} listed and stored`, must: '≤ 5.00×', baseline, ours: perPage(search.ms()), result: times(forSearch), holds: forSearch <= 5 && search.count() > RECORDS * 0.99 },
  ];
}

type Repeater = Awaited<ReturnType<typeof start>>;

/** Each in a process of its own: what one leaves behind on its heap changes what another takes. */
async function start(repetition: Repetition) {
  const runner = fork(fileURLToPath(new URL('repeater.ts', import.meta.url)), [JSON.stringify(repetition)]);
  await messageOf(runner);
  const rounds: Repeated[] = [];
  return {
    async repeat(): Promise<void> {
      runner.send('once more');
      rounds.push(await messageOf<Repeated>(runner));
    },
    /** The middle one of the rounds that count. */
    ms: (): number => percentile(rounds.slice(WARM_UPS).map(({ ms }) => ms), 0.5),
    count: (): number => rounds.at(-1)?.count ?? 0,
    stop: (): void => runner.disconnect(),
  };
}
