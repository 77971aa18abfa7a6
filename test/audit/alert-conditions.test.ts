import { describe, expect, it } from 'vitest';
import type { AlertCondition, AlertEvent } from '../../src/audit/alert-events.ts';
import { createJudge } from '../../src/audit/alert-conditions.ts';
import { openWindows } from '../../src/audit/alert-memory.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { at, eventsOf, filterOf, HOUR, MINUTE, ruleOf, SECOND } from '../support/alerting.ts';

/** What a condition says of each of these in turn. */
function reasons(condition: Partial<AlertCondition>, records: readonly AuditRecord[], facts: Partial<AlertEvent> = {}): readonly (string | undefined)[] {
  const [judge, windows] = [createJudge(ruleOf(condition)), openWindows({})];
  return eventsOf(records, facts).map((event) => judge.judge(event, windows)?.because);
}

const failed = (afterMs: number, user = 'alice@partner.example'): AuditRecord => at(afterMs, { operationStatus: 'failed', userPrincipalName: user });
const FAILURES = filterOf({ statuses: ['failed'] });

describe('audit/alert-conditions', () => {
  it('holds for what its filter lets through', () => {
    expect(reasons({ filter: FAILURES }, [failed(0), at(1)])).toEqual(['', undefined]);
  });

  it('tells by the kind of operation alone what cannot match', () => {
    const candidates = (filter: AlertCondition['filter']) => ['create_order', 'delete_customer'].map(createJudge(ruleOf({ filter })).candidate);

    expect(candidates(filterOf({ risks: ['high'] }))).toEqual([true, true]);
    expect(createJudge(ruleOf({ filter: filterOf({ risks: ['high'] }) })).candidate('update_company_info')).toBe(false);
    expect(candidates(filterOf({ operations: ['create_*'] }))).toEqual([true, false]);
    expect(candidates(filterOf({ not: { categories: ['billing'] } }))).toEqual([false, true]);
    expect(candidates(filterOf({ customers: [{ kind: 'name', name: 'Relecloud' }], not: { users: ['a@b'] } }))).toEqual([true, true]);
  });

  it('holds for a record that its own values or its failing lift, and for a later state only where that lifts it', () => {
    const filter = filterOf({ risks: ['high'] });
    const lost = at(0, { operationType: 'create_order', operationStatus: 'failed' });

    expect(reasons({ filter }, [lost, at(1, { operationType: 'create_order' })])).toEqual(['', undefined]);
    expect(reasons({ filter }, [lost, at(1, { operationType: 'delete_customer' })], { kind: 'changed' })).toEqual(['', undefined]);
  });

  it('fires when it is strictly more than the number within the span', () => {
    const moreThan = { count: 2, inMs: 10 * MINUTE };

    expect(reasons({ filter: FAILURES, moreThan }, [failed(0), failed(1), at(2), failed(3)])).toEqual([undefined, undefined, undefined, 'more than 2 within 10 min']);
    expect(reasons({ moreThan }, [failed(0), failed(5 * MINUTE), failed(10 * MINUTE)])).toEqual([undefined, undefined, undefined]);
  });

  it('has a heading where it is about more than the operation, and none where it is not', () => {
    const headings = (condition: Partial<AlertCondition>) => {
      const [judge, windows] = [createJudge(ruleOf(condition)), openWindows({})];
      return eventsOf([failed(0), failed(1)], { first: ['user'] }).map((event) => judge.judge(event, windows)?.heading);
    };

    expect(headings({ moreThan: { count: 1, inMs: 10 * MINUTE, by: 'user' } })[1]).toBe('More than 1 operation of one user within 10 min');
    expect(headings({ firstSeen: ['user'] })[0]).toBe('User first seen in the days held');
    expect(headings({ filter: FAILURES })).toEqual([undefined, undefined]);
  });

  it('counts an operation once, whose later state becomes known too', () => {
    const [judge, windows] = [createJudge(ruleOf({ filter: FAILURES, moreThan: { count: 1, inMs: 10 * MINUTE } })), openWindows({})];
    const [one, other] = eventsOf([failed(0), failed(MINUTE)]);
    const again = one && { ...one, number: 3, kind: 'changed' as const };

    expect([one, again, other].map((event) => event && judge.judge(event, windows)?.because)).toEqual([undefined, undefined, 'more than 1 within 10 min']);
  });

  it('counts for each value of a dimension by itself, letter case aside', () => {
    const moreThan = { count: 1, inMs: HOUR, by: 'user' } as const;

    expect(reasons({ moreThan }, [failed(0), failed(1, 'bob@partner.example'), failed(2, 'ALICE@partner.example')]))
      .toEqual([undefined, undefined, 'more than 1 within 1 h by user']);
  });

  it('holds for what was never seen before, of the kinds it names', () => {
    expect(reasons({ firstSeen: ['customer', 'user'] }, [at(0)], { first: ['user', 'app'] })).toEqual(['first seen in the days held: user']);
    expect(reasons({ firstSeen: ['customer'] }, [at(0)], { first: ['user'] })).toEqual([undefined]);
  });

  it('holds outside the hours of its zone, also on the days when clocks are turned', () => {
    const outside = { fromMs: 7 * HOUR, toMs: 20 * HOUR };
    const on = (operationDate: string): AuditRecord => at(0, { operationDate });
    const times = ['2026-10-24T04:59:59.9999999Z', '2026-10-24T05:00:00.0000000Z', '2026-10-25T05:59:59.9999999Z', '2026-10-25T06:00:00.0000000Z', '2026-10-25T19:00:00.0000000Z'];

    expect(reasons({ outside }, times.map(on)).map((reason) => reason !== undefined)).toEqual([true, false, true, false, true]);
    expect(reasons({ outside }, [on('2026-11-21T22:00:00.0000000Z')])).toEqual(['outside 07:00-20:00 (Europe/Berlin)']);
  });

  it('counts only what its hours let through', () => {
    const condition = { outside: { fromMs: 0, toMs: 13 * HOUR + 10 * SECOND }, moreThan: { count: 1, inMs: MINUTE } };

    expect(reasons(condition, [at(0), at(9 * SECOND), at(11 * SECOND), at(12 * SECOND)]).map((reason) => reason !== undefined)).toEqual([false, false, false, true]);
  });

  it('takes a later state for an event only where it asks for one', () => {
    expect(reasons({ filter: FAILURES }, [failed(0)], { kind: 'changed' })).toEqual(['']);
    expect(reasons({ filter: filterOf({ risks: ['medium'] }) }, [failed(0)], { kind: 'changed' })).toEqual([undefined]);
  });
});
