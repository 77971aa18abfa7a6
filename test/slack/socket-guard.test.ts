import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { createSlackApp } from '../../src/slack/app.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import type { SlackStandIn } from '../../sandbox/slack/server.ts';
import { until } from '../support/until.ts';
import { memoryGuard, notebook, runApp, SECRETS, testSlack } from './running-app.ts';

const TYPED = { user: PEOPLE.admin.id, channel: CHANNELS.ops.id };

const runSocket = () => runApp({ transport: 'socket', listen: (app) => app.command('/audit', async ({ ack }) => ack('ran')) });

/** The calls that ask for a socket, in order. */
const opened = (slack: SlackStandIn) => slack.requests.filter(({ method }) => method === 'apps.connections.open');

/** A Slack that opens sockets and says what a test wants it to say. */
async function oddSlack(greet: (socket: WebSocket) => void) {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/socket` }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', greet);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
    server.closeAllConnections();
  });
  return { apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, sockets };
}

function socketApp(apiUrl: string) {
  const log = notebook();
  const bot = createSlackApp({
    mode: { kind: 'socket', appToken: () => SECRETS.appToken },
    botToken: () => SECRETS.botToken,
    commandName: '/audit',
    replayGuard: memoryGuard(),
    clock: () => new Date(),
    apiUrl,
    log,
  });
  onTestFinished(() => bot.stop(500));
  return { bot, log };
}

describe('slack/socket-guard', () => {
  it('is ready while the socket is up, and not after stop', async () => {
    const { slack, bot } = await runSocket();

    const wasReady = bot.isReady();
    await bot.stop(1_000);

    expect(wasReady).toBe(true);
    expect(bot.isReady()).toBe(false);
    await until(() => slack.connectedSockets() === 0);
  });

  it('survives the news that events are limited', async () => {
    const { slack, bot, log } = await runSocket();

    slack.faults.socket('app_rate_limited');
    const delivery = await slack.command(TYPED);

    expect(delivery.outcome).toBe('acked');
    expect(bot.isReady()).toBe(true);
    expect(log.lines).toContainEqual({ level: 'warn', facts: {}, text: 'Slack limits the events it sends us' });
  });

  it.each(['drop', 'refresh_requested', 'warning'] as const)('connects again after %s', async (fault) => {
    const { slack, bot } = await runSocket();

    slack.faults.socket(fault);
    await until(() => opened(slack).length === 2 && bot.isReady());
    const delivery = await slack.command(TYPED);

    expect(delivery.outcome).toBe('acked');
  });

  it.each([503, 429, 'reset', { error: 'invalid_auth' }, { error: 'internal_error' }] as const)('goes on trying when a connection cannot be opened: %j', async (how) => {
    const { slack, bot, log } = await runSocket();
    const failures = () => log.lines.filter(({ text }) => text === 'socket to Slack could not be opened; trying again');

    slack.faults.fail('apps.connections.open', how);
    slack.faults.socket('drop');
    await until(() => failures().length === 1);
    const wasReady = bot.isReady();
    await until(() => bot.isReady());
    const delivery = await slack.command(TYPED);

    expect(wasReady).toBe(false);
    expect(delivery.outcome).toBe('acked');
    expect(JSON.stringify(log.lines)).not.toMatch(/xapp-|xoxb-|ticket=/);
  });

  it('waits longer after each failure', async () => {
    const { slack, bot, log } = await runSocket();

    slack.faults.fail('apps.connections.open', { error: 'internal_error' }, 2);
    slack.faults.socket('drop');
    await until(() => opened(slack).length === 4 && bot.isReady());

    const [, ...again] = opened(slack).map(({ at }) => at);
    const waits = again.slice(1).map((at, index) => at - (again[index] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(990);
    expect(waits[1]).toBeGreaterThanOrEqual(1_990);
    expect(log.lines.filter(({ text }) => text.includes('could not be opened')).map(({ facts }) => facts)).toMatchObject([
      { code: 'internal_error', failures: 2 },
      { code: 'internal_error', failures: 3 },
    ]);
  });

  it('starts although Slack cannot be reached, and connects later', async () => {
    const slack = await testSlack();
    const { bot } = socketApp(slack.apiUrl);
    slack.faults.fail('apps.connections.open', 503);

    await bot.start();
    const wasReady = bot.isReady();
    await until(() => bot.isReady());

    expect(wasReady).toBe(false);
  });

  it('refuses to start with a token that Slack refuses, without printing it', async () => {
    const slack = await testSlack({ appToken: 'xapp-another' });
    const { bot, log } = socketApp(slack.apiUrl);

    const started = bot.start();

    await expect(started).rejects.toMatchObject({ name: 'Problem', kind: 'sign-in', retryable: false, whatHappened: 'Slack does not accept SLACK_APP_TOKEN (invalid_auth).' });
    expect(JSON.stringify(log.lines)).not.toContain('xapp-');
  });

  it('survives frames that make no sense', async () => {
    const frames = ['{', 'null', '[]', '7', '{"type":"events_api"}', '{"type":"events_api","payload":{"event":null}}', '{"type":"slash_commands","payload":null}',
      '{"type":"interactive"}', '{"type":"app_rate_limited","payload":"app_rate_limited"}', '{}'];
    const { apiUrl, sockets } = await oddSlack((socket) => {
      socket.send('{"type":"hello"}');
      for (const frame of frames) socket.send(frame);
      socket.send(Buffer.from([1, 2, 3]));
    });
    const { bot } = socketApp(apiUrl);

    await bot.start();
    await sleep(200);

    expect(bot.isReady()).toBe(true);
    expect(sockets.clients.size).toBe(1);
  });

  it('stops in time when Slack does not close its side', async () => {
    const { apiUrl } = await oddSlack((socket) => {
      socket.send('{"type":"hello"}');
      socket.pause();
    });
    const { bot } = socketApp(apiUrl);
    await bot.start();
    const began = performance.now();

    await bot.stop(300);

    // Without a limit it would wait half a minute for the other side.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(bot.isReady()).toBe(false);
  });

  it('leaves no socket open when it is stopped while one is being opened', async () => {
    const { slack, bot } = await runSocket();
    slack.faults.slow('apps.connections.open', 800);
    slack.faults.socket('drop');
    await until(() => opened(slack).length === 2);

    await bot.stop(100);
    await sleep(1_000);

    await until(() => slack.connectedSockets() === 0);
    expect(opened(slack)).toHaveLength(2);
  });

  it('opens nothing more when it is stopped while it waits to try again', async () => {
    const { slack, bot } = await runSocket();
    slack.faults.fail('apps.connections.open', 503, 50);
    slack.faults.socket('drop');
    await until(() => !bot.isReady());

    await bot.stop(1_000);
    const calls = slack.requests.length;
    await sleep(1_500);

    expect(slack.requests.length).toBe(calls);
  });
});
