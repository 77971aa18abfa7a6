/** The two ways in which Slack reaches us, told apart nowhere else: a public port, or a socket that we open. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { HTTPReceiver, HTTPReceiverDeferredRequestError, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Clock, Log } from '../features/ports.ts';
import { RequestRefused } from './ingress.ts';
import { httpRequestFacts, socketRequestFacts } from './request-facts.ts';
import { createSocketGuard } from './socket-guard.ts';
import { TimeLimitError, within } from '../runtime/time-limit.ts';
import { webClientOptions } from './web-client.ts';

export type SlackMode =
  | { readonly kind: 'http'; readonly port: number; readonly signingSecret: () => string }
  | { readonly kind: 'socket'; readonly appToken: () => string };

export interface Transport {
  readonly receiver: Receiver;
  /** Resolves to the port that Slack posts to, where there is one. */
  start(): Promise<number | undefined>;
  /** Takes nothing more and ends open connections, at most this long in milliseconds. */
  stop(deadlineMs: number): Promise<void>;
  isReady(): boolean;
}

export interface TransportDeps {
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly sdkLog: Logger;
}

const ENDPOINT = '/slack/events';
/** Slack's largest payloads are modals of 250 kB. */
const BODY_LIMIT_BYTES = 1_048_576;
/** Slack sends a request in one go; who takes longer is somebody else. */
const REQUEST_TIMEOUT_MS = 10_000;

/** The way in that the mode asks for: HTTP or Socket Mode. */
export function createTransport(mode: SlackMode, deps: TransportDeps): Transport {
  return mode.kind === 'http' ? createHttpTransport(mode, deps) : createSocketTransport(mode, deps);
}

function createHttpTransport(mode: Extract<SlackMode, { kind: 'http' }>, { sdkLog }: TransportDeps): Transport {
  const receiver = new HTTPReceiver({
    signingSecret: mode.signingSecret(),
    endpoints: [ENDPOINT],
    bodyLimit: BODY_LIMIT_BYTES,
    logger: sdkLog,
    customPropertiesExtractor: httpRequestFacts,
    dispatchErrorHandler: ({ error, response }) => end(response, error instanceof HTTPReceiverDeferredRequestError ? 404 : 400),
    processEventErrorHandler: async ({ error, response }) => {
      end(response, error instanceof RequestRefused ? 401 : 500);
      return true;
    },
  });
  let server: Server | undefined;
  return {
    receiver,
    isReady: () => server?.listening === true,
    async start() {
      server = await receiver.start(mode.port, { headersTimeout: REQUEST_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS });
      const address = server.address();
      return typeof address === 'object' ? address?.port : undefined;
    },
    stop: async (deadlineMs) => server?.listening ? closeServer(server, deadlineMs) : undefined,
  };
}

function createSocketTransport(mode: Extract<SlackMode, { kind: 'socket' }>, { apiUrl, clock, log, sdkLog }: TransportDeps): Transport {
  const receiver = new SocketModeReceiver({
    appToken: mode.appToken(),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: webClientOptions(apiUrl) },
    logger: sdkLog,
    customPropertiesExtractor: socketRequestFacts,
  });
  const guard = createSocketGuard({ client: receiver.client, clock, log });
  return {
    receiver,
    isReady: () => guard.isConnected(),
    async start() {
      await guard.start();
      return undefined;
    },
    stop: (deadlineMs) => guard.stop(deadlineMs),
  };
}

function end(response: ServerResponse, status: number): void {
  if (!response.headersSent) response.writeHead(status);
  response.end();
}

async function closeServer(server: Server, deadlineMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  try {
    await within(closed, deadlineMs);
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
    server.closeAllConnections();
  }
}
