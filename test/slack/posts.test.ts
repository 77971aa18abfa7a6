import { describe, expect, it } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { createPosts } from '../../src/slack/posts.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { read } from '../support/reading.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

const OPS = { kind: 'channel', id: CHANNELS.ops.id } as const;
const NOTICE = { kind: 'notice', text: 'Three orders failed at <!channel>.' } as const;
const MARKS = { deliveryKey: 'digest:1:2026-11-20T07:30:00.000Z' };

async function setUp() {
  const slack = await testSlack();
  const log = notebook();
  const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log });
  const sentPlain: string[] = [];
  const posts = createPosts({ client, render: createRenderer('/audit'), sentPlain: (surface) => void sentPlain.push(surface), clock: () => new Date(), log });
  return { slack, posts, sentPlain, seen: () => slack.messages({ channel: OPS.id, viewer: PEOPLE.admin.id }) };
}

describe('slack/posts', () => {
  it('posts into a channel under the name of the delivery, and mentions nobody', async () => {
    const { slack, posts, seen } = await setUp();

    const outcome = await posts.post(OPS, NOTICE, MARKS);

    expect(outcome).toMatchObject({ kind: 'taken', channel: OPS.id, ts: seen()[0]?.ts });
    expect(read(seen()[0] ?? { text: '', blocks: [] })).toMatch(/Three orders failed at <!channel>\.\s+Delivery [0-9a-f]{10}/);
    expect(seen()[0]?.text).toBe('Three orders failed at &lt;!channel&gt;.');
    expect(slack.violations).toEqual([]);
  });

  it('says of a repeat and of a late post what they are, under the same name', async () => {
    const { posts, seen } = await setUp();
    await posts.post(OPS, NOTICE, MARKS);

    await posts.post(OPS, NOTICE, { ...MARKS, mayBeRepeat: true, lateSince: '2026-11-20T07:30:00.000Z' });

    const [first = '', second = ''] = seen().map(read);
    expect(second).toContain('May be a repeat: Slack did not confirm the first post. Late: due');
    expect(second).toContain(/Delivery [0-9a-f]{10}/.exec(first)?.[0]);
    expect(seen()[1]?.text).toMatch(/^May be a repeat\. Late\. Three/);
  });

  it('says of a message without the one above it to what it belongs', async () => {
    const { slack, posts, seen } = await setUp();
    await posts.post(OPS, NOTICE, MARKS);

    await posts.post(OPS, { kind: 'notice', text: 'More.' }, { deliveryKey: 'another', belongsTo: MARKS.deliveryKey });

    const [first = '', second = ''] = seen().map(read);
    const [, name = ''] = /Delivery ([0-9a-f]{10})/.exec(first) ?? [];
    expect(second).toMatch(new RegExp(`Delivery (?!${name})[0-9a-f]{10}, belongs to delivery ${name}, which Slack did not confirm`));
    expect(slack.violations).toEqual([]);
  });

  it('posts into threads and direct messages, and edits', async () => {
    const { slack, posts, seen } = await setUp();
    const first = await posts.post(OPS, NOTICE, MARKS);
    if (first.kind !== 'taken') throw new Error(first.kind);

    await posts.post(OPS, { kind: 'notice', text: 'More.' }, MARKS, first.ts);
    await posts.edit(first, { kind: 'notice', text: 'Four orders failed.' }, MARKS);
    await posts.post({ kind: 'person', id: PEOPLE.member.id }, NOTICE, MARKS);

    expect(seen().find(({ ts }) => ts === first.ts)?.text).toBe('Four orders failed.');
    expect(seen().at(-1)).toMatchObject({ text: 'More.', threadTs: first.ts });
    expect(slack.dms(PEOPLE.member.id)).toHaveLength(1);
  });

  it('sends plain blocks where Slack refuses rich ones, and is not refused a second time', async () => {
    const { slack, posts, sentPlain, seen } = await setUp();
    const drawn = { kind: 'version', version: '1.0.0', node: 'v24.1.0' } as const;
    slack.faults.refuseBlocks('rich_text');

    await posts.post(OPS, drawn, MARKS);
    slack.faults.fail('chat.postMessage', { error: 'invalid_blocks' });
    const second = await posts.post(OPS, drawn, MARKS);

    expect(seen().map(({ blocks }) => JSON.stringify(blocks).includes('v24.1.0'))).toEqual([true]);
    expect(sentPlain).toEqual(['post', 'post']);
    // Plain ones were sent at once, or their refusal would have been taken for one of the rich ones.
    expect(second).toMatchObject({ kind: 'refused', reason: 'invalid_blocks' });
  });

  it('says which places refuse it for good', async () => {
    const { posts } = await setUp();
    const into = (id: string) => posts.post({ kind: 'channel', id }, NOTICE, MARKS);

    expect(await into(CHANNELS.archived.id)).toEqual({ kind: 'refused', reason: 'is_archived' });
    expect(await into(CHANNELS.random.id)).toEqual({ kind: 'refused', reason: 'not_in_channel' });
    expect(await into(CHANNELS.privateElsewhere.id)).toEqual({ kind: 'refused', reason: 'channel_not_found' });
    expect(await posts.post({ kind: 'person', id: PEOPLE.deactivated.id }, NOTICE, MARKS)).toEqual({ kind: 'refused', reason: 'user_disabled' });
  });

  it('tells what Slack may have taken from what it surely has not', async () => {
    const { slack, posts, seen } = await setUp();
    slack.faults.fail('chat.postMessage', 'dropAfterAccept');
    slack.faults.fail('chat.postMessage', { error: 'internal_error' });
    slack.faults.rateLimit('chat.postMessage', 7);
    slack.faults.fail('chat.postMessage', 503);
    slack.faults.fail('chat.postMessage', { error: 'service_unavailable' });

    const outcomes = [];
    for (let count = 0; count < 5; count += 1) outcomes.push(await posts.post(OPS, NOTICE, MARKS));

    expect(outcomes).toEqual([
      { kind: 'lost' }, { kind: 'lost' }, { kind: 'limited', reason: 'ratelimited', waitMs: 7_000 },
      { kind: 'later', reason: 'no_answer_of_slack' }, { kind: 'later', reason: 'service_unavailable' },
    ]);
    expect(seen()).toHaveLength(1);
  });

  it('loses nothing while the direct message cannot be opened', async () => {
    const { slack, posts } = await setUp();
    slack.faults.fail('conversations.open', 'dropAfterAccept');

    expect(await posts.post({ kind: 'person', id: PEOPLE.member.id }, NOTICE, MARKS)).toEqual({ kind: 'later', reason: 'unreachable' });
    expect(slack.dms(PEOPLE.member.id)).toEqual([]);
  });

  it('knows whether Slack answers at all', async () => {
    const { slack, posts } = await setUp();

    expect(await posts.isReachable()).toBe(true);
    slack.faults.fail('auth.test', 'reset');
    expect(await posts.isReachable()).toBe(false);
  });
});
