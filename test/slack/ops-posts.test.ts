import { describe, expect, it } from 'vitest';
import type { AccessRule } from '../../src/features/access.ts';
import { createOpsPosts } from '../../src/slack/ops-posts.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { CHANNELS, PEOPLE, TEAM } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

const TEXT = 'Not read for 30 min: <!channel> & co.';

async function setUp(admins: readonly AccessRule[], channel?: string) {
  const slack = await testSlack();
  const log = notebook();
  const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log });
  const posts = createOpsPosts({ client, admins, teamId: TEAM.id, log, sleep: async () => undefined, sentPlain: () => undefined, ...(channel !== undefined && { channel }) });
  return { slack, log, posts, told: () => slack.people.filter(({ id }) => slack.dms(id).length > 0).map(({ id }) => id) };
}

describe('slack/ops-posts', () => {
  it('posts to the channel, and to nobody else', async () => {
    const { slack, posts, told } = await setUp([{ kind: 'admins' }], CHANNELS.ops.id);

    await posts.post(TEXT);

    expect(slack.messages({ channel: CHANNELS.ops.id, viewer: PEOPLE.admin.id })).toMatchObject([{ blocks: [{ text: { type: 'plain_text', text: TEXT } }] }]);
    expect(told()).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it.each([CHANNELS.archived.id, CHANNELS.privateElsewhere.id, 'C0NOWHERE'])('tells the admins where %s takes no posts', async (channel) => {
    const { posts, told, log } = await setUp([{ kind: 'person', id: PEOPLE.member.id }], channel);

    await posts.post(TEXT);

    expect(told()).toEqual([PEOPLE.member.id]);
    expect(log.lines.map(({ text }) => text)).toContain('OPS_CHANNEL takes no posts: the admins get direct messages instead');
  });

  it('finds the admins of the workspace, and leaves out those who are gone, bots and strangers', async () => {
    const { posts, told } = await setUp([{ kind: 'admins' }, { kind: 'person', id: PEOPLE.berlin.id }, { kind: 'person', id: PEOPLE.admin.id }]);

    await posts.post(TEXT);

    expect(told().toSorted()).toEqual([PEOPLE.admin.id, PEOPLE.berlin.id, PEOPLE.owner.id].toSorted());
  });

  it('is content when one of several is told, and throws when nobody is', async () => {
    const some = await setUp([{ kind: 'person', id: 'U0NOBODY0' }, { kind: 'person', id: PEOPLE.admin.id }]);
    const nobody = await setUp([{ kind: 'channel', id: CHANNELS.ops.id }]);

    await some.posts.post(TEXT);

    expect(some.told()).toEqual([PEOPLE.admin.id]);
    await expect(nobody.posts.post(TEXT)).rejects.toThrow('There is nobody to tell');
  });

  it('throws when the channel may take the post later, so that it is tried again', async () => {
    const { slack, posts, told } = await setUp([{ kind: 'admins' }], CHANNELS.ops.id);
    slack.faults.fail('chat.postMessage', { error: 'internal_error' });

    await expect(posts.post(TEXT)).rejects.toThrow('internal_error');
    expect(told()).toEqual([]);
  });
});
