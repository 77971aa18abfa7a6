/** A stand-in for Slack on 127.0.0.1: it refuses what Slack refuses and accepts what Slack accepts. Development only. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCourier } from './delivery.ts';
import type { Faults } from './faults.ts';
import { handleRequest } from './http-routes.ts';
import type { SlackMessage } from './messages.ts';
import { createPersonActions } from './person-actions.ts';
import type { PersonActions } from './person-actions.ts';
import { createReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { createSocketMode } from './socket-mode.ts';
import { createState } from './state.ts';
import type { Notice, RequestEntry, SeenViolation, SlackOptions, StoredFile } from './state.ts';
import type { TrafficListener } from './traffic.ts';
import type { Channel, Person } from './workspace.ts';

export interface SlackStandIn extends PersonActions, Reading {
  /** For `SLACK_API_URL`; ends in `/api/`. */
  readonly apiUrl: string;
  readonly port: number;
  readonly people: readonly Person[];
  readonly channels: () => readonly Channel[];
  /** Where commands, interactions and events are posted; without it, or after `undefined`, they go over Socket Mode. */
  readonly deliverTo: (url: string | undefined) => void;
  readonly connectedSockets: () => number;
  readonly faults: Faults;
  /** Every call of the bot, in order; never a token. */
  readonly requests: readonly RequestEntry[];
  /** Everything a validator found in any message, view or acknowledgement of the bot. */
  readonly violations: readonly SeenViolation[];
  readonly notices: readonly Notice[];
  readonly files: () => readonly StoredFile[];
  readonly allMessages: () => readonly SlackMessage[];
  /** Changes a channel: members, archived. */
  readonly setChannel: (channel: Channel) => void;
  /** Called after every change of a message or view; returns how to stop. */
  readonly onChange: (listener: () => void) => () => void;
  /** Called with everything that goes between Slack and the bot; returns how to stop. */
  readonly onTraffic: (listener: TrafficListener) => () => void;
  readonly close: () => Promise<void>;
}

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
};

/** Starts the stand-in; rejects if the port is taken. `close()` ends every socket, timer and waiting delivery. */
export const startSlack = async (options: SlackOptions): Promise<SlackStandIn> => {
  const state = createState(options);
  const sockets = createSocketMode(state);
  const courier = createCourier(state, sockets);
  const server = createServer((request, response) => { void handleRequest(state, request, response); });
  server.on('upgrade', sockets.upgrade);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  state.baseUrl = `http://127.0.0.1:${port}`;

  return {
    ...createPersonActions(state, courier),
    ...createReading(state),
    apiUrl: `${state.baseUrl}/api/`,
    port,
    people: [...state.people.values()],
    channels: () => [...state.channels.values()],
    deliverTo: courier.deliverTo,
    connectedSockets: sockets.connected,
    faults: { ...state.faults.order, socket: sockets.fault },
    requests: state.requests,
    violations: state.violations,
    notices: state.notices,
    files: () => [...state.files.values()],
    allMessages: state.messages.all,
    setChannel: (channel) => { state.channels.set(channel.id, channel); },
    onChange: (listener) => subscribe(state.listeners, listener),
    onTraffic: (listener) => subscribe(state.watchers, listener),
    close: async () => {
      state.closing.abort();
      sockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
