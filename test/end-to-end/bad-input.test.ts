import { beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { buttonsIn, read } from '../support/reading.ts';

let world: Live;

describe('what is answered without asking Partner Center', () => {
  beforeAll(async () => {
    world = await live({ partnerCenter: { records: [] } });
    await world.startBot({ AUDIT_ACCESS: 'everyone' });
  });

  it.each([
    ['an unknown word', 'custmer Relecloud last 7d', 'custmer'],
    ['a bad date', 'on 2026-02-30', '2026-02-30'],
    ['an end before its beginning', 'from 2026-11-10 to 2026-11-01', ''],
    ['a GUID cut short', 'customer bbbb1b1b-cc2c-dd3d-ee4e', 'bbbb1b1b-cc2c-dd3d-ee4e'],
    ['10,000 characters', 'customer '.padEnd(10_000, 'x'), ''],
    ['control characters', 'cust\u0007mer\u0000 \u001b[31m', ''],
    ['emoji', '🦖 🦕', ''],
    ['right-to-left text', 'עברית last 7d', ''],
    ['an unknown status', 'status broken', 'broken'],
    ['a quote that is never closed', 'customer "Relecloud last 7d', ''],
    ['a day before the log begins', 'on 2020-01-01', ''],
    ['a mention of everybody', '<!channel> last 7d', ''],
  ])('answers %s privately and helpfully, and runs nothing', async (_, text, named) => {
    const before = world.partnerCenter.requests.length;
    const { acknowledgement } = await world.type(text);

    expect(acknowledgement.ephemeralTo).toBe(ADMIN);
    expect(acknowledgement.text).toContain(named);
    expect(acknowledgement.text.length).toBeGreaterThan(20);
    expect(`${acknowledgement.text} ${read(acknowledgement)}`).not.toMatch(/\bat .*\.ts:\d+|undefined|\[object|invalid syntax/i);
    expect(buttonsIn(acknowledgement, 'Help')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(world.partnerCenter.requests).toHaveLength(before);
  });

  it.each(['', '   ', 'help', '?'])('answers %j with help whose examples run', async (text) => {
    const { acknowledgement } = await world.type(text);

    expect(read(acknowledgement)).toContain('Microsoft keeps 90 days');
    expect(buttonsIn(acknowledgement, 'Run')).toBeGreaterThanOrEqual(6);
  });

  it('runs the repair of a mistake by one click', async () => {
    const { acknowledgement } = await world.type('custmer Relecloud last 7d');
    const known = new Set(world.seen().map(({ ts }) => ts));
    await world.slack.click({ user: ADMIN, message: acknowledgement, label: 'Run: customer Relecloud last 7d' });
    const understood = await world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts }) => !known.has(ts) });
    const answer = await world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts }) => !known.has(ts) && ts !== understood.ts });

    expect(understood.text).toContain('Relecloud, ');
    expect(answer.text).toContain('No operation for Relecloud');
  });

  it('says politely that a later verb is not there yet', async () => {
    expect((await world.type('watch customer Relecloud for 4h')).acknowledgement.text).toContain('/audit watch is not built yet');
  });

  it('cuts a span that begins before the log and says so', async () => {
    const { acknowledgement, answer } = await world.type('last 100d');
    // What comes after it counts messages.
    await answer();

    expect(acknowledgement.text).toContain('the answer follows');
    expect(acknowledgement.text).toContain('Microsoft keeps 90 days, so this begins on');
  });

  it.each([
    ['an old signature', { offsetSeconds: -600 }],
    ['a signature from the future', { offsetSeconds: 600 }],
    ['a wrong signature', { signature: 'wrong' as const }],
    ['no signature', { signature: 'none' as const }],
  ])('refuses a request with %s', async (_, how) => {
    const before = world.seen().length;
    const delivery = await world.slack.deliver({ body: 'command=%2Faudit&text=last+7d&user_id=U0ADMIN01&trigger_id=1.2.x&channel_id=C0CSPOPS1', ...how });

    expect(delivery.status).toBe(401);
    expect(world.seen()).toHaveLength(before);
  });

  it.each([
    ['a guest', PEOPLE.guest.id, 'Guests cannot use'],
    ['a person of another organisation', PEOPLE.stranger.id, 'Only members of the organisation'],
    ['a deactivated person', PEOPLE.deactivated.id, 'deactivated'],
    ['a bot', PEOPLE.bot.id, 'Bots cannot'],
  ])('refuses %s although everyone is on the list', async (_, user, says) => {
    const delivery = await world.slack.command({ user, channel: OPS, text: 'customer Relecloud last 7d' });

    expect(JSON.stringify(delivery.ackBody)).toContain(says);
    expect(JSON.stringify(delivery.ackBody)).not.toContain('Relecloud');
    expect(world.slack.messages({ channel: OPS, viewer: ADMIN }).every(({ ephemeralTo }) => ephemeralTo !== user)).toBe(true);
  });

  it('refuses everybody when Slack cannot say who they are', async () => {
    world.slack.faults.fail('users.info', 500, 1);

    const { ackBody } = await world.slack.command({ user: PEOPLE.zoneless.id, channel: OPS, text: 'last 7d' });

    expect(ackBody).toMatchObject({ text: expect.stringContaining('could not tell me who you are') });
  });

  it('answers a member in UTC whose zone Slack does not know', async () => {
    expect((await world.type('today', { user: PEOPLE.zoneless.id })).acknowledgement.text).toContain('UTC: the answer follows');
  });
});
