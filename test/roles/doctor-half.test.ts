import { describe, expect, it } from 'vitest';
import { aFile } from '../partner-center/signing-in.ts';
import { issueCertificate } from '../support/certificates.ts';
import { consult, greenWorld } from '../support/doctor.ts';

const DAY_MS = 86_400_000;
const OF_MICROSOFT = ['Entra', 'Partner Center', 'Microsoft clock'];

/** Nothing of Microsoft or Slack is set right; no world is needed. */
const OFFLINE = { REDIS_URL: 'redis://127.0.0.1:1', SLACK_BOT_TOKEN: 'wrong' };
const APP = { PARTNER_TENANT_ID: '11111111-2222-3333-4444-555555555555', PARTNER_CLIENT_ID: '11111111-2222-3333-4444-666666666666' };

function anExpiredFile(): string {
  const { key, certificate } = issueCertificate('app', { notAfter: new Date(Date.now() - DAY_MS / 2) });
  return aFile(key + certificate);
}

describe('roles/doctor where half of it is wrong', () => {
  it.each([['PARTNER_CENTER_URL', 'http://x.example'], ['PARTNER_CLOUD', 'usgv'], ['PARTNER_TENANT_ID', 'contoso']])('tells an expired certificate beside a wrong %s', async (variable, wrong) => {
    const { lines } = await consult({ ...OFFLINE, ...APP, PARTNER_CLIENT_CERTIFICATE_FILE: anExpiredFile(), [variable]: wrong });

    expect(lines('Configuration').join('\n')).toContain(`${variable} is not right`);
    expect(lines('Credential')).toEqual([expect.stringMatching(/^FAIL .*expired on 2\d{3}-\d\d-\d\d/)]);
    for (const name of OF_MICROSOFT) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for the credential$/)]);
  });

  it('tells a good credential beside a wrong cloud, and what waits for the variables', async () => {
    const { lines } = await consult({ ...OFFLINE, ...APP, PARTNER_CLIENT_SECRET: 'not-a-real-secret', PARTNER_CLOUD: 'usgv' });

    expect(lines('Credential')).toEqual([expect.stringMatching(/^ok .*a client secret, whose end only Entra knows, app-only$/)]);
    for (const name of OF_MICROSOFT) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for the PARTNER_\* variables$/)]);
  });

  it('says one line for each thing of Redis and Slack that cannot be looked at', async () => {
    const { lines } = await consult(OFFLINE);

    for (const name of ['Redis eviction', 'Redis persistence']) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for Redis$/)]);
    for (const name of ['Copy reading', 'Copy gaps', 'Copy seals']) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for Copy$/)]);
    for (const name of ['Slack scopes', 'Slack clock']) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for the SLACK_\* variables$/)]);
  });

  it('does not reckon an end for what Entra says is no refresh token', async () => {
    const world = await greenWorld();
    const path = aFile('not-a-token');

    const { lines } = await consult({ ...world.environment(), PARTNER_REFRESH_TOKEN_FILE: path });

    expect(lines('Entra')).toEqual([expect.stringMatching(/^FAIL /)]);
    expect(lines('Credential')).toContainEqual(expect.stringMatching(/^skip .*the end of the refresh token waits for a token of Entra$/));
    expect(lines('Credential').join('\n')).not.toContain('ends about');
  });

  it('tells how long Partner Center asked to be left alone', async () => {
    const world = await greenWorld();
    world.partnerCenter.faults.whenever(() => ({ kind: 'throttle', retryAfter: 900 }));

    const { lines } = await consult(world.environment());

    expect(lines('Partner Center')).toEqual([expect.stringMatching(/^FAIL .* → Run it again in 15 min\.$/)]);
  });

  it.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'])('names %s where its proxy cannot be reached, without user and password', async (variable) => {
    const { lines, text } = await consult({ ...OFFLINE, ...APP, PARTNER_CLIENT_SECRET: 'not-a-real-secret', [variable]: 'http://some-user:pw-9@127.0.0.1:9' });

    expect(lines('Entra')).toEqual([expect.stringMatching(new RegExp(`^FAIL .*The proxy on the way to Entra cannot be reached \\(ECONNREFUSED\\)\\..* → .*host and port in ${variable}, `))]);
    expect(text).not.toMatch(/some-user|pw-9|ENTRA_AUTHORITY_URL/);
  });

  it('names host and port of a Redis that is not there, and no password', async () => {
    const [given, swallowed] = [await consult({ REDIS_URL: 'redis://somebody:pw-9@127.0.0.1:1/3' }), await consult({ REDIS_URL: 'redis://127.0.0.1:1/pw-9@x.example' })];

    expect(given.lines('Redis')).toEqual([expect.stringMatching(/^FAIL +Redis +127\.0\.0\.1:1 cannot be used \(ECONNREFUSED\) → Start Redis there/)]);
    expect(swallowed.lines('Redis')).toEqual([expect.stringMatching(/^FAIL +Redis +cannot be used/)]);
    expect(given.text + swallowed.text).not.toMatch(/somebody|pw-9/);
  });
});
