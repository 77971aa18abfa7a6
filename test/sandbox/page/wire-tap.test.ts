import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { startWireTap, type Tapped, type WireTap } from '../../../sandbox/page/wire-tap.ts';

describe('sandbox/page/wire-tap', () => {
  let target: Server;
  let tap: WireTap;
  const heard: Tapped[] = [];

  afterEach(async () => {
    await tap.close();
    target.closeAllConnections();
    await new Promise((resolve) => { target.close(resolve); });
  });

  const start = async (answer: Parameters<typeof createServer>[1]): Promise<void> => {
    heard.length = 0;
    target = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => { target.once('listening', resolve); });
    tap = await startWireTap(`http://127.0.0.1:${(target.address() as AddressInfo).port}`, (seen) => void heard.push(seen));
  };

  it('passes status, headers and a zipped body on unchanged, and reads a copy', async () => {
    await start((_request, response) => {
      response.writeHead(418, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'ms-correlationid': 'abc' }).end(gzipSync('{"items":[]}'));
    });

    const answer = await fetch(`${tap.url}/v1/auditrecords?size=2`);

    expect([answer.status, answer.headers.get('ms-correlationid'), await answer.json()]).toEqual([418, 'abc', { items: [] }]);
    await expect.poll(() => heard).toMatchObject([{ name: 'GET /v1/auditrecords?size=2', outcome: '418', response: { items: [] } }]);
  });

  it('never tells a secret or a token', async () => {
    await start((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"a-token","expires_in":3599}');
    });

    const answer = await fetch(`${tap.url}/token`, { method: 'POST', headers: { authorization: 'Bearer a-token' }, body: new URLSearchParams({ grant_type: 'client_credentials', client_secret: 'a-secret' }) });

    expect(await answer.json()).toMatchObject({ access_token: 'a-token' });
    await expect.poll(() => heard.length).toBe(1);
    expect(JSON.stringify(heard)).not.toMatch(/a-token|a-secret/);
    expect(heard).toMatchObject([{ request: { grant_type: 'client_credentials' }, response: { expires_in: 3599 } }]);
  });

  it('breaks off where the other side breaks off', async () => {
    await start((request) => request.socket.destroy());

    await expect(fetch(tap.url)).rejects.toThrow('fetch failed');
    await expect.poll(() => heard).toMatchObject([{ outcome: 'connection lost' }]);
  });
});
