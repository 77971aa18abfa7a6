import type { App } from '@slack/bolt';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Problem } from '../../src/features/problem.ts';
import { createExchange } from '../../src/slack/exchange.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { notebook, runApp, type TransportKind } from './running-app.ts';

const TYPED = { user: PEOPLE.admin.id, channel: CHANNELS.ops.id, text: 'help' };
const TRANSPORTS: readonly TransportKind[] = ['http', 'socket'];

const FORM = {
  type: 'modal' as const,
  callback_id: 'unknown',
  title: { type: 'plain_text' as const, text: 'Form' },
  submit: { type: 'plain_text' as const, text: 'Send' },
  blocks: [{
    type: 'input' as const,
    block_id: 'name',
    label: { type: 'plain_text' as const, text: 'Name' },
    element: { type: 'plain_text_input' as const, action_id: 'name' },
  }],
};

/** A bot that posts a message with a button in #csp-ops, and the click on it. */
async function runWithButton(transport: TransportKind, listen: (app: App) => void) {
  const running = await runApp({ transport, listen });
  const button = { type: 'button' as const, action_id: 'press', text: { type: 'plain_text' as const, text: 'Press' }, value: 'v' };
  await running.bot.client.chat.postMessage({ channel: CHANNELS.ops.id, text: 'A button', blocks: [{ type: 'actions', elements: [button] }] });
  const message = await running.slack.waitForMessage({ channel: CHANNELS.ops.id, viewer: PEOPLE.admin.id });
  return { ...running, click: () => running.slack.click({ user: PEOPLE.admin.id, message, label: 'Press' }) };
}

describe('slack/exchange', () => {
  describe.each(TRANSPORTS)('over %s', (transport) => {
    it('lets only the first acknowledgement through', async () => {
      const { slack, log } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack }) => {
          await ack('first');
          await ack('second');
        }),
      });

      const delivery = await slack.command(TYPED);

      expect(JSON.stringify(delivery.ackBody)).toContain('first');
      expect(slack.messages({ channel: CHANNELS.ops.id, viewer: PEOPLE.admin.id })).toHaveLength(1);
      expect(log.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    });

    it('acknowledges in the place of a slow listener, and brings what it says later', async () => {
      const listener = Promise.withResolvers<void>();
      const { slack } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack }) => {
          await listener.promise;
          await ack({ response_type: 'ephemeral', text: 'the late answer' });
        }),
      });

      const delivery = await slack.command(TYPED);
      listener.resolve();
      const late = await slack.waitForMessage({ channel: CHANNELS.ops.id, viewer: PEOPLE.admin.id, where: ({ text }) => text === 'the late answer' });

      expect(delivery.outcome).toBe('acked');
      expect(delivery.ackBody).toMatchObject({ text: expect.stringContaining('longer than Slack allows') });
      expect(delivery.elapsedMs).toBeGreaterThan(2_400);
      expect(late.ephemeralTo).toBe(PEOPLE.admin.id);
    });

    it('tells the person when a listener fails before it acknowledges, without the text of the failure', async () => {
      const { slack, log } = await runApp({ transport, listen: (app) => app.command('/audit', async () => { throw new Error('customer Relecloud'); }) });

      const delivery = await slack.command(TYPED);

      expect(delivery.ackBody).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('Something went wrong on my side') });
      expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', text: 'listener failed' }));
      expect(JSON.stringify([delivery.ackBody, log.lines])).not.toContain('Relecloud');
    });

    it('tells the person when a listener fails after a silent acknowledgement', async () => {
      const problem = new Problem({ kind: 'storage', retryable: true, whatHappened: 'The shelf is gone.', whatToDo: 'Ask again.' });
      const { slack, click } = await runWithButton(transport, (app) => app.action('press', async ({ ack }) => {
        await ack();
        throw problem;
      }));

      await click();
      const answer = await slack.waitForMessage({ channel: CHANNELS.ops.id, viewer: PEOPLE.admin.id, where: ({ text }) => text === 'The shelf is gone. Ask again.' });

      expect(answer.ephemeralTo).toBe(PEOPLE.admin.id);
    });

    it('acknowledges a click that nobody listens to and answers privately', async () => {
      const { slack, click } = await runWithButton(transport, () => undefined);

      const delivery = await click();
      const answer = await slack.waitForMessage({ channel: CHANNELS.ops.id, viewer: PEOPLE.admin.id, where: ({ text }) => text.includes('do not know this control') });

      expect(delivery.outcome).toBe('acked');
      expect(answer.ephemeralTo).toBe(PEOPLE.admin.id);
    });

    it('acknowledges a global shortcut that nobody listens to and answers by direct message', async () => {
      const { slack } = await runApp({ transport });

      const delivery = await slack.shortcut({ user: PEOPLE.admin.id, callbackId: 'unknown' });
      const answer = await slack.waitForMessage({ viewer: PEOPLE.admin.id });

      expect(delivery.outcome).toBe('acked');
      expect(answer.channel).toBe(slack.dmChannel(PEOPLE.admin.id));
    });

    it('shows why a form was not taken, and keeps what was typed', async () => {
      const { slack, bot } = await runApp({
        transport,
        listen: (app) => app.shortcut('form', async ({ ack, shortcut }) => {
          await ack();
          await bot.client.views.open({ trigger_id: shortcut.trigger_id, view: FORM });
        }),
      });
      await slack.shortcut({ user: PEOPLE.admin.id, callbackId: 'form' });
      await slack.waitForView({ user: PEOPLE.admin.id });

      await slack.submitView({ user: PEOPLE.admin.id, values: { Name: 'Relecloud' } });

      const view = slack.currentView(PEOPLE.admin.id);
      expect(view?.errors).toEqual({ name: expect.stringContaining('do not know this control') });
      expect(JSON.stringify(view?.values)).toContain('Relecloud');
    });
  });

  it('puts a text in the place of a form whose listener is slow', async () => {
    const listener = Promise.withResolvers<void>();
    const { slack, bot } = await runApp({
      listen: (app) => {
        app.shortcut('form', async ({ ack, shortcut }) => {
          await ack();
          await bot.client.views.open({ trigger_id: shortcut.trigger_id, view: FORM });
        });
        app.view('unknown', async ({ ack }) => {
          await listener.promise;
          await ack({ response_action: 'errors', errors: { name: 'too late' } });
        });
      },
    });
    await slack.shortcut({ user: PEOPLE.admin.id, callbackId: 'form' });
    await slack.waitForView({ user: PEOPLE.admin.id });

    const delivery = await slack.submitView({ user: PEOPLE.admin.id, values: { Name: 'Relecloud' } });
    listener.resolve();

    expect(delivery.outcome).toBe('acked');
    expect(JSON.stringify(slack.currentView(PEOPLE.admin.id)?.blocks)).toContain('longer than Slack allows');
    expect(slack.violations).toEqual([]);
  });

  it('acknowledges before Slack gives up, which is after three seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const sent: unknown[] = [];
    const deps = { tell: async () => undefined, clock: () => new Date(), log: notebook() };
    const exchange = createExchange(deps, { kind: 'command', userId: PEOPLE.admin.id }, async (body) => void sent.push(body));

    await vi.advanceTimersByTimeAsync(2_700);

    expect(exchange.state()).toBe('late');
    expect(sent).toMatchObject([{ text: expect.stringContaining('longer than Slack allows') }]);
  });
});
