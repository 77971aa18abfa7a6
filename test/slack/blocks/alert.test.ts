import { describe, expect, it } from 'vitest';
import type { AlertCard } from '../../../src/audit/alert-cards.ts';
import { EVERYTHING } from '../../../src/audit/filter.ts';
import { parseCommand } from '../../../src/command/parse.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { validateMessage } from '../../../sandbox/slack/block-kit/validate.ts';
import { readPress } from '../../../src/slack/action-ids.ts';
import { cardsIn, eventsOf, NOON, PACK, password, play, at } from '../../support/alerting.ts';

const render = createRenderer('/audit');
const GDAP = at(0, { operationType: 'granular_admin_relationship_approved', resourceType: 'granular_admin_relationship', customerName: 'Fabrikam Inc', customerId: 'bbbb1b1b-cc2c-4d3d-8e4e-ffff5f5f6a6a' });
const { userPrincipalName: _nobody, ...UNSIGNED } = GDAP;

function cardOf(records: Parameters<typeof eventsOf>[0], facts: Parameters<typeof eventsOf>[1] = {}): AlertCard {
  const card = cardsIn(play([{ ...PACK, id: '00000000-0000' }], eventsOf(records, facts)).posts).values().next().value;
  if (!card) throw new Error('no card');
  return card;
}

function drawn(card: AlertCard): string {
  const { rich, plain } = render(card);
  expect([...validateMessage(rich), ...validateMessage(plain)]).toEqual([]);
  return JSON.stringify(rich);
}

describe('slack/blocks/alert', () => {
  it('says in its heading what happened to whom, then who, when, how soon it was seen, why, and what to check', () => {
    const text = drawn(cardOf([UNSIGNED], { seenAtMs: NOON + 4 * 60_000 }));

    for (const part of ['High risk: GDAP relationship approved on the customer\'s side, Fabrikam Inc', 'recorded user none', 'seen after 4 min', 'rule “CSP security”: every operation of this kind', 'Who accepted at the customer?', 'Take it', 'Details', 'By this customer', 'Mute like this…']) {
      expect(text).toContain(part);
    }
  });

  it('puts an application behind the user that is not recorded, and not in place of one', () => {
    expect(drawn(cardOf([{ ...UNSIGNED, applicationId: 'FulfillmentService' }]))).toContain('recorded user none, via FulfillmentService (Microsoft)');
  });

  it('says of a preview what is counted, the largest by operations first, and who would read along', () => {
    const rule = { kind: 'alert', id: '00000000-0000', name: 'mine', place: { kind: 'channel', id: 'COPS' }, makerId: 'U0DANA001', zone: 'UTC', madeAt: '2026-11-21T12:00:00.000Z', command: 'alert on risk high', filter: EVERYTHING, isPack: false } as const;
    const text = JSON.stringify(render({ kind: 'alert-preview', rule, audience: 'guests', preview: { messages: 3, hourly: 0, operations: 56, most: [['Order placed', 50, 1], ['Customer password reset', 6, 2]], days: 31, daysTouched: 31, daysAsked: 30 } }).rich);

    expect(text).toContain('would have fired 3 times in the last 30 days, telling of 56 operations.');
    expect(text).toContain('Largest, by what began them: Order placed, 50 operations in 1 alert · Customer password reset, 6 operations in 2 alerts');
    expect(text).toContain('The channel has guests: they will read these posts.');
  });

  it.each([[29, 'It is still learning: 29 of 30 days looked at.'], [30, 'nothing is set up yet']])('says of a preview with %i days held whether first sightings are told', (held, says) => {
    const rule = { kind: 'alert', id: '00000000-0000', name: 'mine', place: { kind: 'channel', id: 'COPS' }, makerId: 'U0DANA001', zone: 'UTC', madeAt: '2026-11-21T12:00:00.000Z', command: 'alert on first-seen user', filter: EVERYTHING, isPack: false } as const;
    const preview = { messages: 0, hourly: 0, operations: 0, most: [], days: 31, daysTouched: 31, daysAsked: 30, firstSeen: { held, judged: 31, isAll: true } };
    const text = JSON.stringify(render({ kind: 'alert-preview', rule, preview }).rich);

    expect(text).toContain(says);
    expect(text.includes('learning')).toBe(held < 30);
  });

  it('does not say of more customers than it tells apart that these are all', () => {
    const passwords = (customers: number) => Array.from({ length: customers }, (_, index) => password(index, { customerId: `c-${index}`, customerName: `Customer ${index}` }));

    expect(drawn(cardOf(passwords(1_999)))).toContain('Customer password reset at 1,999 customers"');
    expect(drawn(cardOf(passwords(2_500)))).toContain('Customer password reset at 2,000 customers or more, 2,500 operations');
  });

  it('has at most 8 blocks', () => {
    expect(render(cardOf([password(0), password(1)])).rich.blocks.length).toBeLessThanOrEqual(8);
  });

  it('counts what follows, and speaks of many from the third customer on', () => {
    const over = (customers: number) => drawn(cardOf(Array.from({ length: customers }, (_, index) => password(index, { customerId: `c-${index}` }))));

    expect(over(2)).toContain('+1 more of the same group');
    expect(over(3)).toContain('High risk: Customer password reset at 3 customers');
    const mixed = [password(0), password(1, { customerId: 'c-2' }), at(2, { operationType: 'delete_customer', customerId: 'c-3' })];
    expect(drawn(cardOf(mixed))).toContain('3 operations at 3 customers, the first high risk: Customer password reset');
  });

  it('says in its heading why it fired where that is more than one operation, and which one showed it', () => {
    const many = Array.from({ length: 20 }, (_, index) => at(index, { operationType: 'update_customer_user_licenses', customerId: `c-${index % 5}`, customerName: `Z${index % 5}` }));
    const keys = Array.from({ length: 5 }, (_, index) => at(index, { operationType: 'get_software_key' }));

    expect(drawn(cardOf(many))).toContain('"text":{"type":"plain_text","text":"20 operations or more by one user at 5 customers or more within 10 min"');
    expect(drawn(cardOf(many))).toContain('The operation that showed it: Licences assigned or removed, Z4 (low risk).');
    expect(drawn(cardOf(keys))).toContain('5 software keys or more viewed within 10 min');
    expect(drawn(cardOf([at(0, { operationType: 'update_customer_user_licenses' })], { first: ['user'] }))).toContain('User first seen in the days held');
  });

  it('says in its heading what in the record makes the risk high, where its kind of operation does not', () => {
    const order = at(0, { operationType: 'create_order', resourceNewValue: JSON.stringify({ LineItems: [{ Quantity: 1, TermDuration: 'P3Y' }] }) });

    expect(drawn(cardOf([order]))).toContain('"text":"High risk: Order placed, Relecloud (an order on a 3-year term)"');
    expect(drawn(cardOf([{ ...order, operationStatus: 'failed' }]))).toContain('"text":"High risk, did not happen: Order placed, Relecloud"');
  });

  it('has a button below a burst that finds what is only counted', () => {
    const posts = play([{ ...PACK, id: '00000000-0000' }], eventsOf(Array.from({ length: 1_000 }, (_, index) => password(index)))).posts;
    const thread = posts.flatMap(({ message }) => (message.kind === 'alert-thread' ? [message] : []))[0];
    const message = thread && render(thread).rich;
    const [, id = '', value = ''] = /"action_id":"([^"]+)","value":"([^"]+)"/.exec(JSON.stringify(message)) ?? [];
    const press = readPress(id, value);

    expect(JSON.stringify(message)).toContain('and 979 more, which /audit user alice@partner.example from 2026-11-21T12:00Z to 2026-11-21T12:01Z lists');
    expect(press?.kind === 'run' && parseCommand(press.command, { now: new Date(NOON), zone: 'Europe/Berlin' })).toMatchObject({ kind: 'search', search: { filter: { users: ['alice@partner.example'] }, time: { kind: 'between', from: { at: '2026-11-21T12:00:00.000Z' } } } });
  });

  it('names who has taken it, and offers it to nobody else', () => {
    const text = drawn({ ...cardOf([UNSIGNED]), taken: { by: 'U0DANA001', at: '2026-11-21T12:05:00.000Z' } });

    expect(text).toContain('Taken by <@U0DANA001>');
    expect(text).not.toContain('Take it');
  });

  it('mentions whom the rule names, and lets nothing else through', () => {
    expect(drawn({ ...cardOf([UNSIGNED]), mention: '<!subteam^S0SECOPS>' })).toContain('<!subteam^S0SECOPS>');
    expect(drawn({ ...cardOf([at(0, { ...UNSIGNED, customerName: '<!channel>' })]), mention: '<!channel>', taken: { by: '<!here>', at: '2026-11-21T12:05:00.000Z' } })).not.toMatch(/"type":"mrkdwn","text":"[^"]*<!(?:channel|here)>/);
  });

  it('says of a test that it is one, and has nothing to press', () => {
    const text = drawn({ ...cardOf([UNSIGNED]), isTest: true });

    expect(text).toContain('Test: High risk');
    expect(text).not.toContain('action_id');
  });

  it('carries presses that are read back', () => {
    const card = cardOf([UNSIGNED]);
    const presses = [...drawn(card).matchAll(/"action_id":"([^"]+)","value":"([^"]+)"/g)].map(([, id = '', value = '']) => readPress(id, value));

    expect(presses).toEqual(expect.arrayContaining([{ kind: 'take', card: card.card }, { kind: 'copied', at: '2026-11-21.0' }]));
    expect(readPress('audit1.take.x', '../../etc')).toBeUndefined();
    expect(readPress('audit1.keep-order.1', '00000000-0000:2026-11-21.4')).toEqual({ kind: 'keep-order', ruleId: '00000000-0000', batch: '2026-11-21.4' });
  });
});
