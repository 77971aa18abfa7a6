/** The direct message between the bot and one person. */
import type { WebClient } from '@slack/web-api';
import { Problem } from '../features/problem.ts';
import type { MessagePayload, Rendered } from './message.ts';
import { postMessage } from './post-message.ts';
import type { Refusals } from './refused-blocks.ts';
import { rateLimitMs, refusesBlocks, slackProblem } from './slack-problem.ts';

/** A longer wait is for the queue, where others can use the time. */
const LONGEST_WAIT_MS = 5_000;
const WAITS = 2;
const SURFACE = 'direct message';

export interface DirectMessageDeps {
  readonly client: WebClient;
  readonly sleep: (ms: number) => Promise<void>;
  /** Where Slack refused rich blocks of late. */
  readonly refusals?: Refusals;
  /** Slack refused rich blocks and gets plain ones. */
  readonly sentPlain: (surface: string) => void;
}

/**
 * Posts to a person's direct message and throws a Problem when Slack does not take it. Short rate limits are waited
 * for, long ones come back as `retryAfterMs`. A lost answer is not repeated here.
 */
export async function postDirectMessage(deps: DirectMessageDeps, userId: string, message: Rendered): Promise<void> {
  try {
    const channel = await openConversation(deps, userId);
    await postRichOrPlain(deps, channel, message);
  } catch (error) {
    throw slackProblem(error);
  }
}

/** The channel of a person's direct message. Rejects with Slack's own error. */
export async function openConversation({ client, sleep }: Pick<DirectMessageDeps, 'client' | 'sleep'>, userId: string): Promise<string> {
  const { channel } = await patiently(sleep, () => client.conversations.open({ users: userId }));
  if (channel?.id !== undefined) return channel.id;
  throw new Problem({
    kind: 'bad-answer',
    retryable: true,
    whatHappened: 'Slack did not say where the direct message is.',
    whatToDo: 'Try again in a minute.',
  });
}

async function postRichOrPlain(deps: DirectMessageDeps, channel: string, message: Rendered): Promise<void> {
  const isRefused = deps.refusals?.isRefused(SURFACE) ?? false;
  try {
    if (!isRefused) return await post(deps, channel, message.rich);
  } catch (error) {
    if (!refusesBlocks(error)) throw error;
    deps.refusals?.note(SURFACE);
  }
  deps.sentPlain(SURFACE);
  await post(deps, channel, message.plain);
}

async function post({ client, sleep }: DirectMessageDeps, channel: string, message: MessagePayload): Promise<void> {
  await patiently(sleep, () => postMessage(client, channel, message));
}

/** Calls Slack and waits for short rate limits; rejects with Slack's own error. */
export async function patiently<T>(sleep: (ms: number) => Promise<void>, call: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await call();
    } catch (error) {
      const waitMs = rateLimitMs(error);
      if (waitMs === undefined || waitMs > LONGEST_WAIT_MS || waits === WAITS) throw error;
      await sleep(waitMs);
    }
  }
}
