import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bot } from '../../sandbox/bot.ts';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { buttonsIn, read } from '../support/reading.ts';
import { until } from '../support/until.ts';

let world: Live;
let bot: Bot;

const inOps = (where: (text: string) => boolean, viewer: string = PEOPLE.guest.id): Promise<SlackMessage> =>
  world.slack.waitForMessage({ channel: OPS, viewer, where: ({ text }) => where(text) });
const readings = (): number => bot.lines.filter(({ msg }) => msg === 'new operations read').length;

/** An operation that happens now, and is read into the feed. */
async function happens(customerName: string): Promise<void> {
  const before = readings();
  world.partnerCenter.addRecords([{
    id: randomUUID(), operationDate: new Date().toISOString(), operationType: 'granular_admin_relationship_approved', operationStatus: 'succeeded',
    resourceType: 'granular_admin_access_assignment', customerId: randomUUID(), customerName,
  }]);
  await until(() => readings() > before, 30_000);
}

describe('end-to-end/digests', () => {
  beforeAll(async () => {
    world = await live({ copy: 'kept', partnerCenter: { records: [] }, slack: { scopes: ['commands', 'chat:write', 'im:write', 'users:read', 'files:write', 'channels:read'] } });
    bot = await world.startBot({ SYNC_SECONDS: '5' });
    await until(() => bot.lines.some(({ msg }) => msg === 'listening to Slack') && world.partnerCenter.requests.length > 0);
  });

  it('says how to invite it where it cannot post, and sets nothing up', async () => {
    const { acknowledgement } = await world.type('digest daily', { channel: CHANNELS.random.id });

    expect(read(acknowledgement)).toContain('I am not in that channel. Nothing was set up.');
    expect(read(acknowledgement)).toContain('/invite @Partner Center Audit');
    expect(read((await world.type('rules', { channel: CHANNELS.random.id })).acknowledgement)).toContain('No rules speak in this channel');
  });

  it('sends a digest of what is new when somebody presses Send now, with a way into each operation', async () => {
    await world.type('digest weekdays at 08:30 in #csp-ops name morning');
    const announced = await inOps((text) => text.includes('“morning” is set up here by dana'));
    await happens('<!channel> Fabrikam');
    const rules = (await world.type('rules')).acknowledgement;

    await world.slack.click({ user: ADMIN, message: rules, label: 'Send now' });
    const digest = await inOps((text) => text.startsWith('1 new operation'));

    expect(read(announced)).toContain('Exactly this: /audit digest weekdays at 08:30');
    expect(read(digest)).toContain('HIGH');
    expect(read(digest)).toContain('<!channel> Fabrikam · user not recorded');
    expect(digest.text).not.toContain('<!');
    await world.slack.click({ user: ADMIN, message: digest, label: 'Details' });
    await until(() => JSON.stringify(world.slack.currentView(ADMIN) ?? '').includes('Fabrikam'));
    await world.slack.click({ user: ADMIN, message: digest, label: 'All' });
    const all = await world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ephemeralTo, text }) => ephemeralTo === ADMIN && text.includes('1 operation') });
    expect(buttonsIn(all, 'Export CSV')).toBe(1);
  });

  it('tells the maker once when the channel is archived, and the rule says so', async () => {
    await world.type('digest daily name doomed', { channel: CHANNELS.secops.id });
    world.slack.setChannel({ ...CHANNELS.secops, isArchived: true });

    await world.type('digest now doomed', { channel: CHANNELS.secops.id });
    await until(() => world.slack.dms(ADMIN).length > 0);

    expect(read(world.slack.dms(ADMIN)[0] ?? { text: '', blocks: [] })).toContain('“doomed” could not be posted and is stopped: That channel is archived.');
    expect(world.slack.dms(ADMIN)).toHaveLength(1);
    expect(read((await world.type('rules', { channel: CHANNELS.secops.id })).acknowledgement)).toContain('not delivered since');
  });
});
