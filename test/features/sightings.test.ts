import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/audit/record.ts';
import { createSightings } from '../../src/features/sightings.ts';
import { aRecord } from '../support/records.ts';

/** What a directory would know after these records: the newest name of each customer, and when each person was first and last seen. */
function known(records: readonly AuditRecord[]) {
  const inOrder = records.toSorted((a, b) => a.operationDate < b.operationDate ? -1 : 1);
  const named = inOrder.filter(({ customerId, customerName }) => customerId && customerName);
  const personOf = (record: AuditRecord): string => record.userPrincipalName ?? record.applicationId ?? '';
  return {
    customers: Object.fromEntries(named.map(({ customerId, customerName, operationDate }) => [customerId, [customerName, operationDate]])),
    last: Object.fromEntries(inOrder.map((record) => [personOf(record), record.operationDate])),
    first: Object.fromEntries(inOrder.toReversed().map((record) => [personOf(record), record.operationDate])),
  };
}

const anyRecords: fc.Arbitrary<readonly AuditRecord[]> = fc.uniqueArray(fc.record({
  date: fc.integer({ min: 0, max: 9_999_999 }),
  customerId: fc.constantFrom('one', 'two', undefined),
  customerName: fc.constantFrom('Contoso', 'Contoso Group', undefined),
  userPrincipalName: fc.constantFrom('alice@partner.example', 'bob@partner.example', undefined),
  applicationId: fc.constantFrom('FulfillmentService', 'nobody'),
}), { selector: ({ date }) => date }).map((facts) => facts.map(({ date, ...others }) => aRecord({
  operationDate: `2026-11-20T12:00:00.${String(date).padStart(7, '0')}Z`, ...JSON.parse(JSON.stringify(others)) as Partial<AuditRecord>,
})));

describe('features/sightings', () => {
  it('lets a directory know the same as if it had learned from every record', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyRecords), async (pages) => {
      const learned: AuditRecord[] = [];
      const sightings = createSightings({ learn: async (records) => void learned.push(...records) });

      for (const page of pages) await sightings.note(page);
      await sightings.finish();

      expect(known(learned)).toEqual(known(pages.flat()));
    }), { numRuns: 100 });
  });

  it('passes on a few of many records, and not only at the end', async () => {
    const calls: number[] = [];
    const sightings = createSightings({ learn: async (records) => void calls.push(records.length) });
    const page = Array.from({ length: 500 }, (_, number) => aRecord({ id: `record-${number}`, userPrincipalName: `user${number % 5}@partner.example`, operationDate: `2026-11-20T12:00:00.0000${String(number).padStart(3, '0')}Z` }));

    for (let pages = 0; pages < 25; pages += 1) await sightings.note(page);
    await sightings.finish();

    expect(calls).toEqual([10, 10]);
  });
});
