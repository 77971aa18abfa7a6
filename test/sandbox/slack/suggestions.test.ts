import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { TOKENS, startHttpBot, startSocketBot } from './small-bot.ts';
import type { SmallBot } from './small-bot.ts';

const user = PEOPLE.admin.id;
const channel = CHANNELS.ops.id;
const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const option = (name: string) => ({ text: text(name), value: name.toLowerCase() });
const menu = { type: 'external_select' as const, action_id: 'customer', min_query_length: 2, placeholder: text('Customer') };
const form = {
  type: 'modal' as const, callback_id: 'form', title: text('Search'), submit: text('Run'),
  blocks: [
    { type: 'input' as const, block_id: 'customer', label: text('Customer'), element: menu },
    { type: 'input' as const, block_id: 'limit', label: text('Limit'), element: { type: 'number_input' as const, action_id: 'limit', is_decimal_allowed: false, max_value: '10' } },
  ],
};
const NAMES = ['Relecloud', 'Fabrikam Inc', 'Fabrikam Residences'];

describe('sandbox/slack/suggestions', () => {
  let slack: SlackStandIn;
  let bot: SmallBot;
  let heard: unknown[];

  afterEach(async () => {
    await bot.stop();
    await slack.close();
  });

  const listen = (app: App): void => {
    app.command('/audit', async ({ ack, client, command, respond }) => {
      await ack();
      if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form });
      else await respond({ text: 'Which?', blocks: [{ type: 'actions', block_id: 'row', elements: [menu, { type: 'datepicker', action_id: 'day' }] }] });
    });
    app.options('customer', async ({ ack, payload }) => {
      heard.push(payload);
      const found = NAMES.filter((name) => name.toLowerCase().includes(payload.value.toLowerCase()));
      if (payload.value === 'bad') await ack({ options: [{ text: text('x'.repeat(76)), value: 'x' }] });
      else await ack({ options: found.map(option) });
    });
    app.action(/.*/, async ({ ack, action }) => {
      heard.push(action);
      await ack();
    });
    app.view('form', async ({ ack, view }) => {
      heard.push(view.state.values);
      await ack();
    });
  };
  const start = async (via: 'http' | 'socket', typed: string): Promise<void> => {
    heard = [];
    slack = await startSlack(TOKENS);
    bot = via === 'http' ? await startHttpBot(slack, listen) : await startSocketBot(slack, listen);
    await slack.command({ user, channel, text: typed });
  };

  it.each(['http', 'socket'] as const)('asks the bot for options over %s, and submits the one that was chosen', async (via) => {
    await start(via, 'form');
    await slack.waitForView({ user });

    const offered = await slack.suggest({ user, label: 'Customer', query: 'fab' });
    await slack.submitView({ user, values: { Customer: 'Fabrikam Inc', Limit: 5 } });

    expect(offered).toEqual([option('Fabrikam Inc'), option('Fabrikam Residences')]);
    expect(heard[0]).toMatchObject({ type: 'block_suggestion', block_id: 'customer', action_id: 'customer', value: 'fab', container: { type: 'view' } });
    expect(heard[1]).toMatchObject({ customer: { customer: { type: 'external_select', selected_option: option('Fabrikam Inc') } }, limit: { limit: { value: '5' } } });
  });

  it('does not ask before enough is typed, nor takes what was never offered', async () => {
    await start('http', 'form');
    await slack.waitForView({ user });

    await expect(slack.suggest({ user, label: 'Customer', query: 'f' })).rejects.toThrow('asks from 2 characters on');
    await expect(slack.submitView({ user, values: { Customer: 'Relecloud', Limit: 5 } })).rejects.toThrow('offers no option “Relecloud”');
    expect(heard).toEqual([]);
  });

  it('says that loading failed when the options break a rule', async () => {
    await start('http', 'form');
    await slack.waitForView({ user });

    const offered = await slack.suggest({ user, label: 'Customer', query: 'bad' });

    expect(offered).toBeUndefined();
    expect(slack.violations).toMatchObject([{ where: 'block_suggestion', rule: 'length' }]);
  });

  it('shows beside each input what keeps a form from being submitted', async () => {
    await start('http', 'form');
    await slack.waitForView({ user });

    await expect(slack.submitView({ user, values: { Limit: 11 } })).rejects.toThrow('“Limit” does not take 11');
    const first = slack.currentView(user)?.errors;
    await expect(slack.submitView({ user })).rejects.toThrow('must be filled in');

    expect(first).toEqual({ limit: '“Limit” does not take 11' });
    expect(Object.keys(slack.currentView(user)?.errors ?? {})).toEqual(['customer', 'limit']);
  });

  it('asks from a message too, and reports the choice and a date at once', async () => {
    await start('http', 'message');
    const message = await slack.waitForMessage({ viewer: user });

    await slack.suggestInMessage({ user, message, label: 'customer', query: 'rel' });
    await slack.enterInMessage({ user, message, label: 'customer', value: 'Relecloud' });
    await slack.enterInMessage({ user, message, label: 'day', value: '2026-11-20' });

    expect(heard).toMatchObject([
      { container: { type: 'message', is_ephemeral: true } },
      { type: 'external_select', selected_option: option('Relecloud') },
      { type: 'datepicker', selected_date: '2026-11-20' },
    ]);
  });
});
