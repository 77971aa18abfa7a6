import { beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { read } from '../support/reading.ts';

const SECOPS = CHANNELS.secops.id;
const OWNER = PEOPLE.owner.id;
let world: Live;

/** An answer of more than one page, asked by the admin in a channel. */
async function answerIn(channel: string, text = 'last 7d') {
  return (await world.type(text, { channel })).answer();
}

const share = (message: SlackMessage) => shareFrom(message, 'Share to channel');

async function shareFrom(message: SlackMessage, label: string) {
  const before = new Set(world.slack.messages({ channel: message.channel, viewer: ADMIN }).map(({ ts }) => ts));
  await world.slack.click({ user: ADMIN, message, label });
  return (where: (text: string) => boolean, viewer: string = ADMIN) => world.slack.waitForMessage({
    channel: message.channel, viewer, where: ({ ts, text }) => !before.has(ts) && where(text),
  });
}

describe('end-to-end/sharing', () => {
  beforeAll(async () => {
    world = await live({ slack: { scopes: ['commands', 'chat:write', 'im:write', 'users:read', 'files:write', 'channels:read', 'groups:read'] } });
    await world.startBot();
  });

  it('shows a page to the channel, and whoever turns it gets the next one privately', async () => {
    const next = await share(await answerIn(SECOPS));
    const shared = await next((text) => text.includes('operations for all customers'), OWNER);
    await world.slack.click({ user: OWNER, message: shared, label: 'Next' });
    const turned = await world.slack.waitForMessage({ channel: SECOPS, viewer: OWNER, where: ({ ephemeralTo, text }) => ephemeralTo === OWNER && text.includes('operations') });

    expect(shared.ephemeralTo).toBeUndefined();
    expect(read(shared)).toMatch(/^@?.* shared the answer to last 7d/);
    expect(read(turned)).toContain('page 2 of');
    expect(world.slack.messages({ channel: SECOPS, viewer: ADMIN }).find(({ ts }) => ts === shared.ts)?.edits).toBe(0);
  });

  it('shows a saved search to the channel, where others run it or keep it for themselves', async () => {
    await world.type('save as "failures" status failed last 7d', { channel: SECOPS });
    const next = await shareFrom((await world.type('saved', { channel: SECOPS })).acknowledgement, 'failures');
    const shared = await next((text) => text.includes('shared a saved search: failures'), OWNER);
    const answered = async (label: string, where: (text: string) => boolean) => {
      await world.slack.click({ user: OWNER, message: shared, label });
      return world.slack.waitForMessage({ channel: SECOPS, viewer: OWNER, where: ({ text, ephemeralTo }) => ephemeralTo === OWNER && where(text) });
    };

    expect(shared.ephemeralTo).toBeUndefined();
    expect(read(shared)).toMatch(/^@?.* shared a saved search: failures\n\/audit status failed last 7d\n\[Run\] {2}\[Save search\]/);
    await answered('Run', (text) => text.includes('failed operations'));
    await answered('Save search', (text) => text.includes('Saved as “failures”'));
    await answered('Save search', (text) => text.includes('already'));
  });

  it('refuses whoever may not use the bot, whatever was shared with them', async () => {
    const shared = world.slack.messages({ channel: SECOPS, viewer: PEOPLE.member.id }).find(({ ephemeralTo }) => ephemeralTo === undefined);
    if (!shared) throw new Error('nothing was shared');
    await world.slack.click({ user: PEOPLE.member.id, message: shared, label: 'Next' });
    const said = await world.slack.waitForMessage({ channel: SECOPS, viewer: PEOPLE.member.id, where: ({ ephemeralTo }) => ephemeralTo === PEOPLE.member.id });

    expect(read(said)).toContain('not on the list of people');
  });

  it.each(['Details', 'Next', 'Export CSV', 'Share to channel', 'Keep', 'Save search', 'Alert on this', 'Edit search', 'Explain'])('keeps %s of a private answer from others, as long as it was not shared', async (label) => {
    const answer = await answerIn(SECOPS, 'last 20d');
    const { acknowledgement: forged } = await world.type('help', { channel: SECOPS, user: OWNER });
    Object.assign(forged, { blocks: answer.blocks });
    const before = new Set(world.slack.allMessages().map(({ ts }) => ts));
    await world.slack.click({ user: OWNER, message: forged, label });
    const said = await world.slack.waitForMessage({ channel: SECOPS, viewer: OWNER, where: ({ ts }) => !before.has(ts) });

    expect(said.text).toMatch(/^This answer is private to whoever asked/);
    expect(world.slack.allMessages().filter(({ ts }) => !before.has(ts))).toEqual([said]);
    expect(world.slack.currentView(OWNER)).toBeUndefined();
  });

  it('asks first where guests read along', async () => {
    const next = await share(await answerIn(OPS, 'last 2d'));
    const question = await next((text) => text.includes('Nothing was shared yet'));

    expect(question.ephemeralTo).toBe(ADMIN);
    expect(world.slack.messages({ channel: OPS, viewer: PEOPLE.guest.id })).toEqual([]);
    await world.slack.click({ user: ADMIN, message: question, label: 'Share to channel' });
    await next((text) => text.includes('operations for all customers'), PEOPLE.guest.id);
  });

  it('asks first in a private channel that it is not in, and shares an answer and a saved search there', async () => {
    const board = CHANNELS.privateElsewhere.id;
    const question = await (await share(await answerIn(board, 'last 2d')))((text) => text.includes('I cannot see who is in this channel'));
    expect(world.slack.messages({ channel: board, viewer: OWNER })).toEqual([]);
    await (await share(question))((text) => text.includes('operations for all customers'), OWNER);

    await world.type('save as "board" status failed last 7d', { channel: board });
    const asked = await shareFrom((await world.type('saved', { channel: board })).acknowledgement, 'board');
    const sure = await share(await asked((text) => text.includes('would see this search')));
    await sure((text) => text.includes('shared a saved search: board'), OWNER);
  });

  it('shares nothing with another organisation, nor from a direct message', async () => {
    const outside = await share(await answerIn(CHANNELS.shared.id, 'last 3d'));
    const direct = await share(await answerIn(world.slack.dmChannel(ADMIN), 'last 3d'));

    expect((await outside((text) => text.includes('another organisation'))).ephemeralTo).toBe(ADMIN);
    await direct((text) => text.includes('no channel to share to'));
    expect(world.slack.messages({ channel: CHANNELS.shared.id, viewer: PEOPLE.stranger.id })).toEqual([]);
  });
});
