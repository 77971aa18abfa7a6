import { describe, expect, it } from 'vitest';
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { readJob, type SearchJob } from '../../src/features/jobs.ts';

const OLD = {
  version: 1, command: 'failed', zone: 'UTC', from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z', clamped: false,
  filter: EVERYTHING, correlationId: 'c0ffee00-0000-4000-8000-000000000001', answerTo: { responseUrl: 'https://hooks.slack.com/x', openUntil: 1, userId: 'U1' },
};

function filterOf(typed: string): AuditFilter {
  const command = parseCommand(typed, { now: new Date('2026-11-21T10:00:00Z'), zone: 'UTC' });
  return command.kind === 'search' ? command.search.filter : EVERYTHING;
}

describe('features/jobs', () => {
  it('reads what an older version wrote', () => {
    expect(readJob(OLD)).toEqual({ ...OLD, kind: 'search' });
  });

  it('brings every condition to the worker that can be typed', () => {
    const filter = filterOf('customer Relecloud risk medium+ category access app web text "x" not user svc@* not failed not "y"');
    const job: SearchJob = { ...OLD, kind: 'search', version: 3, filter };

    expect(Object.keys(filter)).toHaveLength(10);
    expect(readJob(JSON.parse(JSON.stringify(job)))).toEqual(job);
  });

  it.each([
    ['a later version', { ...OLD, version: 4 }],
    ['a condition it does not know', { ...OLD, filter: { ...EVERYTHING, moods: ['good'] } }],
    ['something unknown that must not hold', { ...OLD, filter: { ...EVERYTHING, not: { moods: ['good'] } } }],
    ['a risk it does not know', { ...OLD, filter: { ...EVERYTHING, risks: ['extreme'] } }],
  ])('refuses %s instead of leaving it out', (_, payload) => {
    expect(readJob(payload)).toBeUndefined();
  });
});
