/** Where the bot is installed and what it may do there. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { Problem } from '../features/problem.ts';
import { slackCode } from './error-facts.ts';
import { slackProblem } from './slack-problem.ts';

export interface Workspace {
  readonly teamId: string;
  readonly name: string;
  readonly enterpriseId?: string;
  readonly botUserId: string;
  readonly url: string;
  /** What the bot token may do, as Slack says with each answer. */
  readonly scopes: readonly string[];
}

const authTest = z.object({
  team_id: z.string(),
  team: z.string().default(''),
  enterprise_id: z.string().nullish(),
  user_id: z.string(),
  url: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
});

const TOKEN_REFUSED = new Set(['account_inactive', 'invalid_auth', 'not_allowed_token_type', 'not_authed', 'token_expired', 'token_revoked']);

/**
 * Asks Slack who the bot token belongs to. Throws a Problem: not retryable when the token is refused, else retryable.
 * https://docs.slack.dev/reference/methods/auth.test
 */
export async function readWorkspace(client: WebClient): Promise<Workspace> {
  const answer = authTest.safeParse(await askWhoWeAre(client)).data;
  if (!answer) {
    throw new Problem({
      kind: 'bad-answer',
      retryable: true,
      whatHappened: 'Slack did not say which workspace the bot token belongs to.',
      whatToDo: 'Check SLACK_API_URL: something that is not Slack may be answering there.',
    });
  }
  return {
    teamId: answer.team_id,
    name: answer.team,
    ...(answer.enterprise_id && { enterpriseId: answer.enterprise_id }),
    botUserId: answer.user_id,
    url: answer.url,
    scopes: answer.response_metadata.scopes.filter((scope) => scope !== ''),
  };
}

async function askWhoWeAre(client: WebClient): Promise<unknown> {
  try {
    return await client.auth.test();
  } catch (error) {
    const code = slackCode(error);
    if (code === undefined || !TOKEN_REFUSED.has(code)) throw slackProblem(error);
    throw new Problem({
      kind: 'sign-in',
      retryable: false,
      whatHappened: `SLACK_BOT_TOKEN is not accepted by Slack (${code}).`,
      whatToDo: 'Copy the bot token (xoxb-…) from "OAuth & Permissions" of this app again, or install the app anew.',
      cause: error,
    });
  }
}
