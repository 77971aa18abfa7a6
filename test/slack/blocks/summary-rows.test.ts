import { describe, expect, it } from 'vitest';
import { aRecord } from '../../support/records.ts';
import { answerOf, asText, drawn } from './summaries.ts';

const MARKUP = '*bold* _x_ ~y~ `c`';
const HEBREW = 'חברת דוגמה';

/** Orders of some days, oldest first; the last ones are as `facts` says. */
function orders(count: number, facts: Parameters<typeof aRecord>[0] = {}, odd = 0) {
  return Array.from({ length: count }, (_, index) => aRecord({
    id: `order-${index}`, operationDate: `2026-11-${15 + index % 5}T0${index % 10}:30:00.0000000Z`, ...(index >= count - odd && facts),
  }));
}

const textOf = async (...asked: Parameters<typeof answerOf>): Promise<string> => asText(drawn(await answerOf(...asked)).rich);

describe('slack/blocks/summary (its rows)', () => {
  it('shows names of operations, people, customers and statuses as plain text, the status no longer than a name', async () => {
    const { rich } = drawn(await answerOf([aRecord({ operationType: MARKUP, operationStatus: 'x'.repeat(300), userPrincipalName: MARKUP, customerName: MARKUP }), aRecord({ id: 'b' })]));
    const row = rich.blocks.find((block) => block.type === 'section' && block.text?.text.includes(MARKUP));

    expect(row).toMatchObject({ text: { type: 'plain_text', text: `${'x'.repeat(59)}… · ${MARKUP}\n${MARKUP} · ${MARKUP}` } });
    expect(JSON.stringify(row)).toContain('"fields":[{"type":"mrkdwn","text":"<!date^');
  });

  it('marks a record that its own values lift as its modal does, with the reason, and counts it so', async () => {
    const line = { FriendlyName: 'E5', Quantity: 25, OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0XXXX', TermDuration: 'P1Y' };
    const text = await textOf([aRecord({ resourceNewValue: JSON.stringify({ LineItems: [line] }) }), aRecord({ id: 'user', operationType: 'add_user_member' })]);

    expect(text).toContain('HIGH (25 or more seats on a 1-year term) · Order placed · 25 × E5');
    expect(text).toContain('HIGH · User added to customer directory role');
    expect(text).toContain('Risk  high 2\n');
  });

  it('says that nothing stands out where all records are alike', async () => {
    const failed = { operationStatus: 'failed' };

    expect(await textOf(orders(15, failed, 15))).not.toContain('Stands out');
    expect(await textOf(orders(15, { operationStatus: 'decline' }, 15))).not.toContain('Stands out');
    expect(await textOf(orders(15, { operationType: 'delete_customer' }, 15))).not.toContain('Stands out');
    expect(await textOf(orders(15, failed, 14))).toContain('Stands out: 14 high risk, 14 failed; 5 shown');
    expect(await textOf(orders(15, { operationStatus: 'decline' }, 2))).toContain('Stands out: 2 high risk, 2 declined; 2 shown\n');
    expect(await textOf(orders(15, failed, 15).map((record, index) => index === 3 ? { ...record, operationType: 'delete_customer' } : record))).not.toContain('Stands out');
  });

  it('says how many of the page stand above it already', async () => {
    const text = await textOf(orders(15, { operationStatus: 'failed' }, 3));

    expect(text).toContain('Newest first: 1–11 of 15, 3 of them above · page 1 of 2');
    expect(await textOf(orders(9))).toContain('Newest first: 1–8 of 9 · page 1 of 2');
  });

  it('says that a page is all there is, and nothing of the order of one', async () => {
    expect(await textOf(orders(3))).toContain('Newest first: all 3\n');
    expect(await textOf(orders(1))).not.toContain('first:');
  });

  it('writes large numbers of pages in groups of three, and keeps what an answer lacks on each page', async () => {
    const screen = await answerOf(orders(9), { page: 1, facts: { unreadable: 2, clamped: true, listed: 100_000 } });
    const text = asText(drawn({ ...screen, page: 1_249, pageCount: 12_500, facts: { ...screen.facts, summary: { ...screen.facts.summary, total: 100_001 } } }).rich);

    expect(text).toContain('9,993 of 100,001 · page 1,250 of 12,500');
    for (const caveat of ['2 records could not be read', 'Microsoft keeps 90 days', 'the list holds 100,000 of them']) expect(text).toContain(caveat);
    expect(text).not.toContain('Asked of Partner Center');
  });

  it('names the customer of all records where the heading does not', async () => {
    const ofOne = orders(3).map((record) => ({ ...record, customerId: 'a', customerName: 'Relecloud' }));

    const [open, asked, byPart] = [await textOf(ofOne), await textOf(ofOne, { filter: { customers: [{ kind: 'name', name: 'relecloud' }] } }), await textOf(ofOne, { filter: { customers: [{ kind: 'name', name: 'rele' }] } })];

    for (const text of [open, byPart]) {
      expect(text).toContain('Customers  Relecloud 3');
      expect(text).toContain('user not recorded · Relecloud');
    }
    expect(asked).not.toContain('Customers  ');
    expect(asked).not.toContain('user not recorded · ');
  });

  it('says whose zone the times of rows are in where another was asked for', async () => {
    expect(await textOf(orders(3), { facts: { command: 'last 7d tz America/New_York', zone: 'America/New_York' } })).toContain(' · times of rows in your own zone');
    expect(await textOf(orders(3))).not.toContain('your own zone');
  });

  it('explains why more was read than counted', async () => {
    const before = aRecord({ id: 'before', operationDate: '2026-11-13T05:00:00.0000000Z' });

    expect(await textOf([...orders(3), before])).toContain('4 records read, 3 operations in this time');
    expect(await textOf([...orders(3), before], { filter: { statuses: ['failed'] } })).toContain('4 records read, no operation for this search');
    expect(await textOf(orders(3))).toContain('CET · 3 records read · last read');
  });

  it('leaves out counts that the search has settled', async () => {
    const failed = orders(3, { operationStatus: 'failed' }, 3);

    expect(await textOf(failed, { filter: { statuses: ['failed'] } })).not.toContain('Status  ');
    expect(await textOf(failed, { filter: { risks: ['high'] } })).not.toContain('Risk  ');
    expect(await textOf(failed)).toMatch(/Status {2}Failed 3\nRisk {2}high 3\n/);
  });

  it('keeps a number behind the name it belongs to, whatever direction the name is read in', async () => {
    const records = [aRecord({ customerId: 'a', customerName: HEBREW }), aRecord({ id: 'b', customerId: 'b', customerName: 'Relecloud' })];

    expect(drawn(await answerOf(records)).rich.text).toContain(`\u2068${HEBREW}\u2069 1`);
  });

  it('draws several lines only where one rises high enough to be followed, and labels many days shortly', async () => {
    const kinds = ['create_order', 'add_customer', 'update_order'].flatMap((operationType) => orders(4).map((record) => ({ ...record, id: `${operationType}-${record.id}`, operationType })));
    const many = Array.from({ length: 24 }, (_, index) => aRecord({ id: `many-${index}`, operationDate: '2026-11-15T08:00:00.0000000Z' }));

    expect(await textOf(kinds)).toContain('[bar chart] Operations per day; last so far\n  operations: 14 Nov 0 · 15 Nov 3');
    expect(await textOf([...kinds, ...many])).toContain('[line chart] Operations per day, by operation; last so far');
    expect(await textOf(kinds, { shape: { as: 'chart', by: ['operation'] } })).toContain('[line chart]');
    const span = { ...(await answerOf([])).facts.plan, from: '2026-10-22T10:00:00.0000000Z' };
    const series = { dimension: 'operation', step: { unit: 'day', count: 2 }, bins: ['10-22', '10-24', '10-30', '11-01', '11-03', '11-05', '11-07', '11-09', '11-22'].map((day) => ({ from: `2026-${day}T10:00:00.0000000Z`, to: '2026-11-23T10:00:00.0000000Z' })), lines: [{ value: 'create_order', counts: [9, 8, 7, 6, 5, 4, 3, 2, 1] }] } as const;

    expect(await textOf(orders(12), { facts: { plan: span, series } })).toContain('22 Oct 9 · 24 8 · 30 7 · 1 Nov 6 · 3 5 · 5 4 · 7 3 · 9 2 · 22 1');
  });
});
