import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { aRecord } from '../../support/records.ts';
import { someFacts } from '../../support/results.ts';
import { answerOf, asText, drawn } from './summaries.ts';

const RELECLOUD = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
const ALICE = { userPrincipalName: 'alice@partner.example' };

/** One order a day and some more, the last ones of other kinds. */
function week(): readonly AuditRecord[] {
  const orders = Array.from({ length: 12 }, (_, index) => aRecord({
    id: `order-${index}`, ...RELECLOUD, ...ALICE, operationDate: `2026-11-${15 + index % 5}T0${index % 10}:30:00.0000000Z`,
    resourceNewValue: JSON.stringify({ LineItems: [{ FriendlyName: 'Microsoft 365 Business Premium', Quantity: 13 + index, OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0XXXX', TermDuration: 'P1Y' }] }),
  }));
  return [
    ...orders,
    aRecord({ id: 'gdap', ...RELECLOUD, operationType: 'granular_admin_relationship_approved', resourceType: 'granular_admin_relationship', operationDate: '2026-11-15T10:41:00.0000000Z' }),
    aRecord({ id: 'failed', ...RELECLOUD, ...ALICE, operationStatus: 'failed', operationDate: '2026-11-14T15:58:00.0000000Z' }),
  ];
}

const relecloud = { customers: [{ kind: 'name' as const, name: 'Relecloud' }] };
const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

describe('slack/blocks/summary', () => {
  it('reads like the drawing: counts, over what, who and what, what stands out, then the newest', async () => {
    const lines = linesOf(asText(drawn(await answerOf(week(), { filter: relecloud, facts: { before: 9, firstSeen: { daysHeld: 41, people: ['alice@partner.example'] } } })).rich));

    expect(lines.filter((line) => !line.startsWith('═'))).toEqual([
      '14 operations for Relecloud, 1 failed, 2 high risk',
      '14 Nov 11:00 – 21 Nov 11:00 CET · 14 records read · last read 11:00 · newest record read 19 Nov 10:30',
      'Asked of Partner Center: customer name contains Relecloud, UTC days 2026-11-13 to 2026-11-21 · filtered here: the exact time',
      'Operations  Order placed 13 · GDAP approved by customer 1',
      'People  alice@partner.example (first in the 41 days held) 13 · not recorded 1',
      'Status  Succeeded 13 · Failed 1',
      'Risk  high 2 · medium 12',
      '7 days before  9 operations',
      '[bar chart] Operations per day; last so far',
      'operations: 14 Nov 1 · 15 Nov 4 · 16 Nov 3 · 17 Nov 2 · 18 Nov 2 · 19 Nov 2 · 20 Nov 0 · 21 Nov 0',
      'Stands out: 2 high risk, 1 failed; 2 shown',
      'HIGH · GDAP approved by customer', 'user not recorded', 'Nov 15, 2026 10:41  [Details]',
      'HIGH (an order that did not succeed) · FAILED · Order placed', 'alice@partner.example', 'Nov 14, 2026 15:58  [Details]',
      'Newest first: 1–8 of 14 · page 1 of 2',
      ...([[22, '19, 2026 09'], [17, '19, 2026 04'], [21, '18, 2026 08'], [16, '18, 2026 03'], [20, '17, 2026 07'], [15, '17, 2026 02'], [19, '16, 2026 06'], [14, '16, 2026 01']] as const).flatMap(([seats, time]) => [
        `Order placed · ${seats} × Microsoft 365 Business Premium on a 1-year term`, 'alice@partner.example', `Nov ${time}:30  [Details]`,
      ]),
      '[Next]  [Export CSV]  [Share to channel]  [⋯ Keep · Save search · Alert on this · Edit search · Explain]',
    ]);
  });

  it('says all of it in one text for those who only hear it', async () => {
    const { rich } = drawn(await answerOf(week(), { filter: relecloud }));

    expect(rich.text).toBe('14 operations for Relecloud, 1 failed, 2 high risk. 14 Nov 11:00 – 21 Nov 11:00 CET. '
      + 'Operations: Order placed 13 · GDAP approved by customer 1. People: alice@partner.example 13 · not recorded 1. Status: Succeeded 13 · Failed 1. Risk: high 2 · medium 12. '
      + 'Operations per day; last so far: 14 Nov 1, 15 Nov 4, 16 Nov 3, 17 Nov 2, 18 Nov 2, 19 Nov 2, none in the other 2.');
  });

  it('shows each record once on a page, and its later pages without repeating the counts', async () => {
    const places = (text: unknown): readonly string[] => JSON.stringify(text).match(/result-0000000000000001:\d+","accessibility_label"/g) ?? [];
    const [first, second] = [drawn(await answerOf(week())), drawn(await answerOf(week(), { page: 1 }))];

    expect(places(first.rich.blocks)).toHaveLength(10);
    expect(new Set(places(first.rich.blocks)).size).toBe(10);
    expect(places(second.rich.blocks)).toHaveLength(6);
    expect(asText(second.rich)).toContain('Newest first: 9–14 of 14 · page 2 of 2');
    expect(asText(second.rich)).not.toContain('Operations  ');
    expect(asText(second.rich)).toContain('[Previous]  [Export CSV]');
  });

  it('draws no chart over what one look tells, unless one is asked for', async () => {
    const few = week().slice(0, 9);

    expect(asText(drawn(await answerOf(few)).rich)).not.toContain('chart]');
    expect(asText(drawn(await answerOf(few, { shape: { as: 'chart' } })).rich)).toContain('[bar chart] Operations per day; last so far');
  });

  it('draws bars of letters no wider than a phone where charts are refused', async () => {
    const text = asText(drawn(await answerOf(week(), { shape: { as: 'chart', by: ['operation'] } })).plain);
    const bars = linesOf(text).filter((line) => line.includes('█'));

    expect(bars).toContain('15 Nov ███████████████████████████████ 4');
    expect(bars).toContain('Order placed     ████████████████████ 13');
    expect(Math.max(...bars.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  it('offers each of several customers that bear a name', async () => {
    const matched = [{ name: 'Relecloud', count: 3, command: 'customer bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f last 7d' }, { name: 'Relecloud Nord', count: 1, command: 'customer "Relecloud Nord" last 7d' }];
    const records = [...week(), aRecord({ id: 'nord', customerId: 'cccc1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud Nord' })];
    const text = asText(drawn(await answerOf(records, { filter: relecloud, facts: { matched } })).rich);

    expect(text).toContain('The name fits 2 customers here. Only one of them:');
    expect(text).toContain('[Run: customer "Relecloud Nord" last 7d]');
  });

  it.each([
    [{ searches: [{ command: 'customer Relecloud last 30d', count: 61 }, { command: 'last 7d', count: 500, isAtLeast: true as const }], holdsRecords: true }, ['These searches do match:', '61 operations  customer Relecloud last 30d', 'at least 500 operations  last 7d', '[Run: customer Relecloud last 30d]  [Run: last 7d]  [Edit search]']],
    [{ searches: [], holdsRecords: false }, ['holds no record at all in the last 30 days', 'PARTNER_TENANT_ID']],
    [{ searches: [], noneIn: 89 }, ['Nor is there any in the last 89 days. Check the spelling']],
    [{ searches: [], noneIn: 89, isKnown: true as const }, ['Nor is there any in the last 89 days. Leave parts of the search out.']],
    [undefined, ['Try a longer time, such as last 30d']],
  ])('says where nothing was found what would be: %j', async (nearest, lines) => {
    const { rich } = drawn(await answerOf([], { filter: relecloud, facts: nearest ? { nearest } : {} }));

    for (const line of ['No operation for Relecloud', 'Partner Center holds no such record for these days.', ...lines]) expect(asText(rich)).toContain(line);
    expect(asText(rich)).not.toContain('Export CSV');
  });

  it('says in its first line that all failed, and leaves out what was asked for', async () => {
    const orders = week().map((record) => ({ ...record, operationType: 'create_order', operationStatus: 'failed' }));
    const first = async (facts: Parameters<typeof answerOf>[1]) => drawn(await answerOf(orders, facts)).rich.text.split('.')[0];

    expect(await first({})).toBe('14 operations for all customers, all failed, all high risk');
    expect(await first({ filter: { statuses: ['failed'] } })).toBe('14 failed operations for all customers, all high risk');
    expect(await first({ filter: { statuses: ['failed'], risks: ['high'] } })).toBe('14 failed high-risk operations for all customers');
  });

  it('says of whole days of which the last goes on that they are counted so far', async () => {
    const plan = { ...someFacts().plan, from: '2026-11-20T23:00:00.0000000Z' };
    const { rich } = drawn(await answerOf(week(), { facts: { plan } }));

    expect(asText(rich)).toContain('21 Nov 00:00 – 21 Nov 11:00 CET, so far');
  });

  it('leads from each of its numbers to a search for just those records', async () => {
    const counted = [{ of: [{ dimension: 'status', value: 'failed' }], count: 1, command: 'failed last 7d' }, { of: [{ dimension: 'risk', value: 'high' }], count: 1_002, command: 'risk high last 7d' }] as const;
    const { rich } = drawn(await answerOf(week(), { facts: { counted } }));

    expect(asText(rich)).toContain('Show only…');
    expect(JSON.stringify(rich.blocks)).toMatch(/"1 × Failed".*"count\|result-[0-9]+:0".*"1,002 × High risk".*"count\|result-[0-9]+:1"/);
  });

  it('names who shared it, and offers no second sharing', async () => {
    const screen = { ...await answerOf(week(), { facts: { command: 'customer "<!channel>" last 7d' } }), sharedBy: 'U0ADMIN01' };
    const { rich, plain } = drawn(screen);

    expect(JSON.stringify(rich.blocks[0])).toContain('{"type":"user","user_id":"U0ADMIN01"}');
    expect(JSON.stringify(plain.blocks[0])).toContain('<@U0ADMIN01> shared the answer to customer \\"&lt;!channel&gt;\\" last 7d');
    expect(rich.text).toMatch(/^<@U0ADMIN01> shared the answer to customer "&lt;!channel&gt;" last 7d: 14 operations/);
    expect(asText(rich)).not.toContain('Share to channel');
    expect(JSON.stringify(drawn({ ...screen, sharedBy: '!channel' }).plain.blocks[0])).toContain('Somebody shared');
  });

  it('stays within 25 blocks with everything that can stand in it', async () => {
    const matched = [1, 2, 3].map((number) => ({ name: `Relecloud ${number}`, count: 1, command: `customer "Relecloud ${number}" last 7d` }));
    const records = [...week(), ...Array.from({ length: 40 }, (_, index) => aRecord({ id: `old-${index}`, operationDate: '2026-11-14T11:00:00.0000000Z', operationStatus: 'failed', customerId: `c-${index}` }))];
    const screen = await answerOf(records, { filter: {}, facts: { matched, clamped: true, unreadable: 3, listed: 50, before: 3 } });

    expect(drawn({ ...screen, sharedBy: 'U0ADMIN01' }).rich.blocks).toHaveLength(25);
  });

  it('says why a list is shorter than the count', async () => {
    expect(asText(drawn(await answerOf(week(), { shape: { limit: 5 } })).rich)).toContain('All 14 are counted; the list holds 5 of them, as you asked.');
    expect(asText(drawn(await answerOf(week(), { facts: { listed: 9 } })).rich)).toContain('the list holds 9 of them. Ask for a shorter time');
  });
});
