import { describe, expect, it } from 'vitest';
import { createDigestTally, type Digest, type NewOperation } from '../../src/audit/digest.ts';
import { aRecord } from '../support/records.ts';

function digestOf(...operations: readonly (Partial<NewOperation['record']> & { readonly kind?: NewOperation['kind'] })[]): Digest {
  const tally = createDigestTally();
  for (const [number, { kind = 'news', ...facts }] of operations.entries()) tally.add({ record: aRecord(facts), kind, number });
  return tally.finish();
}

const GDAP = { operationType: 'granular_admin_relationship_approved', customerName: 'Fabrikam Inc' };
const FAILED = { operationStatus: 'failed', operationType: 'update_customer_user', customerName: 'Wingtip Toys', applicationId: 'FulfillmentService' };
const QUIET = { operationType: 'update_customer_user' };

describe('audit/digest', () => {
  it('counts operations, customers, people and apps, and tells them by category', () => {
    const digest = digestOf(
      { ...QUIET, customerId: 'A', customerName: 'Relecloud', userPrincipalName: 'alice@partner.example' },
      { ...QUIET, customerId: 'a', userPrincipalName: 'ALICE@partner.example', applicationId: 'app' },
      { ...FAILED, customerId: 'b' },
    );

    expect(digest).toMatchObject({ total: 3, failed: 1, customers: 2, people: 1, apps: 2 });
    expect(digest.categories.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(digest.operations).toEqual([{ value: 'update_customer_user', count: 3 }]);
  });

  it('puts high risk before failures, and several alike into one line', () => {
    const { lookAt, moreToLookAt } = digestOf(FAILED, FAILED, { ...FAILED, operationDate: '2026-11-20T17:00:00.0000000Z' }, GDAP, QUIET);

    expect(lookAt.map(({ operationType, count, isHigh }) => [operationType, count, isHigh])).toEqual([
      ['granular_admin_relationship_approved', 1, true], ['update_customer_user', 3, false],
    ]);
    expect(lookAt[1]).toMatchObject({ newest: '2026-11-20T17:00:00.0000000Z', number: 2, customer: 'Wingtip Toys', via: 'FulfillmentService' });
    expect(moreToLookAt).toBe(0);
  });

  it('says seven lines at most, and how many operations have none', () => {
    const { lookAt, moreToLookAt, high } = digestOf(...Array.from({ length: 9 }, (_, at) => ({ ...GDAP, customerName: `Customer ${at}` })));

    expect(lookAt).toHaveLength(7);
    expect(moreToLookAt).toBe(2);
    expect(high).toBe(9);
  });

  it('says what was ordered and until when it can be cancelled, of a single order only', () => {
    const order = {
      ...aRecord({ customerName: 'Relecloud' }),
      resourceNewValue: JSON.stringify({ lineItems: [{ offerId: 'CFQ7TTC0LDPB:0001:CFQ7TTC0K971', quantity: 250, termDuration: 'P1Y' }] }),
    };

    expect(digestOf(order).lookAt[0]).toMatchObject({ until: '2026-11-27T15:05:12.058Z', what: expect.stringContaining('250') });
    expect(Object.keys(digestOf(order, order).lookAt[0] ?? {})).not.toContain('until');
  });

  it('keeps what was found late apart', () => {
    const digest = digestOf(QUIET, { ...QUIET, kind: 'late', operationDate: '2026-11-12T10:00:00.0000000Z' }, { ...GDAP, kind: 'late', operationDate: '2026-11-14T10:00:00.0000000Z' });

    expect(digest.total).toBe(1);
    expect(digest.late).toMatchObject({ count: 2, oldest: '2026-11-12T10:00:00.0000000Z', newest: '2026-11-14T10:00:00.0000000Z' });
    expect(digest.lookAt).toMatchObject([{ isLate: true, isHigh: true }]);
  });

  it('sums 50,000 operations up in seven lines', () => {
    const tally = createDigestTally();
    const records = Array.from({ length: 50_000 }, (_, at) => aRecord({ operationStatus: at % 2 === 0 ? 'failed' : 'succeeded', customerName: `C${at % 5_000}`, operationType: 'update_customer_user' }));

    for (const [number, record] of records.entries()) tally.add({ record, kind: 'news', number });
    const digest = tally.finish();

    expect(digest.lookAt).toHaveLength(7);
    expect(digest.moreToLookAt).toBe(25_000 - digest.lookAt.reduce((sum, { count }) => sum + count, 0));
  });
});
