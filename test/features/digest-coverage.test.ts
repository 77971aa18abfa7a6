import { describe, expect, it } from 'vitest';
import { daysOfWindow } from '../../src/audit/query.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import { coverageSince, hasUnreadTime } from '../../src/features/digest-coverage.ts';

function facts(day: string, readAt: string): DayFacts {
  return { day, readAt, firstReadAt: readAt, records: 1, bytes: 1, next: 1, sha256: '' };
}

const NOON = '2026-11-20T12:00:00.000Z';
const WHOLE = daysOfWindow({ first: '2026-11-10', last: '2026-11-20' }).map((day) => facts(day, NOON));
const coverage = (ledger: readonly DayFacts[], now: string, since: string, everyMs = 300_000) => coverageSince({ clock: () => new Date(now), everyMs, copy: { ledger: async () => ledger } }, new Date(since));

describe('features/digest-coverage', () => {
  it('names exactly the days in its span that were not read to their ends', async () => {
    const ledger = [...['12', '13', '17', '18', '19', '20'].map((day) => facts(`2026-11-${day}`, NOON)), facts('2026-11-16', '2026-11-16T23:59:59.999Z')];

    expect(await coverage(ledger, NOON, '2026-11-12T00:00:00Z')).toEqual({ readAt: NOON, gaps: [{ first: '2026-11-14', last: '2026-11-16' }] });
    expect((await coverage(ledger, NOON, '2026-11-15T09:00:00Z')).gaps).toEqual([{ first: '2026-11-15', last: '2026-11-16' }]);
    expect((await coverage(ledger, NOON, '2026-11-17T00:00:00Z')).gaps).toEqual([]);
  });

  it('says for how long the log was not read where that is longer than two readings', async () => {
    expect(await coverage(WHOLE, '2026-11-20T12:15:00Z', NOON)).toEqual({ readAt: NOON, gaps: [] });
    expect(await coverage(WHOLE, '2026-11-20T12:15:01Z', NOON)).toEqual({ readAt: NOON, gaps: [], unreadMs: 901_000 });
    expect(await coverage(WHOLE, '2026-11-20T14:00:00Z', NOON, 3_600_000)).not.toHaveProperty('unreadMs');
  });

  it('counts what could not be read as records in the days of the span', async () => {
    const ledger = WHOLE.map((day) => (day.day >= '2026-11-15' && day.day <= '2026-11-17' ? { ...day, unreadable: 2 } : day));

    expect(await coverage(ledger, NOON, '2026-11-17T09:00:00Z')).toMatchObject({ unreadable: 2 });
    expect(await coverage(ledger, NOON, '2026-11-18T09:00:00Z')).not.toHaveProperty('unreadable');
  });

  it.each<readonly [string, readonly DayFacts[], string, boolean]>([
    ['all of it was read', WHOLE, NOON, false],
    ['nothing ever was', [], NOON, true],
    ['a day was not read to its end', WHOLE.with(5, facts('2026-11-15', '2026-11-15T09:00:00.000Z')), NOON, true],
    ['the last hours were not', WHOLE, '2026-11-20T16:00:00.000Z', true],
  ])('knows whether time is missing: %s', async (_what, ledger, now, isMissing) => {
    expect(hasUnreadTime(await coverage(ledger, now, '2026-11-11T00:00:00Z'))).toBe(isMissing);
  });
});
