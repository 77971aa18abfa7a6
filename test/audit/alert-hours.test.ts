import { describe, expect, it } from 'vitest';
import { readHoursIn } from '../../src/audit/alert-hours.ts';

const hour = (clock: string): number => Date.parse(`1970-01-01T${clock}:00Z`);
const spanAt = (zone: string, from: string, to: string, at: string) => {
  const span = readHoursIn(zone, { fromMs: hour(from), toMs: hour(to) })(Date.parse(at));
  return span && [new Date(span.from).toISOString(), new Date(span.to).toISOString()];
};

describe('audit/alert-hours', () => {
  it('holds the first minute and not the one after the last', () => {
    const isIn = (at: string): boolean => spanAt('Europe/Berlin', '07:00', '20:00', at) !== undefined;

    expect(['2026-11-21T05:59:59.999Z', '2026-11-21T06:00:00Z', '2026-11-21T18:59:59.999Z', '2026-11-21T19:00:00Z'].map(isIn)).toEqual([false, true, true, false]);
  });

  it('goes overnight', () => {
    const night = ['2026-11-20T21:00:00.000Z', '2026-11-21T06:00:00.000Z'];

    expect(spanAt('Europe/Berlin', '22:00', '07:00', '2026-11-20T21:00:00Z')).toEqual(night);
    expect(spanAt('Europe/Berlin', '22:00', '07:00', '2026-11-21T05:59:00Z')).toEqual(night);
    expect(spanAt('Europe/Berlin', '22:00', '07:00', '2026-11-21T06:00:00Z')).toBeUndefined();
  });

  it('ends after the second pass of an hour that comes twice, and holds all between', () => {
    const span = ['2026-10-24T20:00:00.000Z', '2026-10-25T01:30:00.000Z'];

    expect(spanAt('Europe/Berlin', '22:00', '02:30', '2026-10-25T00:45:00Z')).toEqual(span);
    expect(spanAt('Europe/Berlin', '22:00', '02:30', '2026-10-25T01:29:00Z')).toEqual(span);
  });

  it('ends where an hour that is skipped ends', () => {
    expect(spanAt('Europe/Berlin', '22:00', '02:30', '2026-03-29T00:59:00Z')).toEqual(['2026-03-28T21:00:00.000Z', '2026-03-29T01:00:00.000Z']);
  });

  it('lasts all day where both ends are the same', () => {
    expect(spanAt('UTC', '09:00', '09:00', '2026-11-21T08:59:00Z')).toEqual(['2026-11-20T09:00:00.000Z', '2026-11-21T09:00:00.000Z']);
  });
});
