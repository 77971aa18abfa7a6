import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEntra } from '../../sandbox/entra/server.ts';
import { publishedRecords } from '../../sandbox/partner-center/published.ts';
import { startPartnerCenter } from '../../sandbox/partner-center/server.ts';
import { aFile, tokenIn } from '../partner-center/signing-in.ts';
import { issueCertificate } from '../support/certificates.ts';

const own = issueCertificate('audit-bot');
const SLACK = { SLACK_BOT_TOKEN: 'xoxb-not-real', SLACK_SIGNING_SECRET: 'not-a-real-secret' };

interface Run {
  readonly code: number;
  readonly out: string;
}

/** Runs a program of the project as a person would, with no variables but these. */
function run(program: string, words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Run> {
  const script = fileURLToPath(new URL(`../../${program}`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], { env: environment, timeout: 50_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: out + err });
    });
  });
}

/** A partner's tenant that knows the certificate of the app. */
async function tenant() {
  const [tenantId, clientId] = [randomUUID(), randomUUID()];
  const entra = await startEntra({ tenantId, clients: [{ clientId, publicKey: own.certificate }] });
  const partnerCenter = await startPartnerCenter({ records: publishedRecords(new Date()), acceptToken: entra.accepts });
  onTestFinished(async () => void await Promise.all([entra.close(), partnerCenter.close()]));
  const environment = { PARTNER_TENANT_ID: tenantId, PARTNER_CLIENT_ID: clientId, PARTNER_CENTER_URL: partnerCenter.url, ENTRA_AUTHORITY_URL: entra.url };
  return { entra, partnerCenter, clientId, environment };
}

describe('signing in as the configuration says', () => {
  it('reads the audit log with a certificate and a person’s refresh token, which is rotated in its file', async () => {
    const { entra, clientId, environment } = await tenant();
    const given = entra.issueRefreshToken(clientId);
    const [pem, token] = [aFile(own.key + own.certificate), aFile(given)];

    const { code, out } = await run('sandbox/try.ts', ['last 30d'], { ...environment, PARTNER_CLIENT_CERTIFICATE_FILE: pem, PARTNER_REFRESH_TOKEN_FILE: token });

    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('Relecloud') });
    expect(entra.requests).toMatchObject([{ grantType: 'refresh_token', credential: 'certificate', status: 200 }]);
    expect(tokenIn(token)).toMatch(/^sandbox-refresh-/);
    expect(tokenIn(token)).not.toBe(given);
    expect(statSync(token).mode & 0o777).toBe(0o600);
  });

  it('tells a person at a terminal what to do about a token that was revoked', async () => {
    const { entra, clientId, environment } = await tenant();
    const token = aFile(entra.issueRefreshToken(clientId));
    entra.revokeAll();

    const { code, out } = await run('sandbox/try.ts', ['last 7d'], { ...environment, PARTNER_CLIENT_CERTIFICATE_FILE: aFile(own.key + own.certificate), PARTNER_REFRESH_TOKEN_FILE: token });

    expect(code).toBe(1);
    expect(out).toMatch(/was revoked.*\(AADSTS50173\)\.\nAn administrator signs in again/);
    expect(out).not.toContain(tokenIn(token));
  });

  it.each([
    ['a certificate without its key', own.certificate, '0.token', 'The file that PARTNER_CLIENT_CERTIFICATE_FILE names holds no private key. An administrator '],
    ['an empty refresh token file', own.key + own.certificate, '', 'The file that PARTNER_REFRESH_TOKEN_FILE names is empty. An administrator '],
  ])('does not start with %s, says so and shows nothing of it', async (_, pem, token, words) => {
    const { environment } = await tenant();

    const { code, out } = await run('src/main.ts', [], { ...SLACK, ...environment, PARTNER_CLIENT_CERTIFICATE_FILE: aFile(pem), PARTNER_REFRESH_TOKEN_FILE: aFile(token) });

    expect(code).toBe(1);
    expect(out.startsWith(words)).toBe(true);
    expect(out).not.toMatch(/BEGIN|0\.token|\.ts:\d/);
  });
});
