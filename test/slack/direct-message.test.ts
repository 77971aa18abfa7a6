import { describe, expect, it } from 'vitest';
import { postDirectMessage } from '../../src/slack/direct-message.ts';
import type { Rendered } from '../../src/slack/message.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

const ADMIN = PEOPLE.admin.id;
const MESSAGE: Rendered = {
  rich: { text: 'Three operations', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'Three operations' } }] },
  plain: { text: 'Three operations', blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Three operations' } }] },
};

async function setUp() {
  const slack = await testSlack();
  const waits: number[] = [];
  const plain: string[] = [];
  const deps = {
    client: createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log: notebook() }),
    sleep: async (ms: number) => void waits.push(ms),
    sentPlain: (surface: string) => void plain.push(surface),
  };
  return { slack, waits, plain, post: (userId: string = ADMIN) => postDirectMessage(deps, userId, MESSAGE), direct: () => slack.dms(ADMIN) };
}

describe('slack/direct-message', () => {
  it('posts to the person', async () => {
    const { post, direct } = await setUp();

    await post();

    expect(direct()).toMatchObject([{ text: 'Three operations', blocks: [{ type: 'header' }] }]);
  });

  it('sends plain blocks to the direct message where rich ones are refused', async () => {
    const { slack, post, plain, direct } = await setUp();
    slack.faults.refuseBlocks('header');

    await post();

    expect(direct()).toMatchObject([{ blocks: [{ type: 'section' }] }]);
    expect(plain).toEqual(['direct message']);
  });

  it('waits for a short rate limit of the direct message', async () => {
    const { slack, post, waits, direct } = await setUp();
    slack.faults.rateLimit('chat.postMessage', 3);

    await post();

    expect(waits).toEqual([3_000]);
    expect(direct()).toHaveLength(1);
  });

  it('hands a long rate limit of the direct message on', async () => {
    const { slack, post, waits } = await setUp();
    slack.faults.rateLimit('chat.postMessage', 60);

    const posted = post();

    await expect(posted).rejects.toMatchObject({ name: 'Problem', kind: 'throttled', retryable: true, retryAfterMs: 60_000 });
    expect(waits).toEqual([]);
  });

  it.each(['account_inactive', 'user_disabled', 'cannot_dm_bot', 'missing_scope'])('gives up for good when Slack says %s', async (error) => {
    const { slack, post } = await setUp();
    slack.faults.fail('conversations.open', { error });

    const posted = post();

    await expect(posted).rejects.toMatchObject({ name: 'Problem', kind: 'not-allowed', retryable: false });
    await expect(posted).rejects.toThrow(error);
  });

  it.each([503, 'reset', { error: 'fatal_error' }] as const)('may be tried again when the direct message fails: %j', async (how) => {
    const { slack, post } = await setUp();
    slack.faults.fail('chat.postMessage', how);

    const posted = post();

    await expect(posted).rejects.toMatchObject({ name: 'Problem', kind: 'unavailable', retryable: true });
  });

  it('does not post the direct message a second time when the answer to it is lost', async () => {
    const { slack, post, direct } = await setUp();
    slack.faults.fail('chat.postMessage', 'dropAfterAccept');

    await expect(post()).rejects.toMatchObject({ retryable: true });

    expect(direct()).toHaveLength(1);
  });

  it('waits for rate limits twice at most', async () => {
    const { slack, post, waits } = await setUp();
    slack.faults.rateLimit('chat.postMessage', 1, 3);

    const posted = post();

    await expect(posted).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 1_000 });
    expect(waits).toEqual([1_000, 1_000]);
  });

  it('gives up for good for somebody whom Slack does not know', async () => {
    const { post } = await setUp();

    const posted = post('U0NOBODY');

    await expect(posted).rejects.toMatchObject({ kind: 'not-allowed', retryable: false });
  });
});
