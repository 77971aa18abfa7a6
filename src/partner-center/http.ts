/** One HTTP exchange: bounded in time and size, gzip unpacked, a byte order mark dropped, no redirect followed. */
import { gunzipSync } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, Pool, request, type buildConnector, type Dispatcher } from 'undici';

/** The largest body in bytes, packed and unpacked; a page of 500 records takes about 740 kB. */
export const BODY_LIMIT = 32 * 1024 * 1024;

/** A shorter word may stand in any text by chance; Entra's tokens have over a thousand letters. */
const LEAST_TOKEN = 16;
const LEAST_CHUNK = 16 * 1024;
const CONNECT_MS = 5_000;
const SILENCE_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;
/** Above what the request gate lets through at once for one partner. */
const CONNECTIONS = 32;

/** What is asked; `timeoutMs` bounds the whole exchange, the body included. */
export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What was answered, whatever the status. The reason phrase may be empty. */
export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly text: string;
  /** The value of a header, letter case ignored. */
  header(name: string): string | undefined;
}

/**
 * Connections for Partner Center and Entra, HTTP/1.1 only: its reason phrase carries Microsoft's "MFA required".
 * Goes through a proxy where HTTP_PROXY or HTTPS_PROXY is among the variables, except to this machine and NO_PROXY.
 */
export function createDispatcher(env: Readonly<Record<string, string | undefined>>): Dispatcher {
  const options = {
    allowH2: false,
    connections: CONNECTIONS,
    pipelining: 1,
    connect: { timeout: CONNECT_MS },
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxResponseSize: BODY_LIMIT,
  };
  const httpProxy = env['http_proxy'] || env['HTTP_PROXY'] || '';
  const httpsProxy = env['https_proxy'] || env['HTTPS_PROXY'] || '';
  if (!httpProxy && !httpsProxy) return new Agent(options);
  const noProxy = ['localhost', '127.0.0.1', '[::1]', env['no_proxy'] || env['NO_PROXY'] || ''].filter(Boolean).join(',');
  const httpVariable = env['http_proxy'] ? 'http_proxy' : 'HTTP_PROXY';
  const httpsVariable = env['https_proxy'] ? 'https_proxy' : 'HTTPS_PROXY';
  const clientFactory = (proxy: URL, client: object): Dispatcher =>
    proxyClient(proxy, client as ProxyClientOptions, httpsProxy && isSameHost(proxy, httpsProxy) ? httpsVariable : httpVariable);
  return new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy, clientFactory });
}

interface ProxyClientOptions {
  readonly connect: buildConnector.connector;
}

/** Connections to a proxy, whose faults can be told from those of the address behind it. */
function proxyClient(proxy: URL, options: ProxyClientOptions, variable: string): Dispatcher {
  return new Pool(proxy, {
    ...options,
    connect: (to, callback) => options.connect(to, (...[error, socket]) => {
      if (error) callback(new ProxyUnreachable(variable, error), null);
      else callback(null, socket);
    }),
  });
}

function isSameHost(proxy: URL, url: string): boolean {
  return URL.canParse(url) && new URL(url).host === proxy.host;
}

/** No connection to the proxy that a variable names; it holds nothing of the variable's value. */
export class ProxyUnreachable extends Error {
  readonly code = 'PROXY_UNREACHABLE';
  readonly variable: string;
  /** The code of what went wrong, such as ECONNREFUSED. */
  readonly reason: string;

  constructor(variable: string, { code, name }: Error & { readonly code?: unknown }) {
    super(`no connection to the proxy that ${variable} names`);
    this.variable = variable;
    this.reason = typeof code === 'string' ? code : name;
  }
}

/** Asks once. Throws what undici and zlib throw (each with a `code`) when no whole answer came. */
export async function exchange(dispatcher: Dispatcher, question: HttpQuestion): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(question.timeoutMs);
  const signal = question.signal ? AbortSignal.any([question.signal, timeout]) : timeout;
  const { method, url, headers, body } = question;
  const answer = await request(url, { dispatcher, method, headers, signal, ...(body !== undefined && { body }) });
  const header = (name: string) => [answer.headers[name.toLowerCase()] ?? []].flat()[0];
  const text = readText(answer.body, header('content-encoding')).catch((error: unknown) => {
    // The status of a refusal says enough, even when the connection broke within its text.
    if (answer.statusCode < 400 || signal.aborted) throw error;
    return '';
  });
  return { status: answer.statusCode, reason: answer.statusText, text: withoutToken(await text, headers['Authorization']), header };
}

/** An answer may quote what it was asked with, and its sentences are shown to people. */
function withoutToken(text: string, authorization = ''): string {
  const token = authorization.slice('Bearer '.length);
  return token.length < LEAST_TOKEN ? text : text.replaceAll(token, '[masked]');
}

async function readText(body: Dispatcher.ResponseData['body'], encoding: string | undefined): Promise<string> {
  return unpackText(Buffer.from(await body.arrayBuffer()), encoding);
}

/**
 * The text of a body as it came over the line, without a byte order mark. Throws what zlib throws, with a `code`.
 * Done at once: a page takes less time than handing it to another thread and back.
 */
export async function unpackText(packed: Buffer, encoding = 'identity'): Promise<string> {
  return new TextDecoder().decode(unpack(packed, encoding.trim().toLowerCase()));
}

function unpack(packed: Buffer, encoding: string): Buffer {
  if (packed.length === 0 || encoding === 'identity') return packed;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw new UnknownEncoding();
  return gunzipSync(packed, { maxOutputLength: BODY_LIMIT, chunkSize: unpackedSize(packed) });
}

/**
 * What gzip says at its end about the size before packing, so that one buffer holds it all, and one byte more: zlib
 * takes a full buffer for a sign that there is more. Any number would do.
 */
function unpackedSize(packed: Buffer): number {
  const said = packed.length < 4 ? 0 : packed.readUInt32LE(packed.length - 4);
  return Math.min(Math.max(said + 1, LEAST_CHUNK), BODY_LIMIT);
}

/** The body is packed in a way that was not asked for. */
class UnknownEncoding extends Error {
  readonly code = 'BODY_ENCODING';
}
