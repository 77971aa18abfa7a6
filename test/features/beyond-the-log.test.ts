/** What may be asked where the local copy reaches further back than the log. */
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/audit/dates.ts';
import { commanding } from '../support/commanding.ts';
import { writeDays } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';

const world = commanding();
const { type, jobs } = world;
const FIRST = '2026-03-01';

describe('features/read-copy and the grammar', () => {
  beforeAll(async () => {
    const days = Array.from({ length: 250 }, (_, at) => addDays(FIRST, at));
    await writeDays(world.deps.copy as Parameters<typeof writeDays>[0], days, (day) => [aRecord({ id: day, operationDate: `${day}T10:00:00.0000000Z` })]);
  });

  it.each([
    ['last 200d', '2026-05-05T10:00:00.000Z', false], ['on 2026-05-01', '2026-04-30T23:00:00.000Z', false], ['since 2025-12-01', '2026-03-01T00:00:00.000Z', true],
    ['until 2026-09-01', '2026-03-01T00:00:00.000Z', false], ['last 90d', '2026-08-23T10:00:00.000Z', false],
  ])('asks %s from %s on', async (typed, from, clamped) => {
    expect(await type(typed)).toMatchObject({ kind: 'understood', clamped });
    expect(jobs.at(-1)).toMatchObject({ from, clamped });
  });

  it('refuses what lies before the copy, and says where that begins', async () => {
    expect(await type('on 2026-02-01')).toMatchObject({
      kind: 'mistake',
      mistake: { code: 'E_RANGE_TOO_OLD', says: '1 Feb 2026 is 293 days ago.', cure: 'Microsoft keeps 90 days of audit records; the copy that I keep holds records from 1 Mar 2026 on.', repairs: ['since 2026-03-01', 'from 2026-03-01 to 2026-03-07'] },
    });
  });

  it('explains what comes from the copy and what is asked of Partner Center', async () => {
    const screen = await type('explain customer Relecloud last 200d');

    expect(screen).toMatchObject({
      kind: 'explained', clamped: false, requests: { least: 1, most: 18 },
      plan: { heldFrom: FIRST, copied: { windows: [{ first: '2026-05-05', last: '2026-11-05' }] }, windows: [{ first: '2026-11-05', last: '2026-11-21' }] },
    });
    expect(await type('explain on 2026-05-01')).toMatchObject({ requests: { least: 0, most: 0 }, plan: { windows: [] } });
  });

  it('compares spans that only the copy holds', async () => {
    expect(await type('compare last 100d')).toMatchObject({ kind: 'comparing' });
    expect(await type('compare last 200d')).toMatchObject({ kind: 'mistake', mistake: { says: expect.stringContaining('the copy reaches back to 1 Mar 2026') as string } });
  });

  it('runs a saved search and one of the history whose days only the copy holds', async () => {
    await type('save spring from 2026-04-01 to 2026-04-30');
    expect(await type('run spring')).toMatchObject({ kind: 'understood' });
    expect(await type('again')).toMatchObject({ kind: 'understood' });
    expect(jobs.at(-1)).toMatchObject({ command: 'from 2026-04-01 to 2026-04-30' });
  });
});
