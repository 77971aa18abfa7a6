/** (k) What a command costs before anything is asked: reading it, and finding what was meant where it cannot be read. */
import { OPERATIONS } from '../src/audit/operations.ts';
import type { ParseContext } from '../src/command/command.ts';
import { parseCommand } from '../src/command/parse.ts';
import { EXAMPLE_CONTEXT, EXAMPLES, FAULTS } from '../test/command/examples.ts';
import { milliseconds, percentile, type Row } from './row.ts';

const CUSTOMERS = 500;
const ROUNDS = 100;
const [GOOD_P50_MS, BAD_P99_MS] = [0.3, 5];

/** Names of one to three words, none of which begins a known one. */
function context(): ParseContext {
  const [firsts, seconds] = [['Adatum', 'Litware', 'Proseware', 'Tailspin', 'Trey', 'Humongous', 'Lamna', 'Woodgrove'], ['Research', 'Bank', 'Insurance', 'Healthcare', 'Toys', 'Media']];
  const names = Array.from({ length: CUSTOMERS }, (_, number) => `${firsts[number % firsts.length]} ${seconds[number % seconds.length]} ${number}`);
  return { ...EXAMPLE_CONTEXT, known: { customers: [...EXAMPLE_CONTEXT.known?.customers ?? [], ...names], complete: true } };
}

/** Milliseconds of each single reading; the first rounds pay for the compiler. */
function timed(texts: readonly string[], read: (text: string) => unknown): readonly number[] {
  const times: number[] = [];
  for (let round = -ROUNDS / 5; round < ROUNDS; round += 1) {
    for (const text of texts) {
      const begin = performance.now();
      read(text);
      if (round >= 0) times.push(performance.now() - begin);
    }
  }
  return times;
}

export async function parserRow(): Promise<Row> {
  const known = context();
  const [good, bad] = [EXAMPLES.map(([typed]) => typed), FAULTS.map(([typed]) => typed)];
  const read = (text: string): string => parseCommand(text, known).kind;
  const p50 = percentile(timed(good, read), 0.5);
  const p99 = percentile(timed(bad, read), 0.99);
  const bare = percentile(timed(good, (text) => text.split(/\s+/)), 0.5);
  const isRight = good.every((text) => read(text) !== 'mistake') && bad.every((text) => read(text) === 'mistake');
  return {
    id: 'k', what: `command parser, ${CUSTOMERS} customers and ${OPERATIONS.length} operations to suggest from`, must: `p50 < ${GOOD_P50_MS} ms good, p99 < ${BAD_P99_MS} ms bad input`,
    baseline: `bare split: ${milliseconds(bare)}`, ours: `good p50 ${milliseconds(p50)}, bad p99 ${milliseconds(p99)}`,
    result: `${good.length} good and ${bad.length} bad texts`, holds: p50 < GOOD_P50_MS && p99 < BAD_P99_MS && isRight,
  };
}
