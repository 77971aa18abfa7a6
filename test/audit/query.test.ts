import { describe, expect, it } from 'vitest';
import { EVERYTHING, type AuditFilter } from '../../src/audit/filter.ts';
import { isCandidate, planQuery } from '../../src/audit/query.ts';
import { aRecord } from '../support/records.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const ID = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';

function plan(filter: Partial<AuditFilter>, from = '2026-11-14T10:00:00Z', to = '2026-11-21T10:00:00Z') {
  return planQuery({ filter: { ...EVERYTHING, ...filter }, range: { from: new Date(from), to: new Date(to) } }, NOW);
}

describe('audit/query', () => {
  it('asks for a customer id before a resource type, and filters the rest here', () => {
    const { serverFilter, filteredHere } = plan({ customers: [{ kind: 'id', id: ID }], resources: ['order'], statuses: ['failed'] });

    expect(serverFilter).toEqual({ field: 'CustomerId', value: ID });
    expect(filteredHere).toEqual(['resource', 'status']);
  });

  it('asks for a part of a customer name', () => {
    expect(plan({ customers: [{ kind: 'name', name: 'relec' }] }).serverFilter).toEqual({ field: 'CompanyName', value: 'relec' });
  });

  it('asks for one resource type in the form of the SDK samples', () => {
    expect(plan({ resources: ['granular_admin_relationship'] }).serverFilter)
      .toEqual({ field: 'ResourceType', value: 'GranularAdminRelationship' });
  });

  it('asks for everything when two customers are wanted: the server takes one condition only', () => {
    const { serverFilter, filteredHere } = plan({ customers: [{ kind: 'name', name: 'a' }, { kind: 'name', name: 'b' }] });

    expect(serverFilter).toBeUndefined();
    expect(filteredHere).toEqual(['customer']);
  });

  it('reads one UTC day more at the beginning, and none of the future', () => {
    expect(plan({}).windows).toEqual([{ first: '2026-11-13', last: '2026-11-21' }]);
  });

  it('cuts long spans into windows of 30 days that share no day, newest first, within 89 days', () => {
    expect(plan({}, '2026-08-24T00:00:00Z').windows).toEqual([
      { first: '2026-10-23', last: '2026-11-21' },
      { first: '2026-09-23', last: '2026-10-22' },
      { first: '2026-08-24', last: '2026-09-22' },
    ]);
  });

  it('cuts on all 7 fractional digits', () => {
    const yesterday = plan({}, '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z');
    const isIn = (operationDate: string) => isCandidate(aRecord({ operationDate }), yesterday);

    expect(isIn('2026-11-19T22:59:59.9999999Z')).toBe(false);
    expect(isIn('2026-11-19T23:00:00.0000000Z')).toBe(true);
    expect(isIn('2026-11-20T22:59:59.9999999Z')).toBe(true);
    expect(isIn('2026-11-20T23:00:00.0000000Z')).toBe(false);
  });

  it('takes the word of the server for a customer that the record itself does not name', () => {
    const byName = plan({ customers: [{ kind: 'name', name: 'Relecloud' }] });

    expect(isCandidate(aRecord({ customerId: ID }), byName)).toBe(true);
    expect(isCandidate(aRecord({ customerName: 'RELECLOUD East' }), byName)).toBe(true);
    expect(isCandidate(aRecord({ customerName: 'Fabrikam' }), byName)).toBe(false);
  });
});
