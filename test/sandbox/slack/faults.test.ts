import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { BOT_TOKEN, TOKENS, webClient } from './small-bot.ts';

const message = { channel: CHANNELS.ops.id, text: 'hello' };

describe('sandbox/slack/faults', () => {
  let slack: SlackStandIn;
  let client: WebClient;

  beforeEach(async () => {
    slack = await startSlack(TOKENS);
    client = webClient(slack, BOT_TOKEN, { rejectRateLimitedCalls: true, timeout: 300 });
  });
  afterEach(() => slack.close());

  const post = (): Promise<string> => client.chat.postMessage(message)
    .then(() => 'posted', (error: { readonly code: string }) => error.code);

  it('limits one method for as many calls as ordered', async () => {
    slack.faults.rateLimit('chat.postMessage', 7, 2);

    await expect(client.chat.postMessage(message)).rejects.toMatchObject({ retryAfter: 7 });
    const outcomes = [await post(), await post()];
    const other = await client.auth.test();

    expect(outcomes).toEqual(['slack_webapi_rate_limited_error', 'posted']);
    expect(other.ok).toBe(true);
    expect(slack.requests.map(({ method, status }) => [method, status])).toEqual([
      ['chat.postMessage', 429], ['chat.postMessage', 429], ['chat.postMessage', 200], ['auth.test', 200],
    ]);
  });

  it.each([
    [503, 'slack_webapi_http_error', 0], ['reset', 'slack_webapi_request_error', 0], ['hang', 'slack_webapi_request_error', 0],
    ['dropAfterAccept', 'slack_webapi_request_error', 1], [{ error: 'fatal_error' }, 'slack_webapi_platform_error', 0],
  ] as const)('fails with %j once', async (how, code, posted) => {
    slack.faults.fail('chat.postMessage', how);

    const outcome = await post();
    const kept = slack.allMessages().length;

    expect([outcome, kept]).toEqual([code, posted]);
    expect(await post()).toBe('posted');
  });

  it('refuses chosen blocks everywhere until told otherwise', async () => {
    const rich = { ...message, blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] };
    slack.faults.refuseBlocks('table', 'data_table');

    const refused = await client.chat.postMessage(rich as typeof message).catch((error: { readonly data: { readonly error: string } }) => error.data.error);
    const plain = await post();
    slack.faults.refuseBlocks();
    const accepted = await client.chat.postMessage(rich as typeof message);

    expect([refused, plain, accepted.ok]).toEqual(['invalid_blocks', 'posted', true]);
    expect(slack.violations).toEqual([]);
  });

  it('slows a method down and can be cleared', async () => {
    slack.faults.slow('chat.postMessage', 10_000);
    slack.faults.fail('auth.test', 500);

    const slow = await post();
    slack.faults.clear();

    expect(slow).toBe('slack_webapi_request_error');
    expect(await post()).toBe('posted');
    expect((await client.auth.test()).ok).toBe(true);
  });

  it('waits for a message, and says what there is when it does not come', async () => {
    const waiting = slack.waitForMessage({ viewer: PEOPLE.admin.id, where: ({ text }) => text === 'hello' });
    await post();

    expect((await waiting).text).toBe('hello');
    await expect(slack.waitForMessage({ viewer: PEOPLE.admin.id, where: ({ text }) => text === 'other', timeoutMs: 20 }))
      .rejects.toThrow('there is: "hello"');
  });

  it('keeps tokens out of the request log', async () => {
    await client.apiCall('auth.test', { token: BOT_TOKEN });

    expect(JSON.stringify(slack.requests)).not.toContain('xoxb');
  });
});
