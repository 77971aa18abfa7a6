import { describe, expect, it } from 'vitest';
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import { planQuery } from '../../src/audit/query.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { createCollector } from '../../src/features/collect-records.ts';
import type { ResultWriter } from '../../src/features/answer-ports.ts';
import { aRecord } from '../support/records.ts';

const WINDOW = { first: '2026-11-13', last: '2026-11-21' };

function collecting(filter: Partial<AuditFilter> = {}) {
  const kept: AuditRecord[] = [];
  const writer: Pick<ResultWriter, 'append'> = {
    append: async (records) => records.map((record) => kept.push(record) - 1),
  };
  const range = { from: new Date('2026-11-14T10:00:00Z'), to: new Date('2026-11-21T10:00:00Z') };
  const plan = planQuery({ filter: { ...EVERYTHING, ...filter }, range }, new Date('2026-11-21T10:00:00Z'));
  const collector = createCollector(plan, writer);
  return {
    read: (...records: readonly AuditRecord[]) => collector.add({ window: WINDOW, records, unreadable: 0, repeats: 0 }),
    readUnreadable: (unreadable: number) => collector.add({ window: WINDOW, records: [], unreadable, repeats: 0 }),
    listed: () => [...collector.finish().order].map((number) => kept[number]?.id),
    collected: () => collector.finish(),
  };
}

describe('features/collect-records', () => {
  it('lists newest first whatever the order of the pages', async () => {
    const answer = collecting();
    await answer.read(aRecord({ id: 'b', operationDate: '2026-11-19T00:00:00.0000001Z' }), aRecord({ id: 'a', operationDate: '2026-11-19T00:00:00.0000000Z' }));
    await answer.read(aRecord({ id: 'c', operationDate: '2026-11-20T00:00:00.0000000Z' }));

    expect(answer.listed()).toEqual(['c', 'b', 'a']);
  });

  it('counts, groups and filters by one risk, that of the record itself', async () => {
    const large = JSON.stringify({ LineItems: [{ Quantity: 250, TermDuration: 'P1Y', OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0XXXX' }] });
    const records = [aRecord({ id: 'large', resourceNewValue: large }), aRecord({ id: 'lost', operationStatus: 'failed' }), aRecord({ id: 'plain' })];
    const [all, high, lost] = [collecting(), collecting({ risks: ['high'] }), collecting({ risks: ['high'], statuses: ['failed'] })];
    for (const answer of [all, high, lost]) await answer.read(...records);

    expect(all.collected().summary.risks).toEqual({ low: 0, medium: 1, high: 2 });
    expect(new Set(high.listed())).toEqual(new Set(['large', 'lost']));
    expect(lost.listed()).toEqual(['lost']);
  });

  it('counts a record once that stands on two pages, or twice on one', async () => {
    const answer = collecting();
    await answer.read(aRecord({ id: 'a' }), aRecord({ id: 'a' }));
    await answer.read(aRecord({ id: 'a' }));

    expect(answer.listed()).toEqual(['a']);
    expect(answer.collected().summary.total).toBe(1);
    expect(answer.collected().recordsRead).toBe(3);
  });

  it.each([['progress', 'succeeded'], ['succeeded', 'progress']])('lists an operation seen as %s, then as %s, once and as succeeded', async (first, second) => {
    const answer = collecting();
    await answer.read(aRecord({ id: 'a', operationStatus: first }));
    await answer.read(aRecord({ id: 'a', operationStatus: second }));

    expect(answer.collected().summary.statuses).toEqual([{ value: 'succeeded', count: 1 }]);
    expect(answer.listed()).toEqual(['a']);
  });

  it.each([[0, 1], [1, 0]])('takes the later of two ends of one operation, in whatever order pages come (%i, %i)', async (first, second) => {
    const ends = [
      aRecord({ id: 'a', operationStatus: 'failed', operationDate: '2026-11-20T12:30:00.0000000Z' }),
      aRecord({ id: 'a', operationStatus: 'succeeded', operationDate: '2026-11-20T12:40:00.0000000Z' }),
    ];
    const answer = collecting();
    await answer.read(ends[first] ?? aRecord());
    await answer.read(ends[second] ?? aRecord());

    expect(answer.collected().summary.statuses).toEqual([{ value: 'succeeded', count: 1 }]);
  });

  it('counts two customers of one name apart', async () => {
    const answer = collecting();
    await answer.read(
      aRecord({ id: 'a', customerName: 'Contoso', customerId: 'aaaa1111-0000-4000-8000-000000000001' }),
      aRecord({ id: 'b', customerName: 'Contoso', customerId: 'AAAA1111-0000-4000-8000-000000000001' }),
      aRecord({ id: 'c', customerName: 'Contoso', customerId: 'bbbb2222-0000-4000-8000-000000000002' }),
    );

    expect(answer.collected().summary.customers).toEqual([{ value: 'Contoso (aaaa1111…)', count: 2 }, { value: 'Contoso (bbbb2222…)', count: 1 }]);
  });

  it('does not list an operation as in progress that has succeeded since, in either order', async () => {
    const later = collecting({ statuses: ['progress'] });
    await later.read(aRecord({ id: 'a', operationStatus: 'progress' }));
    await later.read(aRecord({ id: 'a', operationStatus: 'succeeded' }));
    const earlier = collecting({ statuses: ['progress'] });
    await earlier.read(aRecord({ id: 'a', operationStatus: 'succeeded' }));
    await earlier.read(aRecord({ id: 'a', operationStatus: 'progress' }));

    expect(later.listed()).toEqual([]);
    expect(earlier.listed()).toEqual([]);
  });

  it('counts what it could not read, and knows the newest of what it read', async () => {
    const answer = collecting({ operations: ['delete_customer'] });
    await answer.read(aRecord({ id: 'a', operationDate: '2026-11-20T10:52:00.0000000Z' }));
    await answer.readUnreadable(2);

    expect(answer.collected()).toMatchObject({ unreadable: 2, recordsRead: 1, newestRead: '2026-11-20T10:52:00.0000000Z', summary: { total: 0 } });
  });

  it('counts records without a user under their application, and without either as not recorded', async () => {
    const answer = collecting();
    await answer.read(
      aRecord({ id: 'a', userPrincipalName: 'alice@partner.example', applicationId: 'x' }),
      aRecord({ id: 'b', userPrincipalName: 'alice@partner.example' }),
      aRecord({ id: 'c', applicationId: 'FulfillmentService' }),
      aRecord({ id: 'd' }),
    );

    expect(answer.collected().summary.people).toEqual([
      { value: 'alice@partner.example', count: 2 },
      { value: '', count: 1 },
      { value: 'FulfillmentService', count: 1 },
    ]);
  });
});
