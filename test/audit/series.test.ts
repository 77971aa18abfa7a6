import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span, ValueDimension } from '../../src/audit/dimensions.ts';
import { dateOf, instantOf } from '../../src/audit/instant.ts';
import { OTHERS, seriesOf } from '../../src/audit/series.ts';
import { anySpan, shownCustomer, spanAndRecords, valueOf } from './counting.ts';

const anyDimension: fc.Arbitrary<ValueDimension> = fc.constantFrom('customer', 'user', 'operation', 'resource', 'status', 'app', 'category', 'risk');

/** A day in Santiago begins at one o'clock once a year, and clocks on Lord Howe go back by half an hour. */
const BEGINNINGS = { hour: /:(?:00|30)$/, day: / 0[01]:00$/, week: /^Mon.* 0[01]:00$/ } as const;

function clock(zone: string, instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(dateOf(instant));
}

function hours(from: string, hoursLater: number, zone: string): Span {
  return { from, to: instantOf(new Date(dateOf(from).getTime() + hoursLater * 3_600_000)), zone };
}

describe('audit/series', () => {
  it('counts in every bin of every line what a slow and obvious count finds there', () => {
    fc.assert(fc.property(spanAndRecords, anyDimension, ({ span, records }, dimension) => {
      const { bins, lines } = seriesOf(records, dimension, span);

      const shown = records.map((record) => valueOf(dimension, record, span)).map((value) => dimension === 'customer' ? shownCustomer(value, records) : value);
      const named = lines.filter(({ value }) => value !== OTHERS).map(({ value }) => value.toLowerCase());
      for (const { value, counts } of lines) {
        const isOfLine = (text: string): boolean => value === OTHERS ? !named.includes(text) : text === value.toLowerCase();
        const expected = bins.map(({ from, to }) => records.filter(({ atMs }, place) => isOfLine(shown[place] ?? '') && atMs >= dateOf(from).getTime() && atMs < dateOf(to).getTime()).length);
        expect(counts).toEqual(expected);
      }
      expect(lines.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(records.length);
      expect(new Set(shown).size > 6 ? 6 : new Set(shown).size).toBe(lines.length);
    }), { numRuns: 150 });
  });

  it('fills a span with at most twenty bins that follow each other and begin where the clocks of the zone say', () => {
    fc.assert(fc.property(anySpan, (span) => {
      const { step, bins } = seriesOf([], 'operation', span);

      const inner = bins.slice(1).map(({ from }) => from);
      expect(bins.length).toBeLessThanOrEqual(20);
      expect([bins[0]?.from, ...bins.map(({ to }) => to)]).toEqual([span.from, ...inner, span.to]);
      expect(inner.every((from, place) => from > (bins[place]?.from ?? ''))).toBe(true);
      expect(inner.map((from) => clock(span.zone, from)).filter((text) => !BEGINNINGS[step.unit].test(text))).toEqual([]);
    }), { numRuns: 150 });
  });

  it.each([
    [1, { unit: 'hour', count: 1 }, 2], [19, { unit: 'hour', count: 1 }, 20], [24, { unit: 'hour', count: 2 }, 13], [48, { unit: 'hour', count: 3 }, 17],
    [7 * 24, { unit: 'day', count: 1 }, 8], [30 * 24, { unit: 'day', count: 2 }, 16], [89 * 24, { unit: 'week', count: 1 }, 14], [365 * 24, { unit: 'week', count: 4 }, 14],
  ])('looks at %i hours in steps of %o', (length, step, count) => {
    const series = seriesOf([], 'operation', hours('2026-05-01T10:30:00.0000000Z', length, 'Europe/Berlin'));

    expect(series.step).toEqual(step);
    expect(series.bins).toHaveLength(count);
  });

  it('gives the day on which the clocks go back its 25 hours', () => {
    const { bins } = seriesOf([], 'operation', { from: '2026-10-23T22:00:00.0000000Z', to: '2026-10-28T23:00:00.0000000Z', zone: 'Europe/Berlin' });

    expect(bins.slice(0, 3)).toEqual([
      { from: '2026-10-23T22:00:00.0000000Z', to: '2026-10-24T22:00:00.0000000Z' },
      { from: '2026-10-24T22:00:00.0000000Z', to: '2026-10-25T23:00:00.0000000Z' },
      { from: '2026-10-25T23:00:00.0000000Z', to: '2026-10-26T23:00:00.0000000Z' },
    ]);
  });

  it('draws the five largest and sums up the others, but no other alone', () => {
    const record = (operationType: string) => ({ atMs: Date.parse('2026-11-20T12:30:00Z'), operationType, resourceType: 'order', status: 'succeeded', risk: 'medium' as const });
    const span = hours('2026-11-20T12:00:00.0000000Z', 1, 'UTC');

    const six = seriesOf(['a', 'b', 'c', 'd', 'e', 'f', 'f'].map(record), 'operation', span);
    const seven = seriesOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'g'].map(record), 'operation', span);

    expect(six.lines.map(({ value }) => value)).toEqual(['f', 'a', 'b', 'c', 'd', 'e']);
    expect(seven.lines).toEqual([...['g', 'a', 'b', 'c', 'd'].map((value) => ({ value, counts: [value === 'g' ? 2 : 1] })), { value: OTHERS, counts: [2] }]);
  });
});
