import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPeople } from '../../src/slack/people.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { OTHER_TEAM_ID, PEOPLE, SLACKBOT_ID, TEAM } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

const GROUP = 'S0SECURITY';
/** For tests in which Slack answers, also where the machine stands still for a while. */
const PATIENT_MS = 20_000;

async function setUp(options: Parameters<typeof testSlack>[0] = {}, limits: { readonly limitMs?: number } = { limitMs: PATIENT_MS }) {
  const slack = await testSlack(options);
  const log = notebook();
  const time = { now: Date.UTC(2026, 10, 21, 11) };
  const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log });
  const people = createPeople({ client, clock: () => new Date(time.now), log, ...limits });
  const asked = (method = 'users.info'): number => slack.requests.filter((request) => request.method === method).length;
  return { slack, people, time, log, asked };
}

/** A Web API that answers everything in one way. */
async function answering(body: unknown): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

describe('slack/people', () => {
  it.each([
    ['an admin', PEOPLE.admin, { isAdmin: true, zone: 'Europe/London' }],
    ['an owner', PEOPLE.owner, { isAdmin: true }],
    ['a member', PEOPLE.member, { zone: 'America/Los_Angeles' }],
    ['a guest', PEOPLE.guest, { isGuest: true }],
    ['a single-channel guest', PEOPLE.singleChannelGuest, { isGuest: true }],
    ['a bot', PEOPLE.bot, { isBot: true }],
    ['somebody deactivated', PEOPLE.deactivated, { isDeactivated: true }],
    ['a stranger', PEOPLE.stranger, { isStranger: true, teamId: OTHER_TEAM_ID }],
  ])('reads %s', async (_who, { id }, facts) => {
    const { people } = await setUp();

    const person = await people.find(id);

    const nobody = { isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
    expect(person).toMatchObject({ ...nobody, id, teamId: TEAM.id, ...facts });
  });

  it('reads the organisation of a grid, and leaves out what Slack does not say', async () => {
    const { people } = await setUp({ people: [{ id: 'W0GRID001', name: 'gil', realName: 'Gil Grid', enterpriseId: 'E0GRID' }] });

    const person = await people.find('W0GRID001');

    expect(person).toMatchObject({ enterpriseId: 'E0GRID' });
    expect(person).not.toHaveProperty('zone');
  });

  it('takes Slack\'s own bot for a bot, though Slack does not', async () => {
    const { people } = await setUp({ people: [{ id: SLACKBOT_ID, name: 'slackbot', realName: 'Slackbot' }] });

    const person = await people.find(SLACKBOT_ID);

    expect(person?.isBot).toBe(true);
  });

  it.each([
    ['a flag that is none', { id: 'U0GUEST01', team_id: TEAM.id, is_restricted: 'yes' }],
    ['somebody else', { id: 'U0ADMIN01', team_id: TEAM.id, is_admin: true }],
    ['nobody', undefined],
  ])('does not believe an answer with %s', async (_what, user) => {
    const apiUrl = await answering({ ok: true, user });
    const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl, log: notebook() });

    const person = await createPeople({ client, clock: () => new Date(0), log: notebook(), limitMs: PATIENT_MS }).find('U0GUEST01');

    expect(person).toBeUndefined();
  });

  it('asks once for everybody who asks meanwhile, and again after a minute', async () => {
    const { people, time, asked } = await setUp();

    await Promise.all([people.find(PEOPLE.admin.id), people.find(PEOPLE.admin.id)]);
    time.now += 59_000;
    await people.find(PEOPLE.admin.id);
    const within = asked();
    time.now += 2_000;
    await people.find(PEOPLE.admin.id);

    expect(within).toBe(1);
    expect(asked()).toBe(2);
  });

  it('does not know somebody whom Slack does not know, and does not keep that', async () => {
    const { people, asked, log } = await setUp();

    const first = await people.find('U0NOBODY');
    await people.find('U0NOBODY');

    expect(first).toBeUndefined();
    expect(asked()).toBe(2);
    expect(log.lines[0]).toMatchObject({ level: 'warn', facts: { code: 'user_not_found', user: 'U0NOBODY' } });
  });

  it('gives up after 800 ms, and uses the late answer for the next who asks', async () => {
    const { slack, people, asked } = await setUp({}, {});
    slack.faults.slow('users.info', 1_000);
    const began = performance.now();

    const late = await people.find(PEOPLE.admin.id);
    const tookMs = performance.now() - began;
    await new Promise((resolve) => { setTimeout(resolve, 3_000); });
    const known = await people.find(PEOPLE.admin.id);

    expect(late).toBeUndefined();
    expect(tookMs).toBeGreaterThan(750);
    expect(known?.id).toBe(PEOPLE.admin.id);
    expect(asked()).toBe(1);
  });

  it.each([503, 'reset', { error: 'internal_error' }] as const)('is undefined when Slack fails: %j', async (how) => {
    const { slack, people } = await setUp();
    slack.faults.fail('users.info', how);

    const failed = await people.find(PEOPLE.admin.id);
    const after = await people.find(PEOPLE.admin.id);

    expect(failed).toBeUndefined();
    expect(after?.isAdmin).toBe(true);
  });

  it('does not wait when Slack limits the lookups', async () => {
    const { slack, people } = await setUp();
    slack.faults.rateLimit('users.info', 30);
    const began = performance.now();

    const person = await people.find(PEOPLE.admin.id);

    expect(person).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(PATIENT_MS);
  });

  it('knows who is in a user group', async () => {
    const { people, asked } = await setUp({ scopes: ['usergroups:read'], userGroups: { [GROUP]: [PEOPLE.member.id] } });

    const member = await people.isInGroup(GROUP, PEOPLE.member.id);
    const other = await people.isInGroup(GROUP, PEOPLE.admin.id);

    expect({ member, other }).toEqual({ member: true, other: false });
    expect(asked('usergroups.users.list')).toBe(1);
  });

  it.each([
    ['that does not exist', { scopes: ['usergroups:read'] }],
    ['without the scope', { scopes: ['users:read'], userGroups: { [GROUP]: [PEOPLE.member.id] } }],
  ])('does not say who is in a group %s', async (_why, options) => {
    const { people } = await setUp(options);

    const unknown = await people.isInGroup(GROUP, PEOPLE.member.id);

    expect(unknown).toBeUndefined();
  });
});
