import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latenessOf, mergeDay, settlesAt, type DayReading, type DayRow } from '../../src/audit/day-copy.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/audit/dates.ts';
import { recordKey, type AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

const BEGUN = new Date('2026-11-10T09:00:00Z');
const READ = new Date('2026-11-20T18:00:00Z');

function reading(records: readonly AuditRecord[], more: Partial<DayReading> = {}): DayReading {
  return { records, readAt: READ, begunAt: BEGUN, lastReadAt: new Date(READ.getTime() - 5 * MINUTE_MS), next: 0, dayBefore: new Set(), ...more };
}

/** Lays readings over one another, five minutes apart. */
function afterAll(readings: readonly (readonly AuditRecord[])[]): readonly DayRow[] {
  let [rows, next]: [readonly DayRow[], number] = [[], 0];
  readings.forEach((records, round) => {
    ({ rows, next } = mergeDay(rows, reading(records, { readAt: new Date(READ.getTime() + round * 5 * MINUTE_MS), next })));
  });
  return rows;
}

const kinds = (records: readonly AuditRecord[], more: Partial<DayReading> = {}) => mergeDay([], reading(records, more)).added.map(({ arrival }) => arrival);
const at = (operationDate: string) => aRecord({ id: operationDate, operationDate });
const statesOf = (rows: readonly DayRow[]) => new Map(rows.map(({ record }) => [recordKey(record), record.operationStatus === 'progress']));

const anyRecord = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', undefined),
  operationStatus: fc.constantFrom('progress', 'succeeded', 'failed'),
  customerName: fc.constantFrom('Contoso', 'Relecloud'),
}).map(({ id, ...rest }) => aRecord({ ...rest, ...(id !== undefined && { id }) }));
const anyReadings = fc.array(fc.array(anyRecord, { maxLength: 8 }), { minLength: 1, maxLength: 6 });

describe('audit/day-copy', () => {
  it('holds the same operations, ended or not, whatever the order and repetition of readings', () => {
    fc.assert(fc.property(anyReadings, fc.integer(), (readings, seed) => {
      const shuffled = [...readings, ...readings].toSorted((a, b) => ((a.length * 7 + seed) % 5) - ((b.length * 3 + seed) % 5));

      expect(statesOf(afterAll(shuffled.map((records) => records.toReversed())))).toEqual(statesOf(afterAll(readings)));
    }));
  });

  it('finds nothing new and nothing changed in a reading it has seen', () => {
    fc.assert(fc.property(fc.array(anyRecord, { maxLength: 12 }), fc.array(anyRecord, { maxLength: 12 }), (first, second) => {
      const held = mergeDay(mergeDay([], reading(first)).rows, reading(second, { next: 99 }));
      const again = mergeDay(held.rows, reading(second.toReversed(), { next: 999 }));

      expect({ added: again.added, changed: again.changed, next: again.next }).toEqual({ added: [], changed: [], next: 999 });
    }));
  });

  it('numbers rows upwards, never anew, and keeps what a reading does not hold', () => {
    fc.assert(fc.property(anyReadings, (readings) => {
      let [rows, next]: [readonly DayRow[], number] = [[], 0];
      for (const records of readings) {
        const merged = mergeDay(rows, reading(records, { next }));
        expect(merged.rows.slice(0, rows.length).map(({ number }) => number)).toEqual(rows.map(({ number }) => number));
        ({ rows, next } = merged);
        expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index));
        expect(next).toBe(rows.length);
      }
    }));
  });

  it('does not give the number of an erased row again', () => {
    const merged = mergeDay([], reading([at('2026-11-20T01:00:00.0000000Z')], { next: 7 }));

    expect([merged.rows[0]?.number, merged.next]).toEqual([7, 8]);
  });

  it('takes an end in place of progress, and progress never in place of an end', () => {
    const [progress, done] = [aRecord({ id: 'a', operationStatus: 'progress' }), aRecord({ id: 'a', operationStatus: 'succeeded' })];
    const first = mergeDay([], reading([progress]));
    const ended = mergeDay(first.rows, reading([progress, done], { next: first.next }));
    const later = mergeDay(ended.rows, reading([progress], { next: ended.next }));

    expect(ended).toMatchObject({ added: [], changed: [{ number: 0, record: { operationStatus: 'succeeded' }, seenAt: READ.toISOString() }] });
    expect(later.changed).toEqual([]);
  });

  it.each<[string, string, Partial<DayReading>, string]>([
    ['an old operation of a day that was never read', '2026-11-10T08:59:59.9999999Z', {}, 'history'],
    ['what happened since the copy began', '2026-11-20T17:59:00.0000000Z', {}, 'news'],
    ['what is exactly 48 hours old', '2026-11-18T18:00:00.0000000Z', {}, 'news'],
    ['what is over 48 hours old', '2026-11-18T17:59:59.9990000Z', {}, 'late'],
    ['an old operation that a day read before did not show', '2026-11-09T08:00:00.0000000Z', { lastReadAt: new Date('2026-11-19T00:00:00Z') }, 'late'],
  ])('takes %s as such', (_, date, more, arrival) => {
    const { lastReadAt: __, ...never } = reading([at(date)]);

    expect(mergeDay([], { ...never, ...more }).added.map((added) => added.arrival)).toEqual([arrival]);
  });

  it('takes what stood in the day before as known', () => {
    const record = at('2026-11-20T00:00:01.0000000Z');

    expect(kinds([record], { dayBefore: new Set([recordKey(record)]) })).toEqual(['known']);
  });

  it('measures the delay between readings that follow one another, and only a proven one after a gap', () => {
    const record = at('2026-11-20T17:00:00.0000000Z');
    const delays = [5 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS, 30 * MINUTE_MS + 1].map((gap) =>
      mergeDay([], reading([record], { lastReadAt: new Date(READ.getTime() - gap) })).rows[0]?.delayMs);
    const proven = mergeDay([], reading([record], { readAt: new Date('2026-11-20T22:00:00Z'), lastReadAt: READ })).rows[0]?.delayMs;

    expect(delays).toEqual([HOUR_MS, HOUR_MS, undefined, HOUR_MS]);
    expect(proven).toBe(HOUR_MS);
  });

  it('gives median and longest delay over the rows that tell', () => {
    const rows = [3, 1, undefined, 10, 2].map((delayMs, number) => ({ number, record: aRecord(), seenAt: '', ...(delayMs !== undefined && { delayMs }) }));

    expect(latenessOf(rows)).toEqual({ count: 4, medianMs: 3, maxMs: 10 });
    expect(latenessOf([])).toBeUndefined();
  });

  it('settles a day 48 hours after its end', () => {
    expect(new Date(settlesAt('2026-11-20')).toISOString()).toBe('2026-11-23T00:00:00.000Z');
  });
});
