/** One post to a response_url, and what Slack made of it. */
import { errorFacts } from './error-facts.ts';
import type { MessagePayload } from './message.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export interface ResponseMessage extends MessagePayload {
  readonly response_type?: 'ephemeral' | 'in_channel';
  readonly replace_original: boolean;
}

export type PostOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'blocks-refused' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'failed'; readonly facts: Readonly<Record<string, unknown>> }
  | { readonly kind: 'closed'; readonly facts: Readonly<Record<string, unknown>> };

/** Slack answers in well under a second; beyond this the post counts as lost. */
const POST_TIMEOUT_MS = 5_000;
/** Slack always names a time with a 429; this is for a proxy that does not. */
const DEFAULT_RETRY_AFTER_S = 30;
const SLACK_HOSTS = ['slack.com', 'slack-gov.com'];
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
/** Slack says so in one word, as text or as JSON, with 200, 400 or 500. */
const BLOCKS_REFUSED = /invalid_blocks|invalid_attachments|msg_blocks_too_long/;

/** Origins beside Slack's own that may be posted to: that of the Web API when it is on this machine, else none. */
export function allowedOriginsFor(apiUrl: string): readonly string[] {
  const url = new URL(apiUrl);
  return LOOPBACK_HOSTS.includes(url.hostname) ? [url.origin] : [];
}

/** Whether answers may be posted there: a payload may name any address, and answers hold customers' data. */
export function isAllowedResponseUrl(address: string, allowedOrigins: readonly string[]): boolean {
  const url = URL.parse(address);
  if (!url || url.username !== '' || url.password !== '') return false;
  if (allowedOrigins.includes(url.origin)) return true;
  return url.protocol === 'https:' && url.port === '' && SLACK_HOSTS.some((host) => url.hostname.endsWith(`.${host}`));
}

/**
 * Posts once and never throws. `failed` may succeed when tried again, and may have arrived already; `closed` will not
 * succeed any more. The address must have passed `isAllowedResponseUrl`.
 */
export async function postToResponseUrl(address: string, message: ResponseMessage): Promise<PostOutcome> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      redirect: 'manual',
      signal: AbortSignal.timeout(POST_TIMEOUT_MS),
    });
    return outcomeOf(response, await response.text());
  } catch (error) {
    return { kind: 'failed', facts: errorFacts(error) };
  }
}

function outcomeOf(response: Response, said: string): PostOutcome {
  if (response.ok && !/"ok"\s*:\s*false/.test(said)) return { kind: 'taken' };
  if (BLOCKS_REFUSED.test(said)) return { kind: 'blocks-refused' };
  if (response.status === 429) return { kind: 'limited', retryAfterMs: retryAfterMs(response) };
  const facts = { status: response.status, code: /\b[a-z]+(?:_[a-z]+)+\b/.exec(said.slice(0, 200))?.[0] };
  return response.status >= 500 ? { kind: 'failed', facts } : { kind: 'closed', facts };
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return (Number.isFinite(seconds) && seconds >= 0 ? seconds : DEFAULT_RETRY_AFTER_S) * 1_000;
}
