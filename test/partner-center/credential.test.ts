import { utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeCredential, readCredential } from '../../src/partner-center/credential.ts';
import { issueCertificate } from '../support/certificates.ts';
import { aFile, aFolder } from './signing-in.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const bySecret = { kind: 'secret', secret: { reveal: () => 'S3CRET' } } as const;

describe('partner-center/credential', () => {
  it('takes a secret as it is', () => {
    const credential = readCredential({ proof: bySecret }, NOW);

    expect(credential).toMatchObject({ kind: 'secret' });
    expect(credential.kind === 'secret' && credential.secret()).toBe('S3CRET');
    expect(describeCredential(credential, NOW)).toEqual({ kind: 'secret', signIn: 'app-only', expiries: [] });
  });

  it('tells when a certificate and a refresh token end', () => {
    const { key, certificate } = issueCertificate('audit-bot', { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-12-01T12:00:00Z') });
    const refreshTokenFile = aFile('0.token');
    utimesSync(refreshTokenFile, NOW, new Date('2026-11-11T12:00:00Z'));
    const credential = readCredential({ proof: { kind: 'certificate', file: aFile(key + certificate) }, refreshTokenFile }, NOW);

    const description = describeCredential(credential, NOW);

    expect(description).toEqual({
      kind: 'certificate',
      signIn: 'app+user',
      expiries: [
        { of: 'certificate', at: new Date('2026-12-01T12:00:00Z'), isAbout: false, daysLeft: 10 },
        { of: 'refresh token', at: new Date('2027-02-09T12:00:00Z'), isAbout: true, daysLeft: 80 },
      ],
    });
  });

  it('counts below zero when the time is over, and says nothing of a file it cannot see', () => {
    const refreshTokenFile = aFile('0.token');
    utimesSync(refreshTokenFile, NOW, new Date('2026-08-01T00:00:00Z'));

    const old = describeCredential({ kind: 'secret', secret: () => '', refreshTokenFile }, NOW);
    const gone = describeCredential({ kind: 'secret', secret: () => '', refreshTokenFile: `${aFolder()}/gone` }, NOW);

    expect(old.expiries).toMatchObject([{ of: 'refresh token', daysLeft: -23 }]);
    expect(gone).toEqual({ kind: 'secret', signIn: 'app+user', expiries: [] });
  });

  it('finds faults of the files at once', () => {
    const missing = `${aFolder()}/missing`;

    expect(() => readCredential({ proof: bySecret, refreshTokenFile: missing }, NOW)).toThrow('PARTNER_REFRESH_TOKEN_FILE');
    expect(() => readCredential({ proof: { kind: 'certificate', file: missing } }, NOW)).toThrow('PARTNER_CLIENT_CERTIFICATE_FILE');
  });
});
