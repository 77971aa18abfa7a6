import { describe, expect, it, onTestFinished } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { changePressed } from '../../src/features/change-rule.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import type { AlertRule } from '../../src/features/rule.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { createPosts } from '../../src/slack/posts.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { SECRETS, testSlack } from '../slack/running-app.ts';
import { filterOf, MINUTE, password } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { read } from '../support/reading.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const LIVE = new AbortController().signal;
const BEGIN = Date.parse('2026-11-21T12:00:00Z');
const RULE: AlertRule = {
  kind: 'alert', id: '00000000-0000-4000-8000-0000000000aa', name: 'CSP security', place: { kind: 'channel', id: CHANNELS.secops.id }, makerId: PEOPLE.admin.id, zone: 'Europe/Berlin',
  madeAt: '2026-11-21T00:00:00.000Z', command: 'alert pack', filter: filterOf({}), isPack: true,
};

/** An alert that speaks to the stand-in of Slack, over the bot's own client. */
async function speaking(part: string) {
  const world = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, new Date(BEGIN).toISOString());
  let nowMs = BEGIN;
  const slack = await testSlack({ now: () => nowMs });
  onTestFinished(() => expect(slack.violations).toEqual([]));
  const log = createLogger('silent');
  const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log });
  const deps = { ...world.deps, posts: createPosts({ client, render: createRenderer('/audit'), sentPlain: () => undefined, log, clock: world.deps.clock }), people: { ...world.deps.people, find: async (id: string) => ({ id, teamId: 'T0', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false }) } };
  await deps.rules.add(RULE, { state: { kind: 'on' }, cursor: 0, held: 0, lastSlot: RULE.madeAt });
  const progress = async () => (await deps.rules.find(RULE.id))?.progress;
  return {
    ...world, deps, slack, progress,
    async tellAt(afterMs: number): Promise<void> {
      nowMs = BEGIN + afterMs;
      world.at(new Date(nowMs).toISOString());
      await raiseAlerts(deps, LIVE);
      await deliverDue(deps, LIVE);
    },
    seen: () => slack.messages({ channel: CHANNELS.secops.id, viewer: PEOPLE.admin.id }),
  };
}

const nameOf = (text: string): string | undefined => /Delivery ([0-9a-f]{10})/.exec(text)?.[1];

describe('features/deliver-outbox, for alerts', () => {
  it('waits as long as Slack asks, and posts a card once, without a mark', async () => {
    const { add, slack, tellAt, seen } = await speaking('limited');
    add(password(0, { id: 'a' }));
    slack.faults.rateLimit('chat.postMessage', 30);
    await tellAt(0);
    await tellAt(29_000);
    expect(seen()).toEqual([]);

    await tellAt(31_000);

    expect(seen().map(({ text }) => text)).toEqual([expect.stringMatching(/^High risk: /)]);
  });

  it('says of a card that Slack took hours later that it is late', async () => {
    const { add, slack, tellAt, seen } = await speaking('late');
    add(password(0, { id: 'a' }));
    slack.faults.fail('chat.postMessage', 503, 12);
    for (let minutes = 0; minutes < 300; minutes += 5) await tellAt(minutes * MINUTE);

    expect(seen().map(({ text }) => text)).toEqual([expect.stringMatching(/^Late\. High risk: /)]);
  });

  it('repeats a card whose answer was lost once, under its name and marked, and keeps both when more is counted on it', async () => {
    const { add, slack, tellAt, seen } = await speaking('lost');
    add(password(0, { id: 'a' }));
    slack.faults.fail('chat.postMessage', 'dropAfterAccept');
    await tellAt(0);
    await tellAt(20_000);
    const repeated = seen().map(read);
    add(password(MINUTE, { id: 'b' }));
    await tellAt(MINUTE);

    const [first = '', second = '', thread = '', ...more] = seen().map(read);
    expect([repeated.length, more]).toEqual([2, []]);
    expect(first).not.toContain('May be a repeat');
    expect(second).toContain('+1 more of the same group');
    expect(second).toContain('May be a repeat: Slack did not confirm the first post.');
    expect(nameOf(second)).toBe(nameOf(first));
    expect(seen()[2]?.threadTs).toBe(seen()[1]?.ts);
    expect(thread).toContain('Relecloud');
  });

  it('does not stop at half a day without Slack', async () => {
    const { add, slack, tellAt, seen } = await speaking('day');
    add(password(0, { id: 'a' }));
    slack.faults.fail('chat.postMessage', 503, 1_000);
    for (let minutes = 0; minutes < 30 * 60; minutes += 20) await tellAt(minutes * MINUTE);
    slack.faults.clear();
    await tellAt(31 * 60 * MINUTE);

    expect(seen()).toHaveLength(1);
  });

  it('stops where the channel is archived, and tells the maker once of all cards that wait', async () => {
    const { add, slack, deps, tellAt, seen, progress } = await speaking('archived');
    for (const user of ['a', 'b', 'c']) add(password(0, { id: user, userPrincipalName: user }));
    slack.setChannel({ ...CHANNELS.secops, isArchived: true });
    await tellAt(0);
    await tellAt(MINUTE);
    const told = slack.dms(PEOPLE.admin.id).map(read);
    const stopped = await progress();
    slack.setChannel(CHANNELS.secops);
    await changePressed(deps, { responseUrl: '', openUntil: 0, userId: PEOPLE.admin.id }, { kind: 'rule-resume', ruleId: RULE.id });
    add(password(2 * MINUTE, { id: 'd', userPrincipalName: 'd' }));
    await tellAt(2 * MINUTE);
    slack.setChannel({ ...CHANNELS.secops, isArchived: true });
    add(password(3 * MINUTE, { id: 'e', userPrincipalName: 'e' }));
    await tellAt(3 * MINUTE);

    expect(told).toEqual([expect.stringContaining('That channel is archived.')]);
    expect(stopped).toMatchObject({ state: { kind: 'undeliverable', reason: 'is_archived' } });
    expect(seen()).toHaveLength(1);
    // What is refused again after somebody resumed it is told again.
    expect(slack.dms(PEOPLE.admin.id)).toHaveLength(2);
  });

  it.each<readonly [string, { readonly members?: readonly string[]; readonly error?: string }, string]>([
    ['is removed from', { members: [PEOPLE.admin.id] }, 'not_in_channel'],
    ['has a dead account in', { error: 'account_inactive' }, 'account_inactive'],
  ])('stops where the bot %s the channel', async (_what, { members, error }, reason) => {
    const { add, slack, tellAt, progress } = await speaking(reason);
    add(password(0, { id: 'a' }));
    if (members) slack.setChannel({ ...CHANNELS.secops, members });
    if (error !== undefined) slack.faults.fail('chat.postMessage', { error });
    await tellAt(0);

    expect(await progress()).toMatchObject({ state: { kind: 'undeliverable', reason } });
    expect(slack.dms(PEOPLE.admin.id)).toHaveLength(1);
  });
});
