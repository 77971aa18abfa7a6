/** `npm run bench`: every promise about speed, measured beside its baseline. `npm run bench -- b h` measures some rows. */
import { cpus } from 'node:os';
import { startRedis } from '../scripts/find-redis.ts';
import { alertsRow } from './alerts.ts';
import { copyRows } from './copy.ts';
import { tenAtOnce, throttledWalk } from './manners.ts';
import { longCopyRow } from './long-copy.ts';
import { memoryRow } from './memory.ts';
import { pagingRow } from './paging.ts';
import { parserRow } from './parser.ts';
import { processorRows } from './processor.ts';
import { printTable, type Row } from './row.ts';
import { fewRecords, firstTen, heavyDay, longWalk } from './walks.ts';

const ROWS: readonly (readonly [ids: string, measure: (redisUrl: string) => Promise<Row | readonly Row[]>])[] = [
  ['a', fewRecords],
  ['b', longWalk],
  ['c', heavyDay],
  ['d', firstTen],
  ['e', async (redisUrl) => [await memoryRow(redisUrl, 'e', 100_000), await memoryRow(redisUrl, 'e', 300_000)]],
  ['fg', processorRows],
  ['h', throttledWalk],
  ['i', tenAtOnce],
  ['j', pagingRow],
  ['k', parserRow],
  ['ln', copyRows],
  ['m', longCopyRow],
  ['o', alertsRow],
];

/** A row that could not be measured does not keep the others from being printed. */
function brokenRow(ids: string, error: unknown): Row {
  return { id: ids, what: 'could not be measured', must: '', baseline: '', ours: '', result: String(error).slice(0, 80), holds: false };
}

async function main(wanted: readonly string[]): Promise<number> {
  const redis = await startRedis({ url: process.env['TEST_REDIS_URL'], log: console.error });
  const rows: Row[] = [];
  for (const [ids, measure] of ROWS) {
    if (wanted.length > 0 && !wanted.some((id) => ids.includes(id))) continue;
    console.error(`measuring ${ids.split('').join(', ')}`);
    rows.push(...[await measure(redis.url).catch((error: unknown) => brokenRow(ids, error))].flat());
  }
  await redis.stop();
  console.log(`\n${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
  console.log(printTable(rows));
  return rows.every(({ holds }) => holds) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
