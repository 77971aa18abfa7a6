/** The columns beside the rows of a copied day: written with them in one step, read in their place where they are of the same rows. */
import type { Redis } from 'ioredis';
import { isSettledDay } from '../audit/coverage.ts';
import type { Day } from '../audit/dates.ts';
import { columnsOf } from '../audit/day-columns.ts';
import type { CopyStore, DayChange, DayFacts } from '../features/copy-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { packColumns, unpackColumns } from './column-bytes.ts';
import { COLUMNS, READ_COLUMNS, type CopyShelf } from './copy-scripts.ts';
import { readJson } from './read-json.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';

/** What stands in a day's columns after a change; nothing for a day that no search takes from the copy yet. */
export function columnsFor({ rows, facts }: DayChange, key: string, vault: Vault): Buffer {
  return isSettledDay(facts) ? vault.seal(`${key} ${COLUMNS}`, packColumns(columnsOf(rows), facts.sha256)) : Buffer.alloc(0);
}

/** Reads columns where they are of a day's rows. Both functions throw a `storage` Problem when Redis fails. */
export function createColumnReader({ redis, keys, vault }: CopyShelf): Pick<CopyStore, 'columns' | 'columnsAgree'> {
  const open = (day: Day, held: Buffer | undefined, facts: DayFacts) => held && unlessBroken(() => unpackColumns(vault.open(`${keys.day(day)} ${COLUMNS}`, held), facts.sha256));
  return {
    columns: (day) => stored(async () => {
      const answer = await redis.callBuffer('EVAL', READ_COLUMNS, 2, keys.day(day), keys.ledger, day) as readonly [Buffer | null, Buffer | null, Buffer | null, Buffer | null, number];
      const [version, begun, known, held, bytes] = answer;
      if (!version || !begun || !known || !held) return undefined;
      const facts = readJson<DayFacts>(known.toString());
      const columns = open(day, held, facts);
      // Rows that were taken away or cut in Redis must not be counted: they could not be shown.
      if (!columns || columns.numbers.length !== facts.records || bytes !== facts.bytes) return undefined;
      return { columns, facts, place: { day, begun: begun.toString(), version: Number(version), rows: facts.next } };
    }),
    columnsAgree: ({ rows, facts, version }) => stored(async () => {
      if (!facts) return true;
      const [now, held] = await redis.hmgetBuffer(keys.day(facts.day), 'version', COLUMNS);
      // Where the day was written anew meanwhile, its columns are of other rows.
      if (!held || Number(now?.toString()) !== version) return true;
      const columns = open(facts.day, held, facts);
      return columns !== undefined && packColumns(columns, facts.sha256).equals(packColumns(columnsOf(rows), facts.sha256));
    }),
  };
}

/** All that stands of a day. In one step: rows and facts of different moments would look like rows that somebody altered. */
export async function readDay(redis: Redis, key: string, ledger: string, day: Day): Promise<{ readonly fields: Readonly<Record<string, Buffer>>; readonly facts?: DayFacts }> {
  const answers = await redis.multi().hgetallBuffer(key).hget(ledger, day).exec() ?? [];
  const [fields, facts] = answers.map(([error, value]) => {
    if (error) throw error;
    return value;
  }) as [Readonly<Record<string, Buffer>>, string | null];
  return { fields, ...(facts !== null && { facts: readJson<DayFacts>(facts) }) };
}
