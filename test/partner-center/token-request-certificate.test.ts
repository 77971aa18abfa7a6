import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../src/partner-center/credential.ts';
import { issueCertificate } from '../support/certificates.ts';
import { problemOf, serve } from './loopback.ts';
import { aFile, signal, signInAt, withCertificate } from './signing-in.ts';

/** The header of the assertion with which a file's certificate signs in. */
async function assertionHeader(...pems: readonly string[]): Promise<unknown> {
  let form = '';
  const { url } = await serve((request, response) => {
    request.on('data', (part) => { form += String(part); }).on('end', () => response.end('{}'));
  });
  const credential = readCredential({ proof: { kind: 'certificate', file: aFile(pems.join('')) } }, new Date());
  await problemOf(signInAt(url, credential).signIn.token(signal));
  const [header = ''] = new URLSearchParams(form).get('client_assertion')?.split('.') ?? [];
  return JSON.parse(Buffer.from(header, 'base64url').toString());
}

function bytesOf({ certificate }: { readonly certificate: string }): Buffer {
  return new X509Certificate(certificate).raw;
}

describe('partner-center/token-request', () => {
  it('signs in by a PS256 assertion that names the registered certificate', async () => {
    const { stand, signIn } = await withCertificate();

    const token = await signIn.token(signal);
    const renewed = await signIn.refresh(token, signal);

    expect([stand.accepts(token), stand.accepts(renewed)]).toEqual(['ok', 'ok']);
    expect(stand.requests).toMatchObject([{ credential: 'certificate', grantType: 'client_credentials', status: 200 }, { credential: 'certificate' }]);
  });

  it('names it by its SHA-256 thumbprint and sends it along, so that an authority may be registered instead', async () => {
    const own = issueCertificate('audit-bot');

    const header = await assertionHeader(own.key, own.certificate);

    const thumbprint = createHash('sha256').update(bytesOf(own)).digest('base64url');
    expect(header).toEqual({ typ: 'JWT', alg: 'PS256', 'x5t#S256': thumbprint, x5c: [bytesOf(own).toString('base64')] });
  });

  it('sends the rest of its chain behind it', async () => {
    const authority = issueCertificate('authority');
    const leaf = issueCertificate('leaf', { issuer: authority });

    const header = await assertionHeader(authority.certificate, leaf.key, leaf.certificate);

    expect(header).toMatchObject({ 'x5t#S256': createHash('sha256').update(bytesOf(leaf)).digest('base64url'), x5c: [leaf, authority].map((one) => bytesOf(one).toString('base64')) });
  });

  it('says that Entra does not know the certificate', async () => {
    const { stand } = await withCertificate();
    const { key, certificate } = issueCertificate('another');
    const other = readCredential({ proof: { kind: 'certificate', file: aFile(key + certificate) } }, new Date());

    const problem = await problemOf(signInAt(stand.url, other).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: expect.stringContaining('does not know the certificate') });
    expect(problem.whatToDo).toContain('PARTNER_CLIENT_CERTIFICATE_FILE');
  });
});
