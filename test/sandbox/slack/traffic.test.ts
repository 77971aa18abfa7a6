import { afterEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import type { Traffic } from '../../../sandbox/slack/traffic.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { BOT_TOKEN, TOKENS, refusalOf, startHttpBot, webClient } from './small-bot.ts';
import type { SmallBot } from './small-bot.ts';

const user = PEOPLE.admin.id;
const channel = CHANNELS.ops.id;

describe('sandbox/slack/traffic', () => {
  let slack: SlackStandIn;
  let bot: SmallBot | undefined;

  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
    await slack.close();
  });

  const watch = async (): Promise<Traffic[]> => {
    slack = await startSlack(TOKENS);
    const seen: Traffic[] = [];
    slack.onTraffic((one) => void seen.push(one));
    return seen;
  };

  it('shows a command, its acknowledgement and the answer, each with the validator’s verdict', async () => {
    const seen = await watch();
    bot = await startHttpBot(slack, (app) => {
      app.command('/audit', async ({ ack, respond }) => {
        await ack({ text: 'the answer follows' });
        await respond({ text: '<!channel>', blocks: [] });
      });
    });
    await slack.command({ user, channel, text: 'help' });
    await slack.waitForMessage({ viewer: user, where: ({ text }) => text === '<!channel>' });
    await expect.poll(() => seen.map(({ name }) => name)).toEqual(expect.arrayContaining(['slash_commands', 'response_url']));

    const [command, answer] = ['slash_commands', 'response_url'].map((name) => seen.find((one) => one.name === name));
    expect(command).toMatchObject({ from: 'slack', name: 'slash_commands', outcome: 'acked', request: { command: '/audit', text: 'help' }, response: { text: 'the answer follows' }, violations: [] });
    expect(answer).toMatchObject({ from: 'bot', name: 'response_url', outcome: '200', violations: [{ rule: 'mention', by: 'house' }] });
  });

  it('never holds a token, in a header or in a form', async () => {
    const seen = await watch();

    await webClient(slack).auth.test({ token: BOT_TOKEN });
    await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', body: new URLSearchParams({ token: BOT_TOKEN, reason: 'form' }) });
    await expect.poll(() => seen.length).toBe(2);

    expect(JSON.stringify(seen)).not.toContain(BOT_TOKEN);
    expect(seen[1]).toMatchObject({ name: 'auth.test', request: { reason: 'form' } });
  });

  it('refuses a token that was taken back, until the faults are cleared', async () => {
    await watch();

    slack.faults.revokeToken();
    const refused = await refusalOf(webClient(slack).auth.test());
    slack.faults.clear();

    expect(refused.error).toBe('token_revoked');
    expect((await webClient(slack).auth.test()).ok).toBe(true);
  });

  it('keeps what a person says, in a channel or a thread', async () => {
    await watch();

    const first = slack.say({ user, channel, text: 'anyone seen this?' });
    slack.say({ user: PEOPLE.berlin.id, channel, text: 'yes', threadTs: first.ts });

    expect(slack.messages({ channel, viewer: PEOPLE.member.id })).toMatchObject([{ author: user, text: 'anyone seen this?' }, { threadTs: first.ts }]);
  });

  it('goes back to Socket Mode when the address of the bot is taken away', async () => {
    await watch();
    slack.deliverTo('http://127.0.0.1:1/');
    slack.deliverTo(undefined);

    const delivery = await slack.command({ user, channel, text: 'help' });

    expect(delivery).toMatchObject({ via: 'socket', outcome: 'failed' });
  });
});
