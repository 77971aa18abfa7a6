import { beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { testConnection } from '../support/connection.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { buttonsIn, read, readModal } from '../support/reading.ts';
import { until } from '../support/until.ts';

const MEMBER = PEOPLE.member.id;
const { redis } = testConnection();
/** All previews look at fewer days. */
const DAYS_READ = 35;
const FILL_MS = 60_000;

describe.each(['http', 'socket'] as const)('the forms of rules over %s', (transport) => {
  let world: Live;

  const modal = (user: string = ADMIN) => world.slack.waitForView({ user, where: ({ blocks }) => JSON.stringify(blocks).includes('Preview') });
  const previewed = (user: string = ADMIN) => world.slack.waitForView({ user, where: ({ blocks }) => /would have|No preview yet/.test(JSON.stringify(blocks)) && !JSON.stringify(blocks).includes('Looking up') });
  const isOpen = (user: string = ADMIN): boolean => world.slack.currentView(user) !== undefined;
  const errors = async (user: string = ADMIN) => (await modal(user)).errors;

  /** The message that comes after what a person does. */
  async function after(action: () => Promise<unknown>, says: string, channel: string = OPS, viewer: string = ADMIN): Promise<SlackMessage> {
    const before = new Set(world.slack.messages({ channel, viewer }).map(({ ts }) => ts));
    await action();
    return world.slack.waitForMessage({ channel, viewer, where: ({ ts, text }) => !before.has(ts) && text.includes(says) });
  }

  async function press(message: SlackMessage, label: string, user: string = ADMIN, index = 0): Promise<void> {
    await world.slack.click({ user, message, label, index });
    await previewed(user);
  }

  const rules = async (channel: string = OPS): Promise<SlackMessage> => (await world.type('rules', { channel })).acknowledgement;

  beforeAll(async () => {
    world = await live({ transport, copy: 'kept' });
    await world.startBot({ AUDIT_ACCESS: `admins,${MEMBER}`, SYNC_SECONDS: '5' });
    await (await world.type('last 7d')).answer();
    const ledger = `${world.environment()['REDIS_PREFIX']}:copy:ledger`;
    await until(async () => await redis.hlen(ledger) >= DAYS_READ, FILL_MS);
  }, 2 * FILL_MS);

  it('sets up a digest from the help, previewed, with every mistake at its field', async () => {
    const { acknowledgement: help } = await world.type('help');
    await press(help, 'Set up');

    expect(readModal(await modal())).toContain('On the last 7 days it would have said');
    await world.slack.submitView({ user: ADMIN, values: { At: '25:00', Filters: 'custmer Relecloud' } });
    expect(await errors()).toEqual({ at: expect.stringContaining('No clock shows “25:00”') as string, filters: expect.stringContaining('Did you mean') as string });
    await world.slack.submitView({ user: ADMIN, values: { At: '9am', Filters: 'risk high', Name: 'morning', Channel: CHANNELS.random.id } });
    expect(await errors()).toEqual({ channel: expect.stringContaining('I am not in that channel. Nothing was set up. Type /invite') as string });
    await world.slack.submitView({ user: ADMIN, values: { Channel: 'C0UNKNOWN1' } });
    expect(await errors()).toEqual({ channel: expect.stringContaining('cannot see that channel') as string });
    const made = await after(() => world.slack.submitView({ user: ADMIN, values: { Channel: OPS } }), '“morning” is set up for the channel');

    expect(isOpen()).toBe(false);
    expect(made.ephemeralTo).toBe(ADMIN);
    expect(read(made)).toContain('Exactly this: /audit digest weekdays at 09:00 risk high in #C0CSPOPS1 name "morning"');
    for (const label of ['Send now', 'Edit', 'Pause', 'Remove']) expect([label, buttonsIn(made, label)]).toEqual([label, 1]);
  });

  it('changes it in place from the rules, and shows the line that it equals', async () => {
    await world.type('digest hourly name other');
    await press(await rules(), 'Edit');
    expect(readModal(await modal())).toContain('“morning” keeps what it has done so far');
    await world.slack.submitView({ user: ADMIN, values: { Name: 'OTHER' } });
    expect(await errors()).toEqual({ name: expect.stringContaining('There is a rule named OTHER here already') as string });
    const changed = await after(() => world.slack.submitView({ user: ADMIN, values: { 'Name': 'friday', 'How often': 'Every Friday', 'Filters': 'failed' } }), '“friday” is changed');

    expect(read(changed)).toContain('digest weekly on friday at 09:00 status failed in #C0CSPOPS1 name "friday"');
    const listed = read(await rules());
    expect(listed).toContain('“friday”');
    expect(listed).not.toContain('“morning”');
    expect(listed).not.toContain('<#');
  });

  it('makes an alert of an answer, without its time', async () => {
    const answer = await (await world.type('customer Relecloud last 30d')).answer();
    await press(answer, 'Alert on this');
    const shown = readModal(await modal());

    expect(shown).toContain('customer Relecloud');
    expect(shown).not.toContain('30d');
    expect(shown).toMatch(/This would have (fired|said)/);
    await world.slack.submitView({ user: ADMIN, values: { Filters: null } });
    expect(await errors()).toEqual({ filters: expect.stringContaining('An alert needs a condition') as string });
    await world.slack.submitView({ user: ADMIN, values: { 'What it tells': 'Every operation of high risk', 'Quiet hours': '22-7' } });
    expect(await errors()).toEqual({ quiet: expect.stringContaining('Write hours as 22:00-07:00') as string });
    const made = await after(() => world.slack.submitView({ user: ADMIN, values: { 'Quiet hours': '22:00-07:00', 'Name': 'risky' } }), '“risky” is set up for the channel');
    expect(read(made)).toContain('alert on risk high in #C0CSPOPS1 quiet 22:00-07:00 name "risky"');
    for (const label of ['Test', 'Edit', 'Pause', 'Remove']) expect([label, buttonsIn(made, label)]).toEqual([label, 1]);
  });

  it('previews what the fields say now, and keeps what is entered', async () => {
    await press(await rules(), 'Edit', ADMIN, 2);
    await world.slack.clickInView({ user: ADMIN, label: 'Preview', values: { 'What it tells': 'What the fields below say', 'Filters': 'text "nothing has this text"' } });
    const shown = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('would have said nothing') });

    expect(readModal(shown)).toContain('nothing has this text');
    await world.slack.closeView({ user: ADMIN });
  });

  it('gives a member an alert in the direct message', async () => {
    const { answer } = await world.type('failed last 30d', { user: MEMBER });
    await press(await answer(), 'Alert on this', MEMBER);
    await world.slack.submitView({ user: MEMBER, values: { Channel: OPS } });
    expect(await errors(MEMBER)).toEqual({ channel: expect.stringContaining('Only the people in AUDIT_ADMINS') as string });
    const made = await after(() => world.slack.submitView({ user: MEMBER, values: { Channel: null } }), 'is set up for your direct message', OPS, MEMBER);

    expect(read(made)).toContain('alert on status failed to me');
  });

  it('says that a rule was removed while its form was open', async () => {
    const listed = await rules();
    await press(listed, 'Edit');
    await world.type('remove friday');
    await world.slack.submitView({ user: ADMIN, values: { Filters: 'risk low' } });
    const over = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('somebody removed it') });

    expect(readModal(over)).toContain('To set it up anew, type: digest weekly on friday at 09:00 risk low');
    await world.slack.closeView({ user: ADMIN });
    expect((await after(() => world.slack.click({ user: ADMIN, message: listed, label: 'Edit' }), 'removed it')).ephemeralTo).toBe(ADMIN);
  });
});
