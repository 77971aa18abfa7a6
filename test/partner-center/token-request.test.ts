import { rmSync, statSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../src/partner-center/credential.ts';
import { issueCertificate } from '../support/certificates.ts';
import { idsOf, OPTIONS, partnerCenter, problemOf, serve, someRecords, sourceAt } from './loopback.ts';
import { aFile, bySecret, CLIENT, entra, SECRET, signal, signInAt, tokenIn, withPerson } from './signing-in.ts';

const own = issueCertificate('audit-bot');
/** One page after the other: a single day is not read in parts. */
const ONE_DAY = [{ first: '2026-11-20', last: '2026-11-20' }];
const USER_SCOPE = 'https://api.partnercenter.microsoft.com/user_impersonation';

function certificateOf({ key, certificate } = own, refreshTokenFile?: string) {
  const file = aFile(key + certificate);
  return readCredential({ proof: { kind: 'certificate', file }, ...(refreshTokenFile !== undefined && { refreshTokenFile }) }, new Date());
}

describe('partner-center/token-request', () => {
  describe('with a refresh token', () => {
    it('asks once for ten callers, and writes the one new token to the file', async () => {
      const { stand, given, path, signIn } = await withPerson();

      const tokens = await Promise.all(Array.from({ length: 10 }, () => signIn.token(signal)));
      const later = await signIn.token(signal);

      expect(new Set([...tokens, later]).size).toBe(1);
      expect(stand.accepts(later)).toBe('ok');
      expect(stand.requests).toMatchObject([{ grantType: 'refresh_token', credential: 'secret', scope: expect.stringContaining(USER_SCOPE) }]);
      expect(tokenIn(path)).toMatch(/^sandbox-refresh-/);
      expect(tokenIn(path)).not.toBe(given);
      expect(statSync(path).mode & 0o777).toBe(0o600);
    });

    it('works with a certificate too', async () => {
      const stand = await entra({ registered: own.certificate });
      const path = aFile(stand.issueRefreshToken(CLIENT));
      const { signIn } = signInAt(stand.url, certificateOf(own, path));

      const token = await signIn.token(signal);

      expect(stand.accepts(token)).toBe('ok');
      expect(stand.requests).toMatchObject([{ grantType: 'refresh_token', credential: 'certificate' }]);
    });

    it('rotates from token to token: each use takes the one that came last', async () => {
      const { stand, path, signIn } = await withPerson();
      const files: string[] = [];

      let token = await signIn.token(signal);
      for (let at = 0; at < 3; at += 1) {
        files.push(tokenIn(path));
        token = await signIn.refresh(token, signal);
      }

      expect(new Set(files).size).toBe(3);
      expect(stand.requests).toHaveLength(4);
      expect(stand.accepts(token)).toBe('ok');
    });

    it('fetches one new token for all who come back with the same rejected one', async () => {
      const { stand, signIn } = await withPerson();
      const rejected = await signIn.token(signal);

      const renewed = await Promise.all(Array.from({ length: 10 }, () => signIn.refresh(rejected, signal)));

      expect(new Set(renewed).size).toBe(1);
      expect(renewed[0]).not.toBe(rejected);
      expect(stand.requests).toHaveLength(2);
    });

    it('fetches a new token before the old one ends, and keeps the old one while Entra has a fault', async () => {
      const { stand, signIn, log } = await withPerson({ tokenLifeSeconds: 200 });
      const first = await signIn.token(signal);
      const second = await signIn.token(signal);
      stand.faults.next({ kind: 'status', status: 503 }, 3);

      const third = await signIn.token(signal);

      expect(second).not.toBe(first);
      expect(third).toBe(second);
      expect(log.lines.map(({ text }) => text)).toEqual(['token kept because no new one could be had']);
    });

    it('shares the file with another process: both go on, whoever writes last', async () => {
      const { stand, path, credential, signIn } = await withPerson();
      const other = signInAt(stand.url, credential).signIn;

      let [mine, theirs] = await Promise.all([signIn.token(signal), other.token(signal)]);
      for (let at = 0; at < 5; at += 1) [mine, theirs] = await Promise.all([signIn.refresh(mine, signal), other.refresh(theirs, signal)]);
      const fresh = await signInAt(stand.url, credential).signIn.token(signal);

      expect([mine, theirs, fresh].map((token) => stand.accepts(token))).toEqual(['ok', 'ok', 'ok']);
      expect(stand.requests.map(({ status }) => status)).toEqual(Array(13).fill(200));
      expect(tokenIn(path)).toMatch(/^sandbox-refresh-/);
    });

    it('takes a token that an administrator puts into the file, without a restart', async () => {
      const { stand, path, signIn } = await withPerson();
      const token = await signIn.token(signal);
      stand.revokeAll();
      const refused = await problemOf(signIn.refresh(token, signal));
      writeFileSync(path, stand.issueRefreshToken(CLIENT));

      const renewed = await signIn.refresh(token, signal);

      expect(refused.whatHappened).toContain('was revoked');
      expect(stand.accepts(renewed)).toBe('ok');
    });

    it('keeps the token of the account in use when an administrator changes the account', async () => {
      const { stand, path, signIn } = await withPerson();
      const first = await signIn.token(signal);
      const ofAnother = stand.issueRefreshToken(CLIENT, 'another-admin-agent');
      writeFileSync(path, ofAnother);

      const second = await signIn.refresh(first, signal);
      const rotated = tokenIn(path);
      await signIn.refresh(second, signal);

      expect(rotated).not.toBe(ofAnother);
      expect([rotated, tokenIn(path)].map((token) => stand.personOf(token))).toEqual(['another-admin-agent', 'another-admin-agent']);
    });

    it('goes on when the file cannot be replaced, and warns', async () => {
      const { stand, path, given, signIn, log } = await withPerson({ fileName: 'n'.repeat(240) });

      const token = await signIn.token(signal);
      const renewed = await signIn.refresh(token, signal);

      expect(stand.accepts(renewed)).toBe('ok');
      expect(tokenIn(path)).toBe(given);
      expect(log.lines.map(({ facts }) => facts['code'])).toEqual(['ENAMETOOLONG', 'ENAMETOOLONG']);
    });

    it('leaves the file alone when told to', async () => {
      const { stand, path, given, credential } = await withPerson();
      const { signIn } = signInAt(stand.url, credential, { renewal: 'forget' });

      const token = await signIn.token(signal);

      expect(stand.accepts(token)).toBe('ok');
      expect(tokenIn(path)).toBe(given);
    });

    it('says what is wrong with a file that vanished', async () => {
      const { path, signIn } = await withPerson();
      rmSync(path);

      const problem = await problemOf(signIn.token(signal));

      expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: 'The file that PARTNER_REFRESH_TOKEN_FILE names does not exist (ENOENT).' });
    });

    it('ends a walk whose sign-in is revoked between two pages, with the pages before it given', async () => {
      const { stand, signIn } = await withPerson();
      const service = await partnerCenter({ records: someRecords(850), acceptToken: stand.accepts });
      const read: unknown[] = [];

      const problem = await problemOf((async () => {
        for await (const page of sourceAt(service.url, { signIn, concurrency: 1 }).pages({ windows: ONE_DAY }, OPTIONS)) {
          read.push(...idsOf([page]));
          stand.revokeAll();
        }
      })());

      expect(read).toHaveLength(500);
      expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: expect.stringContaining('was revoked') });
      expect(service.requests.map(({ status }) => status)).toEqual([200, 401]);
      expect(stand.requests.map(({ status }) => status)).toEqual([200, 400]);
    });

    it('goes on with a walk whose token is rejected between two pages', async () => {
      const { stand, signIn } = await withPerson();
      const rejected = new Set<string>();
      const service = await partnerCenter({ records: someRecords(850), acceptToken: (bearer) => (rejected.has(bearer) ? 'expired' : stand.accepts(bearer)) });
      const read: unknown[] = [];

      for await (const page of sourceAt(service.url, { signIn, concurrency: 1 }).pages({ windows: ONE_DAY }, OPTIONS)) {
        if (read.length === 0) rejected.add(await signIn.token(signal));
        read.push(...idsOf([page]));
      }

      expect(read).toHaveLength(850);
      expect(service.requests.map(({ status }) => status)).toEqual([200, 401, 200]);
      expect(stand.requests).toHaveLength(2);
    });
  });

  it('lets no token, secret or key into an error, a log line or the sign-in itself', async () => {
    const { url } = await serve((request, response) => {
      let form = '';
      request.on('data', (part) => { form += String(part); }).on('end', () => {
        response.writeHead(400, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ error: 'invalid_grant', error_description: `AADSTS70000: ${form}`, error_codes: [70000], correlation_id: form, suberror: form }));
      });
    });
    const { stand, signIn, path, log, credential } = await withPerson({ fileName: 'n'.repeat(240) });
    const access = await signIn.token(signal);
    const certified = certificateOf(own, aFile('0.TOKEN-of-a-person'));
    const hostile = signInAt(url, certified);
    const refused = await problemOf(hostile.signIn.token(signal));
    const spoilt = await problemOf(signInAt(url, { ...bySecret, refreshTokenFile: aFile('0.TOKEN of two words') }).signIn.token(signal));

    const printed = [refused, spoilt, log.lines, hostile.log.lines, credential, certified, signIn, hostile.signIn]
      .map((what) => inspect(what, { depth: 20, showHidden: true }) + JSON.stringify(what)).join('\n');

    expect(stand.accepts(access)).toBe('ok');
    expect(refused.whatHappened).toContain('70000');
    expect(printed).not.toMatch(/sandbox-(access|refresh)|TOKEN-of|TOKEN of|PRIVATE KEY|BEGIN/);
    for (const secret of [SECRET, tokenIn(path), own.key.split('\n')[3], access]) expect(printed).not.toContain(secret);
  });
});
