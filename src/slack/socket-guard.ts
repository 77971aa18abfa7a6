/**
 * Keeps a Socket Mode connection up. The SDK's own reconnecting ends the process when Slack cannot be reached or says
 * something unexpected, so it is switched off and done here.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { SocketModeClient } from '@slack/socket-mode';
import { z } from 'zod';
import type { Clock, Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { errorFacts, slackCode } from './error-facts.ts';
import { within } from '../runtime/time-limit.ts';

/** Opening takes an HTTP call of 10 s at most, and a greeting. */
const CONNECT_TIMEOUT_MS = 20_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A connection that lasted this long was a good one; Slack renews them about every hour. */
const GOOD_AFTER_MS = 10_000;
/** https://docs.slack.dev/reference/methods/apps.connections.open */
const TOKEN_REFUSED = new Set([
  'account_inactive', 'forbidden_team', 'invalid_auth', 'missing_scope', 'no_permission', 'not_allowed_token_type', 'not_authed',
  'team_disabled', 'token_expired', 'token_revoked', 'user_removed_from_team',
]);

export interface SocketGuardDeps {
  /** Made with `autoReconnectEnabled: false`, and not started. */
  readonly client: SocketModeClient;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SocketGuard {
  /** Resolves after the first attempt and goes on trying if that failed. Throws a Problem when the token is refused. */
  start(): Promise<void>;
  /** Disconnects for good and waits for it, at most this long in milliseconds. */
  stop(deadlineMs: number): Promise<void>;
  isConnected(): boolean;
}

/** One connection at a time: `isOpen` from Slack's greeting on, `dropped` once it is gone. */
interface Connection {
  readonly isOpen: () => boolean;
  readonly open: () => Promise<void>;
  readonly dropped: () => Promise<void>;
}

export function createSocketGuard({ client, clock, log }: SocketGuardDeps): SocketGuard {
  const ended = new AbortController();
  const connection = createConnection(client);
  let upkeep: Promise<void> = Promise.resolve();
  guardFrames(client, log);
  return {
    isConnected: () => connection.isOpen() && client.websocket?.isActive() === true,
    async start() {
      try {
        await connection.open();
        log.info({}, 'socket to Slack connected');
      } catch (error) {
        if (isTokenRefused(error)) throw tokenRefused(error);
        log.warn(errorFacts(error), 'socket to Slack could not be opened; trying again');
      }
      // A socket whose opening was under way when we stopped must not stay.
      upkeep = keepUp({ connection, clock, log, signal: ended.signal }).finally(() => closeNow(client));
    },
    async stop(deadlineMs) {
      ended.abort();
      try {
        await within(Promise.all([client.disconnect(), upkeep]), deadlineMs);
      } catch (error) {
        log.warn(errorFacts(error), 'socket to Slack did not close in time');
      }
      closeNow(client);
    },
  };
}

function createConnection(client: SocketModeClient): Connection {
  let isOpen = false;
  let gone = Promise.withResolvers<void>();
  client.on('disconnected', () => {
    isOpen = false;
    gone.resolve();
  });
  return {
    isOpen: () => isOpen,
    dropped: () => gone.promise,
    async open() {
      gone = Promise.withResolvers();
      try {
        await within(client.start(), CONNECT_TIMEOUT_MS);
        isOpen = true;
      } catch (error) {
        closeNow(client);
        // The SDK rejects with nothing when the socket closes before Slack's greeting.
        throw error instanceof Error ? error : new Error('closed before the greeting');
      }
    },
  };
}

interface Upkeep {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Opens a new connection whenever one is gone, for as long as it is wanted; waits longer after each failure. */
async function keepUp({ connection, clock, log, signal }: Upkeep): Promise<void> {
  let failures = connection.isOpen() ? 0 : 1;
  let openedAt = clock().getTime();
  while (!signal.aborted) {
    if (connection.isOpen()) {
      await connection.dropped();
      failures = clock().getTime() - openedAt >= GOOD_AFTER_MS ? 0 : failures + 1;
    }
    if (await isEndedDuring(waitMs(failures), signal)) return;
    try {
      await connection.open();
      openedAt = clock().getTime();
      log.info({ failures }, 'socket to Slack connected again');
    } catch (error) {
      failures += 1;
      log.warn({ ...errorFacts(error), failures }, 'socket to Slack could not be opened; trying again');
    }
  }
}

function waitMs(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
}

async function isEndedDuring(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal });
    return false;
  } catch {
    return true;
  }
}

/** The first call asks the other side to close, the second does not wait for it. */
function closeNow(client: SocketModeClient): void {
  client.websocket?.disconnect();
  client.websocket?.disconnect();
}

type FrameListener = (...args: unknown[]) => unknown;

/** The SDK reads frames in an async listener that nobody catches: one odd frame would end the process. */
function guardFrames(client: SocketModeClient, log: Log): void {
  const readers: readonly FrameListener[] = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  const read = async (reader: FrameListener, frame: unknown, isBinary: unknown): Promise<void> => {
    try {
      await reader(frame, isBinary);
    } catch (error) {
      log.warn(errorFacts(error), 'frame of Slack could not be read');
    }
  };
  client.on('ws_message', (frame: unknown, isBinary: unknown) => {
    if (isRateLimitNotice(frame)) return log.warn({}, 'Slack limits the events it sends us');
    for (const reader of readers) void read(reader, frame, isBinary);
  });
}

const rateLimitNotice = z.object({ payload: z.object({ type: z.literal('app_rate_limited') }) });

/** https://docs.slack.dev/apis/events-api/#rate-limiting */
function isRateLimitNotice(frame: unknown): boolean {
  if (typeof frame !== 'string' || !frame.includes('app_rate_limited')) return false;
  try {
    return rateLimitNotice.safeParse(JSON.parse(frame)).success;
  } catch {
    return false;
  }
}

function isTokenRefused(error: unknown): boolean {
  return TOKEN_REFUSED.has(slackCode(error) ?? '');
}

function tokenRefused(cause: unknown): Problem {
  return new Problem({
    kind: 'sign-in',
    retryable: false,
    whatHappened: `Slack does not accept SLACK_APP_TOKEN (${slackCode(cause)}).`,
    whatToDo: 'Make an app-level token (xapp-…) with the scope connections:write for this app, and start again.',
    cause,
  });
}
