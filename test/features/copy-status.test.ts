import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/audit/dates.ts';
import { daysOfWindow } from '../../src/audit/query.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import { copyStatus } from '../../src/features/copy-status.ts';
import { statusMessage } from '../../src/slack/blocks/status.ts';

const REACH = { now: new Date('2026-11-21T10:00:00Z'), retentionDays: 400, everyMs: 300_000 };
const facts = (day: string, more: Partial<DayFacts> = {}): DayFacts => {
  const settled = `${addDays(day, 3)}T00:00:00.000Z`;
  const readAt = settled < REACH.now.toISOString() ? settled : REACH.now.toISOString();
  return { day, records: 100, bytes: 24_000, readAt, firstReadAt: settled, next: 100, sha256: '', ...more };
};
const FULL = daysOfWindow({ first: '2026-08-24', last: '2026-11-21' }).map((day) => facts(day));

const shown = (ledger: readonly DayFacts[]) => {
  const { rich } = statusMessage({ kind: 'status', zone: 'UTC', daysKnown: 1, daysHeld: 90, readAt: REACH.now.toISOString(), copy: copyStatus(ledger, REACH) });
  return JSON.stringify(rich);
};

describe('features/copy-status', () => {
  it('sums up what is held, and forecasts from settled days alone', () => {
    const today = FULL.map((day) => (day.day > '2026-11-18' ? { ...day, records: 9, bytes: 9 } : day));

    expect(copyStatus(today, REACH)).toMatchObject({
      fill: { held: 90, of: 90 }, days: 90, records: 8_727, bytes: 2_088_027, oldest: '2026-08-24', readAt: REACH.now.toISOString(),
      forecast: { records: 40_000, bytes: 9_600_000 }, gaps: [], lost: [], altered: [],
    });
  });

  it('gives the lateness of the middle record’s day, and the longest of all', () => {
    const late = (count: number, medianMs: number, maxMs: number) => ({ lateness: { count, medianMs, maxMs } });
    const ledger = [facts('2026-11-10', late(10, 5, 50)), facts('2026-11-11', late(1, 900, 1_000)), facts('2026-11-12', late(2, 7, 8))];

    expect(copyStatus(ledger, REACH).lateness).toEqual({ count: 13, medianMs: 5, maxMs: 1_000 });
    expect(copyStatus([facts('2026-11-10')], REACH)).not.toHaveProperty('lateness');
  });

  it('forecasts nothing before a week is settled, and never less than is held', () => {
    const busy = FULL.map((day) => (day.day === '2026-11-21' ? { ...day, records: 90_000, bytes: 21_000_000 } : { ...day, records: 1, bytes: 70 }));

    expect(copyStatus(FULL.slice(-9), REACH)).not.toHaveProperty('forecast');
    expect(copyStatus(FULL.slice(-10), REACH)).toMatchObject({ forecast: { records: 40_000 } });
    expect(copyStatus(busy, REACH)).toMatchObject({ records: 90_089, forecast: { records: 90_089, bytes: 21_006_230 } });
    expect(shown(FULL.slice(-3))).toContain('Forecast: not yet: a week of days over 48 hours old must be held for it.');
  });

  it('says first that the log is not read, and since when', () => {
    const stopped = FULL.map((day) => (day.day === '2026-11-21' ? { ...day, readAt: '2026-11-21T09:30:00.000Z' } : day));

    expect(copyStatus(stopped, REACH)).toMatchObject({ unread: { since: '2026-11-21T09:30:00.000Z', forMs: 1_800_000 } });
    expect(shown(stopped)).toMatch(/"text":"Not read since 21 Nov 09:30 UTC \(30 min\): nobody is told of what happened since until Partner Center is read again\. The local copy holds all 90 days/);
    expect(copyStatus(stopped, { ...REACH, everyMs: 900_000 })).not.toHaveProperty('unread');
  });

  it.each<[string, readonly DayFacts[], RegExp]>([
    ['complete', FULL, /holds all 90 days.*9,000 records of 90 days since 24 Aug 2026.*2\.2 MB compressed, 240 bytes a record.*about 40,000 records and 9\.6 MB for 400 days/],
    ['being filled', FULL.slice(60), /being filled: 30 of 90 days, newest first/],
    ['with a gap', FULL.map((day) => (day.day === '2026-11-10' ? { ...day, readAt: '2026-11-10T12:00:00.000Z' } : day)), /catching up: 10 Nov 2026.*Not read yet/],
    ['altered', FULL.with(5, facts('2026-08-29', { alteredAt: '2026-11-01T00:00:00.000Z' })), /Somebody changed the local copy in Redis: 29 Aug 2026/],
    ['with a loss', [facts('2026-01-01'), facts('2026-01-03'), ...FULL], /Lost.*2 Jan 2026, 4 Jan 2026 to 23 Aug 2026.*Microsoft no longer has them/],
    ['with late records', FULL.with(80, facts('2026-11-12', { lateness: { count: 3, medianMs: 240_000, maxMs: 3 * 86_400_000 } })), /4 min after their operation \(median\), 3\.0 days at most, of 3 records/],
  ])('is shown %s', (_, ledger, words) => {
    expect(shown(ledger)).toMatch(words);
  });
});
