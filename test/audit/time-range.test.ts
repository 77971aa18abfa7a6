import { describe, expect, it } from 'vitest';
import type { TimePoint } from '../../src/audit/time-point.ts';
import { resolveTime, utcDaysOf, type TimeSpec } from '../../src/audit/time-range.ts';

const HOUR = 3_600_000;
const NOW = new Date('2026-11-21T10:00:00Z');
const TODAY: TimeSpec = { kind: 'on', point: { kind: 'days-ago', count: 0 } };
const YESTERDAY: TimeSpec = { kind: 'on', point: { kind: 'days-ago', count: 1 } };
const day = (of: string): TimePoint => ({ kind: 'day', day: of });

/** `from..to` in UTC to the minute, or what the time is instead. */
function resolved(spec: TimeSpec, now: Date | string = NOW, zone = 'Europe/Berlin'): string {
  const time = resolveTime(spec, new Date(now), zone);
  if (time.kind !== 'range') return time.kind;
  return `${time.range.from.toISOString()}..${time.range.to.toISOString()}${time.clamped ? ' clamped' : ''}`.replaceAll(':00.000Z', 'Z');
}

describe('audit/time-range', () => {
  it.each<[TimeSpec, string]>([
    [{ kind: 'last', count: 24, unit: 'h' }, '2026-11-20T10:00Z..2026-11-21T10:00Z'],
    [{ kind: 'last', count: 7, unit: 'd' }, '2026-11-14T10:00Z..2026-11-21T10:00Z'],
    [{ kind: 'last', count: 2, unit: 'w' }, '2026-11-07T10:00Z..2026-11-21T10:00Z'],
    [TODAY, '2026-11-20T23:00Z..2026-11-21T10:00Z'],
    [YESTERDAY, '2026-11-19T23:00Z..2026-11-20T23:00Z'],
    [{ kind: 'since', point: day('2026-11-01') }, '2026-10-31T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'since', point: day('2026-11-21') }, '2026-11-20T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'on', point: day('2026-11-03') }, '2026-11-02T23:00Z..2026-11-03T23:00Z'],
    [{ kind: 'on', point: day('2026-11-21') }, '2026-11-20T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'between', from: day('2026-11-01'), to: day('2026-11-10') }, '2026-10-31T23:00Z..2026-11-10T23:00Z'],
    [{ kind: 'between', from: day('2026-11-10'), to: day('2026-11-10') }, '2026-11-09T23:00Z..2026-11-10T23:00Z'],
    [{ kind: 'between', from: day('2026-11-20'), to: day('2026-12-24') }, '2026-11-19T23:00Z..2026-11-21T10:00Z'],
  ])('resolves %j in Berlin', (spec, expected) => {
    expect(resolved(spec)).toBe(expected);
  });

  it('begins rolling spans on a whole minute and loses nothing of the running one', () => {
    expect(resolved({ kind: 'last', count: 1, unit: 'h' }, '2026-11-21T10:00:59.999Z')).toBe('2026-11-21T09:00Z..2026-11-21T10:01Z');
    expect(resolved(TODAY, '2026-11-21T10:00:00.001Z')).toBe('2026-11-20T23:00Z..2026-11-21T10:01Z');
  });

  it.each<TimeSpec>([TODAY, { kind: 'since', point: day('2026-11-21') }, { kind: 'on', point: day('2026-11-21') }])('has a first minute of the day at midnight sharp for %j', (spec) => {
    expect(resolved(spec, '2026-11-20T23:00:00Z')).toBe('2026-11-20T23:00Z..2026-11-20T23:01Z');
    expect(resolved(spec, '2026-11-20T23:00:30Z')).toBe('2026-11-20T23:00Z..2026-11-20T23:01Z');
  });

  it('means the day of the zone, not of UTC', () => {
    const evening = '2026-11-20T23:30:00Z';

    expect(resolved(TODAY, evening)).toBe('2026-11-20T23:00Z..2026-11-20T23:30Z');
    expect(resolved(TODAY, evening, 'UTC')).toBe('2026-11-20T00:00Z..2026-11-20T23:30Z');
    expect(resolved(YESTERDAY, evening, 'America/New_York')).toBe('2026-11-19T05:00Z..2026-11-20T05:00Z');
    expect(resolved(YESTERDAY, evening, 'Asia/Kolkata')).toBe('2026-11-19T18:30Z..2026-11-20T18:30Z');
    expect(resolved({ kind: 'on', point: day('2026-11-20') }, evening, 'Pacific/Kiritimati')).toBe('2026-11-19T10:00Z..2026-11-20T10:00Z');
  });

  it('gives the day on which clocks go back 25 hours, and the one on which they go forward 23', () => {
    expect(resolved({ kind: 'on', point: day('2026-10-25') })).toBe('2026-10-24T22:00Z..2026-10-25T23:00Z');
    expect(resolved({ kind: 'on', point: day('2026-03-29') }, '2026-04-02T10:00:00Z')).toBe('2026-03-28T23:00Z..2026-03-29T22:00Z');
    expect(resolved(YESTERDAY, '2026-10-26T08:00:00Z')).toBe('2026-10-24T22:00Z..2026-10-25T23:00Z');
  });

  it('counts rolling days as 24 hours, also across a change of clocks', () => {
    expect(resolved({ kind: 'last', count: 1, unit: 'd' }, '2026-10-25T10:00:00Z')).toBe('2026-10-24T10:00Z..2026-10-25T10:00Z');
  });

  it('begins a day with the first pass of a repeated midnight, and after a midnight that does not exist', () => {
    expect(resolved({ kind: 'on', point: day('2026-11-01') }, NOW, 'America/Havana')).toBe('2026-11-01T04:00Z..2026-11-02T05:00Z');
    expect(resolved({ kind: 'on', point: day('2026-09-06') }, NOW, 'America/Santiago')).toBe('2026-09-06T04:00Z..2026-09-07T03:00Z');
  });

  it('cuts off what is older than the start of the UTC day 89 days ago', () => {
    expect(resolved({ kind: 'last', count: 89, unit: 'd' })).toBe('2026-08-24T10:00Z..2026-11-21T10:00Z');
    expect(resolved({ kind: 'last', count: 90, unit: 'd' })).toBe('2026-08-24T00:00Z..2026-11-21T10:00Z clamped');
    expect(resolved({ kind: 'since', point: day('2020-01-01') })).toBe('2026-08-24T00:00Z..2026-11-21T10:00Z clamped');
    expect(resolved({ kind: 'on', point: day('2026-08-24') })).toBe('2026-08-24T00:00Z..2026-08-24T22:00Z clamped');
    expect(resolved({ kind: 'on', point: day('2026-08-24') }, NOW, 'UTC')).toBe('2026-08-24T00:00Z..2026-08-25T00:00Z');
    expect(resolved({ kind: 'on', point: day('2026-08-23') }, NOW, 'America/New_York')).toBe('2026-08-24T00:00Z..2026-08-24T04:00Z clamped');
  });

  it('knows what is wholly too old, how long ago it was, and the oldest day', () => {
    expect(resolveTime({ kind: 'on', point: day('2026-05-01') }, NOW, 'Europe/Berlin')).toEqual({ kind: 'too-old', oldestDay: '2026-08-24', daysAgo: 204 });
    expect(resolveTime({ kind: 'on', point: day('2026-08-23') }, NOW, 'Europe/Berlin')).toEqual({ kind: 'too-old', oldestDay: '2026-08-24', daysAgo: 90 });
    expect(resolveTime({ kind: 'between', from: day('2026-01-01'), to: day('2026-08-23') }, NOW, 'UTC')).toMatchObject({ kind: 'too-old', daysAgo: 324 });
  });

  it('knows the future and what ends before it begins', () => {
    expect(resolved({ kind: 'on', point: day('2026-11-22') })).toBe('future');
    expect(resolved({ kind: 'since', point: day('2026-12-24') })).toBe('future');
    expect(resolved({ kind: 'between', from: day('2026-12-01'), to: day('2026-12-24') })).toBe('future');
    expect(resolved({ kind: 'on', point: day('9999-12-31') })).toBe('future');
    expect(resolved({ kind: 'between', from: day('2026-11-10'), to: day('2026-11-09') })).toBe('reversed');
    expect(resolved({ kind: 'between', from: day('2031-01-01'), to: day('2026-11-01') })).toBe('reversed');
  });

  it('names the UTC days of a range, its exclusive end left out', () => {
    const day = { from: new Date('2026-11-02T23:00:00Z'), to: new Date('2026-11-04T00:00:00Z') };

    expect(utcDaysOf(day)).toEqual({ first: '2026-11-02', last: '2026-11-03' });
    expect(utcDaysOf({ ...day, to: new Date('2026-11-04T00:00:00.001Z') })).toEqual({ first: '2026-11-02', last: '2026-11-04' });
  });

  it.each<[TimeSpec, string]>([
    [{ kind: 'last', count: 90, unit: 'm' }, '2026-11-21T08:30Z..2026-11-21T10:00Z'],
    [{ kind: 'last', count: 1, unit: 'mo' }, '2026-10-21T09:00Z..2026-11-21T10:00Z'],
    [{ kind: 'on', point: { kind: 'calendar', which: 'last', unit: 'week' } }, '2026-11-08T23:00Z..2026-11-15T23:00Z'],
    [{ kind: 'on', point: { kind: 'calendar', which: 'this', unit: 'week' } }, '2026-11-15T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'on', point: { kind: 'calendar', which: 'last', unit: 'month' } }, '2026-09-30T22:00Z..2026-10-31T23:00Z'],
    [{ kind: 'on', point: { kind: 'calendar', which: 'this', unit: 'quarter' } }, '2026-09-30T22:00Z..2026-11-21T10:00Z'],
    [{ kind: 'on', point: { kind: 'calendar', which: 'last', unit: 'quarter' } }, '2026-08-24T00:00Z..2026-09-30T22:00Z clamped'],
    [{ kind: 'on', point: { kind: 'weekday', weekday: 6, strict: false } }, '2026-11-20T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'on', point: { kind: 'weekday', weekday: 6, strict: true } }, '2026-11-13T23:00Z..2026-11-14T23:00Z'],
    [{ kind: 'on', point: { kind: 'weekend', strict: false } }, '2026-11-20T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'on', point: { kind: 'weekend', strict: true } }, '2026-11-13T23:00Z..2026-11-15T23:00Z'],
    [{ kind: 'on', point: { kind: 'week', week: '2026-W45' } }, '2026-11-01T23:00Z..2026-11-08T23:00Z'],
    [{ kind: 'on', point: { kind: 'month', month: '2026-10' } }, '2026-09-30T22:00Z..2026-10-31T23:00Z'],
    [{ kind: 'around', point: { kind: 'clock', clockMs: 14 * HOUR, day: { kind: 'day', day: '2026-11-03' } } }, '2026-11-03T12:30Z..2026-11-03T13:30Z'],
    [{ kind: 'around', point: day('2026-11-03') }, '2026-11-01T23:00Z..2026-11-04T23:00Z'],
    [{ kind: 'since', point: { kind: 'clock', clockMs: 12 * HOUR } }, '2026-11-20T11:00Z..2026-11-21T10:00Z'],
    [{ kind: 'after', point: day('2026-11-03') }, '2026-11-03T23:00Z..2026-11-21T10:00Z'],
    [{ kind: 'before', point: day('2026-11-03') }, '2026-08-24T00:00Z..2026-11-02T23:00Z'],
    [{ kind: 'until', point: day('2026-11-03') }, '2026-08-24T00:00Z..2026-11-03T23:00Z'],
    [{ kind: 'between', from: { kind: 'clock', clockMs: 22 * HOUR, day: { kind: 'days-ago', count: 1 } }, to: { kind: 'clock', clockMs: 6 * HOUR } }, '2026-11-20T21:00Z..2026-11-21T05:00Z'],
    [{ kind: 'between', from: { kind: 'ago', count: 3, unit: 'h' }, to: { kind: 'instant', at: '2026-11-21T09:59:30.000Z' } }, '2026-11-21T07:00Z..2026-11-21T09:59:30.000Z'],
  ])('resolves %j in Berlin on a Saturday', (spec, expected) => {
    expect(resolved(spec)).toBe(expected);
  });

  it('takes the first pass of a repeated hour as a start, the second as an end, and the end of a gap for what is in it', () => {
    const [start, end] = [2, 2.5].map((hours): TimePoint => ({ kind: 'clock', clockMs: hours * HOUR, day: { kind: 'day', day: '2026-10-25' } }));
    const gap: TimePoint = { kind: 'clock', clockMs: 2.5 * HOUR, day: { kind: 'day', day: '2026-03-29' } };

    expect(start && end && resolved({ kind: 'between', from: start, to: end })).toBe('2026-10-25T00:00Z..2026-10-25T01:30Z');
    expect(resolved({ kind: 'since', point: gap }, '2026-03-29T02:00:00Z')).toBe('2026-03-29T01:00Z..2026-03-29T02:00Z');
  });
});
