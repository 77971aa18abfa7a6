import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allowedOriginsFor, isAllowedResponseUrl, postToResponseUrl } from '../../src/slack/response-url.ts';

const MESSAGE = { text: 'hello', blocks: [], replace_original: false };

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('slack/response-url', () => {
  it.each([
    ['https://hooks.slack.com/commands/T0/1/x', true],
    ['https://hooks.slack-gov.com/actions/T0/1/x', true],
    ['https://partner.slack.com/x', true],
    ['http://hooks.slack.com/commands/T0/1/x', false],
    ['https://hooks.slack.com:8443/x', false],
    ['https://hooks.slack.com@evil.example/x', false],
    ['https://user:pass@hooks.slack.com/x', false],
    ['https://evilslack.com/x', false],
    ['https://hooks.slack.com.evil.example/x', false],
    ['http://127.0.0.1:4000/x', false],
    ['http://169.254.169.254/latest', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('says whether %j may be posted to: %s', (address, isAllowed) => {
    expect(isAllowedResponseUrl(address, [])).toBe(isAllowed);
  });

  it('allows the origin of the Web API only where that is on this machine', () => {
    const local = allowedOriginsFor('http://127.0.0.1:4000/api/');
    const public_ = allowedOriginsFor('https://slack.com/api/');
    const proxy = allowedOriginsFor('https://proxy.example/api/');

    expect([local, public_, proxy]).toEqual([['http://127.0.0.1:4000'], [], []]);
    expect(isAllowedResponseUrl('http://127.0.0.1:4000/commands/x', local)).toBe(true);
    expect(isAllowedResponseUrl('http://127.0.0.1:4001/commands/x', local)).toBe(false);
  });

  it.each([
    [200, 'ok', { kind: 'taken' }],
    [200, '{"ok":true}', { kind: 'taken' }],
    [200, '{"ok":false,"error":"used_url"}', { kind: 'closed', facts: { status: 200, code: 'used_url' } }],
    [404, '{"ok":false,"error":"expired_url"}', { kind: 'closed', facts: { status: 404, code: 'expired_url' } }],
    [400, 'invalid_blocks', { kind: 'blocks-refused' }],
    [500, '{"ok":false,"error":"invalid_blocks"}', { kind: 'blocks-refused' }],
    [429, '', { kind: 'limited', retryAfterMs: 30_000 }],
    [503, '<html>', { kind: 'failed', facts: { status: 503 } }],
  ])('reads %i %s', async (status, body, outcome) => {
    const address = await serve((_request, response) => void response.writeHead(status).end(body));

    expect(await postToResponseUrl(address, MESSAGE)).toMatchObject(outcome);
  });

  it('posts JSON', async () => {
    const heard: unknown[] = [];
    const address = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => heard.push(request.method, request.headers['content-type'], JSON.parse(chunk)));
      request.on('end', () => response.end('ok'));
    });

    await postToResponseUrl(address, { ...MESSAGE, response_type: 'ephemeral' });

    expect(heard).toEqual(['POST', 'application/json; charset=utf-8', { ...MESSAGE, response_type: 'ephemeral' }]);
  });

  it('follows no redirect', async () => {
    let reached = 0;
    const elsewhere = await serve((_request, response) => {
      reached += 1;
      response.end('ok');
    });
    const address = await serve((_request, response) => void response.writeHead(307, { location: elsewhere }).end());

    const outcome = await postToResponseUrl(address, MESSAGE);

    expect(outcome).toMatchObject({ kind: 'closed', facts: { status: 307 } });
    expect(reached).toBe(0);
  });

  it('counts a post as lost when Slack does not answer in five seconds, or not at all', async () => {
    const silent = await serve(() => undefined);
    const began = performance.now();

    const outcomes = await Promise.all([postToResponseUrl(silent, MESSAGE), postToResponseUrl('http://127.0.0.1:1/', MESSAGE)]);

    expect(outcomes).toMatchObject([{ kind: 'failed', facts: { error: 'TimeoutError' } }, { kind: 'failed' }]);
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
