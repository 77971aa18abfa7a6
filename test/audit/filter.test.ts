import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, fits, matchesLasting, matchesState, type AuditFilter } from '../../src/audit/filter.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

const RECORD = aRecord({
  operationType: 'granular_admin_relationship_approved', customerName: 'Relecloud', userPrincipalName: 'Alice@Partner.example',
  applicationId: '4990cffe-04e8-4e8b-808a-1175604b879f', resourceNewValue: '{"Name":"Say \\"hi\\" & Caf\\u00e9"}', customizedData: [{ key: 'Region', value: 'Nordics' }],
});

const LARGE = JSON.stringify({ LineItems: [{ Quantity: 250, TermDuration: 'P1Y', OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0XXXX' }] });

function matches(filter: Partial<AuditFilter>, record: AuditRecord = RECORD): boolean {
  const whole = { ...EVERYTHING, ...filter };
  return matchesLasting(record, whole) && matchesState(record, whole);
}

describe('audit/filter', () => {
  it.each<[Partial<AuditFilter>, boolean]>([
    [{ risks: ['high'] }, true], [{ risks: ['low', 'medium'] }, false],
    [{ categories: ['access'] }, true], [{ categories: ['billing'] }, false],
    [{ applications: ['partner center'] }, true], [{ applications: ['4990CFFE'] }, true], [{ applications: ['fulfil'] }, false],
    [{ operations: ['granular_admin_*'] }, true], [{ operations: ['*_approved'] }, true], [{ operations: ['granular_*_created'] }, false],
    [{ users: ['*@partner.example'] }, true], [{ users: ['alice@*'] }, true], [{ users: ['bob@*'] }, false],
    [{ texts: ['relec'] }, true], [{ texts: ['nordics'] }, true], [{ texts: ['say "hi" & café'] }, true], [{ texts: ['nothing', 'region'] }, true], [{ texts: ['customerName'] }, false],
    [{ not: { customers: [{ kind: 'name', name: 'rele' }] } }, false], [{ not: { customers: [{ kind: 'name', name: 'fabrikam' }] } }, true],
    [{ not: { users: ['alice@*', 'bob@*'] } }, false], [{ not: { statuses: ['failed'] } }, true], [{ not: { statuses: ['succeeded'] } }, false],
    [{ not: { risks: ['high'] } }, false], [{ not: { categories: ['billing'], texts: ['nordics'] } }, false],
    [{ risks: ['high'], not: { texts: ['atlantis'] } }, true],
  ])('matches %j: %s', (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  it.each([
    ['its seats', { resourceNewValue: LARGE }], ['its failing', { operationStatus: 'failed' }], ['its being declined', { operationStatus: 'decline' }],
  ])('asks for the risk of the record itself, which %s lifts', (_, facts) => {
    const order = aRecord({ operationType: 'create_order', ...facts });

    expect(matches({ risks: ['high'] }, order)).toBe(true);
    expect(matches({ risks: ['medium'] }, order)).toBe(false);
    expect(matches({ not: { risks: ['high'] } }, order)).toBe(false);
    expect(matches({ risks: ['medium'] }, aRecord())).toBe(true);
  });

  it('lets an operation that goes on become one of high risk by failing', () => {
    const failedOrders = { ...EVERYTHING, risks: ['high' as const] };

    expect(matchesLasting(aRecord({ operationStatus: 'progress' }), failedOrders)).toBe(true);
    expect(matchesState(aRecord({ operationStatus: 'progress' }), failedOrders)).toBe(false);
    expect(matchesState(aRecord({ operationStatus: 'failed' }), failedOrders)).toBe(true);
  });

  it('keeps a record without a user when a user is left out, and drops it when one is asked for', () => {
    expect(matches({ not: { users: ['alice@*'] } }, aRecord())).toBe(true);
    expect(matches({ users: ['*'] }, aRecord())).toBe(false);
  });

  it('turns every filter exactly around', () => {
    const fields: readonly Partial<AuditFilter>[] = [
      { customers: [{ kind: 'name', name: 'e' }] }, { users: ['*@partner.example'] }, { operations: ['create_order'] }, { resources: ['order'] },
      { statuses: ['failed'] }, { risks: ['high'] }, { categories: ['billing'] }, { applications: ['web'] }, { texts: ['a'] },
    ];
    const record = fc.record({
      operationType: fc.constantFrom('create_order', 'delete_customer', 'new_thing'), operationStatus: fc.constantFrom('failed', 'succeeded'),
      customerName: fc.constantFrom('Relecloud', 'Tailwind', undefined), userPrincipalName: fc.constantFrom('a@partner.example', 'b@x', undefined),
      applicationId: fc.constantFrom('web', 'x', undefined), resourceType: fc.constantFrom('order', 'device'),
    });

    fc.assert(fc.property(record, fc.constantFrom(...fields), ({ customerName, userPrincipalName, applicationId, ...rest }, filter) => {
      const one = aRecord({ ...rest, ...(customerName && { customerName }), ...(userPrincipalName && { userPrincipalName }), ...(applicationId && { applicationId }) });

      expect(matches({ not: filter }, one)).toBe(!matches(filter, one));
    }));
  });

  it('reads a pattern like a slow one would', () => {
    const text = fc.stringMatching(/^[ab*]{0,8}$/);

    fc.assert(fc.property(text, fc.stringMatching(/^[ab]{0,8}$/), (pattern, value) => {
      expect(fits(pattern, value)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(value));
    }), { numRuns: 2_000 });
  });

  it('looks through a long text and deep JSON without breaking', () => {
    const deep = `${'['.repeat(5_000)}"\\u0041"${']'.repeat(5_000)}`;

    expect(matches({ texts: ['zzz'] }, aRecord({ resourceNewValue: 'x'.repeat(4_000_000), resourceOldValue: deep }))).toBe(false);
  });
});
