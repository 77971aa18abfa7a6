import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { TOKENS, startHttpBot, startSocketBot } from './small-bot.ts';
import type { SmallBot } from './small-bot.ts';

const user = PEOPLE.berlin.id;
const channel = CHANNELS.ops.id;
const details = { type: 'button' as const, action_id: 'details', text: { type: 'plain_text' as const, text: 'Details' }, value: 'r1' };
const loading = { type: 'modal' as const, callback_id: 'record', title: { type: 'plain_text' as const, text: 'Record' }, blocks: [], notify_on_close: true };
const form = {
  type: 'modal' as const, callback_id: 'form', title: { type: 'plain_text' as const, text: 'Search' }, submit: { type: 'plain_text' as const, text: 'Run' },
  blocks: [
    { type: 'input' as const, block_id: 'customer', label: { type: 'plain_text' as const, text: 'Customer' }, element: { type: 'plain_text_input' as const, action_id: 'customer', max_length: 10 } },
    {
      type: 'input' as const, block_id: 'where', label: { type: 'plain_text' as const, text: 'Answer in' },
      element: { type: 'conversations_select' as const, action_id: 'where', default_to_current_conversation: true, response_url_enabled: true },
    },
  ],
};

const listen = (app: App): void => {
  app.command('/audit', async ({ command, ack, respond }) => {
    await ack(command.text === 'silent' ? undefined : `${command.text}: the answer follows`);
    if (command.text === 'silent') return;
    await respond({ text: '2 operations', blocks: [{ type: 'section', text: { type: 'plain_text', text: '2 operations' }, accessory: details }] });
  });
  app.command('/form', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form });
  });
  app.action('details', async ({ ack, respond, client, body }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    await respond({ replace_original: true, text: 'opened' });
    const opened = await client.views.open({ trigger_id: body.trigger_id, view: loading });
    await client.views.update({
      view_id: opened.view?.id ?? '', ...(opened.view?.hash === undefined ? {} : { hash: opened.view.hash }),
      view: { ...loading, blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Order placed' } }] },
    });
  });
  app.view('form', async ({ ack, view, body, respond }) => {
    const customer = view.state.values['customer']?.['customer']?.value;
    if (customer === 'Nobody') return ack({ response_action: 'errors', errors: { customer: 'no such customer' } });
    await ack();
    if ('response_urls' in body) await respond({ text: `searching ${customer ?? ''}` });
    return undefined;
  });
  app.view({ type: 'view_closed', callback_id: 'record' }, ({ ack }) => ack());
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'actions', elements: [details] }] } });
  });
  app.shortcut('audit_search', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: loading });
  });
};

describe('sandbox/slack with a real Bolt app', () => {
  let slack: SlackStandIn;
  let bot: SmallBot | undefined;

  afterEach(async () => {
    await bot?.stop();
    bot = undefined;
    await slack.close();
  });

  const start = async (via: 'http' | 'socket'): Promise<void> => {
    slack = await startSlack(TOKENS);
    bot = via === 'http' ? await startHttpBot(slack, listen) : await startSocketBot(slack, listen);
  };

  describe.each(['http', 'socket'] as const)('over %s', (via) => {
    it('keeps the acknowledgement of a command and appends the answer, both for one person only', async () => {
      await start(via);

      const delivery = await slack.command({ user, channel, text: 'Relecloud' });
      await slack.waitForMessage({ viewer: user, where: ({ text }) => text === '2 operations' });

      expect(delivery).toMatchObject({ via, outcome: 'acked', ...(via === 'http' ? { status: 200 } : {}) });
      expect(slack.messages({ channel, viewer: user }).map(({ text }) => text)).toEqual(['Relecloud: the answer follows', '2 operations']);
      expect(slack.messages({ channel, viewer: PEOPLE.admin.id })).toEqual([]);
      expect(slack.violations).toEqual([]);
    });

    it('shows nothing for an empty acknowledgement', async () => {
      await start(via);

      const delivery = await slack.command({ user, channel, text: 'silent' });

      expect(delivery.ackBody).toBeUndefined();
      expect(slack.allMessages()).toEqual([]);
    });

    it('lets a click edit its message in place and open a modal that is then updated', async () => {
      await start(via);
      await slack.command({ user, channel, text: 'Relecloud' });
      const message = await slack.waitForMessage({ viewer: user, where: ({ text }) => text === '2 operations' });

      await slack.click({ user, message, label: 'Details' });
      const view = await slack.waitForView({ user, where: ({ blocks }) => blocks.length === 1 });

      expect(view).toMatchObject({ title: 'Record', depth: 1 });
      expect(slack.messages({ channel, viewer: user }).map(({ text, ts }) => [text, ts])).toContainEqual(['opened', message.ts]);
    });

    it('refuses a form, then takes it and answers where the form says', async () => {
      await start(via);
      await slack.command({ user, channel, command: '/form' });
      await slack.waitForView({ user });

      await slack.submitView({ user, values: { Customer: 'Nobody' } });
      const refused = slack.currentView(user);
      await slack.submitView({ user, values: { Customer: 'Relecloud' } });
      const answer = await slack.waitForMessage({ channel, viewer: user });

      expect(refused?.errors).toEqual({ customer: 'no such customer' });
      expect(slack.currentView(user)).toBeUndefined();
      expect(answer.text).toBe('searching Relecloud');
    });

    it('opens the home tab and a shortcut, and tells when a modal is closed', async () => {
      await start(via);
      await slack.openHome({ user });
      const home = await slack.waitForView({ user, surface: 'home' });
      await slack.shortcut({ user, callbackId: 'audit_search' });
      await slack.waitForView({ user });

      const closed = await slack.closeView({ user });

      expect(home.type).toBe('home');
      expect(closed).toMatchObject({ type: 'view_closed', outcome: 'acked' });
      expect(slack.currentView(user)).toBeUndefined();
    });
  });

  it('sends the form Slack sends, exactly typed and signed', async () => {
    await start('http');

    const delivery = await slack.command({ user, channel, text: 'silent', command: '/audit' });

    const { sent } = delivery;
    expect(sent.via === 'http' && sent.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(sent.via === 'http' && Object.fromEntries(new URLSearchParams(sent.body))).toMatchObject({
      command: '/audit', text: 'silent', user_id: user, channel_id: channel, channel_name: 'csp-ops', team_id: 'T0PARTNER',
      trigger_id: delivery.triggerId, response_url: delivery.responseUrl,
    });
  });

  it.each<readonly [string, Parameters<SlackStandIn['deliver']>[0], number]>([
    ['a right signature', { body: 'ssl_check=1' }, 200],
    ['ssl_check without a signature', { body: 'ssl_check=1', signature: 'none' }, 200],
    ['no signature', { body: 'command=%2Faudit', signature: 'none' }, 401],
    ['a wrong signature', { body: 'command=%2Faudit', signature: 'wrong' }, 401],
    ['a timestamp older than five minutes', { body: 'command=%2Faudit', offsetSeconds: -301 }, 401],
    ['a charset in the content type', { body: 'command=%2Faudit', contentType: 'application/x-www-form-urlencoded; charset=utf-8' }, 400],
  ])('can send %s', async (_what, raw, status) => {
    await start('http');

    const delivery = await slack.deliver(raw);

    expect(delivery.status).toBe(status);
  });

  it('repeats a delivery byte for byte, or newly signed with the same trigger', async () => {
    await start('http');
    const first = await slack.command({ user, channel, text: 'silent' });

    const same = await slack.redeliver(first);
    const fresh = await slack.redeliver(first, { fresh: true });

    expect(same.sent).toEqual(first.sent);
    expect(fresh.sent.via === 'http' && first.sent.via === 'http' && fresh.sent.body === first.sent.body).toBe(true);
    expect(fresh.sent).not.toEqual(first.sent);
    expect(fresh).toMatchObject({ outcome: 'acked', triggerId: first.triggerId });
  });

  it('is reconnected to after a refresh, and delivers again', async () => {
    await start('socket');

    slack.faults.socket('refresh_requested');
    await expect.poll(slack.connectedSockets).toBe(0);
    await expect.poll(slack.connectedSockets, { timeout: 5000 }).toBe(1);
    const delivery = await slack.command({ user, channel, text: 'silent' });

    expect(delivery.outcome).toBe('acked');
    expect(slack.requests.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(2);
  });

  it('tells the person when the bot is too slow or not there', async () => {
    slack = await startSlack({ ...TOKENS, ackTimeoutMs: 50 });
    bot = await startHttpBot(slack, (app) => { app.command('/audit', () => new Promise(() => undefined)); });

    const slow = await slack.command({ user, channel, text: 'Relecloud' });
    slack.deliverTo('http://127.0.0.1:1/');
    const absent = await slack.command({ user, channel, text: 'Relecloud' });

    expect([slow.outcome, absent.outcome]).toEqual(['timeout', 'failed']);
    expect(slack.notices.map(({ error }) => error)).toEqual(['operation_timeout', 'dispatch_failed']);
    expect(slack.messages({ channel, viewer: user })[0]).toMatchObject({
      author: 'USLACKBOT', ephemeralTo: user, text: '/audit failed with the error "operation_timeout"',
    });
  });
});
