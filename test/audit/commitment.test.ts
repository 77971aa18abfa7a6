import { describe, expect, it } from 'vitest';
import { commitmentOf } from '../../src/audit/commitment.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

const SEATS = { OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Microsoft 365 Business Premium', Quantity: 40 };

function order(line: object, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ resourceNewValue: JSON.stringify({ LineItems: [line] }), ...facts });
}

function change(value: object, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: JSON.stringify({ ...SEATS, ...value }), ...facts });
}

describe('audit/commitment', () => {
  it('gives an order of new commerce 168 hours from its record, whatever the clocks of a zone do between', () => {
    const commitment = commitmentOf(order(SEATS, { operationDate: '2026-10-23T15:05:12.0589308Z' }));

    expect(commitment).toEqual({ opened: 'order', until: new Date('2026-10-30T15:05:12.058Z') });
  });

  it('opens one for a seat change only in case seats were added', () => {
    expect(commitmentOf(change({}))).toEqual({ opened: 'change', until: new Date('2026-11-27T15:05:12.058Z') });
    expect(commitmentOf(change({}, { resourceOldValue: '{"Quantity":39}' }))).toBeDefined();
  });

  it.each<readonly [string, AuditRecord]>([
    ['a legacy offer', order({ ...SEATS, OfferId: 'C0BD2E08-11AC-4836-BDC7-3712E744922F' })],
    ['an order without a term', order({ ...SEATS, TermDuration: null })],
    ['an Azure plan', order({ ...SEATS, OfferId: 'DZH318Z0BPS6:0001:DZH318Z0SB02' })],
    ['a trial of new commerce', order({ ...SEATS, FriendlyName: 'Microsoft 365 Business Premium Trial' })],
    ['an order that failed', order(SEATS, { operationStatus: 'failed' })],
    ['an order that runs still', order(SEATS, { operationStatus: 'progress' })],
    ['an order of unknown status', order(SEATS, { operationStatus: 'partially_succeeded' })],
    ['an order without a value', aRecord()],
    ['seats that were taken away', change({}, { resourceOldValue: '{"Quantity":41}' })],
    ['seats that stayed', change({}, { resourceOldValue: '{"Quantity":40}' })],
    ['a suspended subscription', change({ Status: 'Suspended' })],
    ['another operation with the same value', change({}, { operationType: 'update_transfer' })],
  ])('says nothing of %s', (_case, record) => {
    expect(commitmentOf(record)).toBeUndefined();
  });
});
