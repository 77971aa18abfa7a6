import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Log } from '../../src/features/ports.ts';
import { createSlackApp } from '../../src/slack/app.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { memoryGuard, notebook, runApp, SECRETS } from './running-app.ts';

const TYPED = { user: PEOPLE.admin.id, channel: CHANNELS.ops.id };

function httpApp(port = 0, log: Log = notebook()) {
  return createSlackApp({
    mode: { kind: 'http', port, signingSecret: () => SECRETS.signingSecret },
    botToken: () => SECRETS.botToken,
    apiUrl: 'http://127.0.0.1:1/api/',
    commandName: '/audit',
    replayGuard: memoryGuard(),
    clock: () => new Date(),
    log,
  });
}

describe('slack/app', () => {
  it.each(['http', 'socket'] as const)('is ready between start and stop, over %s', async (transport) => {
    const { bot } = await runApp({ transport });

    const wasReady = bot.isReady();
    await bot.stop(1_000);

    expect(wasReady).toBe(true);
    expect(bot.isReady()).toBe(false);
  });

  it('asks Slack nothing while it is built and started for HTTP', async () => {
    const { slack, bot } = await runApp();

    await bot.stop(1_000);

    expect(slack.requests).toEqual([]);
  });

  it.each([
    ['GET', '/slack/events', 404],
    ['POST', '/', 404],
    ['POST', '/slack/events/', 404],
    ['POST', '//', 400],
  ])('answers %s %s with %i and nothing else', async (method, path, status) => {
    const log = notebook();
    const bot = httpApp(0, log);
    const { port } = await bot.start();
    onTestFinished(() => bot.stop(0));

    const answer = await send({ port, method, path });

    expect(answer).toEqual({ status, body: '' });
    expect(log.lines).toEqual([]);
  });

  it('refuses bodies over a megabyte before it reads them to the end', async () => {
    const { slack } = await runApp();

    const { status } = await slack.deliver({ body: 'x'.repeat(1_048_577) });

    expect(status).toBe(413);
  });

  it('answers the unsigned check of the address', async () => {
    const { slack } = await runApp();

    const { status, ackBody } = await slack.deliver({ body: 'ssl_check=1&command=%2Faudit', signature: 'none' });

    expect({ status, ackBody }).toEqual({ status: 200, ackBody: undefined });
  });

  it('rejects at start when the port is taken', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const bot = httpApp((other.address() as AddressInfo).port);

    const started = bot.start();

    await expect(started).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('stops at once when only idle connections are left', async () => {
    const bot = httpApp();
    const { port } = await bot.start();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await send({ port, method: 'GET', path: '/', agent });
    const began = performance.now();

    await bot.stop(40_000);

    expect(performance.now() - began).toBeLessThan(20_000);
    await expect(send({ port, method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('cuts a request that never ends when it stops', async () => {
    const bot = httpApp();
    const { port } = await bot.start();
    const call = request({ port, method: 'POST', path: '/slack/events', headers: { 'content-length': 100 } });
    const failed = once(call, 'error').then(() => true, () => true);
    call.on('error', () => undefined);
    call.write('half');
    await once(call, 'socket');
    await new Promise((resolve) => { setTimeout(resolve, 100); });

    await bot.stop(300);

    expect(await failed).toBe(true);
  });

  it('can be stopped without having been started, and twice', async () => {
    const bot = httpApp();

    await bot.stop(100);
    await bot.stop(100);

    expect(bot.isReady()).toBe(false);
  });

  it('writes no secret, token, address or body into the log', async () => {
    const { slack, bot, log } = await runApp({ listen: (app) => app.command('/audit', async () => { throw new Error(SECRETS.botToken); }) });
    slack.faults.fail('chat.postMessage', 500);

    await slack.command({ ...TYPED, text: 'customer Relecloud' });
    await slack.deliver({ body: '{"secret value": x}', contentType: 'application/json' });
    await slack.shortcut({ user: PEOPLE.admin.id, callbackId: 'unknown' });
    await bot.stop(1_000);

    expect(log.lines.map(({ text }) => text)).toEqual(['listener failed', 'slack sdk', 'no listener for a request of Slack', 'person could not be told']);
    expect(JSON.stringify(log.lines)).not.toMatch(/xoxb-|xapp-|signing-secret|https?:|Relecloud|secret value/);
  });
});

interface Call {
  readonly port: number | undefined;
  readonly method: string;
  readonly path: string;
  readonly agent?: Agent;
}

/** As it stands, where fetch would tidy the path. */
async function send({ port, agent, ...call }: Call): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number | undefined; readonly body: string }>();
  const sent = request({ host: '127.0.0.1', port, ...call, ...(agent && { agent }) }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
  });
  sent.on('error', reject);
  sent.end();
  return promise;
}
