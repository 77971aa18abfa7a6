/** A listener on the line between the bot and a stand-in: it passes everything on unchanged and tells what it saw. */
import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readableBody } from '../slack/traffic.ts';

export interface Tapped {
  /** Method, path and query. */
  readonly name: string;
  readonly at: number;
  readonly elapsedMs: number;
  /** A status, or what happened to the connection. */
  readonly outcome: string;
  readonly request: unknown;
  readonly response: unknown;
}

export interface WireTap {
  /** Takes the place of the stand-in's own address. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const unzipped = promisify(gunzip);
/** Invented or not: a pane that shows tokens teaches people to show tokens. */
const SECRETS = /"(access_token|refresh_token|id_token|client_secret|client_assertion)":"[^"]*"/g;

const hideSecrets = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const text = JSON.stringify(value);
  const hidden = text.replace(SECRETS, '"$1":"(hidden)"');
  return hidden === text ? value : JSON.parse(hidden) as unknown;
};

interface Heard {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What belongs to one connection only must not be passed on to the next. */
const withoutHops = ({ connection: _own, 'keep-alive': _alive, 'transfer-encoding': _length, ...rest }: IncomingMessage['headers']) => rest;

/** Undefined when the other side broke off; what was read until then went on already. */
async function passOn(target: URL, from: IncomingMessage, body: Buffer, to: ServerResponse): Promise<Heard | undefined> {
  const url = new URL(from.url ?? '/', target);
  const call = send(url, { method: from.method, headers: { ...from.headers, host: url.host }, agent: false });
  from.once('close', () => { if (!to.writableEnded) call.destroy(); });
  to.once('close', () => { if (!to.writableEnded) call.destroy(); });
  call.end(body);
  try {
    const [answer] = await once(call, 'response') as [IncomingMessage];
    const text = await buffer(answer);
    to.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHops(answer.headers));
    to.end(text);
    return { status: answer.statusCode, headers: answer.headers, body: text };
  } catch {
    from.socket.resetAndDestroy();
    return undefined;
  }
}

async function readBack({ headers, body }: Heard): Promise<unknown> {
  const plain = headers['content-encoding'] === 'gzip' ? await unzipped(body).catch(() => body) : body;
  return hideSecrets(readableBody(plain, headers['content-type'] ?? ''));
}

/** Listens on a free loopback port in front of `target`. */
export async function startWireTap(target: string, hear: (seen: Tapped) => void, now: () => number = Date.now): Promise<WireTap> {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [at, started] = [now(), performance.now()];
    const body = await buffer(request);
    const heard = await passOn(new URL(target), request, body, response);
    const sent = body.length === 0 ? undefined : hideSecrets(readableBody(body, request.headers['content-type'] ?? ''));
    const kept = Object.fromEntries(Object.entries(request.headers).filter(([name]) => /^(ms-|validatemfa|x-|accept|user-agent)/.test(name)));
    hear({
      name: `${request.method ?? ''} ${request.url ?? ''}`, at, elapsedMs: performance.now() - started,
      outcome: heard === undefined ? 'connection lost' : String(heard.status),
      request: sent ?? { headers: kept }, response: heard === undefined ? undefined : await readBack(heard),
    });
  };
  const server = createServer((request, response) => { handle(request, response).catch(() => response.destroy()); });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
