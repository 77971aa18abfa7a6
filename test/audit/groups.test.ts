import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, type Dimension, type Grouped, type Span } from '../../src/audit/dimensions.ts';
import { groupRecords, type Group } from '../../src/audit/groups.ts';
import { shownCustomer, spanAndRecords, valueOf } from './counting.ts';

const SPAN: Span = { from: '2026-11-14T10:00:00.0000000Z', to: '2026-11-21T10:00:00.0000000Z', zone: 'Europe/Berlin' };
const anyBy = fc.uniqueArray(fc.constantFrom(...DIMENSIONS), { minLength: 1, maxLength: 3 });

function record(facts: Partial<Grouped> & { readonly at?: string } = {}): Grouped {
  const { at = '2026-11-20T12:00:00Z', ...others } = facts;
  return { atMs: Date.parse(at), operationType: 'create_order', resourceType: 'order', status: 'succeeded', risk: 'medium', ...others };
}

function named(customers: readonly string[]): Grouped[] {
  return customers.map((customerName) => record({ customerName }));
}

/** Records with the values that they have in the dimensions, as a person would note them in a list. */
function noted(by: readonly Dimension[], records: readonly Grouped[], span: Span): ReadonlyMap<string, Omit<Group, 'values'>> {
  const notes = new Map<string, { count: number; failed: number; high: number }>();
  for (const one of records) {
    const values = by.map((dimension) => valueOf(dimension, one, span)).map((value, place) => by[place] === 'customer' ? shownCustomer(value, records) : value);
    const note = notes.get(values.join('|')) ?? { count: 0, failed: 0, high: 0 };
    note.count += 1;
    note.failed += one.status.toLowerCase() === 'failed' ? 1 : 0;
    note.high += one.risk === 'high' ? 1 : 0;
    notes.set(values.join('|'), note);
  }
  return notes;
}

describe('audit/groups', () => {
  it('counts what a slow and obvious count finds, by any dimensions in any zone', () => {
    fc.assert(fc.property(spanAndRecords, anyBy, ({ span, records }, by) => {
      const { rows, left } = groupRecords(records, { by, span });

      const counted = new Map(rows.map(({ values, ...counts }) => [values.join('|').toLowerCase(), counts]));
      expect(counted).toEqual(noted(by, records, span));
      expect(left).toEqual({ groups: 0, count: 0, failed: 0, high: 0 });
    }), { numRuns: 150 });
  });

  it('loses nothing where a limit cuts: rows and rest make up the total, and no group that was cut is larger', () => {
    fc.assert(fc.property(spanAndRecords, anyBy, fc.integer({ min: 1, max: 8 }), ({ span, records }, by, limit) => {
      const whole = groupRecords(records, { by, span });

      const { rows, left } = groupRecords(records, { by, span, limit });

      const smallest = Math.min(...rows.map(({ count }) => count));
      const sizes = whole.rows.map(({ count }) => count).sort((a, b) => b - a);
      expect(rows.length + left.groups).toBe(whole.rows.length);
      expect(rows.reduce((sum, { count }) => sum + count, left.count)).toBe(records.length);
      expect(rows.reduce((sum, { failed }) => sum + failed, left.failed)).toBe(whole.rows.reduce((sum, { failed }) => sum + failed, 0));
      expect(rows.reduce((sum, { high }) => sum + high, left.high)).toBe(whole.rows.reduce((sum, { high }) => sum + high, 0));
      expect(sizes[limit] ?? 0).toBeLessThanOrEqual(smallest);
    }), { numRuns: 100 });
  });

  it('puts the largest first, and equal ones in the order of their text', () => {
    const { rows } = groupRecords(named(['B', 'C', 'A', 'C']), { by: ['customer'], span: SPAN });

    expect(rows.map(({ values, count }) => [values[0], count])).toEqual([['C', 2], ['A', 1], ['B', 1]]);
  });

  it('puts time in its order, and keeps the largest of it where a limit cuts', () => {
    const records = [record({ at: '2026-11-20T12:00:00Z' }), record({ at: '2026-11-18T12:00:00Z' }), record({ at: '2026-11-18T13:00:00Z' }), record({ at: '2026-11-16T12:00:00Z' }), record({ at: '2026-11-16T12:00:00Z' })];

    const { rows, left } = groupRecords(records, { by: ['day'], span: SPAN, limit: 2 });

    expect(rows.map(({ values }) => values[0])).toEqual(['2026-11-16', '2026-11-18']);
    expect(left).toEqual({ groups: 1, count: 1, failed: 0, high: 0 });
  });

  it.each([
    ['customer', 'asc', ['fabrikam 9', 'Fabrikam 10', 'Relecloud', '']],
    ['customer', 'desc', ['Relecloud', 'Fabrikam 10', 'fabrikam 9', '']],
    ['count', 'asc', ['Fabrikam 10', 'fabrikam 9', '', 'Relecloud']],
    ['user', 'asc', ['Relecloud', '', 'Fabrikam 10', 'fabrikam 9']],
  ] as const)('sorts by %s %s', (column, direction, customers) => {
    const records = [...named(['fabrikam 9', 'Relecloud', 'Fabrikam 10', 'Relecloud', 'Relecloud']), record(), record()];

    const { rows } = groupRecords(records, { by: ['customer'], span: SPAN, sort: { column, direction } });

    expect(rows.map(({ values }) => values[0])).toEqual(customers);
  });

  it('sorts risks by how grave they are', () => {
    const records = (['low', 'high', 'medium'] as const).map((risk) => record({ risk }));

    const { rows } = groupRecords(records, { by: ['risk'], span: SPAN, sort: { column: 'risk', direction: 'desc' } });

    expect(rows.map(({ values }) => values[0])).toEqual(['high', 'medium', 'low']);
  });

  it('keeps a thousand groups and sums up the others', () => {
    const records = named(Array.from({ length: 1_200 }, (_, number) => `customer ${number}`));

    const { rows, left } = groupRecords(records, { by: ['customer'], span: SPAN });

    expect(rows).toHaveLength(1_000);
    expect(left).toEqual({ groups: 200, count: 200, failed: 0, high: 0 });
  });

  it('takes the hours of each day apart in two days, and together in more', () => {
    const records = [record({ at: '2026-11-20T09:30:00Z' }), record({ at: '2026-11-19T09:30:00Z' })];
    const twoDays = { from: '2026-11-19T00:00:00.0000000Z', to: '2026-11-21T00:00:00.0000000Z', zone: 'Europe/Berlin' };

    const apart = groupRecords(records, { by: ['hour'], span: twoDays });
    const together = groupRecords(records, { by: ['hour'], span: SPAN });

    expect(apart.rows.map(({ values }) => values[0])).toEqual(['2026-11-19 10:00', '2026-11-20 10:00']);
    expect(together.rows.map(({ values, count }) => [values[0], count])).toEqual([['10:00', 2]]);
  });
});
