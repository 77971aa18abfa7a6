import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillOf, isSettledDay, lostDays, nextReadings, openGaps, readUntil, unreadDays, type DayCoverage } from '../../src/audit/coverage.ts';
import { addDays, DAY_MS, HOUR_MS } from '../../src/audit/dates.ts';
import { daysOfWindow } from '../../src/audit/query.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const REACH = { now: NOW, retentionDays: 400 };
const OLDEST = '2026-08-24';

const settled = (day: string, records = 10): DayCoverage => ({ day, records, readAt: `${addDays(day, 4)}T00:00:00.000Z` });
const readAt = (day: string, when: string): DayCoverage => ({ day, records: 10, readAt: when });
const span = (first: string, last: string) => daysOfWindow({ first, last });

describe('audit/coverage', () => {
  it('reads today and the two days before each time', () => {
    expect(nextReadings([], REACH).news).toEqual({ first: '2026-11-19', last: '2026-11-21' });
  });

  it('fills the log newest first, and is done when every day is held', () => {
    const ledger = span('2026-11-19', '2026-11-21').map((day) => readAt(day, NOW.toISOString()));
    const order: string[] = [];
    for (;;) {
      const { backlog } = nextReadings(ledger, REACH);
      if (!backlog) break;
      const days = daysOfWindow(backlog).toReversed();
      order.push(...days);
      ledger.push(...days.map((day) => readAt(day, NOW.toISOString())));
    }

    expect(order).toEqual(span(OLDEST, '2026-11-18').toReversed());
    expect(fillOf(ledger, REACH)).toEqual({ held: 90, of: 90 });
    expect(nextReadings(ledger, REACH)).not.toHaveProperty('recheck');
  });

  it('takes fewer days at once where days are heavy', () => {
    const heavy = span('2026-11-19', '2026-11-21').map((day) => ({ ...readAt(day, NOW.toISOString()), records: 2_000 }));

    expect(nextReadings(heavy, REACH).backlog).toEqual({ first: '2026-11-17', last: '2026-11-18' });
    expect(nextReadings(heavy.map((day) => ({ ...day, records: 1e6 })), REACH).backlog).toEqual({ first: '2026-11-18', last: '2026-11-18' });
  });

  it('reads a day again once it is settled', () => {
    const ledger = span(OLDEST, '2026-11-21').map((day) => settled(day));
    const early = ledger.map((facts) => (facts.day === '2026-11-18' ? readAt('2026-11-18', '2026-11-20T23:59:59.999Z') : facts));

    expect(nextReadings(early, REACH).backlog).toEqual({ first: '2026-11-18', last: '2026-11-18' });
    expect(isSettledDay(readAt('2026-11-18', '2026-11-21T00:00:00.000Z'))).toBe(true);
  });

  it('looks again at the day that was not looked at for longest, after a week', () => {
    const ledger = span(OLDEST, '2026-11-21').map((day) => readAt(day, day === '2026-10-01' ? '2026-11-14T09:59:59.000Z' : '2026-11-20T10:00:00.000Z'))
      .map((facts) => (facts.day > '2026-11-17' ? settled(facts.day) : facts));

    expect(nextReadings(ledger, REACH)).toMatchObject({ recheck: { first: '2026-10-01', last: '2026-10-01' } });
    expect(nextReadings(ledger, { ...REACH, now: new Date(NOW.getTime() - HOUR_MS) })).not.toHaveProperty('recheck');
  });

  it('does not read what may not be kept', () => {
    const ledger = span('2026-10-22', '2026-11-21').map((day) => settled(day));

    expect(nextReadings(ledger, { now: NOW, retentionDays: 30 })).not.toHaveProperty('backlog');
    expect(nextReadings(ledger, REACH)).toHaveProperty('backlog');
    expect(fillOf(ledger, { now: NOW, retentionDays: 30 })).toEqual({ held: 31, of: 31 });
  });

  it('catches up after an outage of any length, and names exactly what is lost', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 23 }), (days, hours) => {
      const stopped = new Date(NOW.getTime() - days * DAY_MS - hours * HOUR_MS);
      const lastDay = stopped.toISOString().slice(0, 10);
      const ledger: DayCoverage[] = span(addDays(lastDay, -30), lastDay)
        .map((day) => readAt(day, stopped.toISOString()))
        .map((facts) => (facts.day < addDays(lastDay, -2) ? settled(facts.day) : facts));
      const readNow = (window: { readonly first: string; readonly last: string }): void => {
        const fresh = daysOfWindow(window).map((day) => readAt(day, NOW.toISOString()));
        ledger.splice(0, ledger.length, ...ledger.filter(({ day }) => !fresh.some((other) => other.day === day)), ...fresh);
      };
      readNow(nextReadings(ledger, REACH).news);
      for (let piece = nextReadings(ledger, REACH).backlog; piece; piece = nextReadings(ledger, REACH).backlog) readNow(piece);

      const lost = lostDays(ledger, NOW).flatMap(daysOfWindow);
      const expected = lastDay < OLDEST ? span(lastDay, addDays(OLDEST, -1)) : [];

      expect(lost).toEqual(expected);
      expect(openGaps(ledger, NOW)).toEqual([]);
    }));
  });

  it('names open gaps between what is held, until they are read', () => {
    const ledger = [...span('2026-11-01', '2026-11-05'), ...span('2026-11-10', '2026-11-21')].map((day) => settled(day));

    expect(openGaps(ledger, NOW)).toEqual([{ first: '2026-11-06', last: '2026-11-09' }]);
    expect(lostDays(ledger, NOW)).toEqual([]);
    expect(lostDays(ledger, new Date('2027-06-01T00:00:00Z'))[0]).toEqual({ first: '2026-11-06', last: '2026-11-09' });
  });

  it.each<readonly [string, readonly DayCoverage[], string | undefined]>([
    ['nothing was read', [], undefined],
    ['its newest day was read, whatever was read after that', [readAt('2026-11-10', '2026-11-21T11:00:00.000Z'), readAt('2026-11-21', '2026-11-21T09:00:00.000Z')], '2026-11-21T09:00:00.000Z'],
    ['a reading broke off before it came to today', [readAt('2026-11-19', '2026-11-21T09:00:00.000Z'), readAt('2026-11-20', '2026-11-21T09:00:00.000Z')], '2026-11-21T00:00:00.000Z'],
  ])('is read up to when %s', (_what, ledger, until) => {
    expect(readUntil(ledger)).toBe(until);
  });

  it('names days of hours that were not read, however young, and none before those asked for', () => {
    const ledger = [...span('2026-11-10', '2026-11-15').map((day) => settled(day)), readAt('2026-11-19', '2026-11-19T09:00:00.000Z'), readAt('2026-11-20', '2026-11-21T00:00:00.000Z'), readAt('2026-11-21', '2026-11-21T09:00:00.000Z')];

    expect(unreadDays(ledger, '2026-11-01')).toEqual([{ first: '2026-11-16', last: '2026-11-19' }]);
    expect(unreadDays(ledger, '2026-11-20')).toEqual([]);
    expect(unreadDays([], '2026-11-20')).toEqual([]);
  });
});
