/** Answers on their way to a person of the stand-in, whose command was acknowledged in #csp-ops. */
import type { ActionsBlock } from '@slack/types';
import type { AnswerPlace, PromisedMessages, ResponseUrlUses } from '../../src/features/answer-ports.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createAnswers } from '../../src/slack/delivery.ts';
import type { Rendered } from '../../src/slack/message.ts';
import { allowedOriginsFor } from '../../src/slack/response-url.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { memoryPromises, memoryUses, notebook, runApp, SECRETS } from './running-app.ts';

export const SCREEN: Screen = { kind: 'notice', text: 'Three operations' };
export const ADMIN = PEOPLE.admin.id;
export const OPS = CHANNELS.ops.id;

export const NEXT: ActionsBlock = { type: 'actions', elements: [{ type: 'button', action_id: 'next', text: { type: 'plain_text', text: 'Next' } }] };

/** Rich blocks begin with a header, plain ones do not. */
const render = (screen: Screen): Rendered => {
  const text = screen.kind === 'notice' ? screen.text : screen.kind;
  return {
    rich: { text, blocks: [{ type: 'header', text: { type: 'plain_text', text } }, NEXT] },
    plain: { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
  };
};

/** A command was typed in #csp-ops and acknowledged; its place is open. */
export async function setUp(uses: ResponseUrlUses = memoryUses(), promises: PromisedMessages = memoryPromises()) {
  const { slack } = await runApp({
    listen: (app) => {
      app.command('/audit', async ({ ack }) => ack());
      app.action('next', async ({ ack }) => ack());
    },
  });
  const { responseUrl = '' } = await slack.command({ user: ADMIN, channel: OPS });
  const log = notebook();
  const time = { now: Date.now() };
  const waits: number[] = [];
  const plain: string[] = [];
  const client = createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log });
  const answers = createAnswers({
    client,
    clock: () => new Date(time.now),
    sleep: async (ms) => void waits.push(ms),
    allowedOrigins: allowedOriginsFor(slack.apiUrl),
    metrics: { sentPlain: (surface) => void plain.push(surface) },
    uses,
    promises,
    render,
    log,
  });
  const place: AnswerPlace = { responseUrl, openUntil: time.now + 30 * 60_000, userId: ADMIN, channelId: OPS };
  const posts = (): readonly unknown[] => slack.requests.filter(({ method }) => method === 'response_url').map(({ status }) => status);
  const inChannel = () => slack.messages({ channel: OPS, viewer: ADMIN });
  return { slack, client, answers, place, time, waits, plain, log, posts, inChannel, direct: () => slack.dms(ADMIN) };
}
