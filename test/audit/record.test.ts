import { describe, expect, it } from 'vitest';
import { canonicalJson, recordIdentity } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

describe('audit/record', () => {
  it('names an operation by its id where it has one', () => {
    expect(recordIdentity(aRecord({ id: 'tenant_customer_createorder_1' }))).toBe('tenant_customer_createorder_1');
  });

  it.each(['00000000-0000-0000-0000-000000000000', ' ', ''])('takes %j for no id: it would make one operation of many', (id) => {
    const [one, other] = [aRecord({ id }), aRecord({ id, operationType: 'delete_customer' })];

    expect(recordIdentity(one)).not.toBe(recordIdentity(other));
  });

  it('keeps one identity while an operation goes from in progress to succeeded', () => {
    const running = aRecord({ operationStatus: 'progress', attributes: { etag: 'a' } });
    const done = aRecord({ operationStatus: 'succeeded', attributes: { etag: 'b' } });

    expect(recordIdentity(running)).toBe(recordIdentity(done));
  });

  it.each([
    ['the last of 7 fractional digits', { operationDate: '2026-11-20T15:05:12.0589309Z' }],
    ['the customer', { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f' }],
    ['the new value', { resourceNewValue: '{"Quantity":2}' }],
    ['customized data', { customizedData: [{ key: 'OrderId', value: null }] }],
    ['a field that no page names', { somethingNew: 1 }],
  ])('tells two operations without id apart by %s', (_, difference) => {
    expect(recordIdentity(aRecord(difference))).not.toBe(recordIdentity(aRecord()));
  });

  it('does not care in which order fields came', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(canonicalJson({ a: true, b: [1, { c: 'x', d: null }] }));
  });
});
