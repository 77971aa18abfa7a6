import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/audit/record.ts';
import { earlierState, subjectOf } from '../../src/audit/sentence-earlier.ts';
import { aRecord } from '../support/records.ts';

const ID = 'AAAA0A0A-bb1b-cc2c-dd3d-eeeeee4e4e4e';

function subscription(value: object, facts: Partial<AuditRecord> = {}): AuditRecord {
  return aRecord({ operationType: 'update_subscription', resourceType: 'subscription', customerId: 'c', resourceNewValue: JSON.stringify({ Id: ID, ...value }), ...facts });
}

const NOW = subscription({ Quantity: 250 });
const EARLIER = { operationDate: '2026-11-03T09:00:00.0000000Z' };

describe('audit/sentence-earlier', () => {
  it('knows a thing by the id in its values, whatever the case', () => {
    expect(subjectOf(NOW)).toBe(`subscription:${ID.toLowerCase()}`);
    expect(subjectOf(aRecord({ resourceNewValue: '{"LineItems":[]}', customizedData: [{ key: 'OrderId', value: 'Ia80' }] }))).toBe('order:ia80');
    expect(subjectOf(aRecord({ operationType: 'update_customer_spending_budget', resourceType: 'customer', customerId: 'c', resourceNewValue: '{"Amount":1}' }))).toBe('budget:c');
  });

  it.each<readonly [string, AuditRecord]>([
    ['no value', aRecord({ resourceType: 'subscription' })],
    ['a null id', aRecord({ resourceNewValue: '{"Id":null}' })],
    ['an id of zeros', aRecord({ resourceNewValue: '{"Id":"00000000-0000-0000-0000-000000000000"}' })],
    ['licences, which are given and taken', aRecord({ resourceType: 'license', resourceNewValue: '{"Id":"x"}' })],
  ])('knows no thing by %s', (_case, record) => {
    expect(subjectOf(record)).toBeUndefined();
  });

  it('reads how the thing stood from an earlier record of it', () => {
    expect(earlierState(NOW, subscription({ Quantity: 25 }, EARLIER))).toEqual({ Id: ID, Quantity: 25 });
  });

  it('reads how a subscription stood from the line of the order that made it', () => {
    const line = { SubscriptionId: ID.toLowerCase(), FriendlyName: 'Business Premium', Quantity: 25 };
    const order = aRecord({ ...EARLIER, customerId: 'c', resourceNewValue: JSON.stringify({ Id: 'o', LineItems: [{ SubscriptionId: null }, line] }) });

    expect(earlierState(NOW, order)).toEqual(line);
  });

  it.each<readonly [string, AuditRecord]>([
    ['of the same moment', subscription({ Quantity: 25 })],
    ['later by the last of seven digits', subscription({ Quantity: 25 }, { operationDate: '2026-11-20T15:05:12.0589309Z' })],
    ['that failed', subscription({ Quantity: 25 }, { ...EARLIER, operationStatus: 'failed' })],
    ['that runs still', subscription({ Quantity: 25 }, { ...EARLIER, operationStatus: 'progress' })],
    ['of another customer', subscription({ Quantity: 25 }, { ...EARLIER, customerId: 'd' })],
    ['of another subscription', subscription({ Id: 'other', ParentId: ID, Quantity: 25 }, EARLIER)],
    ['that shares nothing but ids', subscription({ OfferId: 'x' }, EARLIER)],
    ['without a value', aRecord({ ...EARLIER, resourceType: 'subscription', customerId: 'c' })],
  ])('learns nothing from a record %s', (_case, earlier) => {
    expect(earlierState(NOW, earlier)).toBeUndefined();
  });
});
