/** A stand-in for Entra's token endpoint on loopback: enough for MSAL's app-only and refresh-token flows. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createFaultQueue, type FaultControls } from '../partner-center/fault-queue.ts';
import { errorBody, tokenErrors, type TokenError } from './errors.ts';
import { decideGrant, type EntraClient, type Grant, type Grants } from './grant.ts';
import { createTokenBook, type Verdict } from './token-book.ts';

const TOKEN_PATH = /^\/([^/]+)\/oauth2\/v2\.0\/token$/;

const ADMIN_AGENT = 'admin-agent';

/** About an hour, as Entra's default; the real one varies a little. */
const TOKEN_LIFE_SECONDS = 3_599;

export type EntraFault =
  | { readonly kind: 'throttle'; readonly retryAfter: number }
  | { readonly kind: 'status'; readonly status: number }
  /** One of the documented AADSTS errors, whatever was asked. */
  | { readonly kind: 'error'; readonly error: TokenError }
  | { readonly kind: 'html'; readonly status?: number }
  /** 200 with an access token of no characters. */
  | { readonly kind: 'emptyToken' }
  | { readonly kind: 'hang' };

/** What was asked, never with what secret. */
export interface TokenRequest {
  readonly ordinal: number;
  readonly tenant: string;
  readonly grantType: string;
  readonly clientId: string;
  readonly scope: string;
  readonly credential: 'none' | 'secret' | 'certificate';
  readonly at: Date;
  /** Null while it runs. */
  readonly status: number | null;
}

export interface EntraOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly tenantId: string;
  readonly clients: readonly EntraClient[];
  readonly now?: () => Date;
  readonly tokenLifeSeconds?: number;
}

export interface EntraStandIn {
  /** Takes the place of `https://login.microsoftonline.com`; no slash at the end. */
  readonly url: string;
  readonly faults: FaultControls<EntraFault, TokenRequest>;
  readonly requests: readonly TokenRequest[];
  /** For the stand-in of Partner Center: what to think of a bearer token. */
  readonly accepts: (bearer: string) => Verdict;
  /** A refresh token as a person's consent would have given it; the same person unless another is named. */
  readonly issueRefreshToken: (clientId: string, person?: string) => string;
  /** Who consented to a refresh token. */
  readonly personOf: (refreshToken: string) => string | undefined;
  /** From now on every refresh token issued so far answers AADSTS700082. */
  readonly expireRefreshTokens: () => void;
  /** From now on every token issued so far is wrong. */
  readonly revokeAll: () => void;
  readonly close: () => Promise<void>;
}

type Logged = { -readonly [Key in keyof TokenRequest]: TokenRequest[Key] };

interface Running extends Grants {
  readonly lifeSeconds: number;
  readonly faults: ReturnType<typeof createFaultQueue<EntraFault, TokenRequest>>;
  readonly requests: Logged[];
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Listens on 127.0.0.1; rejects when the port is taken. */
export async function startEntra(options: EntraOptions): Promise<EntraStandIn> {
  const now = options.now ?? (() => new Date());
  const book = createTokenBook(now);
  const running: Running = {
    tenantId: options.tenantId,
    clients: options.clients,
    book,
    now,
    lifeSeconds: options.tokenLifeSeconds ?? TOKEN_LIFE_SECONDS,
    faults: createFaultQueue<EntraFault, TokenRequest>(),
    requests: [],
  };

  const server = createServer((request, response) => {
    // A client that goes away in the middle of its form is no reason to fall.
    handle(running, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    faults: running.faults,
    requests: running.requests,
    accepts: book.judge,
    issueRefreshToken: (clientId, person = ADMIN_AGENT) => book.issueRefresh(clientId, person),
    personOf: book.personOf,
    expireRefreshTokens: book.expireRefreshTokens,
    revokeAll: book.revokeAll,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function handle(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, tenant] = TOKEN_PATH.exec(url.pathname) ?? [];
  if (tenant === undefined || request.method !== 'POST') {
    response.writeHead(404).end();
    return;
  }
  const form = new URLSearchParams(await text(request));
  const logged = logRequest(running, tenant, form);
  const fault = running.faults.take(logged);
  if (fault?.kind === 'hang') return;

  const correlationId = form.get('client-request-id') ?? url.searchParams.get('client-request-id') ?? randomUUID();
  const answer = fault === undefined ? tokenAnswer(running, tenant, form, correlationId) : faultyAnswer(running, fault, correlationId);
  logged.status = answer.status;
  response.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store, no-cache', ...answer.headers });
  response.end(answer.body);
}

function logRequest(running: Running, tenant: string, form: URLSearchParams): Logged {
  const signed = form.has('client_assertion');
  const logged: Logged = {
    ordinal: running.requests.length + 1,
    tenant,
    grantType: form.get('grant_type') ?? '',
    clientId: form.get('client_id') ?? '',
    scope: form.get('scope') ?? '',
    credential: signed ? 'certificate' : form.has('client_secret') ? 'secret' : 'none',
    at: running.now(),
    status: null,
  };
  running.requests.push(logged);
  return logged;
}

function tokenAnswer(running: Running, tenant: string, form: URLSearchParams, correlationId: string): Answer {
  const grant = decideGrant(running, tenant, form);
  if (typeof grant !== 'string') return refused(running, grant, correlationId);
  return granted(running, grant, form);
}

function granted(running: Running, grant: Grant, form: URLSearchParams): Answer {
  const { book, lifeSeconds } = running;
  const token = { token_type: 'Bearer', expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: book.issueAccess(lifeSeconds) };
  return { status: 200, body: JSON.stringify(grant === 'app' ? token : { ...token, ...userParts(running, form) }) };
}

/** What comes with a token for a person; each refresh brings a new refresh token, and the old one stays good. */
function userParts({ book, tenantId }: Running, form: URLSearchParams) {
  const clientId = form.get('client_id') ?? '';
  const person = book.personOf(form.get('refresh_token') ?? '') ?? ADMIN_AGENT;
  const claims = { aud: clientId, tid: tenantId, oid: `sandbox-${person}`, preferred_username: `${person}@partner.example` };
  const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    refresh_token: book.issueRefresh(clientId, person),
    client_info: base64({ uid: claims.oid, utid: claims.tid }),
    // Unsigned on purpose: MSAL only reads who signed in, and nobody can take it for a real token.
    id_token: `${base64({ alg: 'none' })}.${base64(claims)}.`,
  };
}

function refused(running: Running, error: TokenError, correlationId: string): Answer {
  return { status: error.status, body: errorBody(error, correlationId, running.now()) };
}

function faultyAnswer(running: Running, fault: Exclude<EntraFault, { kind: 'hang' }>, correlationId: string): Answer {
  switch (fault.kind) {
    case 'throttle':
      return { ...refused(running, { ...tokenErrors.busy(), status: 429 }, correlationId), headers: { 'Retry-After': String(fault.retryAfter) } };
    case 'status':
      return refused(running, { ...tokenErrors.busy(), status: fault.status }, correlationId);
    case 'error':
      return refused(running, fault.error, correlationId);
    case 'html':
      return { status: fault.status ?? 503, headers: { 'Content-Type': 'text/html' }, body: '<html><body>Service Unavailable</body></html>' };
    case 'emptyToken':
      return { status: 200, body: JSON.stringify({ token_type: 'Bearer', expires_in: 3_599, access_token: '' }) };
  }
}
