import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/partner-center/certificate.ts';
import { Problem } from '../../src/features/problem.ts';
import { issueCertificate } from '../support/certificates.ts';
import { aFile, aFolder } from './signing-in.ts';

const NOW = new Date();
const DAY_MS = 86_400_000;
const own = issueCertificate('audit-bot');
const other = issueCertificate('somebody-else');

function problemOf(path: string, now = NOW): Problem {
  try {
    readCertificate(path, now);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was read');
}

function encrypted(type: 'pkcs8' | 'pkcs1'): string {
  return own.privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' }).toString();
}

function ellipticKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function shortKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('partner-center/certificate', () => {
  it.each([
    ['the key first', `${own.key}${own.certificate}`],
    ['the certificate first', `${own.certificate}${own.key}`],
    ['a key of the older form', `${own.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()}${own.certificate}`],
    ['line ends of Windows and words in between', `Bag Attributes\r\n${`${own.key}subject=CN\n${own.certificate}`.replaceAll('\n', '\r\n')}`],
    ['the letters of Windows PowerShell', Buffer.from(`\uFEFF${own.key}${own.certificate}`, 'utf16le')],
  ])('reads a file with %s', (_, content) => {
    const certificate = readCertificate(aFile(content), NOW);

    const { fingerprint256, validToDate } = new X509Certificate(own.certificate);
    expect(certificate).toMatchObject({ thumbprintSha256: fingerprint256.replaceAll(':', ''), notAfter: validToDate });
    expect(certificate.chain()).toBe(own.certificate);
    expect(createPrivateKey(certificate.privateKey()).equals(own.privateKey)).toBe(true);
  });

  it('puts the certificate of the key before the rest of its chain', () => {
    const authority = issueCertificate('authority');
    const leaf = issueCertificate('leaf', { issuer: authority });

    const { chain } = readCertificate(aFile(`${authority.certificate}${leaf.key}${leaf.certificate}`), NOW);

    expect(chain()).toBe(`${leaf.certificate}${authority.certificate}`);
  });

  it.each<[string, string, RegExp, RegExp]>([
    ['no key', own.certificate, /holds no private key\.$/, /both as PEM/],
    ['no certificate', own.key, /holds no certificate\.$/, /both as PEM/],
    ['nothing', '', /holds no private key/, /both as PEM/],
    ['no PEM', 'MII\u0000\u0001 no PEM', /holds no private key/, /both as PEM/],
    ['a key of another certificate', `${other.key}${own.certificate}`, /does not fit its certificate/, /both as PEM/],
    ['an encrypted key', `${encrypted('pkcs8')}${own.certificate}`, /is encrypted/, /unencrypted/],
    ['an encrypted key of the older form', `${encrypted('pkcs1')}${own.certificate}`, /is encrypted/, /unencrypted/],
    ['a broken key', `${own.key.replace(/M/, '#')}${own.certificate}`, /private key .* cannot be read/, /both as PEM/],
    ['a broken certificate', `${own.key}${own.certificate.replace(/\nMII/, '\n###')}`, /certificate .* cannot be read/, /both as PEM/],
    ['a key that is not RSA', `${ellipticKey()}${own.certificate}`, /no RSA key of 2048 bits/, /creates a new certificate/],
    ['a short key', `${shortKey()}${own.certificate}`, /no RSA key of 2048 bits/, /creates a new certificate/],
  ])('says what is wrong with a file that holds %s', (_, content, whatHappened, whatToDo) => {
    const problem = problemOf(aFile(content));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: expect.stringMatching(whatHappened), whatToDo: expect.stringMatching(whatToDo) });
    expect(problem.whatHappened).toContain('PARTNER_CLIENT_CERTIFICATE_FILE');
  });

  it('tells a certificate that has expired from one that is not valid yet', () => {
    const path = aFile(`${own.key}${own.certificate}`);

    const late = problemOf(path, new Date(NOW.getTime() + 40 * DAY_MS));
    const early = problemOf(path, new Date(NOW.getTime() - 40 * DAY_MS));

    expect(late.whatHappened).toBe(`The certificate in the file that PARTNER_CLIENT_CERTIFICATE_FILE names expired on ${new X509Certificate(own.certificate).validToDate.toISOString().slice(0, 10)}.`);
    expect(late.whatToDo).toContain('creates a new certificate');
    expect(early.whatHappened).toContain('is valid only from');
    expect(early.whatToDo).toContain('clock');
  });

  it('tells a file that does not exist from one that is none', () => {
    const missing = problemOf(`${aFolder()}/missing.pem`);
    const folder = problemOf(aFolder());

    expect(missing.whatHappened).toBe('The file that PARTNER_CLIENT_CERTIFICATE_FILE names does not exist (ENOENT).');
    expect(folder.whatHappened).toBe('The file that PARTNER_CLIENT_CERTIFICATE_FILE names cannot be read (EISDIR).');
  });

  it('shows neither key nor path, in what it read or in a fault', () => {
    const path = aFile(`${own.key}${own.certificate}`, 'telling-name');
    const mistaken = problemOf(own.key.replaceAll('\n', ' '));
    const broken = problemOf(aFile(own.key.slice(0, 600), 'telling-name'));

    const printed = [readCertificate(path, NOW), mistaken, broken].map((what) => inspect(what, { depth: 20, showHidden: true }) + JSON.stringify(what)).join('\n');

    expect(printed).not.toMatch(/PRIVATE KEY|BEGIN/);
    expect(printed).not.toContain(own.key.split('\n')[3]);
    expect(printed).not.toContain('telling-name');
  });
});
