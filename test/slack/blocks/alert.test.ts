import { describe, expect, it } from 'vitest';
import type { AlertCard } from '../../../src/audit/alert-cards.ts';
import { EVERYTHING } from '../../../src/audit/filter.ts';
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
    const text = JSON.stringify(render({ kind: 'alert-preview', rule, audience: 'guests', preview: { messages: 3, hourly: 0, operations: 56, most: [['Order placed', 50, 1], ['Customer password reset', 6, 2]], days: 30, daysAsked: 30 } }).rich);

    expect(text).toContain('would have fired 3 times in the last 30 days, telling of 56 operations.');
    expect(text).toContain('Largest, by what began them: Order placed, 50 operations in 1 alert · Customer password reset, 6 operations in 2 alerts');
    expect(text).toContain('The channel has guests: they will read these posts.');
  });

  it.each([[29, 'What is seen for the first time stays untold until 30 days are held; 29 are.'], [30, 'What is seen for the first time is told too']])('says of a preview with %i days held whether first sightings are told', (firstSeenHeld, says) => {
    const rule = { kind: 'alert', id: '00000000-0000', name: 'mine', place: { kind: 'channel', id: 'COPS' }, makerId: 'U0DANA001', zone: 'UTC', madeAt: '2026-11-21T12:00:00.000Z', command: 'alert on first-seen user', filter: EVERYTHING, isPack: false } as const;
    const preview = { messages: 0, hourly: 0, operations: 0, most: [], days: 30, daysAsked: 30, firstSeenHeld };

    expect(JSON.stringify(render({ kind: 'alert-preview', rule, preview }).rich)).toContain(says);
  });

  it('has at most 8 blocks', () => {
    expect(render(cardOf([password(0), password(1)])).rich.blocks.length).toBeLessThanOrEqual(8);
  });

  it('counts what follows, and speaks of many from the third customer on', () => {
    const over = (customers: number) => drawn(cardOf(Array.from({ length: customers }, (_, index) => password(index, { customerId: `c-${index}` }))));

    expect(over(2)).toContain('+1 more of the same group');
    expect(over(3)).toContain('3 operations at 3 customers');
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
