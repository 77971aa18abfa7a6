import { describe, expect, it } from 'vitest';
import { slotAfter, slotUpTo, type Schedule, type Timetable } from '../../src/audit/slots.ts';

const HOUR = 3_600_000;

function inBerlin(schedule: Schedule, since = '2026-01-01'): Timetable {
  return { schedule, zone: 'Europe/Berlin', since };
}

/** The slots in a span, one after the other. */
function slots(timetable: Timetable, from: string, to: string): readonly string[] {
  const found: string[] = [];
  for (let slot = slotAfter(timetable, new Date(Date.parse(from) - 1)); slot < new Date(to); slot = slotAfter(timetable, slot)) found.push(slot.toISOString().slice(0, 16));
  return found;
}

describe('audit/slots', () => {
  it('comes at the same time of the clock on every day, over the change of the clocks too', () => {
    const daily = inBerlin({ frequency: 'daily', atMs: 8.5 * HOUR });

    expect(slots(daily, '2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z')).toEqual(['2026-10-24T06:30', '2026-10-25T07:30', '2026-10-26T07:30']);
  });

  it('comes once on the night that has an hour twice, and at the end of the hour that is skipped', () => {
    const night = inBerlin({ frequency: 'daily', atMs: 2.5 * HOUR });

    expect(slots(night, '2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z')).toEqual(['2026-10-25T00:30']);
    expect(slots(night, '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z')).toEqual(['2026-03-29T01:00']);
  });

  it('leaves Saturday and Sunday out where it is for weekdays', () => {
    const weekdays = inBerlin({ frequency: 'weekdays', atMs: 8 * HOUR });

    expect(slots(weekdays, '2026-11-19T00:00:00Z', '2026-11-25T00:00:00Z')).toEqual([
      '2026-11-19T07:00', '2026-11-20T07:00', '2026-11-23T07:00', '2026-11-24T07:00',
    ]);
  });

  it.each<[string, Schedule, readonly string[]]>([
    ['every third day from when it was made', { frequency: 'daily', every: 3, atMs: 0 }, ['2026-01-03T23:00', '2026-01-06T23:00', '2026-01-09T23:00']],
    ['on Fridays', { frequency: 'weekly', weekday: 5, atMs: 9 * HOUR }, ['2026-01-02T08:00', '2026-01-09T08:00']],
    ['every second week', { frequency: 'weekly', every: 2, weekday: 5, atMs: 9 * HOUR }, ['2026-01-09T08:00']],
    ['on the first of a month, at half past eight where nobody said when', { frequency: 'monthly' }, []],
  ])('comes %s', (_, schedule, expected) => {
    expect(slots(inBerlin(schedule), '2026-01-02T00:00:00Z', '2026-01-12T00:00:00Z')).toEqual(expected);
  });

  it('comes monthly', () => {
    expect(slots(inBerlin({ frequency: 'monthly' }), '2026-01-02T00:00:00Z', '2026-04-02T00:00:00Z')).toEqual(['2026-02-01T07:30', '2026-03-01T07:30', '2026-04-01T06:30']);
  });

  it('comes every hour, and each second hour at even ones', () => {
    expect(slots(inBerlin({ frequency: 'hourly' }), '2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z')).toEqual(['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00']);
    expect(slots(inBerlin({ frequency: 'hourly', every: 2, atMs: 0.25 * HOUR }), '2026-11-20T00:00:00Z', '2026-11-20T05:00:00Z')).toEqual(['2026-11-20T01:15', '2026-11-20T03:15']);
  });

  it.each([
    ['Europe/Berlin', '2026-10-24', 0], ['Europe/Berlin', '2026-03-28', 0], ['Europe/Berlin', '2026-10-24', 0.25], ['Europe/Berlin', '2026-03-28', 0.25],
    ['America/New_York', '2026-10-31', 0], ['America/New_York', '2026-03-07', 0.75], ['Asia/Kolkata', '2026-10-24', 0],
  ])('comes every hour that passes in %s from %s on, at %d of it, when clocks are turned', (zone, day, at) => {
    const [from, to] = [`${day}T00:00:00Z`, new Date(Date.parse(day) + 60 * HOUR).toISOString()];
    const found = slots({ schedule: { frequency: 'hourly', atMs: at * HOUR }, zone, since: '2026-01-01' }, from, to);

    expect(found).toHaveLength(60);
    expect(new Set(found.map((slot, index) => Date.parse(`${slot}Z`) - Date.parse(`${found[0]}Z`) - index * HOUR))).toEqual(new Set([0]));
  });

  it.each([['2026-04-04T12:00:00Z', 0], ['2026-04-04T12:00:00Z', 0.75], ['2026-10-03T12:00:00Z', 0], ['2026-10-03T12:00:00Z', 0.25]])('comes at the same minute of the clock and never twice within an hour where clocks are turned by half an hour after %s, at %d', (from, at) => {
    const timetable: Timetable = { schedule: { frequency: 'hourly', atMs: at * HOUR }, zone: 'Australia/Lord_Howe', since: '2026-01-01' };
    const found = slots(timetable, from, new Date(Date.parse(from) + 8 * HOUR).toISOString()).map((slot) => Date.parse(`${slot}Z`));
    const apart = found.slice(1).map((slot, index) => (slot - (found[index] ?? 0)) / HOUR);

    expect(apart.filter((hours) => hours !== 1)).toEqual([1.5]);
    expect(new Set(found.map((slot) => new Intl.DateTimeFormat('en', { timeZone: timetable.zone, minute: 'numeric' }).format(slot)))).toEqual(new Set([`${at * 60}`]));
  });

  it('finds the last slot that is due, and none from before it was made', () => {
    const daily = inBerlin({ frequency: 'daily', atMs: 8 * HOUR }, '2026-11-20');

    expect(slotUpTo(daily, new Date('2026-11-21T06:59:59Z'))?.toISOString()).toBe('2026-11-20T07:00:00.000Z');
    expect(slotUpTo(daily, new Date('2026-11-21T07:00:00Z'))?.toISOString()).toBe('2026-11-21T07:00:00.000Z');
    expect(slotUpTo(daily, new Date('2026-11-20T06:59:00Z'))).toBeUndefined();
  });

  it('agrees on what comes after a slot and what is due at it, for a year in four zones', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const timetable = { schedule: { frequency: 'daily', atMs: 2.25 * HOUR }, zone, since: '2026-01-01' } as const;
      let [slot, days] = [new Date('2026-01-02T12:00:00Z'), 0];
      while (slot < new Date('2027-01-02T12:00:00Z')) {
        slot = slotAfter(timetable, slot);
        days += 1;
        expect(slotUpTo(timetable, slot)).toEqual(slot);
        expect(slotUpTo(timetable, new Date(slot.getTime() - 1))?.getTime()).toBeLessThan(slot.getTime());
      }
      expect(days).toBe(365 + 1);
    }
  });
});
