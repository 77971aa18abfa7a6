import { describe, expect, it } from 'vitest';
import { createChannels } from '../../src/slack/channel-names.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

async function setUp(options: Parameters<typeof testSlack>[0] = {}) {
  const slack = await testSlack({ scopes: ['chat:write', 'channels:read', 'groups:read'], ...options });
  const log = notebook();
  return createChannels({ client: createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log }), log });
}

describe('slack/channel-names', () => {
  it.each([
    ['a member of a private channel', CHANNELS.private.id, PEOPLE.member.id, false],
    ['somebody who is in no private channel', CHANNELS.private.id, PEOPLE.owner.id, true],
    ['anybody from a public channel', CHANNELS.secops.id, 'U0NOBODY', false],
    ['anybody from a channel that the bot cannot see', CHANNELS.privateElsewhere.id, PEOPLE.admin.id, false],
  ])('says whether %s is kept out', async (_, channel, person, isOut) => {
    const channels = await setUp();

    expect(await channels.shutOut(channel, person)).toBe(isOut);
  });

  it('keeps nobody out where Slack does not let it look', async () => {
    const channels = await setUp({ scopes: ['chat:write'] });

    expect(await channels.shutOut(CHANNELS.private.id, PEOPLE.owner.id)).toBe(false);
    expect(await channels.named('secops')).toBeUndefined();
  });
});
