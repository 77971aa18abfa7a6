/** The stand-in's HTTP side: Web API, response_url and uploads, with the faults a test has ordered. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from './faults.ts';
import { receiveResponse } from './respond.ts';
import type { SlackState } from './state.ts';
import { isValidated, readableBody } from './traffic.ts';
import { callMethod } from './web-api/call.ts';
import { receiveUpload } from './web-api/files.ts';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly error?: string;
}

interface Route {
  /** The name in the request log and for faults. */
  readonly method: string;
  readonly work: () => Answer | Promise<Answer>;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' } as const;
const json = (status: number, body: unknown, error?: string): Answer =>
  ({ status, headers: JSON_TYPE, body: JSON.stringify(body), ...(error === undefined ? {} : { error }) });

const contentTypeOf = (request: IncomingMessage): string => request.headers['content-type'] ?? '';

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const apiAnswer = (state: SlackState, method: string, request: IncomingMessage, body: Buffer, query: URLSearchParams): Answer => {
  const { body: result, headers } = callMethod(state, {
    method, query, body: body.toString('utf8'),
    contentType: contentTypeOf(request), authorization: request.headers.authorization,
  });
  const error = typeof result['error'] === 'string' ? result['error'] : undefined;
  return { ...json(200, result, error), headers: { ...JSON_TYPE, ...headers } };
};

const responseAnswer = (state: SlackState, path: string, body: Buffer): Answer => {
  const { status, error } = receiveResponse(state, path, body.toString('utf8'));
  return json(status, error === undefined ? { ok: true } : { ok: false, error }, error);
};

const uploadAnswer = async (state: SlackState, id: string, request: IncomingMessage, body: Buffer): Promise<Answer> => {
  const { status, text } = await receiveUpload(state, id, body, contentTypeOf(request));
  return { status, body: text };
};

const routeOf = (state: SlackState, request: IncomingMessage, body: Buffer): Route => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const api = /^\/api\/([\w.]+)$/.exec(pathname)?.[1];
  if (api !== undefined) return { method: api, work: () => apiAnswer(state, api, request, body, searchParams) };
  if (/^\/(commands|actions)\//.test(pathname)) return { method: 'response_url', work: () => responseAnswer(state, pathname, body) };
  const upload = /^\/upload\/v1\/(\w+)$/.exec(pathname)?.[1];
  if (upload !== undefined) return { method: 'upload', work: () => uploadAnswer(state, upload, request, body) };
  return { method: pathname, work: () => json(404, { ok: false, error: 'not_found' }, 'not_found') };
};

const log = (state: SlackState, method: string, at: number, status: number | 'reset' | 'hang', error?: string): void => {
  state.requests.push({ method, at, status, ...(error === undefined ? {} : { error }) });
};

const failed = (how: number | { readonly error: string }, method: string): Answer => {
  if (typeof how === 'number') return json(how, { ok: false, error: 'service_unavailable' }, `status ${how}`);
  return json(method === 'response_url' ? 400 : 200, { ok: false, error: how.error }, how.error);
};

/** Answers, or fails as ordered; resolves with nothing when the connection is to be cut or left hanging. */
const perform = async (state: SlackState, { method, work }: Route, response: ServerResponse): Promise<Answer | undefined> => {
  const at = state.now();
  const delay = state.faults.delayMs(method);
  if (delay > 0) await sleep(delay, undefined, { signal: state.closing.signal });
  const fault = state.faults.next(method);
  const cut = (how: Extract<Failure, string>): undefined => {
    log(state, method, at, how === 'hang' ? 'hang' : 'reset', how);
    if (how !== 'hang') response.destroy();
  };
  if (fault?.kind === 'rateLimit') {
    log(state, method, at, 429, 'ratelimited');
    return { ...json(429, { ok: false, error: 'ratelimited' }), headers: { ...JSON_TYPE, 'retry-after': String(fault.retryAfterSeconds) } };
  }
  if (fault?.how === 'reset' || fault?.how === 'hang') return cut(fault.how);
  if (fault?.how === 'dropAfterAccept') {
    await work();
    return cut(fault.how);
  }
  const answer = fault === undefined ? await work() : failed(fault.how, method);
  log(state, method, at, answer.status, answer.error);
  return answer;
};

const tellWatchers = (state: SlackState, seen: {
  readonly name: string; readonly started: number; readonly before: number; readonly request: unknown; readonly answer: Answer | undefined;
}): void => {
  const { name, started, before, request, answer } = seen;
  const elapsedMs = performance.now() - started;
  const verdict = isValidated(request) ? { violations: state.violations.slice(before).filter(({ where }) => where === name) } : {};
  for (const watch of state.watchers) {
    watch({
      from: 'bot', name, at: state.now() - elapsedMs, elapsedMs, outcome: answer?.error ?? String(answer?.status ?? 'no answer'),
      request, response: answer === undefined ? undefined : readableBody(answer.body, answer.headers?.['content-type'] ?? ''), ...verdict,
    });
  }
};

/** Handles one request; an error of the stand-in itself is a 500 with its message. */
export const handleRequest = async (state: SlackState, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const body = await readBody(request);
    const route = routeOf(state, request, body);
    const [started, before] = [performance.now(), state.violations.length];
    const answer = await perform(state, route, response);
    const date = new Date(state.now()).toUTCString();
    if (answer !== undefined) response.writeHead(answer.status, { date, ...answer.headers }).end(answer.body);
    if (state.watchers.size > 0) tellWatchers(state, { name: route.method, started, before, request: readableBody(body, contentTypeOf(request)), answer });
  } catch (error) {
    if (!response.headersSent) response.writeHead(500).end(String(error));
  }
};
