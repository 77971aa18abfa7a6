/** The operators' port: `/livez`, `/readyz`, `/metrics`. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { TimeLimitError, within } from './time-limit.ts';

/** One part that must work for the process to be useful; resolves to what is wrong, or to undefined. */
export interface HealthCheck {
  readonly name: string;
  readonly fault: () => Promise<string | undefined>;
}

export interface OpsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly checks: readonly HealthCheck[];
  readonly metrics: () => Promise<string>;
}

export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A check that does not answer in this time counts as failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** Starts listening; rejects when the port is taken. */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const server = createServer((request, response) => {
    answer(options, request.url ?? '/', response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: portOf(server), close: () => closeServer(server) };
}

async function answer(options: OpsServerOptions, url: string, response: ServerResponse): Promise<void> {
  switch (url.split('?')[0]) {
    case '/livez':
      return sendJson(response, 200, { status: 'alive' });
    case '/readyz': {
      const failing = await faultsOf(options.checks);
      const isReady = Object.keys(failing).length === 0;
      return sendJson(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', failing });
    }
    case '/metrics':
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(await options.metrics());
      return;
    default:
      return sendJson(response, 404, { status: 'not found', paths: ['/livez', '/readyz', '/metrics'] });
  }
}

async function faultsOf(checks: readonly HealthCheck[]): Promise<Readonly<Record<string, string>>> {
  const faults = await Promise.all(checks.map(async ({ name, fault }) => [name, await faultOf(fault)] as const));
  return Object.fromEntries(faults.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

async function faultOf(fault: HealthCheck['fault']): Promise<string | undefined> {
  try {
    return await within(fault(), CHECK_TIMEOUT_MS);
  } catch (error) {
    return error instanceof TimeLimitError ? error.message : 'the check itself failed';
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
