/** Hands commands, interactions and events to the bot, over signed HTTP or Socket Mode, and reports what came back. */
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { JsonObject } from './block-kit/rules.ts';
import { sign } from './signing.ts';
import type { Envelope, SocketMode } from './socket-mode.ts';
import type { SlackState } from './state.ts';

export const FORM = 'application/x-www-form-urlencoded';
/** Slack waits this long for an acknowledgement; page: docs.slack.dev/interactivity/implementing-slash-commands */
const ACK_TIMEOUT_MS = 3000;

export type Via = 'http' | 'socket';

export type Sent =
  | { readonly via: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }
  | { readonly via: 'socket'; readonly envelope: Envelope };

export interface Delivery {
  readonly id: number;
  readonly via: Via;
  /** `slash_commands`, `block_actions`, `view_submission`, … or `raw`. */
  readonly type: string;
  /** `timeout`: nothing within 3 s. `failed`: no connection, or a status other than 200. */
  readonly outcome: 'acked' | 'timeout' | 'failed';
  /** HTTP only. */
  readonly status?: number;
  readonly elapsedMs: number;
  /** Parsed JSON, plain text, or `undefined` for an empty acknowledgement. */
  readonly ackBody: unknown;
  readonly triggerId?: string;
  readonly responseUrl?: string;
  readonly sent: Sent;
}

export interface Outgoing {
  readonly type: string;
  readonly envelopeType: Envelope['type'];
  readonly payload: JsonObject;
  readonly via?: Via | undefined;
}

export interface Post {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

export interface Courier {
  readonly deliverTo: (url: string | undefined) => void;
  readonly send: (outgoing: Outgoing) => Promise<Delivery>;
  /** Exactly these bytes and headers, over HTTP. */
  readonly post: (post: Post) => Promise<Delivery>;
  readonly repeat: (delivery: Delivery, how: { readonly fresh: boolean }) => Promise<Delivery>;
  readonly signed: (body: string, atSeconds?: number) => Readonly<Record<string, string>>;
}

interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** No keep-alive: an idle connection would hold the bot's server open. */
const postOnce = (sent: Extract<Sent, { via: 'http' }>, timeoutMs: number, signal: AbortSignal): Promise<HttpAnswer | 'timeout' | 'failed'> =>
  new Promise((resolve) => {
    const call = httpRequest(sent.url, {
      method: 'POST', agent: false, signal, headers: { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) },
    });
    const timer = setTimeout(() => { resolve('timeout'); call.destroy(); }, timeoutMs);
    call.on('error', () => { clearTimeout(timer); resolve('failed'); });
    call.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => resolve('failed'));
      answer.on('end', () => {
        clearTimeout(timer);
        const contentType = answer.headers['content-type'] ?? '';
        resolve({ status: answer.statusCode ?? 0, contentType, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    call.end(sent.body);
  });

const readAck = (answer: HttpAnswer): unknown => {
  if (answer.body === '') return undefined;
  try {
    return JSON.parse(answer.body);
  } catch {
    return answer.body;
  }
};

const isEmptyPayload = (payload: unknown): boolean => typeof payload !== 'object' || payload === null
  || Object.values(payload).every((value) => value === '' || value === undefined);

const bodyOf = ({ envelopeType, payload }: Outgoing): { readonly body: string; readonly contentType: string } => {
  if (envelopeType === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const form = envelopeType === 'interactive'
    ? { payload: JSON.stringify(payload) }
    : Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
  return { body: new URLSearchParams(form).toString(), contentType: FORM };
};

const marksOf = (payload: JsonObject): Pick<Delivery, 'triggerId' | 'responseUrl'> => ({
  ...(typeof payload['trigger_id'] === 'string' ? { triggerId: payload['trigger_id'] } : {}),
  ...(typeof payload['response_url'] === 'string' ? { responseUrl: payload['response_url'] } : {}),
});

type Outcome = Pick<Delivery, 'outcome' | 'status' | 'ackBody'>;

const carry = async (state: SlackState, sockets: SocketMode, sent: Sent): Promise<Outcome> => {
  const timeoutMs = state.options.ackTimeoutMs ?? ACK_TIMEOUT_MS;
  if (sent.via === 'socket') {
    const ack = await sockets.send(sent.envelope, timeoutMs);
    if (ack.kind === 'acked') return { outcome: 'acked', ackBody: isEmptyPayload(ack.payload) ? undefined : ack.payload };
    return { outcome: ack.kind === 'timeout' ? 'timeout' : 'failed', ackBody: undefined };
  }
  const answer = await postOnce(sent, timeoutMs, state.closing.signal);
  if (typeof answer === 'string') return { outcome: answer, ackBody: undefined };
  return { outcome: answer.status === 200 ? 'acked' : 'failed', status: answer.status, ackBody: readAck(answer) };
};

const headersOf = (contentType: string, signature: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  ({ 'content-type': contentType, 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)', ...signature });

const envelopeOf = ({ envelopeType, payload }: Outgoing): Envelope => ({
  envelope_id: randomUUID(), type: envelopeType, payload, accepts_response_payload: envelopeType !== 'events_api',
});

export const createCourier = (state: SlackState, sockets: SocketMode): Courier => {
  let botUrl: string | undefined;
  let count = 0;
  let lastStamp = 0;

  const needUrl = (): string => {
    if (botUrl === undefined) throw new Error('tell the stand-in where the bot listens first: deliverTo(url)');
    return botUrl;
  };
  const signed: Courier['signed'] = (body, atSeconds = Math.trunc(state.now() / 1000)) =>
    ({ ...sign(state.options.signingSecret, atSeconds, body) });
  const dispatch = async (type: string, sent: Sent, marks: Pick<Delivery, 'triggerId' | 'responseUrl'>): Promise<Delivery> => {
    const start = performance.now();
    const outcome = await carry(state, sockets, sent);
    count += 1;
    return { id: count, via: sent.via, type, elapsedMs: performance.now() - start, sent, ...marks, ...outcome };
  };
  const again = (sent: Sent): Sent => {
    if (sent.via === 'socket') return { ...sent, envelope: { ...sent.envelope, envelope_id: randomUUID() } };
    // A later second, or the signature would be the same again.
    lastStamp = Math.max(lastStamp, Number(sent.headers['x-slack-request-timestamp'] ?? 0), Math.trunc(state.now() / 1000)) + 1;
    return { ...sent, headers: { ...sent.headers, ...signed(sent.body, lastStamp) } };
  };

  return {
    signed,
    deliverTo: (url) => { botUrl = url; },
    send: (outgoing) => {
      const { type, payload, via = botUrl === undefined ? 'socket' : 'http' } = outgoing;
      if (via === 'socket') return dispatch(type, { via, envelope: envelopeOf(outgoing) }, marksOf(payload));
      const { body, contentType } = bodyOf(outgoing);
      return dispatch(type, { via, url: needUrl(), headers: headersOf(contentType, signed(body)), body }, marksOf(payload));
    },
    post: ({ body, headers, path }) => {
      const url = path === undefined ? needUrl() : new URL(path, needUrl()).href;
      return dispatch('raw', { via: 'http', url, headers: { ...headers }, body }, {});
    },
    repeat: ({ type, sent, triggerId, responseUrl }, { fresh }) => dispatch(type, fresh ? again(sent) : sent, {
      ...(triggerId === undefined ? {} : { triggerId }), ...(responseUrl === undefined ? {} : { responseUrl }),
    }),
  };
};
