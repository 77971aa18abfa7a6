import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { isFailure } from '../../src/audit/operations.ts';
import { planQuery } from '../../src/audit/query.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { riskOf } from '../../src/audit/sentence-risk.ts';
import { createCollector } from '../../src/features/collect-records.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const PLAN = planQuery({ filter: EVERYTHING, range: { from: new Date('2026-11-14T10:00:00Z'), to: NOW } }, NOW);
const LARGE = JSON.stringify({ LineItems: [{ Quantity: 250, TermDuration: 'P1Y', OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0XXXX' }] });

/** The records that stand out of an answer, in their order. */
async function standoutsOf(records: readonly AuditRecord[]): Promise<readonly AuditRecord[]> {
  const collector = createCollector(PLAN, { append: async (some) => some.map((record) => records.indexOf(record)) });
  await collector.add({ window: { first: '2026-11-13', last: '2026-11-21' }, records, unreadable: 0, repeats: 0 });
  const { standouts, order } = collector.finish();
  return standouts.flatMap((place) => records[order[place] ?? -1] ?? []);
}

/** The later in the list, the newer. */
function dated(records: readonly Partial<AuditRecord>[]): readonly AuditRecord[] {
  return records.map((facts, index) => aRecord({ id: `record-${index}`, operationDate: `2026-11-15T${String(index).padStart(2, '0')}:30:00.0000000Z`, ...facts }));
}

const oddity = (record: AuditRecord): boolean => riskOf(record).risk === 'high' || isFailure(record.operationStatus);

describe('audit/standouts', () => {
  it('shows each reason and other kinds before one kind of one actor again', async () => {
    const records = dated([
      { customerName: 'Relecloud', resourceNewValue: LARGE, userPrincipalName: 'bob@partner.example' },
      { operationType: 'update_company_info', operationStatus: 'failed', userPrincipalName: 'carol@partner.example' },
      { operationType: 'delete_customer', userPrincipalName: 'dora@partner.example' },
      ...Array.from({ length: 12 }, () => ({ operationType: 'reset_customer_user_password', userPrincipalName: 'eve@partner.example' })),
      {},
    ]);

    const shown = (await standoutsOf(records)).map(({ id }) => id);

    expect(shown).toEqual(['record-14', 'record-13', 'record-2', 'record-0', 'record-1']);
  });

  it('names nothing that all of the answer are', async () => {
    expect(await standoutsOf(dated([{ operationType: 'delete_customer' }, { operationType: 'delete_customer' }]))).toEqual([]);
    expect(await standoutsOf(dated([{ operationType: 'add_customer', operationStatus: 'failed' }, { operationType: 'add_customer', operationStatus: 'decline' }]))).toEqual([]);
  });

  it('shows five where there are as many, each once and odd, high risk first, and the newest of those that are alike', async () => {
    const any = fc.array(fc.record({
      operationType: fc.constantFrom('create_order', 'delete_customer', 'update_company_info', 'reset_customer_user_password'),
      operationStatus: fc.constantFrom('succeeded', 'failed', 'decline'), userPrincipalName: fc.constantFrom('a@x', 'b@x'), customerName: fc.constantFrom('A', 'B'),
      resourceNewValue: fc.constantFrom(LARGE, '{}'),
    }), { maxLength: 24 });
    await fc.assert(fc.asyncProperty(any, async (facts) => {
      const records = dated([...facts, { operationType: 'add_customer' }]);

      const shown = await standoutsOf(records);

      const odd = records.filter(oddity);
      expect(shown).toHaveLength(Math.min(5, odd.length));
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.every(oddity)).toBe(true);
      const high = shown.map((record) => riskOf(record).risk === 'high');
      expect(high).toEqual(high.toSorted((a, b) => Number(b) - Number(a)));
      const kinds = ['failed', 'lifted', 'kind'].filter((why) => odd.some((record) => whyOf(record) === why));
      expect(kinds.every((why) => shown.some((record) => whyOf(record) === why))).toBe(true);
    }), { numRuns: 200 });
  });
});

function whyOf(record: AuditRecord): string {
  if (isFailure(record.operationStatus)) return 'failed';
  return riskOf(record).reason === 'every operation of this kind' ? 'kind' : 'lifted';
}
