import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APP, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { consult, greenWorld } from '../support/doctor.ts';
import { until } from '../support/until.ts';

describe('roles/doctor', () => {
  it.each(['http', 'socket'] as const)('finds nothing wrong in a world that is right, over %s', async (transport) => {
    const world = await greenWorld();

    const { code, text, lines } = await consult(world.environment(transport));

    expect(text).not.toMatch(/^(?:warn|FAIL)/m);
    expect(code).toBe(0);
    expect(lines('Redis')).toEqual([expect.stringMatching(/Redis \d+\.\d+\S* answers in [\d.]+ ms/)]);
    expect(lines('Slack')).toEqual([expect.stringContaining('Partner Example (https://partner-example.slack.com/)')]);
    expect(lines('Slack socket')).toEqual([expect.stringContaining(transport === 'socket' ? 'opened and closed again' : 'not needed')]);
    expect(lines('Entra')).toEqual([expect.stringContaining('a token for https://api.partnercenter.microsoft.com (secret, app-only)')]);
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/newest record: \d+ \w+ 2\d{3} [\d:]+ UTC, \w/)]);
    expect(world.partnerCenter.requests.every(({ method, query }) => method === 'GET' && query['size'] === '1')).toBe(true);
    await until(() => world.slack.connectedSockets() === 0);
  });

  it('tells no secret, token, customer or person, and writes nothing', async () => {
    const world = await greenWorld();
    const environment = world.environment('socket');
    const keys = new Redis(environment['REDIS_URL'] ?? '');

    const { text } = await consult(environment);

    const secrets = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'PARTNER_CLIENT_SECRET', 'REDIS_URL'].map((name) => environment[name] ?? '');
    for (const hidden of [...secrets, 'sandbox-access', '@', 'Relecloud', 'Contoso', PEOPLE.admin.name, APP.userId]) expect(text).not.toContain(hidden);
    expect(await keys.keys(`${environment['REDIS_PREFIX']}*`)).toEqual([]);
    expect(world.slack.requests.map(({ method }) => method).toSorted()).toEqual(['apps.connections.open', 'auth.test']);
    keys.disconnect();
  });

  it('asks for a month where today holds nothing, and warns where that holds nothing either', async () => {
    const old = { operationDate: new Date(Date.now() - 3 * 86_400_000).toISOString(), operationType: 'create_order', operationStatus: 'succeeded', resourceType: 'order' };
    const quiet = await greenWorld({ partnerCenter: { records: [old] } });
    const empty = await greenWorld({ partnerCenter: { records: [] } });

    const [ofQuiet, ofEmpty] = [await consult(quiet.environment()), await consult(empty.environment())];

    expect(ofQuiet.lines('Partner Center')).toEqual([expect.stringMatching(/^ok .*Order placed$/)]);
    expect(ofEmpty.lines('Partner Center')).toEqual([expect.stringMatching(/^warn.*no record of the last 30 days → Check PARTNER_TENANT_ID/)]);
    expect(ofEmpty.code).toBe(0);
  });

  it('names every variable that is wrong, and still looks at what it can', async () => {
    const world = await greenWorld();
    const { PARTNER_CLIENT_ID: _, SLACK_SIGNING_SECRET: __, ...environment } = world.environment();

    const { code, lines } = await consult({ ...environment, DEFAULT_TIMEZONE: 'Mars' });

    expect(code).toBe(1);
    expect(lines('Configuration')).toEqual([
      expect.stringMatching(/^FAIL .*DEFAULT_TIMEZONE is not right: it should be an IANA time zone/),
      expect.stringMatching(/^FAIL .*PARTNER_CLIENT_ID is missing: it should be a GUID/),
      expect.stringMatching(/^FAIL .*SLACK_SIGNING_SECRET is missing/),
    ]);
    expect(lines('Slack')).toEqual([expect.stringMatching(/^ok .*Partner Example/)]);
    expect(lines('Redis')).toEqual([expect.stringMatching(/^ok /)]);
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/^skip .*waits for the PARTNER_\* variables/)]);
  });

  it('looks at nothing when nothing is set, and says so', async () => {
    const { code, text, lines } = await consult({ REDIS_URL: 'http://127.0.0.1' });

    expect(code).toBe(1);
    expect(lines('Configuration').length).toBeGreaterThan(4);
    for (const name of ['Redis', 'Redis eviction', 'Redis persistence', 'Slack', 'Slack scopes', 'Slack clock', 'Slack socket', 'Credential', 'Entra', 'Partner Center', 'Microsoft clock']) {
      expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for the (?:REDIS|SLACK|PARTNER)_\* variables$/)]);
    }
    for (const name of ['Copy', 'Copy reading', 'Copy gaps', 'Copy seals']) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*waits for a right configuration/)]);
    expect(text).toMatch(/0 ok, 0 to look at, \d+ failed, 15 skipped/);
  });

  it('asks nothing of Microsoft in the web role', async () => {
    const world = await greenWorld();
    const { PARTNER_CLIENT_SECRET: _, ...environment } = world.environment();

    const { code, lines } = await consult({ ...environment, ROLE: 'web' });

    expect(code).toBe(0);
    for (const name of ['Credential', 'Entra', 'Partner Center', 'Microsoft clock']) expect(lines(name), name).toEqual([expect.stringMatching(/^skip .*not needed: ROLE=web/)]);
  });

  it('gives each check ten seconds, and then says what did not answer', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const world = await greenWorld();
    world.slack.faults.fail('auth.test', 'hang', 9);
    world.slack.faults.fail('apps.connections.open', 'hang', 9);
    world.entra.faults.whenever(() => ({ kind: 'hang' }));
    const started = performance.now();

    const { code, lines } = await consult({ ...world.environment('socket'), REDIS_URL: `redis://127.0.0.1:${(silent.address() as AddressInfo).port}` });

    expect(performance.now() - started).toBeLessThan(30_000);
    expect(code).toBe(1);
    for (const name of ['Redis', 'Slack', 'Slack socket', 'Entra']) expect(lines(name), name).toEqual([expect.stringMatching(/^FAIL .* → \w/)]);
    expect(lines('Redis')[0]).toContain('ETIMEDOUT');
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/^skip /)]);
  }, 60_000);
});
