import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BODY_LIMIT, exchange } from '../../src/partner-center/http.ts';
import { serve, testDispatcher } from './loopback.ts';

function ask(url: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}, env: Readonly<Record<string, string>> = {}) {
  return exchange(testDispatcher(env), { method: 'GET', url, headers: {}, timeoutMs: 5_000, ...more });
}

describe('partner-center/http', () => {
  it('gives status, reason phrase, text and headers in any letter case', async () => {
    const { url } = await serve((_, response) => response.writeHead(401, 'Unauthorized - MFA required', { 'MS-CorrelationId': 'c-1' }).end('no'));

    const answer = await ask(url);

    expect(answer).toMatchObject({ status: 401, reason: 'Unauthorized - MFA required', text: 'no' });
    expect(answer.header('Ms-Correlationid')).toBe('c-1');
    expect(answer.header('retry-after')).toBeUndefined();
  });

  it.each(['gzip', 'GZIP', 'x-gzip'])('unpacks %s and drops a byte order mark', async (encoding) => {
    const { url } = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(gzipSync('\uFEFF{"é":1}')));

    const { text } = await ask(url);

    expect(text).toBe('{"é":1}');
  });

  it('takes an empty body for gzip that holds nothing', async () => {
    const { url } = await serve((_, response) => response.writeHead(401, { 'Content-Encoding': 'gzip' }).end());

    const answer = await ask(url);

    expect(answer).toMatchObject({ status: 401, text: '' });
  });

  it('refuses a small body that unpacks beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(BODY_LIMIT + 1));
    const { url } = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));

    await expect(ask(url)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
    expect(bomb.length).toBeLessThan(100_000);
  });

  it('refuses a body beyond the limit and an unknown packing', async () => {
    const big = await serve((_, response) => response.end(Buffer.alloc(BODY_LIMIT + 1, 'a')));
    const odd = await serve((_, response) => response.writeHead(200, { 'Content-Encoding': 'br' }).end('x'));

    await expect(ask(big.url)).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
    await expect(ask(odd.url)).rejects.toMatchObject({ code: 'BODY_ENCODING' });
  });

  it.each([200, 403])('hangs up on a body of 100 MB that says no length, status %i', async (status) => {
    let sent = 0;
    const part = Buffer.alloc(1024 * 1024, 'a');
    const { url } = await serve((_, response) => {
      response.writeHead(status);
      const send = (): void => {
        while (sent < 100 && !response.destroyed) {
          sent += 1;
          if (!response.write(part)) return void response.once('drain', send);
        }
        response.end();
      };
      send();
    });

    const outcome = await ask(url, { timeoutMs: 20_000 }).then(({ text }) => text, (error: { code?: string }) => error.code);

    expect(outcome).toBe(status === 200 ? 'UND_ERR_RES_EXCEEDED_MAX_SIZE' : '');
    expect(sent).toBeLessThan(80);
  });

  it('takes its own token out of an answer that quotes it', async () => {
    const { url } = await serve((request, response) => response.writeHead(403).end(`{"message":"${request.headers.authorization} or ${request.headers.authorization?.slice(7)}"}`));

    const { text } = await exchange(testDispatcher(), { method: 'GET', url, headers: { 'Authorization': 'Bearer 0.opaque/token+of-some-length=' }, timeoutMs: 5_000 });

    expect(text).toBe('{"message":"Bearer [masked] or [masked]"}');
  });

  it('keeps the status of a refusal whose text cannot be read', async () => {
    const { url } = await serve((_, response) => response.writeHead(503, { 'Content-Encoding': 'gzip' }).end('no gzip'));

    const answer = await ask(url);

    expect(answer).toMatchObject({ status: 503, text: '' });
  });

  it('follows no redirect', async () => {
    const { url, seen } = await serve((_, response) => response.writeHead(302, { Location: '/elsewhere' }).end());

    const answer = await ask(url);

    expect(answer.status).toBe(302);
    expect(seen).toHaveLength(1);
  });

  it('bounds the whole exchange in time, a body that trickles included', async () => {
    const { url } = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });

    await expect(ask(url, { timeoutMs: 200 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('stops at once when the signal aborts, also within the body of a refusal', async () => {
    const { url } = await serve((_, response) => void response.writeHead(503).write('begin'));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);

    await expect(ask(url, { signal: controller.signal })).rejects.toThrow('aborted');
  });

  it('speaks HTTP/1.1', async () => {
    const { url, seen } = await serve((_, response) => response.end());

    await ask(url);

    expect(seen[0]?.httpVersion).toBe('1.1');
  });

  it('goes through the proxy of the variables it is handed, and never to this machine', async () => {
    const proxy = await serve((request, response) => response.end(`proxied ${request.url}`));
    const direct = await serve((_, response) => response.end('direct'));
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: 'inside.example' };

    const outside = await ask('http://partner.example/v1/auditrecords?a=1', {}, env);
    const here = await ask(direct.url, {}, env);

    expect(outside.text).toBe('proxied http://partner.example/v1/auditrecords?a=1');
    expect(here.text).toBe('direct');
  });

  it('asks an https proxy for a tunnel', async () => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address() as { port: number };

    const refused = ask('https://partner.example/', {}, { https_proxy: `http://127.0.0.1:${address.port}` });

    await expect(refused).rejects.toMatchObject({ code: 'UND_ERR_ABORTED' });
    expect(asked).toEqual(['partner.example:443']);
    proxy.close();
  });
});
