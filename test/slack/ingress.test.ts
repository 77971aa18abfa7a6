import { describe, expect, it } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { runApp, type TransportKind } from './running-app.ts';

const TYPED = { user: PEOPLE.admin.id, channel: CHANNELS.ops.id, text: 'help' };
const TRANSPORTS: readonly TransportKind[] = ['http', 'socket'];

describe('slack/ingress', () => {
  describe.each(TRANSPORTS)('over %s', (transport) => {
    it('hands a command to its listener and its acknowledgement back', async () => {
      const { slack } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack, command }) => ack({ response_type: 'ephemeral', text: `heard ${command.text}` })),
      });

      const delivery = await slack.command(TYPED);

      expect(delivery.outcome).toBe('acked');
      expect(delivery.ackBody).toMatchObject({ text: 'heard help' });
    });

    it('answers a command that nobody listens to', async () => {
      const { slack } = await runApp({ transport });

      const delivery = await slack.command({ ...TYPED, command: '/other' });

      expect(delivery.ackBody).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('I do not know /other') });
    });

    it('runs nothing when a request comes a second time, and says so', async () => {
      let runs = 0;
      const { slack } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack }) => {
          runs += 1;
          await ack('ran');
        }),
      });

      const first = await slack.command(TYPED);
      const same = await slack.redeliver(first);
      const signedAnew = await slack.redeliver(first, { fresh: true });

      expect(runs).toBe(1);
      for (const { outcome, ackBody } of [same, signedAnew]) {
        expect(outcome).toBe('acked');
        expect(ackBody).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('nothing was run again') });
      }
    });

    it('takes two different commands of the same words for two', async () => {
      let runs = 0;
      const { slack } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack }) => {
          runs += 1;
          await ack('ran');
        }),
      });

      await slack.command(TYPED);
      await slack.command(TYPED);

      expect(runs).toBe(2);
    });

    it.each([
      ['fails', async () => { throw new Error('no Redis'); }],
      ['hangs', () => new Promise<boolean>(() => undefined)],
    ])('runs nothing when the replay guard %s', async (_how, isFirst) => {
      let runs = 0;
      const { slack } = await runApp({ transport, replayGuard: { isFirst }, listen: (app) => app.command('/audit', async () => { runs += 1; }) });

      const delivery = await slack.command(TYPED);

      expect(runs).toBe(0);
      expect(delivery.ackBody).toMatchObject({ text: expect.stringContaining('storage cannot be reached right now, so nothing was run') });
    });

    it('waits for listeners that go on after their acknowledgement, and turns new commands away meanwhile', async () => {
      const listener = Promise.withResolvers<void>();
      const { slack, bot } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack }) => {
          await ack('working');
          await listener.promise;
        }),
      });
      await slack.command(TYPED);

      let hasStopped = false;
      const stopped = bot.stop(5_000).then(() => { hasStopped = true; });
      const meanwhile = await slack.command(TYPED);
      const wasRunning = !hasStopped;
      listener.resolve();
      await stopped;

      expect(wasRunning).toBe(true);
      expect(bot.isReady()).toBe(false);
      expect(meanwhile.ackBody).toMatchObject({ text: expect.stringContaining('being restarted, so nothing was run') });
    });

    it('stops within its deadline when a listener does not end', async () => {
      const { slack, bot, log } = await runApp({
        transport,
        listen: (app) => app.command('/audit', async ({ ack }) => {
          await ack('working');
          await new Promise(() => undefined);
        }),
      });
      await slack.command(TYPED);

      await bot.stop(300);

      expect(log.lines).toContainEqual({ level: 'warn', facts: { left: 1 }, text: 'requests of Slack were still being worked on at shutdown' });
    });

    it('runs events, also those that come again, and measures every acknowledgement', async () => {
      const measured: string[] = [];
      const homes: string[] = [];
      const { slack } = await runApp({
        transport,
        metrics: { acknowledged: (kind, ms) => void measured.push(`${kind} ${ms >= 0 && ms < 60_000}`) },
        listen: (app) => {
          app.command('/audit', async ({ ack }) => ack('ran'));
          app.event('app_home_opened', async ({ event }) => void homes.push(event.user));
        },
      });

      const opened = await slack.openHome({ user: PEOPLE.admin.id });
      await slack.redeliver(opened);
      await slack.command(TYPED);

      expect(homes).toEqual([PEOPLE.admin.id, PEOPLE.admin.id]);
      expect(measured).toEqual(['event true', 'event true', 'command true']);
    });
  });

  it('gives listeners the one client, with the bot token', async () => {
    const tested: (string | undefined)[] = [];
    const { slack } = await runApp({
      listen: (app) => app.command('/audit', async ({ ack, client }) => {
        tested.push((await client.auth.test()).user_id);
        await ack();
      }),
    });

    const delivery = await slack.command(TYPED);

    expect(delivery.ackBody).toBeUndefined();
    expect(tested).toEqual(['U0AUDITBOT']);
  });
});
