import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { consult, greenWorld } from '../support/doctor.ts';

describe('partner-center/check-sign-in', () => {
  it('tells a wrong secret without showing it, and what waits for the token', async () => {
    const world = await greenWorld();

    const { code, lines, text } = await consult({ ...world.environment(), PARTNER_CLIENT_SECRET: 'not-the-right-secret' });

    expect(code).toBe(1);
    expect(lines('Entra')).toEqual([expect.stringMatching(/^FAIL .*AADSTS7000215.*→ .*PARTNER_CLIENT_SECRET/)]);
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/^skip .*waits for a token of Entra/)]);
    expect(lines('Microsoft clock')).toEqual([expect.stringMatching(/^ok /)]);
    expect(text).not.toContain('not-the-right-secret');
    expect(world.partnerCenter.requests).toEqual([]);
  });

  it('tells a certificate that cannot be read, without its path', async () => {
    const world = await greenWorld();

    const { code, lines, text } = await consult({ ...world.environment(), PARTNER_CLIENT_SECRET: '', PARTNER_CLIENT_CERTIFICATE_FILE: '/no/such/file.pem' });

    expect(code).toBe(1);
    expect(lines('Credential')).toEqual([expect.stringMatching(/^FAIL .*PARTNER_CLIENT_CERTIFICATE_FILE names does not exist \(ENOENT\)/)]);
    expect(lines('Entra')).toEqual([expect.stringMatching(/^skip .*waits for the credential/)]);
    expect(text).not.toContain('/no/such');
  });

  it('leaves the file of the refresh token as it is, although Entra renews the token', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const world = await greenWorld();
    const environment = world.environment();
    const token = world.entra.issueRefreshToken(environment['PARTNER_CLIENT_ID'] ?? '');
    writeFileSync(`${folder}/token`, token);

    const { code, lines, text } = await consult({ ...environment, PARTNER_REFRESH_TOKEN_FILE: `${folder}/token` });

    expect(code).toBe(0);
    expect(lines('Credential')).toEqual([
      expect.stringContaining('app+user'), expect.stringMatching(/^ok .*the refresh token ends about 2\d{3}-\d\d-\d\d, in (?:89|90) days/), expect.stringMatching(/^ok .*can be replaced/),
    ]);
    expect(readFileSync(`${folder}/token`, 'utf8')).toBe(token);
    expect(readdirSync(folder)).toEqual(['token']);
    expect(text).not.toContain(token);
  });
});
