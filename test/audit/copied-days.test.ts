import { describe, expect, it } from 'vitest';
import { copiedDays, oldestAnswered, type LedgerDay } from '../../src/audit/copied-days.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { NOTHING_COPIED, planQuery, planWithout } from '../../src/audit/query.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const held = (day: string, facts: Partial<LedgerDay> = {}): LedgerDay => ({ day, records: 1, readAt: '2026-11-21T09:00:00.000Z', ...facts });
const plan = (from: string, to: string, ledger: readonly LedgerDay[]) =>
  planQuery({ filter: { ...EVERYTHING, resources: ['order'] }, range: { from: new Date(from), to: new Date(to) } }, NOW, copiedDays(ledger, NOW));

describe('audit/copied-days', () => {
  it.each([
    ['settled', held('2026-11-18'), true],
    ['read a moment before it was settled', held('2026-11-18', { readAt: '2026-11-20T23:59:59.999Z' }), false],
    ['young', held('2026-11-19'), false],
    ['altered', held('2026-11-10', { alteredAt: '2026-11-20T00:00:00.000Z' }), false],
    ['read with something unreadable', held('2026-11-10', { unreadable: 1 }), false],
    ['older than the log, whatever it is', held('2026-08-23', { alteredAt: '2026-11-20T00:00:00.000Z', readAt: '2026-08-23T10:00:00.000Z' }), true],
  ])('decides whether a day is taken that is %s', (_case, day, isTaken) => {
    expect(copiedDays([day], NOW).readAt.has(day.day)).toBe(isTaken);
  });

  it('reaches as far back as the log, or as the copy where that is further', () => {
    expect(oldestAnswered(NOW, NOTHING_COPIED)).toBe('2026-08-24');
    expect(oldestAnswered(NOW, copiedDays([held('2026-10-01')], NOW))).toBe('2026-08-24');
    expect(oldestAnswered(NOW, copiedDays([held('2026-10-01'), held('2026-03-01')], NOW))).toBe('2026-03-01');
  });

  it('plans requests for what is not held, with a day more on both sides, and one condition only where something is asked', () => {
    const days = ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-16', '2026-11-17'].map((day) => held(day));

    expect(plan('2026-11-10T00:00:00Z', '2026-11-13T00:00:00Z', days)).toMatchObject({ windows: [], filteredHere: ['resource'], copied: { windows: [{ first: '2026-11-10', last: '2026-11-12' }] } });
    expect(plan('2026-11-10T00:00:00Z', '2026-11-18T00:00:00.001Z', days)).toMatchObject({
      windows: [{ first: '2026-11-12', last: '2026-11-19' }], serverFilter: { field: 'ResourceType' }, filteredHere: [],
      copied: { windows: [{ first: '2026-11-16', last: '2026-11-17' }, { first: '2026-11-10', last: '2026-11-12' }] },
    });
  });

  it('names as gaps what neither log nor copy holds completely, and nothing of the log', () => {
    const days = [held('2026-08-20'), held('2026-08-21', { readAt: '2026-08-21T12:00:00.000Z' }), held('2026-08-23', { unreadable: 2 })];

    expect(plan('2026-08-01T00:00:00Z', '2026-08-26T00:00:00Z', days)).toMatchObject({
      from: '2026-08-20T00:00:00.0000000Z', heldFrom: '2026-08-20', gaps: [{ first: '2026-08-21', last: '2026-08-23' }], windows: [{ first: '2026-08-24', last: '2026-08-26' }],
    });
  });

  it('asks for days that are missing after all, and calls older ones gaps', () => {
    const planned = plan('2026-08-20T00:00:00Z', '2026-09-02T00:00:00Z', [held('2026-08-20'), held('2026-08-21'), held('2026-08-22'), held('2026-08-23'), ...Array.from({ length: 9 }, (_, at) => held(`2026-08-${24 + at}`.replace('08-32', '09-01')))]);

    expect(planned.windows).toEqual([]);
    expect(planWithout(planned, ['2026-08-30', '2026-08-22'], NOW)).toMatchObject({
      windows: [{ first: '2026-08-29', last: '2026-08-31' }], gaps: [{ first: '2026-08-22', last: '2026-08-22' }],
      copied: { windows: [{ first: '2026-08-31', last: '2026-09-01' }, { first: '2026-08-23', last: '2026-08-29' }, { first: '2026-08-20', last: '2026-08-21' }] },
    });
  });
});
