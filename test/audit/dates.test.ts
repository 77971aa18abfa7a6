import { describe, expect, it } from 'vitest';
import { readableDays } from '../../src/audit/calendar.ts';
import { daysBetween, zonedTime } from '../../src/audit/dates.ts';

describe('audit/dates', () => {
  it('counts days forward and back, across turned clocks and leap days', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2028-03-01', '2028-02-28')).toBe(-2);
    expect(daysBetween('2026-11-21', '2026-11-21')).toBe(0);
  });

  it('says a time with the zone that holds at that time', () => {
    expect(zonedTime('Europe/Berlin', new Date('2026-11-14T10:00:00Z'))).toBe('14 Nov 11:00 CET');
    expect(zonedTime('Europe/Berlin', new Date('2026-07-14T10:00:00Z'))).toBe('14 Jul 12:00 CEST');
  });
});

describe('audit/calendar: readableDays', () => {
  it('says one day once', () => {
    expect(readableDays({ first: '2026-08-24', last: '2026-08-24' })).toBe('24 Aug 2026');
    expect(readableDays({ first: '2026-08-24', last: '2026-09-01' })).toBe('24 Aug 2026 to 1 Sep 2026');
  });
});
