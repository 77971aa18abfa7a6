import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { APP_TOKEN, BOT_TOKEN, TOKENS } from './small-bot.ts';

type Frame = Readonly<Record<string, unknown>>;

interface Line {
  readonly frames: Frame[];
  readonly socket: WebSocket;
  readonly next: (type: string) => Promise<Frame>;
}

describe('sandbox/slack/socket-mode', () => {
  let slack: SlackStandIn;
  const typed = { user: PEOPLE.admin.id, channel: CHANNELS.ops.id, text: 'Relecloud' };

  beforeEach(async () => { slack = await startSlack({ ...TOKENS, ackTimeoutMs: 60 }); });
  afterEach(() => slack.close());

  const open = async (token = APP_TOKEN): Promise<Frame> => {
    const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    return await answer.json() as Frame;
  };
  const connect = async (): Promise<Line> => {
    const socket = new WebSocket(String((await open())['url']));
    const frames: Frame[] = [];
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Frame));
    const next = async (type: string): Promise<Frame> => {
      for (let tries = 0; tries < 200; tries += 1) {
        const found = frames.find((frame) => frame['type'] === type);
        if (found !== undefined) return found;
        await sleep(5);
      }
      throw new Error(`no ${type} frame`);
    };
    await next('hello');
    return { frames, socket, next };
  };

  it('needs the app’s token', async () => {
    expect(await open(BOT_TOKEN)).toMatchObject({ ok: false, error: 'not_allowed_token_type' });
  });

  it('greets, counts connections and takes an address once', async () => {
    const { url } = await open();
    const first = new WebSocket(String(url));
    await new Promise((resolve) => { first.on('open', resolve); });

    const second = new WebSocket(String(url));
    const refused = await new Promise<Error>((resolve) => { second.on('error', resolve); });

    expect(refused.message).toContain('401');
    expect(slack.connectedSockets()).toBe(1);
  });

  it('hands a command to one connection in turn and takes its acknowledgement', async () => {
    const lines = [await connect(), await connect()];
    for (const { socket } of lines) {
      socket.on('message', (data: Buffer) => {
        const { envelope_id } = JSON.parse(data.toString('utf8')) as Frame;
        socket.send(JSON.stringify({ envelope_id, payload: { text: 'understood' } }));
      });
    }

    const first = await slack.command(typed);
    const second = await slack.command(typed);

    expect([first.outcome, second.outcome]).toEqual(['acked', 'acked']);
    expect(lines.map(({ frames }) => frames.filter(({ type }) => type === 'slash_commands').length)).toEqual([1, 1]);
    expect(lines[0]?.frames[1]).toMatchObject({ accepts_response_payload: true, payload: { command: '/audit', text: 'Relecloud' } });
    expect(slack.messages({ channel: typed.channel, viewer: typed.user }).map(({ text }) => text)).toEqual(['understood', 'understood']);
  });

  it('repeats an envelope with the same id, or with a new one', async () => {
    const line = await connect();
    const first = await slack.command(typed);

    await slack.redeliver(first);
    await slack.redeliver(first, { fresh: true });

    const ids = line.frames.filter(({ type }) => type === 'slash_commands').map(({ envelope_id }) => envelope_id);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('tells the person about a missing acknowledgement and a missing connection', async () => {
    const line = await connect();

    const unanswered = await slack.command(typed);
    line.socket.terminate();
    while (slack.connectedSockets() > 0) await sleep(5);
    const unheard = await slack.command(typed);

    expect([unanswered.outcome, unheard.outcome]).toEqual(['timeout', 'failed']);
    expect(slack.notices.map(({ error }) => error)).toEqual(['operation_timeout', 'dispatch_failed']);
  });

  it('can ask for a refresh, limit the app, and cut the line', async () => {
    const line = await connect();

    slack.faults.socket('refresh_requested');
    slack.faults.socket('app_rate_limited');
    const refresh = await line.next('disconnect');
    const limited = await line.next('events_api');
    const closed = new Promise((resolve) => { line.socket.on('close', resolve); });
    const hit = slack.faults.socket('drop');
    await closed;

    expect(refresh).toMatchObject({ reason: 'refresh_requested' });
    expect(limited).toMatchObject({ payload: { type: 'app_rate_limited' } });
    expect(limited['payload']).not.toHaveProperty('event');
    expect(hit).toBe(1);
  });

  it('sends the eleventh connection away', async () => {
    for (let count = 0; count < 10; count += 1) await connect();

    const socket = new WebSocket(String((await open())['url']));
    const first = await new Promise<Frame>((resolve) => {
      socket.on('message', (data: Buffer) => resolve(JSON.parse(data.toString('utf8')) as Frame));
    });

    expect(first).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
    expect(slack.connectedSockets()).toBe(10);
  });
});
