import { describe, expect, it } from 'vitest';
import { createLog } from '../../../sandbox/partner-center/story/log.ts';

const options = { count: 6_000, seed: 'log', from: new Date('2026-10-01T12:00:00Z'), to: new Date('2026-10-31T12:00:00Z') };

describe('sandbox/partner-center/story/log', () => {
  const log = createLog(options);

  it('has exactly as many records as asked, newest first, within its bounds, the same for a seed', () => {
    const dates = log.map(({ operationDate }) => operationDate);

    expect(log).toHaveLength(6_000);
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(dates.every((date) => date >= '2026-10-01T12:00:00.0000000Z' && date < '2026-10-31T12:00:00.0000000Z')).toBe(true);
    expect(JSON.stringify(createLog(options))).toBe(JSON.stringify(log));
    expect(JSON.stringify(createLog({ ...options, seed: 'other' }))).not.toBe(JSON.stringify(log));
  });

  it('holds what breaks paging: a heavy day, the last 100 ns of days, many records at one instant', () => {
    const days = Map.groupBy(log, ({ operationDate }) => operationDate.slice(0, 10));
    const instants = Map.groupBy(log, ({ operationDate }) => operationDate);
    const bulk = [...instants].filter(([date]) => !date.endsWith('23:59:59.9999999Z')).map(([, records]) => records.length);

    expect(Math.max(...[...days.values()].map((records) => records.length))).toBeGreaterThan(1_500);
    expect([...instants.keys()].filter((date) => date.endsWith('T23:59:59.9999999Z')).length).toBeGreaterThan(20);
    expect(Math.max(...bulk)).toBeGreaterThan(20);
  });

  it('leaves ids and fields out of some records, and yet no two are equal', () => {
    const withoutId = log.filter((record) => !('id' in record));
    const nameless = log.filter(({ customerName }) => customerName === null);

    expect(withoutId.length / log.length).toBeCloseTo(0.1, 1);
    expect(nameless.length).toBeGreaterThan(10);
    expect(new Set(log.map((record) => JSON.stringify(record))).size).toBe(log.length);
  });

  it('refuses a span without time in it', () => {
    expect(() => createLog({ ...options, to: options.from })).toThrow(RangeError);
  });
});
