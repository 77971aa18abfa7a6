/** Fills a long copy or reads it whenever it is told, in a process of its own, so that its time and memory can be told apart. Started by `long-copy.ts`. */
import { randomUUID } from 'node:crypto';
import { createLog } from '../sandbox/partner-center/story/log.ts';
import type { DayRow } from '../src/audit/day-copy.ts';
import { readPage } from '../src/partner-center/wire.ts';
import { unpack } from '../src/store/packing.ts';
import { scan } from '../src/store/scan.ts';
import { openProduct, type Product } from './product.ts';
import { NOW } from './upstream.ts';

/** What is done: the copy filled, everything in it unpacked and parsed, one search over all of it, or all of it removed. */
export interface LongErrand {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly records: number;
  readonly days: number;
  readonly kind: 'fill' | 'parse' | 'search' | 'clear';
}

/** How long one round took, and the resident memory of the process before and at most. */
export interface LongReading {
  readonly records: number;
  readonly ms: number;
  readonly before: number;
  readonly most: number;
}

const DAY_MS = 86_400_000;
const PAGE = 10;
const NOBODY = 'http://127.0.0.1:9';
const CUSTOMERS = Array.from({ length: 500 }, (_, at) => ({ id: randomUUID(), name: `Customer ${at} Ltd`, domain: `customer${at}.example` }));
/** All days are settled: the newest ended three days ago. */
const LAST = Date.parse('2026-11-16T00:00:00Z');

async function fill({ copy }: Product, { records, days }: LongErrand): Promise<number> {
  let written = 0;
  for (let back = 0; back < days; back += 1) {
    const from = new Date(LAST - back * DAY_MS);
    const day = from.toISOString().slice(0, 10);
    const log = createLog({ count: Math.ceil(records / days), seed: day, from, to: new Date(from.getTime() + DAY_MS), customers: CUSTOMERS, heaviestDayShare: 0 });
    const read = readPage(JSON.stringify({ items: log }));
    const readAt = NOW.toISOString();
    const rows: readonly DayRow[] = read.kind === 'page' ? read.page.records.map((record, number) => ({ number, record, seenAt: readAt })) : [];
    const facts = { day, records: rows.length, readAt, firstReadAt: readAt, next: rows.length, sha256: day };
    await copy.write({ version: 0, rows, touched: new Set(rows.keys()), facts, feed: [] });
    written += rows.length;
  }
  return written;
}

/** The least that counting takes without columns: each chunk unpacked and parsed, and nothing done with it. */
async function parse({ copy, rawDay }: Product): Promise<number> {
  let records = 0;
  for (const { day } of await copy.ledger()) {
    for (const [field, bytes] of Object.entries(await rawDay(day))) {
      if (field.startsWith('chunk:')) records += unpack<readonly DayRow[]>(bytes).length;
    }
  }
  return records;
}

/** Counts and lists everything, as a search does, and shows the first page and the last one. */
async function search({ results, searchSpan }: Product, { days }: LongErrand, round: number): Promise<number> {
  // A millisecond less each time: an equal search within a minute would be answered from the last one.
  const { id, listed, summary } = await searchSpan(new Date(LAST - (days - 1) * DAY_MS - round), new Date(LAST + DAY_MS));
  const pages = await Promise.all([results.records(id, 0, PAGE), results.records(id, listed - PAGE, PAGE)]);
  return pages.every((page) => page?.length === PAGE) && listed === summary.total ? listed : 0;
}

async function main(errand: LongErrand): Promise<void> {
  const tenant = { tenantId: randomUUID(), clientId: randomUUID(), clientSecret: randomUUID() };
  const product = await openProduct({ upstream: { url: NOBODY, entraUrl: NOBODY, ...tenant }, redisUrl: errand.redisUrl, prefix: errand.prefix });
  // What the process holds anyway: code and connections.
  if (errand.kind === 'search') await product.searchSpan(new Date(LAST), new Date(LAST + DAY_MS));
  let round = 0;
  const work = async (): Promise<number> => {
    round += 1;
    if (errand.kind === 'fill') return fill(product, errand);
    if (errand.kind === 'parse') return parse(product);
    if (errand.kind === 'search') return search(product, errand, round);
    for await (const key of scan(product.redis, `${errand.prefix}:*`)) await product.redis.del(key);
    return 0;
  };
  process.on('message', () => void measured(work).then((reading) => process.send?.(reading)));
  process.on('disconnect', () => void product.close());
  process.send?.('ready');
}

async function measured(work: () => Promise<number>): Promise<LongReading> {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = (): void => { most = Math.max(most, process.memoryUsage.rss()); };
  const looking = setInterval(look, 20);
  const begin = performance.now();
  const records = await work();
  const ms = performance.now() - begin;
  look();
  clearInterval(looking);
  return { records, ms, before, most };
}

await main(JSON.parse(process.argv[2] ?? '') as LongErrand);
