import { describe, expect, it } from 'vitest';
import { createPeople } from '../../src/slack/people.ts';
import { createAudiences } from '../../src/slack/share-audience.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { APP, CHANNELS } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

async function setUp(options: Parameters<typeof testSlack>[0] = {}) {
  const slack = await testSlack({ scopes: ['chat:write', 'users:read', 'channels:read', 'groups:read'], ...options });
  const log = notebook();
  const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log });
  const people = createPeople({ client, clock: () => new Date(), log, limitMs: 20_000 });
  return { slack, audiences: createAudiences({ client, people, botUserId: APP.userId, log }) };
}

describe('slack/share-audience', () => {
  it.each([
    [CHANNELS.secops.id, 'members'],
    [CHANNELS.private.id, 'members'],
    [CHANNELS.ops.id, 'guests'],
    [CHANNELS.random.id, 'guests'],
    [CHANNELS.shared.id, 'outsiders'],
    [CHANNELS.privateElsewhere.id, 'hidden'],
    ['C0NOWHERE', 'hidden'],
    ['D0ADMIN01', 'direct'],
  ])('knows who reads along in %s: %s', async (channel, audience) => {
    const { audiences } = await setUp();

    expect(await audiences.of(channel)).toBe(audience);
  });

  it('knows nothing without the scopes for it', async () => {
    const { audiences } = await setUp({ scopes: ['commands', 'chat:write', 'users:read'] });

    expect(await audiences.of(CHANNELS.secops.id)).toBe('unknown');
    expect(await audiences.of(CHANNELS.shared.id)).toBe('unknown');
  });

  it('counts 200 people and no more', async () => {
    const crowded = { ...CHANNELS.secops, id: 'C0CROWDED', members: [...CHANNELS.secops.members, ...Array.from({ length: 200 }, (_, index) => `U0MANY${index}`)] };
    const { audiences } = await setUp({ channels: [crowded] });

    expect(await audiences.of(crowded.id)).toBe('unknown');
  });
});
