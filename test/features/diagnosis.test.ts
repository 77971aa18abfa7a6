import { describe, expect, it } from 'vitest';
import { clockAheadMs, clockFinding, findingOf, waiting, withWaiting } from '../../src/features/diagnosis.ts';
import { Problem } from '../../src/features/problem.ts';

describe('features/diagnosis', () => {
  it.each([
    [0, 'ok', 'agree'], [1_400, 'ok', 'agree'], [59_000, 'ok', '59 s ahead of'], [60_000, 'ok', '60 s ahead of'], [61_000, 'warn', '61 s ahead of'],
    [-61_000, 'warn', '61 s behind'], [240_000, 'warn', '240 s ahead of'], [241_000, 'fail', '241 s ahead of'], [-600_000, 'fail', '600 s behind'],
  ])('judges a clock that is %d ms ahead as %s', (aheadMs, status, says) => {
    const finding = clockFinding('Slack clock', aheadMs, 'Slack');

    expect(finding.status).toBe(status);
    expect(finding.says).toContain(says);
    expect(finding.cure !== undefined).toBe(status !== 'ok');
  });

  it('does not judge a clock that nothing is known of', () => {
    const finding = clockFinding('Slack clock', clockAheadMs(undefined, new Date()), 'Slack');

    expect(finding.status).toBe('skipped');
    expect(clockAheadMs('not a date', new Date())).toBeUndefined();
  });

  it('reads how far a Date header is behind us', () => {
    expect(clockAheadMs('Sat, 21 Nov 2026 10:00:00 GMT', new Date('2026-11-21T10:01:30Z'))).toBe(90_000);
  });

  it('tells a failure with its cure and the id for a support case', () => {
    const problem = new Problem({ kind: 'not-allowed', retryable: false, whatHappened: 'It was refused.', whatToDo: 'Ask.', correlationId: 'c-1' });

    expect(findingOf('Partner Center', problem)).toEqual({ name: 'Partner Center', status: 'fail', says: 'It was refused. (correlation id c-1)', cure: 'Ask.' });
  });

  it.each([[900_000, 'in 15 min.'], [899_001, 'in 15 min.'], [30_000, 'in 30 s.'], [200, 'in 1 s.'], [0, 'in 1 s.'], [undefined, 'in a few minutes.']])('tells the wait of %s ms that was asked for', (retryAfterMs, wait) => {
    const problem = new Problem({
      kind: 'throttled', retryable: true, whatHappened: 'Too much.', whatToDo: 'Run it again in a few minutes.', ...(retryAfterMs !== undefined && { retryAfterMs }),
    });

    expect(findingOf('Partner Center', problem).cure).toBe(`Run it again ${wait}`);
  });

  it('adds a line for each name that has none', () => {
    const found = [waiting('Redis', 'looked at')];

    expect(withWaiting(found, ['Redis', 'Redis eviction'], 'waits for Redis')).toEqual([...found, waiting('Redis eviction', 'waits for Redis')]);
  });
});
