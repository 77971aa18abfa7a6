import { describe, expect, it } from 'vitest';
import { changePressed } from '../../src/features/change-rule.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import { remindCommitments } from '../../src/features/remind-commitments.ts';
import { sendDigestNow, sendDigests } from '../../src/features/send-digests.ts';
import { setUpRule } from '../../src/features/set-up-rule.ts';
import { at, password } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;
const PLACE = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };

/** A rule that can be paused, in a place of its own. */
async function pausable(part: string, wanted: { readonly what: 'shown'; readonly command: string } | { readonly what: 'reminder'; readonly command: string }) {
  const world = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, '2026-11-21T12:00:00Z');
  const made = await setUpRule({ ...world.deps, defaultZone: 'UTC' }, { id: 'x', place: PLACE, ...wanted });
  const rule = made.kind === 'rule-made' ? made.rule : (await world.deps.rules.all())[0]?.rule;
  if (!rule) throw new Error(JSON.stringify(made));
  return {
    world, rule,
    async press(kind: 'rule-pause' | 'rule-resume'): Promise<string> {
      const screen = await changePressed(world.deps, PLACE, { kind, ruleId: rule.id });
      return screen.kind === 'notice' ? screen.text : screen.kind;
    },
    async look(): Promise<void> {
      await raiseAlerts(world.deps, LIVE);
      await remindCommitments(world.deps, LIVE);
      await sendDigests(world.deps, LIVE);
      await deliverDue(world.deps, LIVE);
    },
    said: () => world.posted.flatMap(({ message }) => (message.kind === 'alert' || message.kind === 'digest' || message.kind === 'reminder' ? [message] : [])),
  };
}

describe('features/change-rule', () => {
  it('tells in one digest what came in while it was paused, as it says', async () => {
    const { world, press, look, said } = await pausable('digest', { what: 'shown', command: 'digest hourly' });

    expect(await press('rule-pause')).toBe('“digest-1” is paused. What comes in until Resume is not lost: the first digest after it tells it all.');
    for (const hour of [13, 14]) {
      world.at(`2026-11-21T${hour}:00:01Z`);
      world.add(password(0, { id: `p${hour}` }));
      await look();
    }
    expect(said()).toEqual([]);
    expect(await press('rule-resume')).toBe('“digest-1” goes on: next 21 Nov 16:00 CET, with everything since its last digest. Send now sends it at once.');
    world.at('2026-11-21T15:00:01Z');
    await look();

    expect(said()).toMatchObject([{ kind: 'digest', digest: { total: 2 }, from: '2026-11-21T12:00:00.000Z' }]);
  });

  it.each([['a worker looks', true], ['no worker looks', false]] as const)('tells by alert nothing of what came in while it was paused and %s, as it says', async (how, looks) => {
    const { world, press, look, said } = await pausable(`alert-${how}`, { what: 'shown', command: 'alert on risk high' });

    expect(await press('rule-pause')).toContain('What comes in until Resume it does not tell afterwards either');
    world.add(password(0, { id: 'missed' }));
    if (looks) await look();
    expect(await press('rule-resume')).toContain('“alert-1” goes on with what comes in from now on.');
    world.add(password(1, { id: 'told', userPrincipalName: 'bob@partner.example' }));
    await look();

    expect(said()).toMatchObject([{ kind: 'alert', count: 1, lead: { actor: 'bob@partner.example' } }]);
  });

  it('reminds after a pause of windows that are still open, and of no others, as it says', async () => {
    const order = (id: string, operationDate: string) => aRecord({ id, operationDate, customerName: id, resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', Quantity: 4 }] }) });
    const { world, press, look, said } = await pausable('reminder', { what: 'reminder', command: 'commitments' });
    world.add(order('closed', '2026-11-15T10:00:00.0000000Z'));
    world.add(order('open', '2026-11-15T23:00:00.0000000Z'));

    expect(await press('rule-pause')).toContain('After Resume it reminds of the windows that are still open then');
    world.at('2026-11-22T20:00:00Z');
    await look();
    expect(said()).toEqual([]);
    await press('rule-resume');
    await look();
    await look();

    expect(said()).toMatchObject([{ kind: 'reminder', batches: [{ customer: 'open' }] }]);
  });

  it('has alerts tell, and digests not count, what a paused mute kept out, as it says', async () => {
    const { world, press, look, said } = await pausable('mute', { what: 'shown', command: 'mute user alice@partner.example for 2d because "known"' });
    await setUpRule({ ...world.deps, defaultZone: 'UTC' }, { id: 'y', place: PLACE, what: 'shown', command: 'alert on user alice@partner.example' });
    await setUpRule({ ...world.deps, defaultZone: 'UTC' }, { id: 'z', place: PLACE, what: 'shown', command: 'digest daily' });
    const digest = async (): Promise<void> => {
      const rule = (await world.deps.rules.all()).flatMap(({ rule: one }) => (one.kind === 'digest' ? [one] : []))[0];
      if (rule) await sendDigestNow(world.deps, { rule });
      await look();
    };

    expect(await press('rule-pause')).toBe('“mute-1” is paused. Until Resume, alerts here tell what it kept out. It still ends 23 Nov 13:00 CET.');
    world.add(at(0, { id: 'told' }));
    await digest();
    expect(await press('rule-resume')).toBe('“mute-1” goes on: alerts here leave these operations out again until 23 Nov 13:00 CET.');
    world.at('2026-11-21T12:10:00Z');
    world.add(at(1, { id: 'kept out' }));
    await digest();

    expect(said().flatMap((message) => (message.kind === 'alert' ? [`told ${message.count}`] : message.kind === 'digest' ? [`muted ${message.muted ?? 0}`] : []))).toEqual(['told 1', 'muted 0', 'muted 1']);
  });
});
