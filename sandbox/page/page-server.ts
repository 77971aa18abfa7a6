/** The page's own server, on loopback only: assets, what a person sees, what they do, and what goes on behind it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { SlackStandIn } from '../slack/server.ts';
import { findAsset } from './assets.ts';
import type { Clock } from './clock.ts';
import { createDrawer, type Drawer } from './drawing.ts';
import { HEADERS, refusalOf } from './guards.ts';
import type { Knobs } from './knobs.ts';
import { follow, isGone } from './live-feed.ts';
import type { Manifest } from './manifest.ts';
import { actAs } from './people-acts.ts';
import { channelsFor, seatsIn } from './seats.ts';
import { TOUR } from './tour.ts';
import type { TrafficLog } from './traffic-log.ts';
import type { Act, ActAnswer, Live, Status, Workspace } from './wire.ts';

/** The page asks for older ones when somebody scrolls up. */
const MESSAGES_AT_ONCE = 50;

export interface PageOptions {
  readonly slack: SlackStandIn;
  readonly manifest: Manifest;
  readonly traffic: TrafficLog;
  readonly knobs: Knobs;
  readonly clock: Pick<Clock, 'now'>;
  readonly bot: () => Pick<Status, 'bot' | 'transport'>;
  readonly moveTo: (transport: Status['transport']) => Promise<unknown>;
  /** 0, the default, takes any free port. */
  readonly port?: number;
}

export interface Page {
  readonly url: string;
  /** Tells every open page how bot and knobs stand. */
  readonly tellStatus: () => void;
  readonly close: () => Promise<void>;
}

interface Open extends PageOptions {
  readonly drawer: Drawer;
  readonly statusListeners: Set<() => void>;
}

type Answer = { readonly type: string; readonly body: string } | undefined;

const JSON_TYPE = 'application/json; charset=utf-8';
const asJson = (value: unknown): Answer => ({ type: JSON_TYPE, body: JSON.stringify(value) });

const viewerIn = ({ slack }: Open, query: URLSearchParams): string => {
  const viewer = query.get('viewer') ?? '';
  if (seatsIn(slack).every(({ id }) => id !== viewer)) throw new Error('nobody sits there');
  return viewer;
};

const workspace = (open: Open, query: URLSearchParams): Workspace => {
  const { slack, manifest } = open;
  const viewer = viewerIn(open, query);
  return {
    viewer, appName: manifest.appName, people: seatsIn(slack), channels: channelsFor(slack, viewer, manifest.appName),
    commands: manifest.commands.map(({ shouldEscape: _server, ...command }) => command), shortcuts: manifest.shortcuts,
    hasHome: manifest.hasHome, tour: TOUR, openedAt: open.clock.now(),
  };
};

/** Of a channel or a thread: the newest, or those before one. */
const messages = (open: Open, query: URLSearchParams): unknown => {
  const viewer = viewerIn(open, query);
  const [channel, before, thread] = ['channel', 'before', 'thread'].map((name) => query.get(name) ?? '');
  const openedAt = Number(query.get('openedAt') ?? 0);
  const mine = open.slack.messages({ channel: channel ?? '', viewer }).filter((message) => !isGone(message, openedAt));
  const here = mine.filter(({ ts, threadTs }) => (thread ? threadTs === thread || ts === thread : threadTs === undefined || threadTs === ts));
  const older = before ? here.filter(({ ts }) => ts < before) : here;
  const part = thread ? older : older.slice(-MESSAGES_AT_ONCE);
  return { messages: part.map((message) => open.drawer.message(message, viewer)), hasOlder: part.length < older.length };
};

const status = ({ bot, knobs }: Open): Status => ({ ...bot(), knobs: knobs.shown(), movedTo: knobs.movedTo() });

const act = async (open: Open, query: URLSearchParams, request: IncomingMessage): Promise<ActAnswer> => {
  const wanted = await json(request) as Act;
  try {
    if (wanted.kind === 'knob') return { notices: [await open.knobs.turn(wanted.name)] };
    if (wanted.kind !== 'transport') return await actAs(open, viewerIn(open, query), wanted);
    await open.moveTo(wanted.transport);
    return { notices: [`The bot was started anew and is connected by ${wanted.transport === 'socket' ? 'Socket Mode' : 'signed HTTP'}.`] };
  } catch (error) {
    return { notices: [error instanceof Error ? error.message : String(error)] };
  }
};

/** Invented files, handed out as downloads whatever they hold. */
const download = ({ slack }: Open, id: string, response: ServerResponse): void => {
  const file = slack.files().find((one) => one.id === id && one.isComplete);
  if (file?.bytes === undefined) return void response.writeHead(404, HEADERS).end();
  const name = `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`;
  response.writeHead(200, { ...HEADERS, 'content-type': 'application/octet-stream', 'content-disposition': name }).end(file.bytes);
};

const live = (open: Open, query: URLSearchParams, response: ServerResponse): void => {
  const viewer = viewerIn(open, query);
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
  const tell = (event: Live): void => void response.write(`data: ${JSON.stringify(event)}\n\n`);
  const tellStatus = (): void => tell({ kind: 'status', status: status(open) });
  const { slack, drawer, manifest } = open;
  const openedAt = Number(query.get('openedAt') ?? 0);
  tellStatus();
  for (const row of open.traffic.rows()) tell({ kind: 'traffic', row });
  const stops = [
    open.traffic.onRow((row) => tell({ kind: 'traffic', row })),
    follow({ slack, drawer, viewer, openedAt, tell, channels: () => channelsFor(slack, viewer, manifest.appName).map(({ id }) => id) }),
  ];
  open.statusListeners.add(tellStatus);
  response.on('close', () => {
    for (const stop of stops) stop();
    open.statusListeners.delete(tellStatus);
  });
};

const answerTo = async (open: Open, request: IncomingMessage, url: URL): Promise<Answer> => {
  const { pathname, searchParams: query } = url;
  if (request.method === 'POST') return pathname === '/act' ? asJson(await act(open, query, request)) : undefined;
  switch (pathname) {
    case '/workspace': return asJson(workspace(open, query));
    case '/messages': return asJson(messages(open, query));
    case '/traffic': return { type: 'text/plain; charset=utf-8', body: open.traffic.payload(Number(query.get('id'))) ?? 'This was too long ago to be kept.' };
    default: return findAsset(pathname);
  }
};

const handle = async (open: Open, port: number, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const refusal = refusalOf(request, port);
  if (refusal !== undefined) return void response.writeHead(403, HEADERS).end(refusal);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'GET' && url.pathname === '/live') return live(open, url.searchParams, response);
  const [, file] = /^\/file\/(F\w+)$/.exec(url.pathname) ?? [];
  if (request.method === 'GET' && file !== undefined) return download(open, file, response);
  const answer = await answerTo(open, request, url);
  if (answer === undefined) response.writeHead(404, HEADERS).end();
  else response.writeHead(200, { ...HEADERS, 'content-type': answer.type }).end(answer.body);
};

/** Listens on 127.0.0.1; rejects when the port is taken. */
export async function startPage(options: PageOptions): Promise<Page> {
  const open: Open = { ...options, drawer: createDrawer(options.slack, options.manifest.appName, () => new Date(options.clock.now())), statusListeners: new Set() };
  let port = options.port ?? 0;
  const server = createServer((request, response) => {
    handle(open, port, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400, HEADERS).end(String(error));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  return {
    url: `http://127.0.0.1:${port}/`,
    tellStatus: () => { for (const tell of open.statusListeners) tell(); },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
