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

  it.each(['AUDIT_CHANNEL_SCOPES', 'SYNC_SECONDS', 'RETENTION_DAYS', 'STORE_ENCRYPTION_KEY', 'OPS_CHANNEL'])(
    'refuses %s as long as it would do nothing', (name) => {
      expect(faultsOf({ ...ALL, [name]: '1' })).toContain(`${name} is set, but what it does is not built yet`);
    });

  it.each([['http://partner.example', false], ['http://127.0.0.1:8080', true], ['http://localhost:1', true], ['https://proxy.example', true], ['ftp://127.0.0.1', false], ['http://127.0.0.1.evil.example', false], ['https://user:pass@partner.example', false]])(
    'judges %s as a host for tokens: %s', (url, isTaken) => {
      expect(faultsOf({ ...ALL, PARTNER_CENTER_URL: url }) === '').toBe(isTaken);
    });

  it('refuses the German cloud with the reason', () => {
    expect(faultsOf({ ...ALL, PARTNER_CLOUD: 'germany' })).toContain('closed the German cloud');
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

  it('inspects without throwing: each fault with its variable, each part whose own variables are right', () => {
    const whole = inspectConfig(ALL);
    const broken = inspectConfig({ ...ALL, SLACK_BOT_TOKEN: 'no', PARTNER_TENANT_ID: 'no', LOG_LEVEL: 'loud', OPS_CHANNEL: 'C1' });
    const halfSlack = inspectConfig({ ...ALL, SLACK_SIGNING_SECRET: ' ', REDIS_URL: 'http://127.0.0.1' });

    expect(whole).toMatchObject({ faults: [], slack: { port: 3_000 }, redis: { prefix: 'audit' }, partner: { cloud: 'global' }, rest: { role: 'all' } });
    expect(Object.keys(broken).toSorted()).toEqual(['faults', 'redis']);
    expect(broken.faults.map(({ variable }) => variable)).toEqual(['SLACK_BOT_TOKEN', 'LOG_LEVEL', 'PARTNER_TENANT_ID', 'OPS_CHANNEL']);
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
