import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { live, ADMIN, OPS, type Live } from '../support/live.ts';
import { buttonsIn, read, readModal } from '../support/reading.ts';
import { testRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const RELECLOUD = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';

let world: Live;
let redis: Redis;

/** The message once it was edited in place. */
function turned(message: SlackMessage): Promise<SlackMessage> {
  return world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts, edits }) => ts === message.ts && edits > message.edits });
}

async function nextMessage(user: string, action: () => Promise<unknown>, channel = OPS): Promise<SlackMessage> {
  const before = new Set(world.slack.messages({ channel, viewer: user }).map(({ ts }) => ts));
  await action();
  return world.slack.waitForMessage({ channel, viewer: user, where: ({ ts }) => !before.has(ts) });
}

describe('the main job over HTTP', () => {
  beforeAll(async () => {
    world = await live();
    redis = new Redis(testRedis().url);
    await world.startBot();
  });
  afterAll(() => redis.disconnect());

  it('acknowledges what was understood, then shows the two documented records of Relecloud', async () => {
    const typed = await world.type('customer Relecloud last 7d');

    expect(typed.acknowledgement).toMatchObject({ ephemeralTo: ADMIN });
    expect(typed.acknowledgement.text).toMatch(/^Relecloud, \d+ \w{3} \d\d:\d\d – \d+ \w{3} \d\d:\d\d (GMT|BST): the answer follows/);
    const answer = await typed.answer();
    expect(answer.ephemeralTo).toBe(ADMIN);
    expect(read(answer)).toContain('2 operations for Relecloud');
    expect(answer.text).toContain('Order placed 1');
    expect(answer.text).toContain('Licences assigned or removed 1');
    expect(buttonsIn(answer, 'Details')).toBe(2);
  });

  it('asks Partner Center by name first, and by id once every record of those days was read and there is one Relecloud', async () => {
    const filters = () => world.partnerCenter.requests.map(({ query }) => query['filter'] ?? '');
    await (await world.type('customer relecloud last 6d')).answer();
    expect(filters().at(-1)).toContain('"CompanyName"');
    await (await world.type('last 7d')).answer();
    await (await world.type('customer relecloud yesterday')).answer();

    expect(filters().at(-1)).toContain(RELECLOUD);
    expect(read(world.seen().at(-1) ?? { text: '', blocks: [] })).toContain(`customer id ${RELECLOUD}`);
  });

  it('opens a modal at once and fills it with the order, JSON unpacked and secrets masked', async () => {
    const answer = await (await world.type('customer Relecloud op create_order last 7d')).answer();
    await world.slack.click({ user: ADMIN, message: answer, label: 'Details' });
    const modal = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });

    const text = readModal(modal);
    for (const part of ['Order placed', 'admin@domain.onmicrosoft.com', 'Office 365 Business Premium Trial', 'Quantity  25', 'OrderId', '.0589308Z', 'PartnerOnRecord-0  empty']) {
      expect(text).toContain(part);
    }
    void world.slack.closeView({ user: ADMIN });
  });

  it('unpacks the order of 2016, which is JSON inside JSON', async () => {
    const answer = await (await world.type('customer 49bd2a7e-0776-487d-99f6-e7536fb82049 last 7d')).answer();
    await world.slack.click({ user: ADMIN, message: answer, label: 'Details' });
    const modal = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });

    expect(readModal(modal)).toContain('Office 365 Business');
    expect(readModal(modal)).toContain('94588c3f-5e41-4dbd-986f-1d5146453a46');
    expect(readModal(modal)).toContain('9c75b432-a7b3-4772-bff1-c9d44b190b98');
    void world.slack.closeView({ user: ADMIN });
  });

  it('turns pages in place and lists each record once', async () => {
    let message = await (await world.type('status failed last 89d')).answer();
    const total = Number(/^([\d,]+) failed operation/.exec(message.text)?.[1]?.replace(',', ''));
    const seen: string[] = [];
    const collect = () => seen.push(...(JSON.stringify(message.blocks).match(/"value":"[A-Za-z0-9_-]+:\d+","accessibility_label"/g) ?? []));
    collect();
    while (buttonsIn(message, 'Next') > 0) {
      const before = message;
      await world.slack.click({ user: ADMIN, message, label: 'Next' });
      message = await turned(before);
      collect();
    }

    expect(total).toBeGreaterThan(16);
    expect(new Set(seen.filter((value) => value.includes(':'))).size).toBeGreaterThanOrEqual(total);
    expect(buttonsIn(message, 'Previous')).toBe(1);
  });

  it('keeps an answer in the direct message, where its buttons work', async () => {
    const answer = await (await world.type('customer Relecloud last 7d')).answer();
    await world.slack.click({ user: ADMIN, message: answer, label: 'Keep' });
    const kept = await world.slack.waitForMessage({ viewer: ADMIN, channel: world.slack.dmChannel(ADMIN) });

    expect(kept.ephemeralTo).toBeUndefined();
    expect(read(kept)).toContain('2 operations for Relecloud');
    await world.slack.click({ user: ADMIN, message: kept, label: 'Details' });
    await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });
    void world.slack.closeView({ user: ADMIN });
  });

  it('reads once for two people who ask the same within a minute', async () => {
    const question = 'resource subscription yesterday';
    await (await world.type(question)).answer();
    const requests = world.partnerCenter.requests.length;

    const answer = await (await world.type(question, { user: PEOPLE.owner.id })).answer();

    expect(answer.text).toContain('Subscription');
    expect(world.partnerCenter.requests).toHaveLength(requests);
  });

  it('answers in the zone of the person who asks', async () => {
    const world2 = await world.type('today', { user: PEOPLE.owner.id });

    expect(world2.acknowledgement.text).toMatch(/00:00 – .* (GMT|BST)/);
  });

  it('offers to run a search again when its answer has expired, from a page and from a modal', async () => {
    const answer = await (await world.type('customer Relecloud last 7d')).answer();
    const keys = await redis.keys(`${world.environment()['REDIS_PREFIX']}:result:*`);
    await redis.del(...keys);

    await world.slack.click({ user: ADMIN, message: answer, label: 'Details' });
    const modal = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('no longer kept') });
    expect(readModal(modal)).toContain('customer Relecloud last 7d');
    const anew = await nextMessage(ADMIN, () => world.slack.clickInView({ user: ADMIN, label: 'Run again' }));
    expect(readModal(await world.slack.waitForView({ user: ADMIN }))).toContain('the answer follows in the conversation');
    expect(read(anew)).toContain('2 operations for Relecloud');
  });

  it('runs a command that Slack delivers twice once, and one that is replayed not at all', async () => {
    const delivery = await world.slack.command({ user: ADMIN, channel: OPS, text: 'resource gdap last 7d' });
    await until(() => /operations?: GDAP/.test(world.seen().at(-1)?.text ?? ''));
    const answers = world.seen().length;
    await world.slack.redeliver(delivery);
    await world.slack.redeliver(delivery, { fresh: true });
    await new Promise((resolve) => setTimeout(resolve, 1_500));

    const later = world.seen().slice(answers).map(({ text }) => text);
    expect(later.some((text) => /^\d+ operations?/.test(text))).toBe(false);
  });
});
