/** Whether the app token opens a socket. */
import { SocketModeClient } from '@slack/socket-mode';
import { findingOf, type Finding } from '../features/diagnosis.ts';
import type { Clock, Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { createSdkLog } from './sdk-log.ts';
import { createSocketGuard } from './socket-guard.ts';
import { webClientOptions } from './web-client.ts';

export interface SocketCheckDeps {
  /** Reveals the app token. */
  readonly appToken: () => string;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Closes the socket when the check has taken too long. */
  readonly signal: AbortSignal;
}

const NAME = 'Slack socket';
const GOODBYE_MS = 1_000;

/**
 * Opens a socket, waits for Slack's greeting and closes it at once: while it is open, Slack may send it what is meant
 * for a bot that runs.
 */
export async function checkSocket({ appToken, apiUrl, clock, log, signal }: SocketCheckDeps): Promise<Finding> {
  const client = new SocketModeClient({
    appToken: appToken(), autoReconnectEnabled: false, clientOptions: webClientOptions(apiUrl), logger: createSdkLog(log),
  });
  const guard = createSocketGuard({ client, clock, log });
  const stop = (): void => void guard.stop(GOODBYE_MS);
  signal.addEventListener('abort', stop, { once: true });
  const started = performance.now();
  try {
    await guard.start();
    const ms = Math.round(performance.now() - started);
    return guard.isConnected() ? { name: NAME, status: 'ok', says: `opened and closed again; took ${ms} ms` } : notOpened();
  } catch (error) {
    if (error instanceof Problem) return findingOf(NAME, error);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await guard.stop(GOODBYE_MS);
  }
}

function notOpened(): Finding {
  return {
    name: NAME,
    status: 'fail',
    says: 'no socket to Slack could be opened',
    cure: 'Check SLACK_API_URL, and whether this machine (firewall, proxy) may open WebSockets to wss://*.slack.com; with many bots running, Slack allows ten sockets for each app.',
  };
}
