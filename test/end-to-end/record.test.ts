import { beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { read, readModal } from '../support/reading.ts';

let world: Live;

/** Opens the first record of the answer to a search, and gives the modal once it is filled. */
async function details(search: string) {
  const answer = await (await world.type(search)).answer();
  await world.slack.click({ user: ADMIN, message: answer, label: 'Details', index: 0 });
  return world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });
}

async function nextMessage(action: () => Promise<unknown>): Promise<SlackMessage> {
  const before = new Set(world.seen().map(({ ts }) => ts));
  await action();
  return world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts }) => !before.has(ts) });
}

describe('a record, from Details to the next search', () => {
  beforeAll(async () => {
    world = await live();
    await world.startBot();
  });

  it('says in a sentence what the documented order was, without a window it cannot have', async () => {
    const text = readModal(await details('customer Relecloud op create_order last 7d'));
    await world.slack.closeView({ user: ADMIN });

    expect(text).toContain('25 × Office 365 Business Premium Trial ordered for Relecloud, recorded as admin@domain.onmicrosoft.com.');
    expect(text).toContain('1 value masked (Etag)');
    expect(text).not.toContain('can be cancelled');
  });

  it('names the risk and the window of 250 seats ordered for a year', async () => {
    const text = readModal(await details('customer "Northwind Traders" op create_order text "250" last 7d'));
    await world.slack.closeView({ user: ADMIN });

    expect(text).toContain('250 × Microsoft 365 Business Premium on a 1-year term ordered for Northwind Traders');
    expect(text).toContain('Risk: high (25 or more seats on a 1-year term)');
    expect(text).toMatch(/This order can be cancelled until about \w{3} \d{1,2} \w{3} \d\d:\d\d (?:GMT|BST) \(168 h, computed\); check Partner Center/);
  });

  it('says how many seats were last seen', async () => {
    const text = readModal(await details('customer "Tailwind Traders" op update_subscription last 1h'));
    await world.slack.closeView({ user: ADMIN });

    // The copy may not have been read yet.
    expect(text).toMatch(/Last seen (?:here|in this answer): 30 seats on .+; changes between are possible\./);
    expect(text).toMatch(/- 30 \((?:our copy of|this answer,) .+\)\n\s*\+ 31/);
  });

  it('answers a search from the modal where the message of the modal is', async () => {
    await details('customer Relecloud op create_order last 7d');

    const answer = await nextMessage(() => world.slack.clickInView({ user: ADMIN, label: 'By this user' }));
    const view = readModal(await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length === 1 }));
    await world.slack.closeView({ user: ADMIN });

    expect(view).toContain('Asked for user admin@domain.onmicrosoft.com last 30d: the answer follows in the conversation.');
    expect(read(answer)).toContain('by admin@domain.onmicrosoft.com');
    expect(answer.ephemeralTo).toBe(ADMIN);
  });

  it('shows the raw record above the modal, secrets still masked', async () => {
    await details('customer Relecloud op create_order last 7d');

    await world.slack.clickInView({ user: ADMIN, label: 'Raw JSON' });
    const raw = readModal(await world.slack.waitForView({ user: ADMIN, where: ({ title }) => title === 'Raw JSON' }));
    await world.slack.closeView({ user: ADMIN });
    await world.slack.closeView({ user: ADMIN });

    expect(raw).toContain('"operationType": "create_order"');
    expect(raw).toContain('[masked]');
  });
});
