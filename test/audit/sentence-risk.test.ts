import { describe, expect, it } from 'vitest';
import { riskOf } from '../../src/audit/sentence-risk.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

function order(line: object, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ resourceNewValue: JSON.stringify({ LineItems: [{ Quantity: 1 }, line] }), ...facts });
}

function seats(quantity: unknown, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: JSON.stringify({ Quantity: quantity }), ...facts });
}

function budget(amount: unknown, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ operationType: 'update_customer_spending_budget', resourceNewValue: JSON.stringify({ Amount: amount }), ...facts });
}

describe('audit/sentence-risk', () => {
  it.each<readonly [AuditRecord, string]>([
    [order({ TermDuration: 'P3Y', Quantity: 1 }), 'an order on a 3-year term'],
    [order({ TermDuration: 'P1Y', Quantity: 25 }), '25 or more seats on a 1-year term'],
    [order({}, { operationStatus: 'failed' }), 'an order that did not succeed'],
    [seats(50, { resourceOldValue: '{"Quantity":25}' }), 'at least 25 more than last known'],
    [seats(6, { resourceOldValue: '{"Quantity":5}' }), 'at least 20 % more than last known'],
    [seats(75, { resourceOldValue: '{"Quantity":100}' }), 'at least 25 fewer than last known'],
    [seats(5, { resourceNewValue: '{"Status":"suspended"}' }), 'set to suspended'],
    [budget(null), 'a budget taken away'],
    [budget(1_001, { resourceOldValue: '{"Amount":500}' }), 'more than twice the budget last known'],
    [aRecord({ operationType: 'DELETE_customer' }), 'every operation of this kind'],
  ])('is high with its reason: %#', (record, reason) => {
    expect(riskOf(record)).toEqual({ risk: 'high', reason });
  });

  it.each<readonly [string, AuditRecord]>([
    ['24 seats for a year', order({ TermDuration: 'P1Y', Quantity: 24 })],
    ['1,000 seats for a month', order({ TermDuration: 'P1M', Quantity: 1_000 })],
    ['seats whose earlier number nobody knows', seats(5_000)],
    ['a few seats more', seats(101, { resourceOldValue: '{"Quantity":100}' })],
    ['a quantity that is no number', seats('=1+1', { resourceOldValue: '{"Quantity":1}' })],
    ['a budget twice as large', budget(1_000, { resourceOldValue: '{"Amount":500}' })],
    ['a budget without an amount', aRecord({ operationType: 'update_customer_spending_budget', resourceNewValue: '{"CurrencyCode":"EUR"}' })],
  ])('stays that of its kind for %s', (_case, record) => {
    expect(riskOf(record)).toEqual({ risk: 'medium', reason: 'by kind of operation' });
  });

  it('takes the earlier value from what was last seen, where the record has none', () => {
    expect(riskOf(seats(250), { Quantity: 25 }).reason).toBe('at least 25 more than last known');
    expect(riskOf(seats(25, { resourceOldValue: '{"Quantity":25}' }), { Quantity: 250 }).risk).toBe('medium');
  });

  it('says that an operation is not known', () => {
    expect(riskOf(aRecord({ operationType: 'enable_partner_agent' }))).toEqual({ risk: 'medium', reason: 'an operation not known here' });
  });
});
