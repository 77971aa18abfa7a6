import { beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { buttonsIn, read } from '../support/reading.ts';

let world: Live;

const inOps = (where: (message: SlackMessage) => boolean): Promise<SlackMessage> => world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where });

describe('end-to-end/rule-list', () => {
  beforeAll(async () => {
    world = await live({ copy: 'kept', partnerCenter: { records: [] }, slack: { scopes: ['commands', 'chat:write', 'im:write', 'users:read', 'files:write', 'channels:read', 'groups:read'] } });
    await world.startBot({});
  });

  it('turns its pages in place, and removes a rule from any of them', async () => {
    for (let count = 1; count <= 11; count += 1) await world.type(`digest daily to me name own${String(count).padStart(2, '0')}`);
    const first = (await world.type('rules')).acknowledgement;

    await world.slack.click({ user: ADMIN, message: first, label: 'Next' });
    const second = await inOps(({ text }) => text.includes('page 2 of 2'));

    expect(second.ts).toBe(first.ts);
    expect([buttonsIn(second, 'Previous'), buttonsIn(second, 'Next'), buttonsIn(second, 'Edit')]).toEqual([1, 0, 1]);
    expect(read(second)).toContain('“own11” · to you');
    await world.slack.click({ user: ADMIN, message: second, label: 'Remove' });
    const removed = await inOps(({ text }) => text.includes('“own11” is removed'));
    expect(read(removed)).toContain('[Run: digest daily to me name "own11"]');
  });

  it('sets nothing up in a private channel for somebody who is not in it', async () => {
    const leads = `<#${CHANNELS.private.id}|csp-leads>`;

    expect(read((await world.type(`digest daily in ${leads}`, { user: PEOPLE.owner.id })).acknowledgement)).toContain('That channel is private and you are not in it');
    expect(read((await world.type(`digest daily in ${leads}`)).acknowledgement)).toContain('is set up for the channel');
  });
});
