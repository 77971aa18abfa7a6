/** A real small Bolt app, as a stand-in's counterpart: it answers over HTTP or Socket Mode with the same listeners. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { WebClientOptions } from '@slack/web-api';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';

const SIGNING_SECRET = 'a-signing-secret';
export const BOT_TOKEN = 'xoxb-sandbox';
export const APP_TOKEN = 'xapp-sandbox';
export const TOKENS = { signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN, appToken: APP_TOKEN } as const;

export interface SmallBot {
  readonly app: App;
  readonly stop: () => Promise<void>;
}

const silent: Logger = {
  debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined,
  setLevel: () => undefined, getLevel: () => LogLevel.ERROR, setName: () => undefined,
};

/** A client that neither retries nor prints what it is refused. */
export const webClient = (slack: SlackStandIn, token: string = BOT_TOKEN, more: WebClientOptions = {}): WebClient =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent, ...more });

interface Refusal {
  readonly error: string;
  readonly needed?: string;
  readonly provided?: string;
  readonly response_metadata?: { readonly messages?: readonly string[] };
}

/** What Slack says when it refuses a call; throws if it does not. */
export const refusalOf = async (call: Promise<unknown>): Promise<Refusal> => {
  const outcome = await call.then(() => undefined, (error: { readonly data: Refusal }) => error.data);
  if (outcome === undefined) throw new Error('Slack would have refused this');
  return outcome;
};

const clientOptions = (slack: SlackStandIn) => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
const appOptions = (slack: SlackStandIn) => ({
  token: BOT_TOKEN, clientOptions: clientOptions(slack), logLevel: LogLevel.ERROR, convoStore: false as const,
});

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => { probe.listen(0, '127.0.0.1', resolve); });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => { probe.close(resolve); });
  return port;
};

/** Listens on a free port and tells the stand-in where. */
export const startHttpBot = async (slack: SlackStandIn, listen: (app: App) => void): Promise<SmallBot> => {
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logLevel: LogLevel.ERROR, unhandledRequestTimeoutMillis: 3001 });
  const app = new App({ ...appOptions(slack), receiver });
  listen(app);
  const port = await freePort();
  await app.start(port);
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  return { app, stop: async () => { await app.stop(); } };
};

export const startSocketBot = async (slack: SlackStandIn, listen: (app: App) => void): Promise<SmallBot> => {
  const receiver = new SocketModeReceiver({
    appToken: APP_TOKEN, logger: silent, clientPingTimeout: 500, installerOptions: { clientOptions: clientOptions(slack) },
  });
  const app = new App({ ...appOptions(slack), receiver });
  listen(app);
  await app.start();
  return { app, stop: async () => { await app.stop(); } };
};
