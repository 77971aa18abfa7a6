import { describe, expect, it } from 'vitest';
import { createEntraNetwork } from '../../src/partner-center/entra-network.ts';
import { BODY_LIMIT } from '../../src/partner-center/http.ts';
import { problemOf, serve, testDispatcher } from './loopback.ts';
import { bySecret, entra, signal, signInAt } from './signing-in.ts';

const TOKEN_PATH = 'https://login.microsoftonline.com/tenant/oauth2/v2.0/token';

describe('partner-center/entra-network', () => {
  it('asks the address it was told to, with the path that MSAL wants', async () => {
    const { url, seen } = await serve((_, response) => response.end('{"a":1}'));
    const { module } = createEntraNetwork(testDispatcher(), `${url}/behind/a/proxy`);

    const answer = await module.sendPostRequestAsync(`${TOKEN_PATH}?x=1`, { headers: { 'a': 'b' }, body: 'c=d' });

    expect(answer).toMatchObject({ status: 200, body: { a: 1 } });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/behind/a/proxy/tenant/oauth2/v2.0/token?x=1', headers: { a: 'b' } });
  });

  it('gives up on an Entra that does not answer in time, and asks again for the next token', async () => {
    const stand = await entra();
    stand.faults.next({ kind: 'hang' });
    const { signIn } = signInAt(stand.url, bySecret, { entraMs: 300 });

    const problem = await problemOf(signIn.token(signal));
    const token = await signIn.token(signal);

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: true, whatHappened: 'Entra did not answer in time.' });
    expect(stand.accepts(token)).toBe('ok');
    expect(stand.requests).toHaveLength(2);
  });

  it('gives up on an answer that trickles in', async () => {
    const { url } = await serve((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });

    const problem = await problemOf(signInAt(url, bySecret, { entraMs: 300 }).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: true, whatHappened: 'Entra did not answer in time.' });
  });

  it('leaves an answer beyond the limit unread', async () => {
    const { url } = await serve((_, response) => response.end(Buffer.alloc(BODY_LIMIT + 1, 'a')));

    const problem = await problemOf(signInAt(url, bySecret).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: 'The answer of Entra is too large or packed in an unknown way.' });
  });

  it('takes a secret nowhere else: a redirect is no answer', async () => {
    const other = await serve((_, response) => response.end('{}'));
    const { url } = await serve((_, response) => response.writeHead(307, { Location: other.url }).end());

    const problem = await problemOf(signInAt(url, bySecret).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false });
    expect(other.seen).toHaveLength(0);
  });

  it('reads a time to wait until by Entra’s clock', async () => {
    const theirs = new Date(Date.now() - 10 * 60_000);
    const until = new Date(theirs.getTime() + 20_000);
    const { url } = await serve((_, response) => {
      response.writeHead(429, { 'Date': theirs.toUTCString(), 'Retry-After': until.toUTCString() }).end('{"error":"temporarily_unavailable"}');
    });

    const problem = await problemOf(signInAt(url, bySecret).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: true, retryAfterMs: 20_000 });
  });
});
