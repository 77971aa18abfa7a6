/** (m) A year of a busy partner in the copy: counted and listed through the columns of its days, against unpacking everything. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { LongErrand, LongReading } from './long-searcher.ts';
import { percentile, seconds, times, type Row } from './row.ts';
import { messageOf } from './upstream.ts';

const [RECORDS, DAYS] = [1_000_000, 365];
const [FASTER, ALLOWED_MB] = [5, 250];
const ROUNDS = 7;
const MEBIBYTE = 1024 * 1024;

export async function longCopyRow(redisUrl: string): Promise<Row> {
  const errand = { redisUrl, prefix: `bench-${randomUUID()}`, records: RECORDS, days: DAYS };
  try {
    const [filled] = await inTurn([{ ...errand, kind: 'fill' }], 1);
    const [parsed, search] = await inTurn([{ ...errand, kind: 'parse' }, { ...errand, kind: 'search' }], ROUNDS);
    const [parsedMs, searchMs] = [parsed, search].map((rounds = []) => percentile(rounds.map(({ ms }) => ms), 0.5)) as [number, number];
    // What the rounds before left behind would be counted otherwise.
    const { before = 0, most = 0, records = 0 } = search?.[0] ?? {};
    const [grown, ratio, written] = [Math.round((most - before) / MEBIBYTE), parsedMs / searchMs, filled?.[0]?.records ?? 0];
    return {
      id: 'm', what: `${records.toLocaleString('en')} records of ${DAYS} days counted and listed through the columns`, must: `≥ ${FASTER}×, grows by < ${ALLOWED_MB} MB`,
      baseline: `all unpacked and parsed: ${seconds(parsedMs)}`, ours: `${seconds(searchMs)}, +${grown} MB (from ${Math.round(before / MEBIBYTE)} MB)`, result: times(ratio),
      holds: ratio >= FASTER && grown < ALLOWED_MB && [...parsed ?? [], ...search ?? []].every((round) => round.records === written) && written > RECORDS * 0.99,
    };
  } finally {
    await inTurn([{ ...errand, kind: 'clear' }], 1);
  }
}

/** Lets each errand run so many times, in a process of its own, one after the other. */
async function inTurn(errands: readonly LongErrand[], count: number): Promise<readonly (readonly LongReading[])[]> {
  const runners: ChildProcess[] = [];
  for (const errand of errands) {
    const runner = fork(fileURLToPath(new URL('long-searcher.ts', import.meta.url)), [JSON.stringify(errand)]);
    runners.push(runner);
    await messageOf(runner);
  }
  const readings: LongReading[][] = errands.map(() => []);
  for (let round = 0; round < count; round += 1) {
    for (const [at, runner] of runners.entries()) {
      runner.send('go');
      readings[at]?.push(await messageOf<LongReading>(runner));
    }
  }
  for (const runner of runners) runner.disconnect();
  return readings;
}
