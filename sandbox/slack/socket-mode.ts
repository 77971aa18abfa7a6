/** Socket Mode: tickets, hello, envelopes, acks, disconnects. Page: docs.slack.dev/apis/events-api/using-socket-mode */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import type { SocketFault } from './faults.ts';
import type { SlackState } from './state.ts';
import { APP } from './workspace.ts';

const MOST_CONNECTIONS = 10;
const PING_MS = 10_000;
const HOST = 'applink-sandbox';
/** WebSocket close code of a server that shuts down. */
const GOING_AWAY = 1001;
const FAREWELL_MS = 50;

export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: JsonObject;
  readonly accepts_response_payload: boolean;
}

export type SocketAck = { readonly kind: 'acked'; readonly payload: unknown } | { readonly kind: 'timeout' | 'no_socket' };

export interface SocketMode {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly connected: () => number;
  /** One connection gets it, in turn; resolves with its ack or after `timeoutMs`. */
  readonly send: (envelope: Envelope, timeoutMs: number) => Promise<SocketAck>;
  readonly fault: (fault: SocketFault) => number;
  /** Says goodbye, and cuts whatever does not answer at once. */
  readonly close: () => void;
}

const write = (socket: WebSocket, frame: JsonObject): void => socket.send(JSON.stringify(frame));
const disconnect = (socket: WebSocket, reason: string): void =>
  write(socket, { type: 'disconnect', reason, debug_info: { host: HOST } });

/** The open connections; `receive` gets every frame of every one. */
const createConnections = (receive: (frame: string) => void) => {
  let sockets: readonly WebSocket[] = [];

  const welcome = (socket: WebSocket): void => {
    if (sockets.length >= MOST_CONNECTIONS) {
      disconnect(socket, 'too_many_websockets');
      socket.close();
      return;
    }
    sockets = [...sockets, socket];
    const pinging = setInterval(() => socket.ping(), PING_MS);
    socket.on('message', (data: Buffer) => receive(data.toString('utf8')));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(pinging);
      sockets = sockets.filter((other) => other !== socket);
    });
    write(socket, {
      type: 'hello', num_connections: sockets.length, connection_info: { app_id: APP.id },
      debug_info: { host: HOST, build_number: 1, approximate_connection_time: 3600 },
    });
  };

  return { welcome, open: (): readonly WebSocket[] => sockets };
};

/** An `app_rate_limited` envelope has no inner event. */
const rateLimited = (state: SlackState): JsonObject => ({
  envelope_id: randomUUID(), type: 'events_api', accepts_response_payload: false,
  payload: {
    type: 'app_rate_limited', team_id: state.team.id, api_app_id: APP.id, minute_rate_limited: Math.trunc(state.now() / 60_000) * 60,
  },
});

type Waiting = Map<string, (ack: SocketAck) => void>;

const ask = (socket: WebSocket, envelope: Envelope, waiting: Waiting, timeoutMs: number): Promise<SocketAck> => new Promise((resolve) => {
  const settle = (ack: SocketAck): void => {
    clearTimeout(timer);
    waiting.delete(envelope.envelope_id);
    resolve(ack);
  };
  const timer = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs);
  waiting.set(envelope.envelope_id, settle);
  write(socket, { ...envelope });
});

export const createSocketMode = (state: SlackState): SocketMode => {
  const server = new WebSocketServer({ noServer: true });
  const waiting: Waiting = new Map();
  let turn = 0;

  const { welcome, open } = createConnections((text) => {
    const frame: unknown = JSON.parse(text);
    if (isObject(frame)) waiting.get(String(frame['envelope_id']))?.({ kind: 'acked', payload: frame['payload'] });
  });
  const hit = (socket: WebSocket, fault: SocketFault): void => {
    if (fault === 'drop') socket.terminate();
    else if (fault === 'app_rate_limited') write(socket, rateLimited(state));
    else disconnect(socket, fault);
  };

  return {
    connected: () => open().length,
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', state.baseUrl).searchParams.get('ticket') ?? '';
      if (!state.socketTickets.delete(ticket)) { socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'); return; }
      server.handleUpgrade(request, socket, head, welcome);
    },
    send: async (envelope, timeoutMs) => {
      const socket = open()[turn++ % Math.max(open().length, 1)];
      return socket === undefined ? { kind: 'no_socket' } : ask(socket, envelope, waiting, timeoutMs);
    },
    fault: (fault) => open().map((socket) => hit(socket, fault)).length,
    close: () => {
      for (const settle of waiting.values()) settle({ kind: 'no_socket' });
      const leaving = open();
      for (const socket of leaving) socket.close(GOING_AWAY);
      setTimeout(() => { for (const socket of leaving) socket.terminate(); }, FAREWELL_MS);
      server.close();
    },
  };
};
