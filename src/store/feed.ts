/** The feed of the local copy in Redis: numbers and places only; the copy writes it together with its records. */
import type { DayRow } from '../audit/day-copy.ts';
import type { Day } from '../audit/dates.ts';
import type { Feed, FeedEntry, FeedKind } from '../features/copy-ports.ts';
import type { CopyOptions } from './copy.ts';
import { rowsOf } from './copy-chunks.ts';
import { copyKeys } from './copy-scripts.ts';
import { stored } from './storage.ts';
import { OPEN_VAULT } from './vault.ts';

const TRIMMED_AT_ONCE = 1_000;

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createFeed({ redis, prefix, vault = OPEN_VAULT }: CopyOptions): Feed {
  const keys = copyKeys(prefix);
  const rowsByNumber = async (day: Day): Promise<ReadonlyMap<number, DayRow>> =>
    new Map(rowsOf(await redis.hgetallBuffer(keys.day(day)), keys.day(day), vault).map((row) => [row.number, row]));
  return {
    head: () => stored(async () => Number(await redis.get(keys.head) ?? 0)),
    after: (number, count) => stored(async () =>
      (await redis.zrange(keys.feed, `(${number}`, '+inf', 'BYSCORE', 'LIMIT', 0, count)).map(readEntry)),
    rows: (entries) => stored(async () => {
      const days = new Map<Day, ReadonlyMap<number, DayRow>>();
      for (const day of new Set(entries.map((entry) => entry.day))) days.set(day, await rowsByNumber(day));
      return entries.flatMap((entry) => {
        const row = days.get(entry.day)?.get(entry.row);
        return row ? [{ entry, row }] : [];
      });
    }),
    trim: (before) => stored(async () => {
      for (;;) {
        const entries = (await redis.zrange(keys.feed, '0', String(TRIMMED_AT_ONCE - 1))).map(readEntry);
        const kept = entries.findIndex(({ day }) => day >= before);
        const last = entries[kept === -1 ? entries.length - 1 : kept - 1];
        if (last) await redis.zremrangebyscore(keys.feed, '-inf', last.number);
        if (kept !== -1 || entries.length < TRIMMED_AT_ONCE) return;
      }
    }),
  };
}

function readEntry(text: string): FeedEntry {
  const [number = '', day = '', row = '', kind = ''] = text.split(' ');
  return { number: Number(number), day, row: Number(row), kind: kind as FeedKind };
}
