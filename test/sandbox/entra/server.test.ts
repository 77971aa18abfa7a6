import { generateKeyPairSync } from 'node:crypto';
import {
  ConfidentialClientApplication, InteractionRequiredAuthError, ServerError, type Configuration, type INetworkModule,
  type NetworkRequestOptions, type NetworkResponse,
} from '@azure/msal-node';
import { afterEach, describe, expect, it } from 'vitest';
import { tokenErrors } from '../../../sandbox/entra/errors.ts';
import { startEntra, type EntraOptions, type EntraStandIn } from '../../../sandbox/entra/server.ts';

const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
const CLIENT = '11111111-2222-4333-8444-555555555555';
const SECRET = 'not-a-real-secret';
const SCOPE = 'https://api.partnercenter.microsoft.com/.default';

/** Starts stand-ins and closes them after each test. */
function entras(): (options?: Partial<EntraOptions>) => Promise<EntraStandIn> {
  const running: EntraStandIn[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((standIn) => standIn.close()));
  });
  return async (options = {}) => {
    const standIn = await startEntra({ tenantId: TENANT, clients: [{ clientId: CLIENT, secret: SECRET }], ...options });
    running.push(standIn);
    return standIn;
  };
}

/** MSAL keeps the real authority; only the host of the request is ours. */
function loopback(url: string): INetworkModule {
  const go = async <T>(method: string, asked: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    const response = await fetch(asked.replace('https://login.microsoftonline.com', url), { method, ...options });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() as T };
  };
  return { sendGetRequestAsync: (asked, options) => go('GET', asked, options), sendPostRequestAsync: (asked, options) => go('POST', asked, options) };
}

function msal(standIn: EntraStandIn, auth: Partial<Configuration['auth']> = { clientSecret: SECRET }, tenant = TENANT) {
  return new ConfidentialClientApplication({
    auth: { clientId: CLIENT, authority: `https://login.microsoftonline.com/${tenant}`, ...auth },
    system: { networkClient: loopback(standIn.url) },
  });
}

function keyPair() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

interface TokenBody {
  readonly access_token: string;
  readonly error?: string;
  readonly error_description?: string;
}

async function post(standIn: EntraStandIn, fields: Record<string, string>, tenant = TENANT) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: CLIENT, client_secret: SECRET, scope: SCOPE, ...fields });
  const response = await fetch(`${standIn.url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  return { status: response.status, headers: response.headers, body: await response.json() as TokenBody };
}

describe('sandbox/entra/server', () => {
  const entra = entras();

  it('gives MSAL an app-only token that Partner Center would accept', async () => {
    const standIn = await entra();

    const result = await msal(standIn).acquireTokenByClientCredential({ scopes: [SCOPE] });

    expect(standIn.accepts(result?.accessToken ?? '')).toBe('ok');
    expect(standIn.accepts('some other token')).toBe('wrong');
    expect(standIn.requests).toMatchObject([{ tenant: TENANT, grantType: 'client_credentials', clientId: CLIENT, scope: SCOPE, credential: 'secret', status: 200 }]);
  });

  it('takes a certificate in place of a secret, and only the registered one', async () => {
    const [own, other] = [keyPair(), keyPair()];
    const standIn = await entra({ clients: [{ clientId: CLIENT, publicKey: own.publicKey }] });
    const signedWith = (privateKey: string) => msal(standIn, { clientCertificate: { thumbprintSha256: 'ab'.repeat(32), privateKey } });

    const result = await signedWith(own.privateKey).acquireTokenByClientCredential({ scopes: [SCOPE] });
    const refusal = signedWith(other.privateKey).acquireTokenByClientCredential({ scopes: [SCOPE] });

    await expect(refusal).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 700027 });
    expect(standIn.accepts(result?.accessToken ?? '')).toBe('ok');
    expect(standIn.requests.map(({ credential }) => credential)).toEqual(['certificate', 'certificate']);
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, TENANT, 401, 'invalid_client', 7000215],
    ['an unknown tenant', {}, 'bbbbbbbb-0000-cccc-1111-dddd2222eeee', 400, 'invalid_request', 90002],
    ['an unknown app', { client_id: 'cccccccc-2222-4333-8444-555555555555' }, TENANT, 400, 'unauthorized_client', 700016],
    ['a scope without /.default', { scope: 'https://api.partnercenter.microsoft.com/user_impersonation' }, TENANT, 400, 'invalid_scope', 1002012],
    ['a scope of another API', { scope: 'https://graph.microsoft.com/.default' }, TENANT, 400, 'invalid_resource', 500011],
    ['no scope', { scope: '' }, TENANT, 400, 'invalid_request', 900144],
    ['another grant', { grant_type: 'password' }, TENANT, 400, 'unsupported_grant_type', 70003],
  ])('refuses %s with its AADSTS number', async (_case, fields, tenant, status, error, number) => {
    const standIn = await entra();

    const answer = await post(standIn, fields, tenant);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error, error_codes: [number] });
    expect(answer.body.error_description).toMatch(new RegExp(`^AADSTS${number}: .+ Trace ID: .+ Correlation ID: .+ Timestamp: `));
  });

  it('refuses a secret that has expired', async () => {
    const standIn = await entra({ clients: [{ clientId: CLIENT, secret: SECRET, secretExpiresAt: new Date('2026-01-01') }], now: () => new Date('2026-11-21') });

    const refusal = msal(standIn).acquireTokenByClientCredential({ scopes: [SCOPE] });

    await expect(refusal).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 7000222 });
  });

  it('gives opaque tokens, each only once', async () => {
    const standIn = await entra();

    const tokens = [await post(standIn, {}), await post(standIn, {})].map(({ body }) => String(body.access_token));

    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token).not.toMatch(/^eyJ|\./);
  });

  it('lets tokens expire by its clock, and all at once when told to', async () => {
    let now = new Date('2026-11-21T10:00:00Z');
    const standIn = await entra({ now: () => now, tokenLifeSeconds: 60 });
    const old = (await post(standIn, {})).body.access_token;
    now = new Date('2026-11-21T10:01:00Z');
    const young = (await post(standIn, {})).body.access_token;

    expect([standIn.accepts(old), standIn.accepts(young)]).toEqual(['expired', 'ok']);

    standIn.revokeAll();

    expect(standIn.accepts(young)).toBe('wrong');
  });

  it('rotates refresh tokens through MSAL, and the old one stays good', async () => {
    const standIn = await entra();
    const refreshToken = standIn.issueRefreshToken(CLIENT);
    const app = msal(standIn);
    const ask = () => app.acquireTokenByRefreshToken({ refreshToken, scopes: [SCOPE], forceCache: true });

    const results = [await ask(), await ask()];

    expect(results.map((result) => standIn.accepts(result?.accessToken ?? ''))).toEqual(['ok', 'ok']);
    expect(results[0]?.account?.username).toBe('admin-agent@partner.example');
    expect(app.getTokenCache().serialize()).toMatch(/"secret":\s*"sandbox-refresh-/);
  });

  it('says when a refresh token has expired, was revoked, or never was one', async () => {
    const standIn = await entra();
    const ask = (refreshToken: string) => msal(standIn).acquireTokenByRefreshToken({ refreshToken, scopes: [SCOPE] });
    const token = standIn.issueRefreshToken(CLIENT);

    standIn.expireRefreshTokens();
    const expired = await ask(token).catch((error: unknown) => error);
    standIn.revokeAll();
    const revoked = await ask(token).catch((error: unknown) => error);

    expect(expired).toBeInstanceOf(ServerError);
    expect(expired).toMatchObject({ errorCode: 'invalid_grant', errorNo: 700082 });
    expect(revoked).toBeInstanceOf(InteractionRequiredAuthError);
    await expect(ask('never issued')).rejects.toMatchObject({ errorNo: 9002313 });
  });

  it('meets the queued faults first and works again afterwards', async () => {
    const standIn = await entra();
    standIn.faults.next({ kind: 'throttle', retryAfter: 7 });
    standIn.faults.next({ kind: 'status', status: 503 });
    standIn.faults.next({ kind: 'error', error: tokenErrors.mfaRequired() });
    standIn.faults.next({ kind: 'emptyToken' });

    const answers = [await post(standIn, {}), await post(standIn, {}), await post(standIn, {}), await post(standIn, {}), await post(standIn, {})];

    expect(answers.map(({ status }) => status)).toEqual([429, 503, 400, 200, 200]);
    expect(answers[0]?.headers.get('Retry-After')).toBe('7');
    expect(answers[2]?.body).toMatchObject({ suberror: 'basic_action', error_codes: [50076] });
    expect(answers[3]?.body.access_token).toBe('');
    expect(standIn.accepts(answers[4]?.body.access_token ?? '')).toBe('ok');
  });

  it('answers HTML or nothing at all while a rule says so', async () => {
    const standIn = await entra();
    standIn.faults.whenever(({ ordinal }) => ordinal === 1 ? { kind: 'html' } : { kind: 'hang' });
    const url = `${standIn.url}/${TENANT}/oauth2/v2.0/token`;

    const page = await fetch(url, { method: 'POST', body: 'x=1' });
    const silence = fetch(url, { method: 'POST', body: 'x=1', signal: AbortSignal.timeout(100) });

    expect(page.status).toBe(503);
    expect(page.headers.get('content-type')).toBe('text/html');
    await expect(silence).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(standIn.requests.at(-1)?.status).toBeNull();
  });

  it('never keeps what it was shown: no secret and no token in the log', async () => {
    const standIn = await entra();

    const { body } = await post(standIn, {});

    const log = JSON.stringify(standIn.requests);
    expect(log).toContain(CLIENT);
    expect(log).not.toContain(SECRET);
    expect(log).not.toContain(body.access_token);
  });
});
