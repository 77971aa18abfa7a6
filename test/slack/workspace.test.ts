import { describe, expect, it } from 'vitest';
import { createWebClient } from '../../src/slack/web-client.ts';
import { readWorkspace } from '../../src/slack/workspace.ts';
import { APP, TEAM } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

const clientOf = (apiUrl: string, botToken: string = SECRETS.botToken) => createWebClient({ botToken: () => botToken, apiUrl, log: notebook() });

describe('slack/workspace', () => {
  it('reads where the bot is installed and what it may do', async () => {
    const slack = await testSlack({ scopes: ['commands', 'chat:write'] });

    const workspace = await readWorkspace(clientOf(slack.apiUrl));

    expect(workspace).toEqual({
      teamId: TEAM.id, name: TEAM.name, botUserId: APP.userId, url: `https://${TEAM.domain}.slack.com/`, scopes: ['commands', 'chat:write'],
    });
  });

  it('reads the organisation of a grid', async () => {
    const slack = await testSlack({ enterpriseId: 'E0GRID' });

    const workspace = await readWorkspace(clientOf(slack.apiUrl));

    expect(workspace.enterpriseId).toBe('E0GRID');
  });

  it('says which variable is wrong when the token is refused, without the token', async () => {
    const slack = await testSlack();

    const failed = readWorkspace(clientOf(slack.apiUrl, 'xoxb-somebody-elses'));

    await expect(failed).rejects.toMatchObject({
      name: 'Problem', kind: 'sign-in', retryable: false, whatHappened: 'SLACK_BOT_TOKEN is not accepted by Slack (invalid_auth).',
    });
    await expect(failed).rejects.not.toThrow(/xoxb/);
  });

  it.each([503, 'reset', { error: 'internal_error' }] as const)('may be asked again when Slack fails: %j', async (how) => {
    const slack = await testSlack();
    slack.faults.fail('auth.test', how);

    const failed = readWorkspace(clientOf(slack.apiUrl));

    await expect(failed).rejects.toMatchObject({ name: 'Problem', kind: 'unavailable', retryable: true });
  });
});
