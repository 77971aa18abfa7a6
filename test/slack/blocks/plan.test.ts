import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../src/audit/filter.ts';
import type { QueryPlan } from '../../../src/audit/query.ts';
import { planInWords } from '../../../src/slack/blocks/plan.ts';
import { caveats, rangeLine } from '../../../src/slack/blocks/summary-notes.ts';
import { someFacts } from '../../support/results.ts';

const ZONE = 'Europe/Berlin';
const COPIED: QueryPlan['copied'] = { windows: [{ first: '2026-10-24', last: '2026-11-18' }], readAt: '2026-11-21T09:05:00.000Z' };
const PLAN: QueryPlan = { filter: EVERYTHING, from: '2026-10-24T10:00:00.0000000Z', to: '2026-11-21T10:00:00.0000000Z', windows: [{ first: '2026-11-18', last: '2026-11-21' }], filteredHere: [], copied: COPIED };
const ALONE: QueryPlan = { ...PLAN, windows: [], to: '2026-11-18T10:00:00.0000000Z' };

describe('slack/blocks/plan', () => {
  it('says which days came from the copy, when they were read, and which come from Partner Center, none of them twice', () => {
    expect(planInWords({ plan: PLAN, zone: ZONE })).toBe('UTC days 2026-10-24 to 2026-11-18 from the copy, last read 21 Nov 10:05 CET; 2026-11-19 to 2026-11-21 asked of Partner Center: everything · filtered here: the exact time');
    expect(planInWords({ plan: ALONE, zone: ZONE })).toBe('UTC days 2026-10-24 to 2026-11-18 from the copy, last read 21 Nov 10:05 CET; Partner Center was not asked · filtered here: the exact time');
  });

  it('names six spans and counts the others', () => {
    const windows = Array.from({ length: 9 }, (_, at) => ({ first: `2026-10-0${9 - at}`, last: `2026-10-0${9 - at}` }));

    expect(planInWords({ plan: { ...ALONE, copied: { windows, readAt: '2026-11-21T09:05:00.000Z' } }, zone: ZONE })).toContain('2026-10-06 and 3 more spans from the copy');
  });

  it('shows an answer of the copy alone as fresh as the copy', () => {
    expect(rangeLine(someFacts({ plan: ALONE, zone: ZONE, newestRead: '2026-11-18T09:00:00.0000000Z' }))).toContain('last read 21 Nov 10:05 CET');
  });

  it('says from when the copy holds records, and names what it lacks', () => {
    const old: QueryPlan = { ...ALONE, heldFrom: '2026-03-01', from: '2026-03-01T00:00:00.0000000Z', gaps: [{ first: '2026-05-03', last: '2026-05-04' }] };

    expect(caveats(someFacts({ plan: old, clamped: true }))).toEqual([
      'Microsoft keeps 90 days, and the copy kept here begins later than you asked for: cut off at 1 Mar 2026 (UTC).',
      'What is older than 90 days comes from the copy alone, which holds records from 1 Mar 2026 (UTC) on.',
      'Not held completely, so records may be missing here: UTC days 2026-05-03 to 2026-05-04.',
    ]);
    expect(caveats(someFacts({ plan: { ...PLAN, from: '2026-08-24T00:00:00.0000000Z' }, clamped: true }))).toEqual(['Microsoft keeps 90 days: what you asked for was cut off at 24 Aug 2026 (UTC).']);
  });
});
