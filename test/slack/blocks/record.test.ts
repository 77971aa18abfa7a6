import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import type { OneRecordScreen, RecordScreen, ShownRecord } from '../../../src/features/screens.ts';
import { recordMessage } from '../../../src/slack/blocks/record-message.ts';
import { askedView, plainRecordView, rawRecordView, recordView, unreadRecordView } from '../../../src/slack/blocks/record.ts';
import { aRecord } from '../../support/records.ts';
import { textsIn } from '../../support/said.ts';

const AT = { resultId: 'result-0000000000000001', place: 3 };

function shown(facts: Partial<AuditRecord> = {}, more: Partial<ShownRecord> = {}): ShownRecord {
  return { kind: 'record', record: aRecord(facts), zone: 'Europe/Berlin', at: AT, ...more };
}

function message(screen: ShownRecord): OneRecordScreen {
  return { ...screen, kind: 'one-record' };
}

/** All that a person reads of a modal; whatever its form, Slack takes it. */
function check(screen: RecordScreen): string {
  const view = recordView(screen);
  const more = screen.kind === 'record' ? recordMessage(message(screen)) : undefined;
  const faults = [
    ...[view, plainRecordView(screen), rawRecordView(screen)].flatMap(validateView),
    ...(more ? [more.rich, more.plain].flatMap(validateMessage) : []),
    ...(screen.kind === 'record' ? validateView(unreadRecordView(screen.record)) : []),
  ];
  expect(faults).toEqual([]);
  return textsIn(view.blocks).join('\n');
}

function pressesIn(blocks: readonly object[]): Readonly<Record<string, string>> {
  return Object.fromEntries(blocks.flatMap((block) => ('elements' in block && 'type' in block && block.type === 'actions'
    ? (block.elements as readonly { readonly text: { readonly text: string }; readonly value: string }[]).map(({ text, value }) => [text.text, value])
    : [])));
}

const SEATS = '{"Id":"aaaa0a0a","FriendlyName":"Business Premium","OfferId":"CFQ7TTC0LCHC:0002:CFQ7TTC0SB01","TermDuration":"P1Y","Quantity":250}';
const CHANGE = { operationType: 'update_subscription', resourceType: 'subscription', resourceNewValue: SEATS } as const;

describe('slack/blocks/record', () => {
  it('begins with a sentence, the risk and the window, then the proof', () => {
    const text = check(shown({ ...CHANGE, customerName: 'Relecloud', userPrincipalName: 'alice@partner.example', applicationId: '4990cffe-04e8-4e8b-808a-1175604b879f' }));

    const lines = text.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'Subscription changed',
      '20 Nov 2026 16:05:12 CET',
      'Business Premium for Relecloud set to 250 seats, recorded as alice@partner.example.',
      'Succeeded · Risk: medium (by kind of operation)',
      'If seats were added, they can be cancelled until about Fri 27 Nov 16:05 CET (168 h, computed); check Partner Center',
    ]);
    expect(text).toContain('earlier value not known');
    expect(text).toContain('2026-11-20T15:05:12.0589308Z');
    expect(text).toMatch(/Partner Center web {2}\n4990cffe-04e8-4e8b-808a-1175604b879f/);
  });

  it('says what was last seen here, when, and that more may lie between', () => {
    const earlier = aRecord({ ...CHANGE, resourceNewValue: SEATS.replace('250', '25'), operationDate: '2026-11-03T23:30:00.0000000Z' });
    const text = check(shown(CHANGE, { earlier }));

    expect(text).toContain('Last seen here: 25 seats on 4 Nov; changes between are possible.');
    expect(text).toContain('\n- 25 (our copy of 4 Nov)\n+ 250');
    expect(text).toContain('Risk: medium (by kind of operation); with our copy of 4 Nov: high (at least 25 more than last known)');
    expect(text).not.toContain('earlier value not known');
  });

  it('names the answer where only that holds the earlier record', () => {
    const earlier = aRecord({ ...CHANGE, resourceNewValue: SEATS.replace('250', '25'), operationDate: '2026-11-03T23:30:00.0000000Z' });
    const text = check(shown(CHANGE, { earlier, earlierFrom: 'answer' }));

    expect(text).toContain('Last seen in this answer: 25 seats on 4 Nov; changes between are possible.');
    expect(text).toContain('Values in this record: - last seen in this answer, + in this record');
    expect(text).toContain('\n- 25 (this answer, 4 Nov)\n+ 250');
    expect(text).toContain('; with this answer, 4 Nov: high (');
    expect(text).not.toMatch(/our copy|seen here/);
  });

  it.each([['2025-11-03T09:00:00.0000000Z', '3 Nov 2025'], ['2026-11-20T13:00:00.0000000Z', '20 Nov 14:00']])('dates what was seen at %s as %s', (operationDate, day) => {
    const earlier = aRecord({ ...CHANGE, resourceNewValue: SEATS.replace('250', '25'), operationDate });

    expect(check(shown(CHANGE, { earlier }))).toContain(`on ${day};`);
  });

  it('says so where the same values were seen before', () => {
    const approval = { operationType: 'granular_admin_relationship_activated', resourceType: 'granular_admin_relationship', resourceNewValue: '{"id":"dddd3d3d","displayName":"Support"}' };
    const earlier = aRecord({ ...approval, operationDate: '2026-11-03T09:00:00.0000000Z' });

    expect(check(shown(approval, { earlier }))).toContain('Last seen here with the same values on 3 Nov; changes between are possible.');
  });

  it('stands old and new side by side by sign, with what changed first', () => {
    const record = { resourceOldValue: '{"Status":"active","Quantity":25}', resourceNewValue: '{"Status":"active","Id":"a1","Quantity":250,"Term":"P1Y"}' };

    expect(check(shown(record))).toMatch(/- before, \+ after[^]*Quantity {2}\n\n- 25\n\+ 250[^]*Term {2}\nP1Y[^]*Id {2}\na1[^]*Unchanged, with their values in Raw JSON: Status\n/);
    const { at: _nowhere, ...unkept } = shown(record);
    expect(check(unkept)).toMatch(/Id {2}\na1[^]*Status {2}\nactive \(unchanged\)/);
  });

  it('names customized data that only repeats what stands above', () => {
    const text = check(shown({ resourceNewValue: '{"OfferName":"Business Premium","Quantity":7}', customizedData: [{ key: 'OfferName-0', value: 'Business Premium' }, { key: 'Quantity-0', value: '7' }, { key: 'Note', value: 'Business Premium Plus' }] }));

    expect(text).toMatch(/Customized data\nQuantity-0 {2}\n7\n\nNote {2}\nBusiness Premium Plus\nWith values that stand above: OfferName-0\n/);
  });

  it('tells a window that has closed from one that is open', () => {
    const [before, after] = ['2026-11-27T15:05:12.000Z', '2026-11-27T15:05:13.000Z'].map((now) => check(shown(CHANGE, { now: new Date(now) })));

    expect(before).toContain('they can be cancelled until about');
    expect(after).toContain('they could be cancelled until about');
  });

  it('does not say that values were set where the operation failed or runs still', () => {
    expect(check(shown({ operationStatus: 'failed', resourceNewValue: '{"Quantity":14}' }))).toContain('Values asked for; the operation did not succeed');
    expect(check(shown({ operationStatus: 'progress', resourceNewValue: '{"Quantity":14}' }))).toContain('Values asked for; not known to be set');
  });

  it('counts what was taken out, and names the fields it stood in', () => {
    const record = { resourceNewValue: '{"Client":{"ClientSecret":"[masked]"},"BillingProfile":"[left out]"}', customizedData: [{ key: 'ProductKey', value: '[masked]' }], attributes: { etag: '[masked]' } };

    expect(check(shown(record))).toContain('3 values masked (ClientSecret, ProductKey, etag), 1 value left out (BillingProfile)');
    expect(check(shown())).not.toContain('masked');
  });

  it('lets no value add a line of its own', () => {
    const text = check(shown({ resourceNewValue: JSON.stringify({ Note: '1\n+ 250\r\nRecorded user  eve', 'a\nRisk: low': 'x' }), customizedData: [{ key: 'k\nRisk: low', value: 'v\nRisk: low' }] }));

    expect(text).not.toMatch(/^(?:\+ 250|Recorded user {2}eve|Risk: low)/m);
  });

  it.each([[64, 1], [256, 1], [64, 1_500], [256, 5_000], [4_096, 80_000]])('shows %i kB in %i values within the limits of a view, and says what is left out', (kilobytes, values) => {
    const value = 'v'.repeat(Math.ceil(kilobytes * 1_024 / values));
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: values }, (_, index) => [`Field${index}`, value])));
    const text = check(shown({ resourceNewValue: wide, customizedData: Array.from({ length: 200 }, (_, index) => ({ key: `k${index}`, value: 'v'.repeat(900) })) }));

    expect(text).toContain('160 more values in this record.');
    expect(text.includes('At least 1,960 more values')).toBe(values > 2_000);
    expect(textsIn(rawRecordView(shown({ resourceNewValue: wide })).blocks).join('\n').includes('Cut here: ')).toBe(kilobytes >= 256);
  });

  it('shows twelve levels of nesting, of one and of two sides', () => {
    const deep = (leaf: string): string => JSON.stringify(Array.from({ length: 12 }).reduce<unknown>((inner) => ({ Inner: inner }), leaf));

    expect(check(shown({ resourceOldValue: deep('one'), resourceNewValue: deep('two') }))).toMatch(/Inner · Inner[^]*\n- \(nested deeper than shown\)|\n- one\n\+ two/);
    expect(check(shown({ resourceNewValue: '['.repeat(3_000) + ']'.repeat(3_000) }))).toContain('nested deeper than shown');
  });

  it('stays within the limits of a view with the widest characters in every place', () => {
    const wide = '🧊'.repeat(400);
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${wide}${index}`, `${wide}${index}`])));

    expect(check(shown({ customerName: wide, userPrincipalName: wide, id: wide, resourceOldValue: many.replaceAll('🧊🧊', '🦖🧊'), resourceNewValue: many, customizedData: Array.from({ length: 60 }, () => ({ key: wide, value: wide })) }))).toContain('20 more values');
  });

  it('shows the raw record as it is kept, what cannot be seen written out', () => {
    const screen = shown({ customerName: 'a\u202Eb\u200Bc\u{E0041}', resourceNewValue: '{"Quantity":2}' });

    const text = textsIn(rawRecordView(screen).blocks).join('');

    expect(text).toContain(String.raw`"customerName": "a\u202eb\u200bc\udb40\udc41"`);
    expect(JSON.parse(text)).toEqual(screen.record);
  });

  it('offers searches that begin from the record, and its raw form where it is kept', () => {
    const screen = shown({ userPrincipalName: 'alice@partner.example', customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', sessionId: '9c75b432-a7b3-4772-bff1-c9d44b190b98' });

    const presses = { 'By this user': 'user alice@partner.example last 30d', 'By this customer': 'customer bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f last 30d', 'Same session': 'text "9c75b432-a7b3-4772-bff1-c9d44b190b98" around 2026-11-20' };
    expect(pressesIn(recordView(screen).blocks)).toEqual({ ...presses, 'Raw JSON': 'result-0000000000000001:3' });
    const { at: _nowhere, ...unkept } = screen;
    expect(pressesIn(recordMessage(message(unkept)).rich.blocks)).toEqual(presses);
    expect(pressesIn(recordView(shown({}, { at: AT })).blocks)).toEqual({ 'Raw JSON': 'result-0000000000000001:3' });
  });

  it('shows a record that cannot be drawn as it is kept', () => {
    const broken = shown({ userPrincipalName: 42 as unknown as string });

    expect(() => recordView(broken)).toThrow(TypeError);
    const { rich, plain } = recordMessage(message(broken));
    expect([validateMessage(rich), validateMessage(plain)]).toEqual([[], []]);
    expect(textsIn(rich.blocks).join('')).toContain('"userPrincipalName": 42');
    expect(textsIn(unreadRecordView(broken.record).blocks).join('')).toContain('"userPrincipalName": 42');
  });

  it('never lets a record mention anybody, whatever it holds', () => {
    const text = fc.oneof(fc.constantFrom('<!channel>', '<@U0ADMIN01>', '&lt;!here&gt;', '<https://evil.example|x>', '*_~`', '\u202E', '', ' ', '\uD800'), fc.string({ unit: 'binary', maxLength: 120 }));
    const value = fc.oneof(text, fc.json(), fc.dictionary(text, text).map((inner) => JSON.stringify(inner)));
    const hostile = fc.record({
      operationType: fc.oneof(text, fc.constantFrom('create_order', 'add_customer', 'update_subscription')), operationStatus: text, resourceType: text, customerName: text,
      customerId: text, userPrincipalName: text, applicationId: text, id: text, sessionId: text, resourceNewValue: value, resourceOldValue: value,
      customizedData: fc.array(fc.record({ key: text, value: fc.option(text) }), { maxLength: 60 }),
    }, { requiredKeys: ['operationType', 'operationStatus', 'resourceType'] });
    fc.assert(fc.property(hostile, (facts) => {
      const screen = shown(facts as Partial<AuditRecord>);
      check(screen);
      expect(JSON.stringify(recordView(screen))).not.toContain('"mrkdwn"');
      expect(recordMessage(message(screen)).rich.text).not.toMatch(/<[!@#]/);
    }), { numRuns: 200 });
  });

  it.each<RecordScreen>([
    { kind: 'loading' },
    { kind: 'record-expired', command: 'customer Relecloud last 7d' },
    { kind: 'record-expired' },
    { kind: 'record-refused', refusal: 'guest', userId: 'U0MEMBER1' },
    { kind: 'record-problem', whatHappened: 'Redis is gone.', whatToDo: 'Wait.' },
  ])('draws $kind', (screen) => {
    expect(check(screen).trim()).not.toBe('');
  });

  it('says what was asked for in a modal, and where its answer comes', () => {
    const view = askedView(`user ${'x'.repeat(1_000)} last 30d`);

    expect(validateView(view)).toEqual([]);
    expect(textsIn(askedView('user alice@partner.example last 30d').blocks)).toEqual(['Asked for user alice@partner.example last 30d: the answer follows in the conversation.']);
  });
});
