import { describe, expect, it } from 'vitest';
import type { AlertEvent, AlertVerdict } from '../../src/audit/alert-events.ts';
import { openWindows } from '../../src/audit/alert-memory.ts';
import { judgeByPack } from '../../src/audit/alert-pack.ts';
import { OPERATIONS } from '../../src/audit/operations.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { at, eventsOf, MINUTE, SECOND } from '../support/alerting.ts';

/** What the pack says of each of these in turn. */
function verdicts(records: readonly AuditRecord[], facts: Partial<AlertEvent> = {}): readonly (AlertVerdict | undefined)[] {
  const windows = openWindows({});
  return eventsOf(records, facts).map((event) => judgeByPack(event, windows));
}

const tiers = (records: readonly AuditRecord[], facts: Partial<AlertEvent> = {}) => verdicts(records, facts).map((verdict) => verdict?.tier);
const last = (records: readonly AuditRecord[], facts: Partial<AlertEvent> = {}) => tiers(records, facts).at(-1);
const value = (operationType: string, fields: object, facts: Partial<AuditRecord> = {}): AuditRecord =>
  at(0, { operationType, resourceNewValue: JSON.stringify(fields), ...facts });
const line = (Quantity: number, TermDuration: string): object => ({ LineItems: [{ Quantity, TermDuration }] });
const seats = (before: number, after: number): AuditRecord => value('update_subscription', { Quantity: after }, { resourceOldValue: JSON.stringify({ Quantity: before }) });

describe('audit/alert-pack', () => {
  it('tells every operation of high risk at once', () => {
    const high = OPERATIONS.filter(({ risk }) => risk === 'high').map(({ value: operationType }, index) => at(index * 60 * MINUTE, { operationType }));

    expect(high.length).toBeGreaterThan(20);
    expect(new Set(tiers(high))).toEqual(new Set(['now']));
  });

  it.each<readonly [string, AuditRecord, AuditRecord]>([
    ['an order for 3 years', value('create_order', line(1, 'P1M')), value('create_order', line(1, 'P3Y'))],
    ['a yearly order of 25 seats', value('create_order', line(24, 'P1Y')), value('create_order', line(25, 'P1Y'))],
    ['an order that failed', value('create_order', line(1, 'P1Y')), value('create_order', line(1, 'P1Y'), { operationStatus: 'failed' })],
    ['25 seats more', seats(1_000, 1_024), seats(1_000, 1_025)],
    ['25 seats fewer', seats(1_000, 976), seats(1_000, 975)],
    ['20 % more seats', seats(100, 119), seats(100, 120)],
    ['20 % fewer seats', seats(100, 81), seats(100, 80)],
    ['a subscription suspended', value('update_subscription', { Status: 'Active' }), value('update_subscription', { Status: 'Suspended' })],
    ['a subscription deleted', value('update_subscription', { Status: 'Active' }), value('update_subscription', { Status: 'Deleted' })],
    ['a subscription disabled', value('update_subscription', { Status: 'Active' }), value('update_subscription', { Status: 'Disabled' })],
    ['a budget removed', value('update_customer_spending_budget', { Amount: 0 }), value('update_customer_spending_budget', { Amount: null })],
    [
      'a budget more than doubled',
      value('update_customer_spending_budget', { Amount: 1_000 }, { resourceOldValue: '{"Amount":500}' }),
      value('update_customer_spending_budget', { Amount: 1_001 }, { resourceOldValue: '{"Amount":500}' }),
    ],
  ])('tells %s at once, and what is just below it not', (_what, below, above) => {
    expect([last([below]), last([above])]).toEqual([undefined, 'now']);
  });

  it('tells an order that was declined like one that failed', () => {
    expect(last([value('create_order', line(1, 'P1Y'), { operationStatus: 'decline' })])).toBe('now');
  });

  it('judges seats by what was last seen here where the record has no old value', () => {
    const changed = value('update_subscription', { Quantity: 120 });

    expect(last([changed], { earlier: { Quantity: 101 } })).toBeUndefined();
    expect(last([changed], { earlier: { Quantity: 100 } })).toBe('now');
  });

  it('keeps a change of seats whose size is not known for the hour, and says so', () => {
    const changed = value('update_subscription', { Quantity: 120 });
    const { resourceNewValue: _nothing, ...unreadable } = changed;

    expect([changed, unreadable].map((record) => verdicts([record])[0])).toEqual([changed, unreadable].map(() => ({ tier: 'hourly', risk: 'medium', because: 'a subscription, change unknown' })));
    expect([last([{ ...changed, operationStatus: 'failed' }]), last([value('update_subscription', { AutoRenewEnabled: false })]), last([changed], { kind: 'changed' })]).toEqual([undefined, undefined, undefined]);
  });

  it('tells the third failure to add a customer within 10 minutes', () => {
    const failed = (afterMs: number): AuditRecord => at(afterMs, { operationType: 'add_customer', operationStatus: 'failed' });

    expect(tiers([failed(0), failed(5 * MINUTE), failed(10 * MINUTE - 1)])).toEqual(['hourly', 'hourly', 'now']);
    expect(last([failed(0), failed(5 * MINUTE), failed(10 * MINUTE)])).toBe('hourly');
    expect(last([failed(0), failed(1), { ...failed(2), operationStatus: 'succeeded' }])).toBe('hourly');
  });

  it('tells the fifth software key within 10 minutes', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => at(index * 2 * MINUTE, { operationType: 'get_software_key' }));

    expect([last(keys(4)), last(keys(5))]).toEqual(['hourly', 'now']);
    expect([10 * MINUTE - 1, 10 * MINUTE].map((afterMs) => last([...keys(4), at(afterMs, { operationType: 'get_software_key' })]))).toEqual(['now', 'hourly']);
  });

  it('tells the twentieth operation of one actor over five customers within 10 minutes', () => {
    const many = (count: number, customers: number) =>
      Array.from({ length: count }, (_, index) => at(index * SECOND, { operationType: 'update_customer_user_licenses', customerId: `c-${index % customers}` }));

    expect([last(many(19, 5)), last(many(20, 4)), last(many(20, 5))]).toEqual([undefined, undefined, 'now']);
    expect(verdicts(many(20, 5)).at(-1)?.heading).toBe('20 operations or more by one user at 5 customers or more within 10 min');
    expect(last(many(20, 5).map(({ userPrincipalName: _user, ...record }) => record))).toBeUndefined();
  });

  it('tells what an actor or app does that was never seen before', () => {
    const licences = at(0, { operationType: 'update_customer_user_licenses' });

    expect(verdicts([licences], { first: ['user', 'app'] })).toEqual([{ tier: 'now', risk: 'low', because: 'first seen in the days held: user and app', heading: 'User and app first seen in the days held' }]);
    expect([['user'], ['app'], ['customer']].map((first) => last([licences], { first } as Partial<AlertEvent>))).toEqual(['now', 'now', undefined]);
  });

  it('keeps other medium risk of access, relationship and identity, and what is not known, for the hour', () => {
    const kinds = ['granular_admin_relationship_expired', 'add_customer', 'create_customer_user', 'enable_partner_agent', 'update_customer_billing_profile', 'update_referral'];

    expect(kinds.map((operationType) => last([at(0, { operationType })]))).toEqual(['hourly', 'hourly', 'hourly', 'hourly', undefined, undefined]);
  });

  it('has a tier for each kind of operation that is known, by its risk and category alone', () => {
    const hourly = ['access', 'relationship', 'identity'];

    for (const { value: operationType, risk, category } of OPERATIONS) {
      expect([operationType, last([value(operationType, {}, { operationStatus: 'progress' })])]).toEqual([operationType, risk === 'high' ? 'now' : risk === 'medium' && hourly.includes(category) ? 'hourly' : undefined]);
    }
  });

  it('tells an order that turns out failed, and no other later state', () => {
    const order = value('create_order', line(1, 'P3Y'));

    expect(last([{ ...order, operationStatus: 'failed' }], { kind: 'changed' })).toBe('now');
    expect(last([order], { kind: 'changed' })).toBeUndefined();
    expect(last([at(0, { operationType: 'delete_customer' })], { kind: 'changed' })).toBeUndefined();
  });
});
