import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { daysOfWindow } from '../../src/audit/query.ts';
import { checkCopy } from '../../src/features/check-copy.ts';
import { sealDays } from '../../src/features/seal-days.ts';
import { keptLog } from '../partner-center/loopback.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores, firstChange, flipByte, writeDays } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';

const { redis, prefix } = testConnection();
const NOW = new Date('2026-11-21T10:00:00Z');
const DAYS = daysOfWindow({ first: '2026-10-22', last: '2026-11-18' });
const NEWS = daysOfWindow({ first: '2026-11-19', last: '2026-11-21' });

/** Thirty days, sealed as far as they are settled. */
async function sealed(days: readonly string[] = DAYS) {
  const part = `${prefix}:${randomUUID()}`;
  const stores = copyStores(redis, part);
  await writeDays(stores.copy, days, (day) => [aRecord({ id: day, sessionId: randomUUID() })]);
  for (const day of NEWS) {
    const change = firstChange(day, [aRecord({ id: day })]);
    await stores.copy.write({ ...change, facts: { ...change.facts, readAt: NOW.toISOString() } });
  }
  await sealDays({ ...stores, clock: () => NOW, log: keptLog(), retentionDays: 30 });
  const check = (now = NOW) => checkCopy({ ...stores, retentionDays: 30, everyMs: 300_000, clock: () => now, limitMs: 5_000, pause: async () => undefined });
  const sealsLine = async () => (await check()).find(({ name }) => name === 'Copy seals');
  return { ...stores, part, check, sealsLine };
}

describe('features/check-copy', () => {
  it('has nothing to say before there is a copy', async () => {
    const { copy, seals } = copyStores(redis, `${prefix}:${randomUUID()}`);

    expect(await checkCopy({ copy, seals, retentionDays: 400, everyMs: 1, clock: () => NOW, limitMs: 1, pause: async () => undefined })).toEqual([{ name: 'Copy', status: 'ok', says: 'nothing is copied yet: a worker begins as soon as it runs' }]);
  });

  it('tells what is held, when it was read, and that it is as it was written', async () => {
    const { check, seals } = await sealed();
    const head = (await seals.chain()).at(-1)?.link ?? '';

    expect((await check()).map(({ name, status, says }) => [name, status, says])).toEqual([
      ['Copy', 'ok', expect.stringMatching(/^31 records of 31 days in \d+ bytes$/)],
      ['Copy reading', 'ok', expect.stringContaining('last read 0 min ago')],
      ['Copy gaps', 'ok', 'none'],
      ['Copy seals', 'ok', `every day is as it was written; 28 links hold together and end with ${head}`],
    ]);
  });

  it.each(['2026-10-22', '2026-11-05', '2026-11-20'])('names %s when one byte of it was flipped in Redis', async (day) => {
    const { part, sealsLine } = await sealed();
    await flipByte(redis, part, day);

    expect(await sealsLine()).toMatchObject({ status: 'fail', says: `not as it was written: ${Number(day.slice(-2))} ${day.slice(5, 7) === '10' ? 'Oct' : 'Nov'} 2026` });
  });

  it('names a day whose rows and checksum were changed together', async () => {
    const { copy, sealsLine } = await sealed();
    await copy.write({ ...firstChange('2026-11-05', [aRecord({ id: 'forged' })]), version: 1 });

    expect(await sealsLine()).toMatchObject({ status: 'fail', says: 'not as it was written: 5 Nov 2026' });
  });

  it('names a day whose columns tell something else than its rows', async () => {
    const { copy, part, sealsLine } = await sealed();
    const { sha256 } = (await copy.read('2026-11-05')).facts ?? { sha256: '' };
    const other = firstChange('2026-10-01', [aRecord({ id: 'other' })]);
    await copy.write({ ...other, facts: { ...other.facts, sha256 } });
    await redis.hset(`${part}:copy:day:2026-11-05`, 'columns', await redis.hgetBuffer(`${part}:copy:day:2026-10-01`, 'columns') ?? '');
    await copy.remove('2026-10-01');

    expect(await sealsLine()).toMatchObject({ status: 'fail', says: 'counted otherwise than its records say: 5 Nov 2026' });
  });

  it('finds a link that was changed, and a sealed day that was taken away', async () => {
    const { part, copy, sealsLine } = await sealed();
    const link = JSON.parse(await redis.lindex(`${part}:copy:seals`, 3) ?? '') as Record<string, unknown>;
    await redis.lset(`${part}:copy:seals`, 3, JSON.stringify({ ...link, sealedAt: 'earlier' }));
    await copy.remove('2026-11-01');

    expect((await sealsLine())?.says).toBe('the chain does not hold together from link 4 (25 Oct 2026) on; sealed, but gone: 1 Nov 2026');
  });

  it('takes the days that retention removed for granted', async () => {
    const { copy, sealsLine } = await sealed();
    await copy.remove('2026-10-22');
    await copy.remove('2026-10-23');

    expect(await sealsLine()).toMatchObject({ status: 'ok' });
  });

  it('names gaps, losses and a reading that is long ago', async () => {
    const { check } = await sealed(DAYS.filter((day) => day !== '2026-11-03'));
    const [soon, late] = [await check(), await check(new Date('2027-05-01T00:00:00Z'))];

    expect(soon[2]).toMatchObject({ name: 'Copy gaps', status: 'warn', says: 'still to be read: 3 Nov 2026' });
    expect(late[1]).toMatchObject({ status: 'warn', says: expect.stringContaining('(21 Nov 10:00 UTC)') });
    expect(late[2]?.says).toContain('lost, because Microsoft no longer has them: 3 Nov 2026, 21 Nov 2026 to');
  });
});
