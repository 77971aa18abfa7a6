import type { QueryPlan } from '../../src/audit/query.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { summarise } from '../../src/audit/summary.ts';
import type { ResultFacts } from '../../src/features/result-facts.ts';

const PLAN: QueryPlan = {
  filter: EVERYTHING,
  from: '2026-11-14T10:00:00.0000000Z',
  to: '2026-11-21T10:00:00.0000000Z',
  windows: [{ first: '2026-11-13', last: '2026-11-21' }],
  filteredHere: [],
};

/** The facts of an answer for tests, with whatever matters to the test laid over them. */
export function someFacts(facts: Partial<ResultFacts> = {}): ResultFacts {
  return {
    id: 'result-0000000000000001',
    planKey: 'plan-1',
    command: 'last 7d',
    zone: 'Europe/Berlin',
    plan: PLAN,
    clamped: false,
    summary: summarise([]),
    standouts: [],
    listed: 0,
    recordsRead: 0,
    unreadable: 0,
    readAt: '2026-11-21T10:00:00.000Z',
    ...facts,
  };
}
