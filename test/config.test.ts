import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, inspectConfig, readConfig, readPartnerConfig } from '../src/config.ts';

const WEB = { ROLE: 'web', SLACK_BOT_TOKEN: 'xoxb-not-real', SLACK_SIGNING_SECRET: 'not-a-real-secret' };
const ALL = {
  ...WEB,
  ROLE: 'all',
  PARTNER_TENANT_ID: '11111111-2222-3333-4444-555555555555',
  PARTNER_CLIENT_ID: '11111111-2222-3333-4444-666666666666',
  PARTNER_CLIENT_SECRET: 'not-a-real-client-secret',
};

function faultsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('config', () => {
  it('needs nothing of Partner Center in the web role', () => {
    expect(readConfig(WEB).partner).toBeUndefined();
  });

  it('fills in the defaults of the contract', () => {
    const config = readConfig(ALL);

    expect(config.slack).toMatchObject({ command: '/audit', port: 3_000, apiUrl: 'https://slack.com/api/' });
    expect(config.ops).toEqual({ host: '127.0.0.1', port: 9_090 });
    expect(config.partner).toMatchObject({ cloud: 'global', concurrency: 4, requestsPerMinute: 500 });
    expect(config).toMatchObject({ defaultZone: 'UTC', logLevel: 'info', shutdownMs: 20_000 });
    expect(config.copy).toEqual({ everyMs: 300_000, retentionDays: 400 });
    expect(config).not.toHaveProperty('opsChannel');
  });

  it('names every fault in one message, with what each variable should look like', () => {
    const faults = faultsOf({ PORT: 'eighty', AUDIT_ACCESS: 'bob', DEFAULT_TIMEZONE: 'Mars/Olympus' });

    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'PARTNER_TENANT_ID', 'PARTNER_CLIENT_ID', 'PARTNER_CLIENT_SECRET', 'PORT', 'AUDIT_ACCESS', 'DEFAULT_TIMEZONE']) {
      expect(faults).toContain(`- ${name} is `);
    }
    expect(faults).toContain('should be');
  });

  it('takes an app token instead of a signing secret', () => {
    const { SLACK_SIGNING_SECRET: _, ...rest } = ALL;

    expect(readConfig({ ...rest, SLACK_APP_TOKEN: 'xapp-not-real' }).slack.appToken?.reveal()).toBe('xapp-not-real');
  });

  it.each(['AUDIT_CHANNEL_SCOPES'])(
    'refuses %s as long as it would do nothing', (name) => {
      expect(faultsOf({ ...ALL, [name]: '1' })).toContain(`${name} is set, but what it does is not built yet`);
    });

  it.each([
    ['SYNC_SECONDS', '4', '5'], ['SYNC_SECONDS', '86401', '86400'], ['SYNC_SECONDS', '1e3', '60'], ['RETENTION_DAYS', '29', '30'],
    ['RETENTION_DAYS', '2556', '2555'], ['OPS_CHANNEL', '#ops', 'C0123456789'], ['OPS_CHANNEL', 'U0ONE', 'G0ONE'],
  ])('refuses %s=%s and takes %s', (name, wrong, right) => {
    expect(faultsOf({ ...ALL, [name]: wrong })).toContain(`${name} is not right: it should be`);
    expect(faultsOf({ ...ALL, [name]: right })).toBe('');
  });

  it('keeps the admins apart from the others who have access', () => {
    const config = readConfig({ ...ALL, AUDIT_ACCESS: 'everyone', AUDIT_ADMINS: 'U0ONE' });

    expect(config.admins).toEqual([{ kind: 'person', id: 'U0ONE' }]);
    expect(config.access).toEqual([{ kind: 'everyone' }, { kind: 'person', id: 'U0ONE' }]);
  });

  it.each([['http://partner.example', false], ['http://127.0.0.1:8080', true], ['http://localhost:1', true], ['https://proxy.example', true], ['ftp://127.0.0.1', false], ['http://127.0.0.1.evil.example', false], ['https://user:pass@partner.example', false]])(
    'judges %s as a host for tokens: %s', (url, isTaken) => {
      expect(faultsOf({ ...ALL, PARTNER_CENTER_URL: url }) === '').toBe(isTaken);
    });

  it('refuses the German cloud with the reason', () => {
    expect(faultsOf({ ...ALL, PARTNER_CLOUD: 'germany' })).toContain('closed the German cloud');
    expect(faultsOf({ ...ALL, PARTNER_CLOUD: 'usgv' })).toMatch(/PARTNER_CLOUD is not right: it should be global, usgov or china$/);
  });

  it('says how a password stands in REDIS_URL, without it', () => {
    const faults = faultsOf({ ...ALL, REDIS_URL: 'redis://:12/pw-9@127.0.0.1:1' });

    expect(faults).toMatch(/REDIS_URL is not right: it should be a URL; .* are written as %3A, %2F, %3F, %23 and %40$/);
    expect(faults).not.toContain('pw-9');
  });

  it.each(['https://user:pw-9@x.example:1', 'https://:pw-9@x.example', 'http://user@x.example'])('says of %s that nobody is named in a URL, without the name', (url) => {
    const faults = faultsOf({ ...ALL, PARTNER_CENTER_URL: url });

    expect(faults).toBe('The configuration has a fault:\n  - PARTNER_CENTER_URL is not right: it should be a URL without user name and password, which do not belong into it');
  });

  it.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['a secret', {}, { proof: { kind: 'secret' } }],
    ['a certificate', { PARTNER_CLIENT_SECRET: '', PARTNER_CLIENT_CERTIFICATE_FILE: '/run/app.pem' }, { proof: { kind: 'certificate', file: '/run/app.pem' } }],
    ['a secret and a person', { PARTNER_REFRESH_TOKEN_FILE: '/data/token' }, { proof: { kind: 'secret' }, refreshTokenFile: '/data/token' }],
    ['a certificate and a person', { PARTNER_CLIENT_SECRET: '', PARTNER_CLIENT_CERTIFICATE_FILE: 'app.pem', PARTNER_REFRESH_TOKEN_FILE: 'token' }, { proof: { kind: 'certificate', file: 'app.pem' }, refreshTokenFile: 'token' }],
  ])('takes %s to sign in with', (_, more, expected) => {
    const { partner } = readConfig({ ...ALL, ...more });

    expect(partner).toMatchObject(expected);
    expect('refreshTokenFile' in (partner ?? {})).toBe('refreshTokenFile' in expected);
  });

  it('wants exactly one of secret and certificate', () => {
    const { PARTNER_CLIENT_SECRET: _, ...without } = ALL;

    const both = faultsOf({ ...ALL, PARTNER_CLIENT_CERTIFICATE_FILE: 'app.pem' });
    const none = faultsOf({ ...without, PARTNER_REFRESH_TOKEN_FILE: 'token' });

    expect(both).toBe('The configuration has a fault:\n  - PARTNER_CLIENT_SECRET is set, and so is PARTNER_CLIENT_CERTIFICATE_FILE: keep exactly one of the two');
    expect(none).toBe('The configuration has a fault:\n  - PARTNER_CLIENT_SECRET is missing: it should be a client secret of the app registration (or set PARTNER_CLIENT_CERTIFICATE_FILE)');
  });

  it('is told when the key itself stands where its file should', () => {
    const faults = faultsOf({ ...ALL, PARTNER_CLIENT_SECRET: '', PARTNER_CLIENT_CERTIFICATE_FILE: '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----' });

    expect(faults).toContain('PARTNER_CLIENT_CERTIFICATE_FILE is not right: it should be the path of a file');
    expect(faults).not.toContain('MIIE');
  });

  it.each([
    ['too short', 'c2hvcnQ='], ['31 bytes', Buffer.alloc(31, 7).toString('base64')], ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
    ['hexadecimal digits', 'ab'.repeat(32)], ['no padding', Buffer.alloc(32, 7).toString('base64url')], ['bits beyond its bytes', `${'B'.repeat(43)}=`],
  ])('refuses an encryption key of %s and says what it should look like, without its text', (_case, key) => {
    const faults = faultsOf({ ...ALL, STORE_ENCRYPTION_KEY: key });

    expect(faults).toMatch(/STORE_ENCRYPTION_KEY is not right: it should be 32 random bytes in base64, .*openssl rand -base64 32/);
    expect(faults).not.toContain(key);
  });

  it('takes 32 bytes in base64 as the encryption key, and prints them nowhere', () => {
    const key = Buffer.alloc(32, 251).toString('base64');
    const { redis } = readConfig({ ...ALL, STORE_ENCRYPTION_KEY: key });

    expect(redis.encryptionKey?.reveal()).toBe(key);
    expect(JSON.stringify(redis)).not.toContain(key);
  });

  it('inspects without throwing: each fault with its variable, each part whose own variables are right', () => {
    const whole = inspectConfig(ALL);
    const broken = inspectConfig({ ...ALL, SLACK_BOT_TOKEN: 'no', PARTNER_TENANT_ID: 'no', LOG_LEVEL: 'loud', STORE_ENCRYPTION_KEY: 'x' });
    const halfSlack = inspectConfig({ ...ALL, SLACK_SIGNING_SECRET: ' ', REDIS_URL: 'http://127.0.0.1' });

    expect(whole).toMatchObject({ faults: [], slack: { port: 3_000 }, redis: { prefix: 'audit' }, partner: { cloud: 'global' }, rest: { role: 'all' } });
    expect(Object.keys(broken).toSorted()).toEqual(['faults']);
    expect(broken.faults.map(({ variable }) => variable)).toEqual(['SLACK_BOT_TOKEN', 'STORE_ENCRYPTION_KEY', 'LOG_LEVEL', 'PARTNER_TENANT_ID']);
    expect(broken.faults[0]?.text).toMatch(/^is not right: it should be the bot token/);
    expect(Object.keys(halfSlack).toSorted()).toEqual(['faults', 'partner', 'rest']);
    expect(inspectConfig(WEB)).toMatchObject({ faults: [], slack: {}, redis: {} });
  });

  it('reads only what a terminal command needs', () => {
    const { PARTNER_CLIENT_ID: _, ...without } = ALL;

    expect(readPartnerConfig({ ...WEB, PARTNER_CLIENT_SECRET: '' })).toBeUndefined();
    expect(readPartnerConfig({ ...ALL, SLACK_BOT_TOKEN: 'wrong' })).toMatchObject({ tenantId: ALL.PARTNER_TENANT_ID, proof: { kind: 'secret' } });
    expect(() => readPartnerConfig(without)).toThrow('PARTNER_CLIENT_ID is missing');
  });

  it('prints no secret, in a fault or by accident', () => {
    const config = readConfig(ALL);
    const printed = `${JSON.stringify(config)} ${inspect(config, { depth: 9 })}`;
    const faults = faultsOf({ ...ALL, SLACK_BOT_TOKEN: 'wrong-kind-of-token-1234' });

    expect(printed).not.toContain('not-real');
    expect(printed).not.toContain('not-a-real');
    expect(faults).not.toContain('wrong-kind-of-token-1234');
  });
});
