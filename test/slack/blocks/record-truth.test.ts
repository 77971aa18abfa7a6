import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { OPERATIONS, RESOURCES } from '../../../src/audit/operations.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { recordMessage } from '../../../src/slack/blocks/record-message.ts';
import { plainRecordView, recordView } from '../../../src/slack/blocks/record.ts';
import { maskRecord } from '../../../src/audit/masking.ts';
import { aRecord } from '../../support/records.ts';
import { textsIn, unfounded, ZONE } from '../../support/said.ts';

/** Words of consonants, which no sentence of ours holds, and numbers that none of ours is. */
const word = fc.string({ unit: fc.constantFrom('b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'z'), minLength: 7, maxLength: 12 });
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const number = fc.integer({ min: 300, max: 99_999 });
const scalar = fc.oneof(word, number, fc.boolean(), fc.constant(null), fc.constant('[masked]'));
const guid = fc.uuid();
const term = fc.constantFrom('P1M', 'P1Y', 'P3Y', 'P6M', null);
const offer = fc.constantFrom('CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', 'DZH318Z0BPS6:0001:DZH318Z0SB02', 'C0BD2E08-11AC-4836-BDC7-3712E744922F');
const line = fc.record({ OfferId: offer, FriendlyName: name, Quantity: number, SubscriptionId: guid, TermDuration: term, UnitType: fc.constantFrom('Licenses', 'Usage') }, { requiredKeys: [] });
const role = fc.record({ roleDefinitionId: guid });

/** Values with the keys that sentences look for, each there or not. */
const value = fc.record({
  Id: guid, LineItems: fc.array(line, { maxLength: 5 }), OfferName: name, OfferId: offer, Quantity: number, Status: fc.constantFrom('active', 'suspended', 'qzxw'),
  TermDuration: term, UnitType: fc.constantFrom('Licenses', 'Usage'), UserPrincipalName: word.map((local) => `${local}@qxz.example`), DisplayName: name,
  LicensesToAssign: fc.array(fc.record({ SkuId: guid }), { maxLength: 4 }), LicensesToRemove: fc.array(guid, { maxLength: 4 }), Amount: fc.oneof(number, fc.constant(null)),
  CurrencyCode: fc.constant('EUR'), CompanyProfile: fc.record({ Domain: word, CompanyName: name }), Roles: fc.array(word, { maxLength: 5 }),
  accessDetails: fc.record({ unifiedRoles: fc.array(role, { maxLength: 4 }) }), Password: word, BillingProfile: fc.record({ City: word }),
  Other: fc.dictionary(word, scalar, { maxKeys: 4 }),
}, { requiredKeys: [] });
const data = fc.array(fc.record({ key: fc.constantFrom('CustomerUserId', 'AddedLicenseSkuId', 'PrimaryDomainName', 'Relationship', 'SubscriptionName-0', 'Quantity-0', 'OrderId', 'Qzxwvb'), value: fc.option(word) }), { maxLength: 6 });
const instant = fc.date({ min: new Date('2016-01-01'), max: new Date('2026-11-21'), noInvalidDate: true }).map((date) => `${date.toISOString().slice(0, 23)}4711Z`);

function records(operationType: string) {
  return fc.record({
    operationType: fc.constant(operationType), operationDate: instant, operationStatus: fc.constantFrom('succeeded', 'failed', 'progress', 'decline', 'qzxwvb'),
    resourceType: fc.constantFrom('order', 'subscription', 'customer', 'license', 'qzxw_vbnm', ...RESOURCES.map((resource) => resource.value)),
    id: word, customerId: guid, customerName: name, userPrincipalName: word.map((local) => `${local}@qxz.example`),
    applicationId: fc.oneof(guid, fc.constantFrom('4990cffe-04e8-4e8b-808a-1175604b879f', 'FulfillmentService', 'Partner Center Native App')),
    sessionId: guid, originalCorrelationId: guid, customizedData: data,
    resourceNewValue: value.map((inner) => JSON.stringify(inner)), resourceOldValue: value.map((inner) => JSON.stringify(inner)),
  }, { requiredKeys: ['operationType', 'operationDate', 'operationStatus', 'resourceType'] }).map((record) => maskRecord(record as AuditRecord));
}

const AT = { resultId: 'result-0000000000000001', place: 0 };
const KINDS = [...OPERATIONS.map((operation) => operation.value), 'qzxwvb_rtpl', 'update_Customer_spending_budget', 'undefined'];

describe('slack/blocks/record', () => {
  it.each(KINDS)('says of %s no word and no number that does not follow from its record', (operationType) => {
    fc.assert(fc.property(records(operationType), (record) => {
      const screen = { record, zone: ZONE, at: AT } as const;
      const [view, message] = [recordView({ ...screen, kind: 'record' }), recordMessage({ ...screen, kind: 'one-record' })];

      expect(validateView(view)).toEqual([]);
      expect(validateView(plainRecordView({ ...screen, kind: 'record' }))).toEqual([]);
      expect([validateMessage(message.rich), validateMessage(message.plain)]).toEqual([[], []]);
      expect(unfounded(textsIn(view.blocks), record)).toEqual([]);
      expect(unfounded([message.rich.text], record)).toEqual([]);
    }), { numRuns: 10 });
  });

  it('says of what was seen before nothing that does not follow from the earlier record', () => {
    const pair = fc.tuple(guid, records('update_subscription'), records('update_subscription'), line, line).map(([Id, record, earlier, now, then]) => ({
      record: { ...record, resourceType: 'subscription', customerId: 'c', resourceNewValue: JSON.stringify({ Id, ...now }) },
      earlier: { ...earlier, resourceType: 'subscription', customerId: 'c', operationStatus: 'succeeded', resourceNewValue: JSON.stringify({ Id, ...then }) },
    }));
    fc.assert(fc.property(pair, ({ record, earlier }) => {
      const { resourceOldValue: _none, ...plainRecord } = record;
      const screen = { kind: 'record', record: plainRecord, earlier, zone: ZONE } as const;

      expect(unfounded(textsIn(recordView(screen).blocks), plainRecord, earlier)).toEqual([]);
      expect(unfounded(textsIn(recordView({ ...screen, earlier: plainRecord }).blocks), plainRecord)).toEqual([]);
    }), { numRuns: 150 });
  });

  it('would find a word or number of another record', () => {
    const record = aRecord({ customerName: 'Relecloud', resourceNewValue: '{"Quantity":250}' });
    const other = { ...record, customerName: 'Fabrikam', resourceNewValue: '{"Quantity":25}', operationDate: '2026-11-19T15:05:12.0589308Z' };

    const words = unfounded(textsIn(recordView({ kind: 'record', record, zone: ZONE }).blocks), other);

    expect(words).toEqual(expect.arrayContaining(['relecloud', '250', '20']));
  });
});
