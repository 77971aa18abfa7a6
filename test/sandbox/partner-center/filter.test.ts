import { describe, expect, it } from 'vitest';
import { ask, askPage, bareRecord, filterText, partnerCenters } from './asking.ts';

describe('sandbox/partner-center/filter', () => {
  const partnerCenter = partnerCenters();
  const at = (second: number) => `2026-11-20T10:00:${second}.0000000Z`;
  const records = [
    bareRecord(at(59), { id: 'contoso', customerId: 'AAAA1111-0000-4000-a000-000000000001', customerName: 'Contoso GmbH & Co. KG + 100% #1' }),
    bareRecord(at(58), { id: 'gdap', customerName: null, resourceType: 'granular_admin_relationship' }),
    bareRecord(at(57), { id: 'new', customerId: null, resourceType: 'partner_agent' }),
  ];

  it.each([
    ['CompanyName', 'GMBH & co. kg + 100% #', 'substring', ['contoso']],
    ['CustomerId', 'aaaa1111-0000-4000-A000-000000000001', 'equals', ['contoso']],
    ['ResourceType', 'Order', 'equals', ['contoso']],
    ['ResourceType', 'granularADMINrelationship', 'equals', ['gdap']],
    ['ResourceType', 'PartnerAgent', 'equals', ['new']],
    ['ResourceType', 'Invoice', 'equals', []],
  ])('finds %s %s whatever the case', async (field, value, operator, expected) => {
    const standIn = await partnerCenter({ records });

    const page = await askPage(standIn, `startDate=2026-11-20&filter=${filterText(field, value, operator)}`);

    expect(page.items.map(({ id }) => id)).toEqual(expected);
    expect(page.links.self.uri).toContain(`&filter=${filterText(field, value, operator)}&`);
  });

  it.each([
    ['a resource type in snake case', filterText('ResourceType', 'granular_admin_relationship', 'equals'), '900126'],
    ['an unknown resource type', filterText('ResourceType', 'Elephant', 'equals'), '900126'],
    ['another operator', filterText('CompanyName', 'Contoso', 'equals'), '3000'],
    ['an operator in Pascal case', filterText('CompanyName', 'Contoso', 'Substring'), '3000'],
    ['another field', filterText('OperationType', 'create_order', 'equals'), '3000'],
    ['a customer id that is none', filterText('CustomerId', 'Contoso', 'equals'), '3000'],
    ['a numbered operator', filterText('CompanyName', 'Contoso', 6), '800002'],
    ['a list of conditions', encodeURIComponent('[{"Field":"CompanyName"}]'), '800002'],
    ['what is no JSON', '{Field:CompanyName}', '800002'],
    ['an unencoded plus sign in JSON that needs none', '{"Field":"ResourceType",+"Value":"Order"}', '800002'],
  ])('refuses %s', async (_case, filter, code) => {
    const standIn = await partnerCenter({ records });

    const response = await ask(standIn, `/v1/auditrecords?startDate=2026-11-20&filter=${filter}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code, description: expect.any(String), data: [], source: expect.any(String) });
  });
});
