import { describe, expect, it } from 'vitest';
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import { planQuery } from '../../src/audit/query.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { createCollector } from '../../src/features/collect-records.ts';
import type { ResultWriter } from '../../src/features/ports.ts';
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
    read: (...records: readonly AuditRecord[]) => collector.add({ window: WINDOW, records, unreadable: 0 }),
    readUnreadable: (unreadable: number) => collector.add({ window: WINDOW, records: [], unreadable }),
    listed: () => collector.finish().order.map((number) => kept[number]?.id),
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
      aRecord({ id: 'a', userPrincipalName: 'Alice@partner.example', applicationId: 'x' }),
      aRecord({ id: 'b', userPrincipalName: 'alice@partner.example' }),
      aRecord({ id: 'c', applicationId: 'FulfillmentService' }),
      aRecord({ id: 'd' }),
    );

    expect(answer.collected().summary.people).toEqual([
      { value: 'Alice@partner.example', count: 2 },
      { value: '', count: 1 },
      { value: 'FulfillmentService', count: 1 },
    ]);
  });
});
