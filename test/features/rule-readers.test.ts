import { describe, expect, it } from 'vitest';
import { changePressed } from '../../src/features/change-rule.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { listRules } from '../../src/features/list-rules.ts';
import type { Audience } from '../../src/features/people-ports.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import { createObjection } from '../../src/features/rule-readers.ts';
import { sendDigests } from '../../src/features/send-digests.ts';
import { setUpRule } from '../../src/features/set-up-rule.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { password } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;
const PLACE = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };
const COMMANDS = { digest: 'digest hourly', alert: 'alert on risk high', mute: 'mute op create_order for 7d because "sync"' };

/** A rule made while these read along, in a channel whose readers the test changes. */
async function speaking(part: string, kind: keyof typeof COMMANDS, atFirst: Audience) {
  const world = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, '2026-11-21T12:00:00Z');
  let [now, audience, looks] = ['2026-11-21T12:00:00Z', atFirst, 0];
  const audiences = { of: async () => { looks += 1; return audience; } };
  const deps = { ...world.deps, defaultZone: 'UTC', audiences, objection: createObjection({ ...world.deps, audiences }) };
  const made = await setUpRule(deps, { id: 'x', place: PLACE, what: 'shown', command: COMMANDS[kind] });
  if (made.kind !== 'rule-made') throw new Error(JSON.stringify(made));
  let events = 0;
  const { id } = made.rule;
  return {
    deps, world, id,
    changesTo: (next: Audience) => void (audience = next),
    looks: () => looks,
    /** Some hours later something happens, and everything due is said. */
    async after(hours: number): Promise<void> {
      now = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
      world.at(now);
      world.add(password(events, { id: `p${events += 1}`, userPrincipalName: `user-${events}` }));
      await raiseAlerts(deps, LIVE);
      await sendDigests(deps, LIVE);
      await deliverDue(deps, LIVE);
    },
    resume: () => changePressed(deps, PLACE, { kind: 'rule-resume', ruleId: id }),
    said: () => world.posted.flatMap(({ message, place }) => (message.kind === 'digest' || message.kind === 'alert' ? [place.id] : [])),
    told: () => world.posted.flatMap(({ message, place }) => (message.kind === 'rule-refused' ? [[place.id, message.reason]] : [])),
    state: async () => (await deps.rules.find(id))?.progress.state,
  };
}

describe('features/rule-readers', () => {
  it.each([['digest', 'outsiders', 'shared_externally'], ['digest', 'guests', 'guests_joined'], ['alert', 'outsiders', 'shared_externally'], ['alert', 'guests', 'guests_joined']] as const)('posts no %s once the channel has %s, stops the rule and tells its maker once', async (kind, audience, reason) => {
    const rule = await speaking(`${kind}-${audience}`, kind, 'members');
    await rule.after(1);
    expect(rule.said()).toEqual(['COPS']);
    rule.changesTo(audience);

    for (const _look of [1, 2, 3]) await rule.after(1);

    expect(rule.said()).toEqual(['COPS']);
    expect(rule.told()).toEqual([['UADMIN', reason]]);
    expect(await rule.state()).toMatchObject({ kind: 'undeliverable', reason });
    expect(JSON.stringify(createRenderer('/audit')(await listRules(rule.deps, { id: 'x', place: PLACE, zone: 'UTC' })).rich)).toMatch(/not delivered since 21 Nov 14:00 UTC/);
  });

  it('tells the maker once of many alerts that were on their way', async () => {
    const rule = await speaking('burst', 'alert', 'members');
    rule.changesTo('outsiders');
    for (const user of ['a', 'b', 'c']) rule.world.add(password(0, { id: user, userPrincipalName: user }));

    await rule.after(1);

    expect([rule.said(), rule.told()]).toEqual([[], [['UADMIN', 'shared_externally']]]);
  });

  it('goes on with guests when somebody resumes it, and tells in one digest what was held back', async () => {
    const rule = await speaking('resumed', 'digest', 'members');
    rule.changesTo('guests');
    await rule.after(1);

    expect(await rule.resume()).toMatchObject({ text: expect.stringContaining('The channel has guests: they will read these posts.') });
    await rule.after(1);

    expect(rule.world.posted.flatMap(({ message }) => (message.kind === 'digest' ? [message.digest.total] : []))).toEqual([2]);
  });

  it('does not resume in a channel that is shared', async () => {
    const rule = await speaking('shared', 'digest', 'members');
    rule.changesTo('outsiders');
    await rule.after(1);

    expect(await rule.resume()).toMatchObject({ text: expect.stringContaining('shared with another organisation') });
    expect(await rule.state()).toMatchObject({ kind: 'undeliverable' });
  });

  it.each([['guests', 'guests'], ['unknown', 'guests'], ['members', 'unknown'], ['members', 'hidden']] as const)('speaks on where its maker knew of %s and now there are %s', async (before, after) => {
    const rule = await speaking(`on-${before}-${after}`, 'digest', before);
    rule.changesTo(after);

    await rule.after(1);

    expect(rule.said()).toEqual(['COPS']);
  });

  it('takes no consent from a look that showed nothing', async () => {
    const rule = await speaking('unseen', 'digest', 'members');
    await rule.deps.rules.advance(rule.id, ({ readers: _none, ...now }) => now);
    rule.changesTo('unknown');
    await rule.after(1);
    expect(rule.said()).toEqual(['COPS']);

    rule.changesTo('members');
    await rule.after(1);
    rule.changesTo('guests');
    await rule.after(1);

    expect([rule.said(), rule.told()]).toEqual([['COPS', 'COPS'], [['UADMIN', 'guests_joined']]]);
  });

  it('takes nothing for accepted that whoever made the rule was not told', async () => {
    const { deps, world } = await speaking('made', 'alert', 'members');
    const seen: Audience[] = ['members', 'unknown', 'unknown'];
    const made = await setUpRule({ ...deps, audiences: { of: async () => seen.shift() ?? 'unknown' } }, { id: 'y', place: PLACE, what: 'shown', command: 'alert on risk high name second' });
    const kept = (await world.deps.rules.in({ kind: 'channel', id: 'COPS' })).find(({ rule }) => rule.name === 'second');

    expect(made).not.toHaveProperty('audience');
    expect(kept?.progress.readers).toEqual({ place: 'COPS', audience: 'members' });
  });

  it('says that nobody can see who reads along, where somebody resumes it then', async () => {
    const rule = await speaking('blind', 'digest', 'members');
    rule.changesTo('guests');
    await rule.after(1);
    rule.changesTo('unknown');

    expect(await rule.resume()).toMatchObject({ text: expect.stringContaining('I cannot see who is in the channel: guests may read these posts.') });
  });

  it('resumes a mute in a channel that is shared, for it posts nothing', async () => {
    const rule = await speaking('mute', 'mute', 'members');
    await changePressed(rule.deps, PLACE, { kind: 'rule-pause', ruleId: rule.id });
    rule.changesTo('outsiders');

    expect(await rule.resume()).toMatchObject({ text: expect.stringContaining('“mute-1” goes on') });
    expect(await rule.state()).toEqual({ kind: 'on' });
  });

  it('asks Slack once in five minutes, however much is posted', async () => {
    const rule = await speaking('cached', 'alert', 'members');
    await rule.after(1);
    const before = rule.looks();

    for (const _minute of [1, 2, 3]) await rule.after(1 / 60);
    expect(rule.looks()).toBe(before);
    await rule.after(3 / 60);

    expect(rule.looks()).toBe(before + 1);
  });
});
