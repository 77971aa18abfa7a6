import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { TOKENS, startHttpBot } from './small-bot.ts';
import type { SmallBot } from './small-bot.ts';

const user = PEOPLE.member.id;
const channel = CHANNELS.ops.id;
const button = { type: 'actions', elements: [{ type: 'button', action_id: 'next', text: { type: 'plain_text', text: 'Next' } }] };

const respond = async (url: string | undefined, payload: unknown): Promise<readonly [number, unknown]> => {
  const answer = await fetch(url ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) });
  return [answer.status, await answer.json()];
};

describe('sandbox/slack/response-urls', () => {
  let slack: SlackStandIn;
  let bot: SmallBot;
  let clock: number;

  beforeEach(async () => {
    clock = Date.now();
    slack = await startSlack({ ...TOKENS, now: () => clock });
    bot = await startHttpBot(slack, (app) => {
      app.command('/audit', ({ ack, command }) => ack(command.text === 'public' ? { response_type: 'in_channel', text: 'for all' } : undefined));
      app.action('next', ({ ack }) => ack());
    });
  });
  afterEach(async () => {
    await bot.stop();
    await slack.close();
  });

  const texts = (viewer: string = user): readonly string[] => slack.messages({ channel, viewer }).map(({ text }) => text);
  const commandUrl = async (): Promise<string | undefined> => (await slack.command({ user, channel })).responseUrl;
  const clickUrl = async (): Promise<string | undefined> => {
    await respond(await commandUrl(), { text: 'page 1', blocks: [button] });
    const message = await slack.waitForMessage({ channel, viewer: user, where: ({ text }) => text === 'page 1' });
    return (await slack.click({ user, message, label: 'Next' })).responseUrl;
  };

  it('takes five uses and refuses the sixth', async () => {
    const url = await commandUrl();

    const statuses = [];
    for (const use of [1, 2, 3, 4, 5]) statuses.push((await respond(url, { text: `answer ${use}` }))[0]);
    const sixth = await respond(url, { text: 'answer 6' });

    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(sixth).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(texts()).toHaveLength(5);
  });

  it('takes thirty minutes and not longer', async () => {
    const url = await commandUrl();

    clock += 30 * 60_000;
    const inTime = await respond(url, { text: 'late' });
    clock += 1;
    const after = await respond(url, { text: 'too late' });

    expect(inTime[0]).toBe(200);
    expect(after).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('only appends for a command, whatever is asked', async () => {
    const url = await commandUrl();
    await respond(url, { text: 'one' });

    await respond(url, { text: 'two', replace_original: true });
    await respond(url, { delete_original: true });

    expect(texts()).toEqual(['one', 'two']);
  });

  it('replaces, appends to and deletes the clicked message', async () => {
    const url = await clickUrl();

    await respond(url, { replace_original: true, text: 'page 2' });
    const replaced = texts();
    await respond(url, { text: 'a word beside' });
    const appended = texts();
    await respond(url, { delete_original: 'true' });

    expect([replaced, appended, texts()]).toEqual([['page 2'], ['page 2', 'a word beside'], ['a word beside']]);
  });

  it('is ephemeral unless it says otherwise, and a replacement stays what it was', async () => {
    const url = await clickUrl();

    await respond(url, { response_type: 'in_channel', replace_original: true, text: 'still private' });
    await respond(url, { response_type: 'in_channel', text: 'for all' });

    expect(texts(PEOPLE.admin.id)).toEqual(['for all']);
  });

  it('leaves the message out of a click on an ephemeral message', async () => {
    await respond(await commandUrl(), { text: 'private', blocks: [button] });
    await respond(await commandUrl(), { response_type: 'in_channel', text: 'public', blocks: [button] });

    const clicks = await Promise.all(slack.messages({ channel, viewer: user }).map((message) => slack.click({ user, message, label: 'Next' })));

    const payloads = clicks.map(({ sent }) => JSON.parse((sent.via === 'http' && new URLSearchParams(sent.body).get('payload')) || '{}') as Readonly<Record<string, unknown>>);
    expect(payloads.map(({ container, message }) => [container, message === undefined])).toMatchObject([
      [{ is_ephemeral: true, channel_id: channel }, true], [{ is_ephemeral: false, channel_id: channel }, false],
    ]);
  });

  it.each<readonly [string, unknown, string]>([
    ['bad blocks', { text: 'x', blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
    ['an empty message', { blocks: [] }, 'no_text'],
    ['something that is no object', [1], 'invalid_payload'],
  ])('refuses %s without counting a use', async (_what, payload, error) => {
    const url = await commandUrl();

    const refused = await respond(url, payload);
    for (const use of [1, 2, 3, 4, 5]) await respond(url, { text: `answer ${use}` });

    expect(refused).toEqual([400, { ok: false, error }]);
    expect(texts()).toHaveLength(5);
  });

  it('shows the typed command to all when it is acknowledged in_channel', async () => {
    await slack.command({ user, channel, text: 'public' });

    expect(texts(PEOPLE.admin.id)).toEqual(['/audit public', 'for all']);
  });

  it('refuses to click what is not there or not visible', async () => {
    await respond(await commandUrl(), { text: 'page 1', blocks: [button] });
    const [message] = slack.messages({ channel, viewer: user });
    if (message === undefined) throw new Error('no message');

    await expect(slack.click({ user, message, label: 'Previous' })).rejects.toThrow('there is “Next”');
    await expect(slack.click({ user: PEOPLE.admin.id, message, label: 'Next' })).rejects.toThrow('sees no message');
  });
});
