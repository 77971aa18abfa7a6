import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { dayChecksum } from '../../src/audit/seal.ts';
import { Problem } from '../../src/features/problem.ts';
import { connectRedis } from '../../src/runtime/redis.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { createCopy } from '../../src/store/copy.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores, firstChange, flipByte, writeDays } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
const DAY = '2026-11-20';

const stores = () => {
  const part = `${prefix}:${randomUUID()}`;
  return { part, ...copyStores(redis, part) };
};
const records = (count: number): readonly AuditRecord[] => Array.from({ length: count }, (_, at) => aRecord({ id: `record-${at}`, sessionId: randomUUID() }));

describe('store/copy and store/feed', () => {
  it('remembers when it began, whoever asks later', async () => {
    const { copy } = stores();

    const [first, second] = [await copy.begunAt(new Date('2026-11-20T10:00:00Z')), await copy.begunAt(new Date('2026-11-21T10:00:00Z'))];

    expect([first, second]).toEqual([new Date('2026-11-20T10:00:00Z'), new Date('2026-11-20T10:00:00Z')]);
  });

  it('gives a day back as it was written, over many chunks', async () => {
    const { copy } = stores();
    const change = firstChange(DAY, records(1_000));
    await copy.write(change);

    const held = await copy.read(DAY);

    expect(held.rows).toEqual(change.rows);
    expect(held).toMatchObject({ version: 1, facts: change.facts });
    expect(dayChecksum(held.rows)).toBe(change.facts.sha256);
    expect(await copy.read('2026-11-19')).toEqual({ rows: [], version: 0 });
  });

  it('refuses a change of a version that is no longer there, and takes nothing of it', async () => {
    const { copy, feed } = stores();
    await copy.write(firstChange(DAY, records(2)));

    const isTaken = await copy.write(firstChange(DAY, records(5), { feed: [{ row: 4, kind: 'news' }] }));

    expect(isTaken).toBe(false);
    expect((await copy.read(DAY)).rows).toHaveLength(2);
    expect([await feed.head(), await feed.after(0, 10)]).toEqual([0, []]);
  });

  it('lets one of two writers through, whoever is first', async () => {
    const { copy } = stores();

    const taken = await Promise.all(Array.from({ length: 8 }, (_, at) => copy.write(firstChange(DAY, records(at + 1)))));

    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await copy.read(DAY)).rows).toHaveLength(taken.indexOf(true) + 1);
  });

  it('writes only the chunks that a change touches, and counts the bytes of all', async () => {
    const { copy, part } = stores();
    const change = firstChange(DAY, records(600));
    await copy.write(change);
    const untouched = await redis.hgetBuffer(`${part}:copy:day:${DAY}`, 'chunk:0');
    const rows = change.rows.map((row) => (row.number === 300 ? { ...row, record: { ...row.record, operationStatus: 'failed' } } : row));
    await copy.write({ ...change, version: 1, rows, touched: new Set([300]) });

    const fields = await redis.hgetallBuffer(`${part}:copy:day:${DAY}`);
    const [facts] = await copy.ledger();

    expect(fields['chunk:0']).toEqual(untouched);
    expect((await copy.read(DAY)).rows).toEqual(rows);
    expect(facts?.bytes).toBe(['chunk:0', 'chunk:1', 'chunk:2', 'columns'].reduce((sum, name) => sum + (fields[name]?.length ?? 0), 0));
  });

  it('removes single rows for good', async () => {
    const { copy, part } = stores();
    const change = firstChange(DAY, records(3));
    await copy.write(change);
    const rows = change.rows.filter(({ number }) => number !== 1);
    await copy.write({ ...change, version: 1, rows, touched: new Set([1]) });

    const held = await copy.read(DAY);

    expect(held.rows.map(({ number }) => number)).toEqual([0, 2]);
    expect((await redis.hkeys(`${part}:copy:day:${DAY}`)).toSorted()).toEqual(['begun', 'chunk:0', 'columns', 'version']);
  });

  it('numbers the feed over all days and gives the rows of its entries in their latest state', async () => {
    const { copy, feed } = stores();
    const change = firstChange(DAY, records(3), { feed: [{ row: 0, kind: 'news' }, { row: 2, kind: 'late' }] });
    await copy.write(change);
    await copy.write(firstChange('2026-11-19', records(1), { feed: [{ row: 0, kind: 'news' }] }));
    const later = change.rows.map((row) => ({ ...row, record: { ...row.record, operationStatus: 'failed' } }));
    await copy.write({ ...change, version: 1, rows: later.slice(0, 2), touched: new Set([0, 2]), feed: [{ row: 0, kind: 'changed' }] });

    const entries = await feed.after(0, 10);
    const rows = await feed.rows(entries);

    expect(entries.map(({ number, day, row, kind }) => [number, day, row, kind])).toEqual([
      [1, DAY, 0, 'news'], [2, DAY, 2, 'late'], [3, '2026-11-19', 0, 'news'], [4, DAY, 0, 'changed'],
    ]);
    expect(rows.map(({ entry, row }) => [entry.number, row.record.operationStatus])).toEqual([[1, 'failed'], [3, 'succeeded'], [4, 'failed']]);
    expect([await feed.head(), (await feed.after(1, 2)).map(({ number }) => number)]).toEqual([4, [2, 3]]);
  });

  it('forgets a day that is removed, and the oldest entries of the feed up to a day', async () => {
    const { copy, feed, part } = stores();
    for (const day of ['2026-11-18', '2026-11-19', DAY]) await copy.write(firstChange(day, records(1), { feed: [{ row: 0, kind: 'news' }] }));
    await copy.remove('2026-11-18');
    await feed.trim('2026-11-19');

    expect((await copy.ledger()).map(({ day }) => day)).toEqual(['2026-11-19', DAY]);
    expect(await redis.exists(`${part}:copy:day:2026-11-18`)).toBe(0);
    expect((await feed.after(0, 10)).map(({ number }) => number)).toEqual([2, 3]);
    await feed.trim('2027-01-01');
    expect([await feed.after(0, 10), await feed.head()]).toEqual([[], 3]);
  });

  it('leaves out what somebody broke, so that the checksum tells', async () => {
    const { copy, part } = stores();
    await writeDays(copy, [DAY], () => records(20));
    await flipByte(redis, part, DAY);

    const { rows, facts } = await copy.read(DAY);

    expect(dayChecksum(rows)).not.toBe(facts?.sha256);
  });

  it('throws a storage Problem when Redis is gone', async () => {
    const gone = connectRedis('redis://127.0.0.1:1', 'commands', createLogger('silent'));
    const copy = createCopy({ redis: gone, prefix });

    const problems = await Promise.all([copy.ledger(), copy.read(DAY), copy.write(firstChange(DAY, []))].map((work) => work.catch((error: unknown) => error)));
    gone.disconnect();

    expect(problems.every((problem) => problem instanceof Problem && problem.kind === 'storage')).toBe(true);
  });

  it('holds a record of the invented log in less than 240 bytes, day by day', async () => {
    const { copy } = stores();
    const story = createStory({ now: new Date('2026-11-21T10:00:00Z') }).records
      .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)) as unknown as AuditRecord);
    const days = Map.groupBy(story, ({ operationDate }) => operationDate.slice(0, 10));
    await writeDays(copy, [...days.keys()], (day) => days.get(day) ?? []);

    const bytes = (await copy.ledger()).reduce((sum, facts) => sum + facts.bytes, 0);

    expect(days.size).toBeGreaterThan(80);
    expect(bytes / story.length).toBeLessThan(240);
  });
});
