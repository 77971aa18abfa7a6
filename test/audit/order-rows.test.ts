import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SORT_COLUMNS } from '../../src/audit/dimensions.ts';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { applicationLabel, operationOf, resourceOf, statusLabel } from '../../src/audit/operations.ts';
import { planQuery } from '../../src/audit/query.ts';
import { recordKey, type AuditRecord } from '../../src/audit/record.ts';
import type { Shape } from '../../src/command/command.ts';
import { createCollector } from '../../src/features/collect-records.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const PLAN = planQuery({ filter: EVERYTHING, range: { from: new Date('2026-11-14T10:00:00Z'), to: NOW } }, NOW);

async function listing(records: readonly AuditRecord[], shape: Shape, bytes = Infinity) {
  const collector = createCollector(PLAN, { append: async (some) => some.map((record) => records.indexOf(record) < bytes ? records.indexOf(record) : undefined) }, { zone: 'UTC', shape });
  for (let from = 0; from < records.length; from += 7) {
    await collector.add({ window: { first: '2026-11-13', last: '2026-11-21' }, records: records.slice(from, from + 7), unreadable: 0, repeats: 0 });
  }
  const collected = collector.finish();
  return { ...collected, list: [...collected.order].flatMap((number) => records[number] ?? []) };
}

/** Dates that differ in the last digit or not at all, and few values, so that there are ties. */
const anyRecords: fc.Arbitrary<readonly AuditRecord[]> = fc.uniqueArray(fc.record({
  id: fc.uuid(),
  operationDate: fc.tuple(fc.integer({ min: 15, max: 20 }), fc.integer({ min: 0, max: 3 })).map(([day, digit]) => `2026-11-${day}T23:59:59.999999${digit}Z`),
  operationType: fc.constantFrom('create_order', 'granular_admin_relationship_approved', 'update_company_info', 'Create_Order', 'something_new'),
  operationStatus: fc.constantFrom('succeeded', 'failed', 'decline', 'progress'),
  resourceType: fc.constantFrom('order', 'subscription', 'gdap'),
  userPrincipalName: fc.constantFrom('alice@partner.example', 'Bob@partner.example', 'user9', 'user10', undefined),
  applicationId: fc.constantFrom('FulfillmentService', '4990cffe-04e8-4e8b-808a-1175604b879f', undefined),
  customerName: fc.constantFrom('Ärger AG', 'Contoso', 'contoso', 'Zettel', undefined),
}), { selector: ({ id }) => id, maxLength: 40 }).map((facts) => facts.map((some) => aRecord(JSON.parse(JSON.stringify(some)) as AuditRecord)));

/** That of the kind, but an order that does not happen is a high one. */
function riskByHand({ operationType, operationStatus }: AuditRecord): string {
  const isLost = operationType.toLowerCase() === 'create_order' && ['failed', 'decline'].includes(operationStatus);
  return isLost ? 'high' : operationOf(operationType).risk;
}

/** What a list is sorted by, as a person would read it; risks by how grave they are. */
function textOf(column: string, record: AuditRecord): string | number {
  const { label, category } = operationOf(record.operationType);
  switch (column) {
    case 'customer': return record.customerName ?? '';
    case 'user': return record.userPrincipalName ?? record.applicationId ?? '';
    case 'operation': return label;
    case 'resource': return resourceOf(record.resourceType).label;
    case 'status': return statusLabel(record.operationStatus);
    case 'app': return applicationLabel(record.applicationId ?? '');
    case 'category': return category;
    case 'risk': return ['low', 'medium', 'high'].indexOf(riskByHand(record));
    default: return record.operationDate;
  }
}

/** Says which of two records stands first, by their texts in a column. */
function byColumn(column: string, direction: 'asc' | 'desc'): (a: AuditRecord, b: AuditRecord) => number {
  return (a, b) => {
    const [one, other] = [textOf(column, a), textOf(column, b)];
    if (one === other) return 0;
    if (one === '' || other === '') return one === '' ? 1 : -1;
    const ascending = typeof one === 'number' || typeof other === 'number' ? Number(one) - Number(other) : one.localeCompare(other, 'en', { sensitivity: 'accent', numeric: true });
    return direction === 'asc' ? ascending : -ascending;
  };
}

/** Sorts by laying each record at its place among those laid before. */
function laidOut(records: readonly AuditRecord[], ...orders: readonly ((a: AuditRecord, b: AuditRecord) => number)[]): readonly AuditRecord[] {
  const laid: AuditRecord[] = [];
  for (const record of records) {
    const place = laid.findIndex((other) => (orders.map((order) => order(record, other)).find((difference) => difference !== 0) ?? 0) < 0);
    laid.splice(place < 0 ? laid.length : place, 0, record);
  }
  return laid;
}

const newestFirst = byColumn('date', 'desc');
const byIdentity = (a: AuditRecord, b: AuditRecord): number => recordKey(a) < recordKey(b) ? -1 : 1;

describe('audit/order-rows', () => {
  it('lists in the order that is asked for, ties newest first, then by identity', async () => {
    await fc.assert(fc.asyncProperty(anyRecords, fc.constantFrom(...SORT_COLUMNS), fc.constantFrom('asc' as const, 'desc' as const), async (records, column, direction) => {
      const { list } = await listing(records, { sort: { column, direction } });

      const order = column === 'count' ? newestFirst : byColumn(column, direction);
      expect(list).toEqual(laidOut(records, order, newestFirst, byIdentity));
    }), { numRuns: 200 });
  });

  it('cuts the list at a limit, and neither the counts nor the series', async () => {
    const records = Array.from({ length: 9 }, (_, number) => aRecord({ id: `record-${number}` }));

    const { list, summary, series } = await listing(records, { limit: 4 });

    expect([list.length, summary.total, series.lines[0]?.counts.reduce((sum, count) => sum + count, 0)]).toEqual([4, 9, 9]);
  });

  it('cuts the groups at a limit where there are some, and not the list', async () => {
    const records = ['a', 'a', 'b', 'c'].map((customerName, number) => aRecord({ id: `record-${number}`, customerName }));

    const { list, groups } = await listing(records, { by: ['customer'], limit: 1 });

    expect(list).toHaveLength(4);
    expect(groups).toEqual({ by: ['customer'], rows: [{ values: ['a'], count: 2, failed: 0, high: 0 }], left: { groups: 2, count: 2, failed: 0, high: 0 } });
  });

  it('draws the first of the dimensions that is not a time', async () => {
    const { series } = await listing([aRecord({ customerName: 'Contoso' })], { by: ['day', 'customer'] });

    expect([series.dimension, series.lines.map(({ value }) => value)]).toEqual(['customer', ['Contoso']]);
  });

  it('counts what the byte budget leaves out of the list', async () => {
    const records = Array.from({ length: 9 }, (_, number) => aRecord({ id: `record-${number}` }));

    const { list, summary } = await listing(records, {}, 5);

    expect([list.length, summary.total]).toEqual([5, 9]);
  });
});
