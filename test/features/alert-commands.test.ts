import { describe, expect, it } from 'vitest';
import { answerRequest } from '../../src/features/answer-request.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { keepOrder, remindCommitments } from '../../src/features/remind-commitments.ts';
import { makeAlert, offerAlert } from '../../src/features/make-alert.ts';
import { makeDigest } from '../../src/features/make-digest.ts';
import { setUpRule } from '../../src/features/set-up-rule.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { aRecord } from '../support/records.ts';
import { testConnection } from '../support/connection.ts';
import { commandDeps } from '../support/command-deps.ts';
import { watchingWorld } from '../support/watching.ts';
import { at, HOUR, password } from '../support/alerting.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;

function world(part: string) {
  const slack = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, '2026-11-21T13:00:00Z');
  const deps = { ...commandDeps().deps, watching: slack.deps };
  const placeOf = (userId: string) => ({ responseUrl: '', openUntil: 0, userId, channelId: 'COPS' });
  return {
    slack,
    placeOf,
    async type(text: string, userId = 'UADMIN'): Promise<Screen> {
      const command = parseCommand(text, { now: new Date('2026-11-21T13:00:00Z'), zone: 'Europe/Berlin' });
      if (command.kind !== 'request') throw new Error(`${text} is ${JSON.stringify(command)}`);
      const person = await slack.deps.people.find(userId);
      if (!person) throw new Error('nobody');
      return answerRequest(deps, { id: 'x', place: placeOf(userId), zone: 'Europe/Berlin', person }, command);
    },
    confirm: (command: string, userId = 'UADMIN') => setUpRule({ ...slack.deps, defaultZone: 'UTC' }, { id: 'x', place: placeOf(userId), what: 'shown', command }),
  };
}

const PERSON = { id: 'UADMIN', teamId: 'T0', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'UTC', name: 'uadmin' };

const saysOf = (screen: Screen): string => (screen.kind === 'mistake' ? screen.mistake.says : screen.kind === 'notice' ? screen.text : screen.kind);

describe('features/make-alert, mute, list-commitments', () => {
  it('previews what would have fired, most often first, and makes nothing yet', async () => {
    const { slack, type } = world('preview');
    for (const [index, user] of ['a', 'b', 'c'].entries()) slack.add(password(index, { id: `p${index}`, userPrincipalName: user }));
    slack.add(at(0, { id: 'o', operationType: 'delete_customer', userPrincipalName: 'd' }));
    const screen = await type('alert on risk high');

    expect(screen).toMatchObject({ kind: 'alert-preview', rule: { name: 'alert-1' }, preview: { messages: 4, operations: 4, most: [['Customer password reset', 3, 3], ['Customer deleted', 1, 1]], days: 31 } });
    expect(await slack.deps.rules.all()).toEqual([]);
  });

  it('puts the alert of the most operations first, however often others fire', async () => {
    const { slack, type } = world('largest');
    for (const [index, user] of ['a', 'b'].entries()) slack.add(password(index, { id: `p${index}`, userPrincipalName: user }));
    for (let index = 0; index < 5; index += 1) slack.add(at(index, { id: `o${index}`, operationType: 'delete_customer', userPrincipalName: 'd' }));

    expect(await type('alert on risk high')).toMatchObject({ preview: { messages: 3, operations: 7, most: [['Customer deleted', 5, 1], ['Customer password reset', 2, 2]] } });
  });

  it('judges changes in the pack’s preview by what older days tell, and counts roll-ups of an hour apart', async () => {
    const { slack, type } = world('judged');
    const seats = (id: string, Quantity: number, operationDate: string) => aRecord({ id, operationDate, operationType: 'update_subscription', resourceType: 'subscription', customerId: 'c', userPrincipalName: 'alice@partner.example', resourceNewValue: JSON.stringify({ Id: 'sub-1', Quantity }) });
    slack.add(seats('before', 100, '2026-10-05T10:00:00.0000000Z'));
    slack.add(seats('below', 119, '2026-11-18T10:00:00.0000000Z'));
    slack.add(seats('above', 143, '2026-11-19T10:00:00.0000000Z'));
    slack.add(at(-HOUR, { id: 'unknown', operationType: 'export_price_list' }));

    const screen = await type('alert pack');

    expect(screen).toMatchObject({ preview: { messages: 2, hourly: 1, operations: 2, days: 31 } });
    expect(JSON.stringify(createRenderer('/audit')(screen).rich)).toContain('would have fired once in the last 30 days, and once more as a roll-up at the end of an hour, telling of 2 operations.');
  });

  it.each([['guests', 'guests'], ['hidden', 'unknown'], ['members', undefined]] as const)('says who else reads in a channel with %s, before and when an alert, digest or reminder is set up', async (audience, said) => {
    const { slack, placeOf } = world(`readers-${audience}`);
    const deps = { ...slack.deps, audiences: { of: async () => audience }, defaultZone: 'UTC' };
    const asking = { id: 'x', place: placeOf('UADMIN'), zone: 'UTC', person: PERSON };
    const request = (text: string) => { const read = parseCommand(text, { now: deps.clock(), zone: 'UTC' }); if (read.kind !== 'request') throw new Error(text); return read.request as never; };

    const screens = [
      await offerAlert(deps, asking, request('alert on risk high')), await makeAlert(deps, asking, request('alert on risk high')),
      await makeDigest(deps, asking, request('digest weekdays at 08:30')), await setUpRule(deps, { id: 'x', place: placeOf('UADMIN'), what: 'reminder', command: 'commitments' }),
    ];

    expect(screens.map(({ kind }) => kind)).toEqual(['alert-preview', 'rule-made', 'rule-made', 'rule-made']);
    expect(screens.map((screen) => ('audience' in screen ? screen.audience : undefined))).toEqual([said, said, said, said]);
  });

  it('advises an alert where there is none', async () => {
    const { type } = world('none');

    expect(JSON.stringify(createRenderer('/audit')(await type('alerts')).rich)).toContain('No alerts speak in this channel, and none to you. /audit alert pack shows');
    expect(JSON.stringify(createRenderer('/audit')(await type('rules')).rich)).toContain('/audit digest weekdays');
  });

  it('sets it up once it was confirmed, from now on', async () => {
    const { slack, confirm } = world('confirm');
    slack.add(password(0, { id: 'p' }));

    expect(await confirm('alert on risk high quiet 22:00-07:00 mention <!subteam^S0SEC|@sec> name "nights"')).toMatchObject({ kind: 'rule-made', rule: { name: 'nights', zone: 'Europe/Berlin', mention: '<!subteam^S0SEC>', quiet: { all: false } } });
    expect((await slack.deps.rules.all())[0]?.progress).toMatchObject({ state: { kind: 'on' }, cursor: 1 });
  });

  it('answers what cannot be with the cure', async () => {
    const { type, confirm } = world('bad');
    await confirm('alert on risk high name "risky"');

    expect(saysOf(await type('alert on risk high name "Risky"'))).toContain('There is a rule named');
    expect(saysOf(await type('alert on risk high', 'UMEMBER'))).toContain('Only the people in AUDIT_ADMINS');
    expect((await type('alert on risk high to me', 'UMEMBER')).kind).toBe('alert-preview');
    expect(saysOf(await type('alert on more than 5001 in 1d'))).toContain('I count up to 5,000');
    expect(saysOf(await type('alert on first-seen status'))).toContain('Only users, apps and customers');
    expect(saysOf(await type('alert pack more than 5 in 10m'))).toContain('brings its own conditions');
    expect(saysOf(await type('alert on risk high every 5m'))).toContain('not every so often');
    expect(saysOf(await confirm('customer Relecloud last 7d'))).toContain('older version');
    expect(saysOf(await type('test nothing'))).toContain('There is no alert named');
  });

  it('refuses the 51st rule of a place', async () => {
    const { slack, confirm, type } = world('many');
    for (let made = 0; made < 50; made += 1) expect((await confirm('alert on risk high')).kind).toBe('rule-made');

    expect(saysOf(await type('alert on risk high'))).toContain('There are 50 rules here already');
    expect(await slack.deps.rules.all()).toHaveLength(50);
  });

  it('says what a mute would hide, and of high risk that it is told all the same', async () => {
    const { slack, type, confirm } = world('mute');
    slack.add(password(0, { id: 'p' }));
    slack.add(at(0, { id: 'o' }));

    expect(await type('mute user alice@partner.example for 7d because "known"')).toMatchObject({ kind: 'mute-preview', preview: { hidden: 1, highTold: 1, days: 8 } });
    expect(await type('mute user alice@partner.example for 7d because "known" including high')).toMatchObject({ preview: { hidden: 2, highTold: 0 } });
    expect(saysOf(await type('mute user alice@partner.example for 5m because "known"'))).toContain('an hour at least');
    expect(await confirm('mute user alice@partner.example for 7d because "known"')).toMatchObject({ kind: 'rule-made', rule: { kind: 'mute', name: 'mute-1', until: '2026-11-28T13:00:00.000Z' } });
    expect(saysOf(await type('unmute mute-1', 'UMEMBER'))).toContain('AUDIT_ADMINS');
    expect(saysOf(await type('unmute MUTE-1'))).toContain('is ended');
    expect(saysOf(await type('unmute mute-1'))).toContain('There is no mute named');
  });

  it('has digests count what is muted', async () => {
    const { slack, type, confirm } = world('counted');
    await type('digest daily');
    await confirm('mute user alice@partner.example for 7d because "known"');
    slack.add(at(0, { id: 'o' }));
    slack.add(password(0, { id: 'p' }));
    await type('digest now');
    await deliverDue(slack.deps, LIVE);

    expect(slack.posted.flatMap(({ message }) => (message.kind === 'digest' ? [message.muted] : []))).toEqual([1]);
  });

  it('lists open windows, reminds of each at 48 and 24 hours once, and stops for a batch that is kept', async () => {
    const { slack, type, placeOf } = world('orders');
    const order = (id: string, operationDate: string) => aRecord({ id, operationDate, customerName: 'Relecloud', resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Business Premium', Quantity: 4 }] }) });
    slack.add(order('first', '2026-11-16T13:00:00.0000000Z'));
    slack.add(order('later', '2026-11-16T13:00:01.0000000Z'));
    expect(await type('commitments closing within 48h')).toMatchObject({ kind: 'commitments', commitments: { open: [{ until: '2026-11-23T13:00:00.000Z' }] }, daysHeld: 3 });
    const made = await setUpRule({ ...slack.deps, defaultZone: 'UTC' }, { id: 'x', place: placeOf('UADMIN'), what: 'reminder', command: 'commitments' });
    const ruleId = made.kind === 'rule-made' ? made.rule.id : '';
    const told = () => slack.posted.flatMap(({ message }) => (message.kind === 'reminder' ? [message.batches.map(({ at: batch }) => batch)] : []));
    const look = async (instant: string): Promise<void> => {
      slack.at(instant);
      await Promise.all([remindCommitments(slack.deps, LIVE), remindCommitments(slack.deps, LIVE)]);
      await deliverDue(slack.deps, LIVE);
    };

    await look('2026-11-21T13:00:00Z');
    await look('2026-11-21T13:00:01Z');
    expect(told()).toEqual([['2026-11-16.0'], ['2026-11-16.1']]);
    expect((await keepOrder(slack.deps, placeOf('UMEMBER'), { ruleId, batch: '2026-11-16.0' })).kind).toBe('batch-kept');
    expect(await keepOrder(slack.deps, placeOf('UADMIN'), { ruleId, batch: '2026-11-16.0' })).toMatchObject({ kind: 'batch-kept', by: 'UMEMBER' });
    await look('2026-11-22T13:00:01Z');
    await look('2026-11-22T14:00:00Z');
    expect(told().slice(2)).toEqual([['2026-11-16.0'], ['2026-11-16.1']]);
  });
});
