import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tokenErrors } from '../../sandbox/entra/errors.ts';
import { startEntra, type EntraFault } from '../../sandbox/entra/server.ts';
import { addressesOf } from '../../src/partner-center/clouds.ts';
import { createSignIn, type SignInDeps } from '../../src/partner-center/sign-in.ts';
import { keptLog, problemOf, serve, testDispatcher } from './loopback.ts';

const TENANT = '3b33e682-00c3-41ee-9dd2-a548adf56438';
const CLIENT = '87fe183e-041c-4cf7-b221-c065d9582cde';
const SECRET = 'S3CRET~value';
const signal = new AbortController().signal;

function signInAt(entraAuthorityUrl: string, overrides: Partial<SignInDeps> = {}) {
  const log = keptLog();
  const signIn = createSignIn({
    tenantId: TENANT, clientId: CLIENT, credential: { kind: 'secret', secret: () => SECRET }, addresses: addressesOf('global', { entraAuthorityUrl }),
    dispatcher: testDispatcher(), clock: () => new Date(), log, ...overrides,
  });
  return { signIn, log };
}

async function entra(options: { tokenLifeSeconds?: number } = {}) {
  const stand = await startEntra({ tenantId: TENANT, clients: [{ clientId: CLIENT, secret: SECRET }], ...options });
  onTestFinished(() => stand.close());
  return stand;
}

describe('partner-center/sign-in', () => {
  it('asks Entra once for ten callers at once, and not again while the token is good', async () => {
    const stand = await entra();
    const { signIn } = signInAt(stand.url);

    const tokens = await Promise.all(Array.from({ length: 10 }, () => signIn.token(signal)));
    const later = await signIn.token(signal);

    expect(new Set([...tokens, later]).size).toBe(1);
    expect(stand.accepts(later)).toBe('ok');
    expect(stand.requests).toMatchObject([{ tenant: TENANT, clientId: CLIENT, grantType: 'client_credentials', credential: 'secret', scope: expect.stringContaining('https://api.partnercenter.microsoft.com/.default') }]);
  });

  it.each(['usgov', 'china'] as const)('signs in to %s without asking any other host', async (cloud) => {
    const stand = await entra();
    const { signIn } = signInAt(stand.url, { addresses: addressesOf(cloud, { entraAuthorityUrl: stand.url }) });

    const token = await signIn.token(signal);

    expect(stand.accepts(token)).toBe('ok');
    expect(stand.requests).toHaveLength(1);
  });

  it('fetches one new token for all who come back with the same rejected one', async () => {
    const stand = await entra();
    const { signIn } = signInAt(stand.url);
    const rejected = await signIn.token(signal);

    const renewed = await Promise.all(Array.from({ length: 10 }, () => signIn.refresh(rejected, signal)));
    const late = await signIn.refresh(rejected, signal);
    const next = await signIn.token(signal);

    expect(stand.requests).toHaveLength(2);
    expect(new Set([...renewed, late, next])).toEqual(new Set([renewed[0]]));
    expect(renewed[0]).not.toBe(rejected);
  });

  it('fetches a new token before the old one ends', async () => {
    const stand = await entra({ tokenLifeSeconds: 200 });
    const { signIn } = signInAt(stand.url);

    const first = await signIn.token(signal);
    const second = await signIn.token(signal);

    expect(second).not.toBe(first);
    expect(stand.requests).toHaveLength(2);
  });

  it('keeps a token that is still good for a while when Entra cannot give a new one', async () => {
    const stand = await entra({ tokenLifeSeconds: 200 });
    const { signIn, log } = signInAt(stand.url);
    const first = await signIn.token(signal);
    stand.faults.next({ kind: 'status', status: 503 }, 3);

    const second = await signIn.token(signal);
    const third = await signIn.token(signal);

    expect([second, third]).toEqual([first, first]);
    expect(log.lines.map(({ text }) => text)).toContain('token kept because no new one could be had');
  });

  it('never keeps a token that Partner Center rejected', async () => {
    const stand = await entra();
    const { signIn } = signInAt(stand.url);
    const rejected = await signIn.token(signal);
    stand.faults.next({ kind: 'status', status: 503 }, 3);

    const problem = await problemOf(signIn.refresh(rejected, signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: true });
  });

  it.each<[string, EntraFault, Partial<Record<'whatHappened' | 'whatToDo', string>>]>([
    ['a wrong secret', { kind: 'error', error: tokenErrors.wrongSecret(CLIENT) }, { whatHappened: 'client secret is wrong (AADSTS7000215).', whatToDo: 'PARTNER_CLIENT_SECRET' }],
    ['an expired secret', { kind: 'error', error: tokenErrors.expiredSecret(CLIENT) }, { whatHappened: 'has expired', whatToDo: 'creates a new secret' }],
    ['an unknown app', { kind: 'error', error: tokenErrors.unknownClient(CLIENT) }, { whatHappened: 'does not know the bot’s app', whatToDo: 'PARTNER_CLIENT_ID' }],
    ['an unknown tenant', { kind: 'error', error: tokenErrors.unknownTenant(TENANT) }, { whatHappened: 'does not know the partner’s tenant', whatToDo: 'PARTNER_TENANT_ID' }],
    ['a missing consent', { kind: 'error', error: { status: 400, error: 'invalid_grant', number: 65001, message: 'no consent', suberror: 'consent_required' } }, { whatHappened: 'Nobody has consented', whatToDo: 'grants admin consent' }],
    ['a policy that blocks', { kind: 'error', error: { status: 400, error: 'access_denied', number: 53003, message: 'blocked' } }, { whatHappened: 'Conditional Access policy blocks', whatToDo: 'excludes the app' }],
    ['a policy that asks for MFA', { kind: 'error', error: tokenErrors.mfaRequired() }, { whatHappened: 'multi-factor', whatToDo: 'excludes the bot’s app' }],
    ['an unknown resource', { kind: 'error', error: tokenErrors.unknownResource('x') }, { whatHappened: 'Partner Center’s API', whatToDo: 'PARTNER_CLOUD' }],
    ['a number nobody listed', { kind: 'error', error: tokenErrors.unknownGrant('x') }, { whatHappened: 'refused the bot’s sign-in (AADSTS70003)', whatToDo: 'sign-in log' }],
    ['a success without a token', { kind: 'emptyToken' }, { whatHappened: 'without a token', whatToDo: 'ENTRA_AUTHORITY_URL' }],
    ['a page of a proxy', { kind: 'html', status: 200 }, { whatHappened: 'without a token', whatToDo: 'proxy' }],
  ])('says what an administrator does about %s, and does not try again', async (_, fault, words) => {
    const stand = await entra();
    stand.faults.next(fault);
    const { signIn } = signInAt(stand.url);

    const problem = await problemOf(signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false });
    expect(problem.whatHappened).toContain(words.whatHappened);
    expect(problem.whatToDo).toContain(words.whatToDo);
    expect(stand.requests).toHaveLength(1);
  });

  it.each<[string, EntraFault]>([
    ['429', { kind: 'throttle', retryAfter: 7 }], ['503', { kind: 'status', status: 503 }], ['a gateway’s page', { kind: 'html', status: 502 }],
  ])('says that %s may pass', async (_, fault) => {
    const stand = await entra();
    stand.faults.next(fault, 3);
    const { signIn } = signInAt(stand.url);

    const problem = await problemOf(signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: true });
    expect(problem.retryAfterMs).toBe(fault.kind === 'throttle' ? 7_000 : 60_000);
  });

  it('recognises that MSAL itself refuses to ask again so soon', async () => {
    const stand = await entra();
    stand.faults.next({ kind: 'throttle', retryAfter: 60 });
    const { signIn } = signInAt(stand.url);
    await problemOf(signIn.token(signal));

    const problem = await problemOf(signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: true, whatHappened: 'Entra asks the bot to wait before it signs in again.' });
    expect(stand.requests).toHaveLength(1);
  });

  it('gets over a fault of Entra that passes at once', async () => {
    const stand = await entra();
    stand.faults.next({ kind: 'status', status: 503 }, 2);
    const { signIn } = signInAt(stand.url);

    const token = await signIn.token(signal);

    expect(stand.accepts(token)).toBe('ok');
    expect(stand.requests).toHaveLength(3);
  });

  it('asks again after a failure', async () => {
    const stand = await entra();
    stand.faults.next({ kind: 'error', error: tokenErrors.wrongSecret(CLIENT) });
    const { signIn } = signInAt(stand.url);
    await problemOf(signIn.token(signal));

    const token = await signIn.token(signal);

    expect(stand.accepts(token)).toBe('ok');
  });

  it('tells an Entra that cannot be reached from one that breaks off', async () => {
    const broken = await serve((request) => request.socket.destroy());

    const closed = await problemOf(signInAt('http://127.0.0.1:1').signIn.token(signal));
    const cut = await problemOf(signInAt(broken.url).signIn.token(signal));

    expect(closed).toMatchObject({ kind: 'sign-in', retryable: true, whatHappened: 'Entra cannot be reached (ECONNREFUSED).' });
    expect(closed.whatToDo).toContain('ENTRA_AUTHORITY_URL');
    expect(cut).toMatchObject({ kind: 'sign-in', retryable: true, whatHappened: 'The connection to Entra broke off.' });
  });

  it.each(['null', '[]', '"text"', '7', ''])('takes the answer %j for one without a token', async (body) => {
    const { url } = await serve((_, response) => response.end(body));

    const problem = await problemOf(signInAt(url).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false });
  });

  it('stops waiting when the signal aborts, and leaves the others their token', async () => {
    const stand = await entra();
    const { signIn } = signInAt(stand.url);
    const controller = new AbortController();

    const stopped = problemOf(signIn.token(controller.signal));
    const kept = signIn.token(signal);
    controller.abort();

    expect(await stopped).toMatchObject({ kind: 'cancelled', retryable: false });
    expect(stand.accepts(await kept)).toBe('ok');
    expect(stand.requests).toHaveLength(1);
  });

  it('reveals the secret once, when it first signs in', async () => {
    const stand = await entra();
    let reveals = 0;
    const { signIn } = signInAt(stand.url, { credential: { kind: 'secret', secret: () => { reveals += 1; return SECRET; } } });
    const before = reveals;

    const first = await signIn.token(signal);
    await signIn.refresh(first, signal);

    expect([before, reveals]).toEqual([0, 1]);
  });

  it('lets no secret and no text of the answer into an error, its cause included', async () => {
    const { url } = await serve((request, response) => {
      let form = '';
      request.on('data', (part) => { form += part; }).on('end', () => {
        response.writeHead(401, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error: form, error_description: `AADSTS7000215: ${form}`, error_codes: [7000215], correlation_id: form, suberror: form }));
      });
    });

    const problem = await problemOf(signInAt(url).signIn.token(signal));

    expect(problem.whatHappened).toContain('7000215');
    expect(inspect(problem, { depth: 20, showHidden: true })).not.toMatch(/S3CRET/);
  });
});
