/** The direct message between the bot and one person. */
import type { WebClient } from '@slack/web-api';
import type { PostedMessage } from '../features/answer-ports.ts';
import { Problem } from '../features/problem.ts';
import type { MessagePayload, Rendered } from './message.ts';
import { postMessage, updateMessage } from './post-message.ts';
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
 * for, long ones come back as `retryAfterMs`. A lost answer is not repeated here. Gives where the message stands, as
 * far as Slack says so.
 */
export async function postDirectMessage(deps: DirectMessageDeps, userId: string, message: Rendered): Promise<PostedMessage | undefined> {
  try {
    const channel = await openConversation(deps, userId);
    const { ts } = await richOrPlain(deps, message, (payload) => postMessage(deps.client, channel, payload));
    return ts === undefined ? undefined : { channel, ts };
  } catch (error) {
    throw slackProblem(error);
  }
}

/** Edits what stands in a direct message, as patiently as it is posted. Rejects with Slack's own error. */
export async function editDirectMessage(deps: DirectMessageDeps, posted: PostedMessage, message: Rendered): Promise<void> {
  await richOrPlain(deps, message, (payload) => updateMessage(deps.client, posted, payload));
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

async function richOrPlain<T>(deps: DirectMessageDeps, message: Rendered, call: (payload: MessagePayload) => Promise<T>): Promise<T> {
  const isRefused = deps.refusals?.isRefused(SURFACE) ?? false;
  try {
    if (!isRefused) return await patiently(deps.sleep, () => call(message.rich));
  } catch (error) {
    if (!refusesBlocks(error)) throw error;
    deps.refusals?.note(SURFACE);
  }
  deps.sentPlain(SURFACE);
  return patiently(deps.sleep, () => call(message.plain));
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
