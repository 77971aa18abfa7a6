/** Bolt, put together: one receiver, one client, one door. Listeners are registered on `app` before `start`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Clock, Log, ReplayGuard } from '../features/ports.ts';
import { createIngress, type Ingress } from './ingress.ts';
import { allowedOriginsFor } from './response-url.ts';
import { createSdkLog } from './sdk-log.ts';
import { createTell } from './tell.ts';
import { createTransport, type SlackMode, type Transport } from './transport.ts';
import { createWebClient, webClientOptions } from './web-client.ts';

export interface SlackAppOptions {
  readonly mode: SlackMode;
  /** Reveals the bot token. */
  readonly botToken: () => string;
  readonly apiUrl: string;
  readonly commandName: string;
  readonly replayGuard: ReplayGuard;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: { acknowledged(kind: string, ms: number): void };
}

export interface SlackApp {
  /** Takes listeners: exactly one for each thing, because Bolt runs every one that matches. */
  readonly app: App;
  /** The client that listeners get. */
  readonly client: WebClient;
  /** Resolves to the port that Slack posts to, in HTTP mode. Rejects when the port is taken or the token is refused. */
  start(): Promise<{ readonly port?: number }>;
  /** Answers politely from now on, waits for what runs, then closes; takes this long at most, in milliseconds. */
  stop(deadlineMs: number): Promise<void>;
  isReady(): boolean;
}

/** Builds the Slack side without touching the network. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { apiUrl, clock, log } = options;
  const client = createWebClient(options);
  const tell = createTell({ client, allowedOrigins: allowedOriginsFor(apiUrl), sleep: async (ms) => sleep(ms), log });
  const ingress = createIngress({ ...options, tell });
  const transport = createTransport(options.mode, { apiUrl, clock, log, sdkLog: createSdkLog(log) });
  const app = createBolt(transport, ingress, client, options);
  let isStopping = false;
  return {
    app,
    client,
    isReady: () => !isStopping && transport.isReady(),
    async start() {
      await app.init();
      const port = await transport.start();
      return port === undefined ? {} : { port };
    },
    async stop(deadlineMs) {
      isStopping = true;
      const deadline = clock().getTime() + deadlineMs;
      await ingress.drain(deadlineMs);
      await transport.stop(Math.max(0, deadline - clock().getTime()));
    },
  };
}

function createBolt(transport: Transport, ingress: Ingress, client: WebClient, { apiUrl, log }: SlackAppOptions): App {
  const app = new App({
    receiver: transport.receiver,
    // Without a token here Bolt asks Slack nothing and gives listeners `app.client`, instead of a client per workspace.
    authorize: async () => ({}),
    deferInitialization: true,
    convoStore: false,
    ignoreSelf: false, // no message events are listened to
    logger: createSdkLog(log),
    clientOptions: webClientOptions(apiUrl),
  });
  app.client = client;
  // The ingress tells failures to people; Bolt wraps what is no error of its own.
  app.error(async (error) => {
    throw error.original ?? error;
  });
  const run = app.processEvent.bind(app);
  app.processEvent = (event) => ingress.receive(event, run);
  return app;
}
