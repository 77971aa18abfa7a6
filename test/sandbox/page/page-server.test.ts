import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../../sandbox/page/manifest.ts';
import { startPage, type Page } from '../../../sandbox/page/page-server.ts';
import { createTrafficLog } from '../../../sandbox/page/traffic-log.ts';
import type { Act, ActAnswer, DrawnMessage, Live, Workspace } from '../../../sandbox/page/wire.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { TOKENS, webClient } from '../slack/small-bot.ts';
import { MANIFEST } from './form-bot.ts';

const viewer = PEOPLE.admin.id;

describe('sandbox/page/page-server', () => {
  let slack: SlackStandIn;
  let page: Page;

  beforeAll(async () => {
    slack = await startSlack(TOKENS);
    page = await startPage({
      slack, traffic: createTrafficLog(), manifest: readManifest(MANIFEST), knobs: { shown: () => [], turn: (name) => `turned ${name}`, movedTo: () => null }, clock: { now: Date.now },
      bot: () => ({ bot: 'running', transport: 'http' }), moveTo: async () => undefined,
    });
  });
  afterAll(async () => {
    await page.close();
    await slack.close();
  });

  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(new URL(path, page.url), { headers });
  const read = async <Value>(path: string): Promise<Value> => await (await get(path)).json() as Value;
  const act = async (wanted: Act, user: string = viewer): Promise<ActAnswer> => {
    const answer = await fetch(`${page.url}act?viewer=${user}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wanted) });
    return await answer.json() as ActAnswer;
  };
  /** With a Host header of one's own, which fetch does not send. */
  const asHost = (host: string): Promise<number | undefined> => new Promise((resolve, reject) => {
    request(page.url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject).end();
  });

  it('forbids the page everything but its own files', async () => {
    const answer = await get('/');

    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/);
    expect(await answer.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=|https?:\/\/(?!www\.w3\.org)/);
  });

  it.each(['evil.example', '127.0.0.1:1', '10.0.0.1'])('refuses the host name %s', async (host) => {
    expect(await asHost(host)).toBe(403);
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }], ['a foreign page', { 'sec-fetch-site': 'cross-site' }], ['the origin null', { origin: 'null' }],
  ])('refuses %s', async (_what, headers) => {
    expect((await get('/workspace?viewer=U0ADMIN01', headers)).status).toBe(403);
  });

  it('refuses what a form of another page could post', async () => {
    const answer = await fetch(`${page.url}act?viewer=${viewer}`, { method: 'POST', body: new URLSearchParams({ kind: 'close' }) });

    expect(answer.status).toBe(403);
  });

  it('listens on loopback alone', async () => {
    const own = Object.values(networkInterfaces()).flat().filter((one) => one?.internal === false && one.family === 'IPv4');

    const outcomes = await Promise.all(own.map((one) => fetch(page.url.replace('127.0.0.1', one?.address ?? '')).then(() => 'open', () => 'closed')));

    expect(outcomes.filter((outcome) => outcome === 'open')).toEqual([]);
  });

  it.each(['/client/../page-server.ts', '/client/%2e%2e/guards.ts', '/client/tsconfig.json', '/../package.json', '/wire.ts', '/client/nothing.ts'])('has no file %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('serves its modules without types', async () => {
    const answer = await get('/client/dom.ts');

    expect(answer.headers.get('content-type')).toContain('text/javascript');
    expect(await answer.text()).not.toMatch(/interface |: Child|as Value/);
  });

  it('shows each person their own channels, and knows nobody else', async () => {
    const names = async (user: string) => (await read<Workspace>(`/workspace?viewer=${user}`)).channels.map(({ name }) => name);

    expect(await names(viewer)).toEqual(['csp-ops', 'secops', 'random', 'csp-leads', 'board', 'old-project', 'with-customer', 'Form bot']);
    expect(await names(PEOPLE.guest.id)).toEqual(['csp-ops', 'Form bot']);
    expect(await names(PEOPLE.stranger.id)).toEqual(['with-customer']);
    expect((await get(`/workspace?viewer=${PEOPLE.deactivated.id}`)).status).toBe(400);
  });

  it('draws what a person says as text, and hides what was only visible to somebody before they reloaded', async () => {
    await act({ kind: 'send', channel: CHANNELS.ops.id, text: '<img src=x onerror=alert(1)>' });
    await act({ kind: 'send', channel: CHANNELS.ops.id, text: '/nonsense' });
    await webClient(slack).chat.postEphemeral({ channel: CHANNELS.ops.id, user: viewer, text: 'psst' });
    const list = async (openedAt: number) => (await read<{ messages: DrawnMessage[] }>(`/messages?viewer=${viewer}&channel=${CHANNELS.ops.id}&openedAt=${openedAt}`)).messages;

    const before = await list(0);
    const after = await list(Date.now() + 1000);

    expect(before.map(({ text, isEphemeral }) => [text, isEphemeral])).toEqual([['<img src=x onerror=alert(1)>', false], ['psst', true]]);
    expect(before[0]?.html).toContain('&lt;img src=x');
    expect(after.map(({ text }) => text)).toEqual(['<img src=x onerror=alert(1)>']);
  });

  it('tells what a person could not do instead of doing it', async () => {
    expect((await act({ kind: 'send', channel: CHANNELS.ops.id, text: '/nonsense' })).notices).toEqual([expect.stringContaining('/nonsense is not a valid command')]);
    expect((await act({ kind: 'submit', values: {} })).notices).toEqual([`${viewer} has no modal open`]);
    expect((await act({ kind: 'use', message: { channel: 'C0', ts: '1' }, element: { type: 'button', blockId: 'b', actionId: 'a', value: null } })).notices).toHaveLength(1);
    expect((await act({ kind: 'knob', name: 'storm' })).notices).toEqual(['turned storm']);
  });

  it('tells an open page of new messages as they come, to each only what they see', async () => {
    const answer = await get(`/live?viewer=${PEOPLE.guest.id}&openedAt=0`);
    const events: Live[] = [];
    const listening = (async () => {
      for await (const chunk of answer.body ?? []) {
        events.push(...Buffer.from(chunk).toString().split('\n\n').filter((part) => part !== '').map((part) => JSON.parse(part.slice('data: '.length)) as Live));
      }
    })().catch(() => undefined);

    slack.say({ user: viewer, channel: CHANNELS.secops.id, text: 'not for guests' });
    await webClient(slack).chat.postEphemeral({ channel: CHANNELS.ops.id, user: viewer, text: 'not for others' });
    slack.say({ user: viewer, channel: CHANNELS.ops.id, text: 'for everybody' });
    await expect.poll(() => events.filter(({ kind }) => kind === 'message').length).toBe(1);
    await answer.body?.cancel().catch(() => undefined);

    expect(events).toMatchObject([{ kind: 'status' }, { kind: 'message', message: { text: 'for everybody' } }]);
    void listening;
  });
});
