/** Rows about the local copy: old questions without a request, and what a record takes in Redis. */
import type { DayRow } from '../src/audit/day-copy.ts';
import { EVERYTHING } from '../src/audit/filter.ts';
import { planQuery } from '../src/audit/query.ts';
import { dayChecksum } from '../src/audit/seal.ts';
import type { AuditRecord } from '../src/audit/record.ts';
import { readPage } from '../src/partner-center/wire.ts';
import { unpackText } from '../src/partner-center/http.ts';
import { walkInSequence } from './baseline.ts';
import { openProduct, type Product } from './product.ts';
import { percentile, seconds, times, type Row } from './row.ts';
import { NOW, startUpstream } from './upstream.ts';

const DAY_MS = 86_400_000;
const [RECORDS, DAYS] = [55_000, 33];
/** All of these days are over for more than 48 hours. */
const SPAN = { from: new Date('2026-10-18T00:00:00Z'), to: new Date('2026-11-17T00:00:00Z') };
const ROUNDS = 5;

/** (l) A search over 30 settled days, against the walk along next links; (n) bytes a record. */
export async function copyRows(redisUrl: string): Promise<readonly Row[]> {
  const upstream = await startUpstream({ records: RECORDS, days: DAYS, latencyMs: 150 });
  const product = await openProduct({ upstream, redisUrl });
  try {
    const walked = await walkInSequence(upstream.url, planQuery({ filter: EVERYTHING, range: SPAN }, NOW).windows);
    const packed = await fillCopy(product, walked.bodies);
    const before = await upstream.seen();
    const took: number[] = [];
    let listed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const begin = performance.now();
      // A millisecond less each time: an equal search within a minute would be answered from the last one.
      ({ summary: { total: listed } } = await product.searchSpan(new Date(SPAN.from.getTime() + round), SPAN.to));
      took.push(performance.now() - begin);
    }
    const requests = (await upstream.seen()).requests - before.requests;
    const ours = percentile(took, 0.5);
    return [
      { id: 'l', what: `30 settled days from the copy, ${listed.toLocaleString('en')} records listed`, must: '0 requests, ≥ 20×', baseline: `next links at 150 ms: ${seconds(walked.ms)}`, ours: `${seconds(ours)}, ${requests} requests`, result: times(walked.ms / ours), holds: requests === 0 && walked.ms / ours >= 20 && listed > 45_000 },
      packed,
    ];
  } finally {
    await product.close();
    upstream.stop();
  }
}

/** Writes what was walked into the copy, each day as if it had been read today. */
async function fillCopy({ copy, redisBytes }: Product, bodies: readonly Buffer[]): Promise<Row> {
  const days = new Map<string, AuditRecord[]>();
  for (const body of bodies) {
    const read = readPage(await unpackText(body, 'gzip'));
    for (const record of read.kind === 'page' ? read.page.records : []) {
      const day = record.operationDate.slice(0, 10);
      days.set(day, [...days.get(day) ?? [], record]);
    }
  }
  let [records, json] = [0, 0];
  const readAt = new Date(NOW.getTime() - DAY_MS).toISOString();
  for (const [day, held] of days) {
    const rows: readonly DayRow[] = held.map((record, number) => ({ number, record, seenAt: readAt }));
    const facts = { day, records: rows.length, readAt, firstReadAt: readAt, next: rows.length, sha256: dayChecksum(rows) };
    await copy.write({ version: 0, rows, touched: new Set(rows.keys()), facts, feed: [] });
    records += rows.length;
    json += JSON.stringify(held).length;
  }
  const each = await redisBytes() / records;
  return { id: 'n', what: `bytes a record of the copy in Redis, ${records.toLocaleString('en')} records`, must: '≤ 240', baseline: `as JSON: ${Math.round(json / records)}`, ours: `${Math.round(each)}`, result: times(json / records / each), holds: each <= 240 };
}
