/** The one way to talk to Slack's Web API. */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../features/ports.ts';
import { createSdkLog } from './sdk-log.ts';

/** A call that takes longer is given up: whoever asked can still be told in time. */
const CALL_TIMEOUT_MS = 10_000;

export interface WebClientDeps {
  /** Reveals the bot token. */
  readonly botToken: () => string;
  readonly apiUrl: string;
  readonly log: Log;
  /** In place of Node's own, for whoever looks at the answers' headers. */
  readonly fetch?: NonNullable<WebClientOptions['fetch']>;
}

/**
 * A Web API client that never repeats or delays a call by itself: its own retries would post twice after a lost
 * answer, and one 429 would hold up every other method.
 */
export function createWebClient({ botToken, apiUrl, log, fetch }: WebClientDeps): WebClient {
  return new WebClient(botToken(), { ...webClientOptions(apiUrl), logger: createSdkLog(log), ...(fetch && { fetch }) });
}

/** A fresh object with every call: the SDK writes into the one it is given. */
export function webClientOptions(apiUrl: string): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    allowAbsoluteUrls: false,
  };
}
