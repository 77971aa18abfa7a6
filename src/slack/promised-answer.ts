/** Answers in a direct message: each takes the place of the message that promised it, so that one message is left. */
import type { PostedMessage, PromisedMessages } from '../features/answer-ports.ts';
import type { Log } from '../features/ports.ts';
import { within } from '../runtime/time-limit.ts';
import { type DirectMessageDeps, editDirectMessage, postDirectMessage } from './direct-message.ts';
import { errorFacts } from './error-facts.ts';
import type { Rendered } from './message.ts';

/** What is remembered saves a message; nobody waits long for it. */
const MEMORY_TIMEOUT_MS = 1_000;

export interface PromisedAnswerDeps extends DirectMessageDeps {
  readonly promises: PromisedMessages;
  readonly log: Log;
}

/**
 * Promises the answer to a job: in place of what promised it before, else as a message of its own, and not at all once
 * the answer is on its way. Where an edit fails the earlier promise stands. Throws a Problem when a post is refused.
 */
export async function promiseAnswer(deps: PromisedAnswerDeps, userId: string, message: Rendered, jobId: string): Promise<void> {
  const promised = await remembered(deps, deps.promises.find(jobId));
  if (promised?.isClosed) return;
  if (promised?.message) return void await edited(deps, promised.message, message);
  const posted = await postDirectMessage(deps, userId, message);
  // The job may have been quicker, in another process: what promises its answer must not stand below it.
  if (posted && await remembered(deps, deps.promises.note(jobId, posted)) === false) await removed(deps, posted);
}

/**
 * Answers a job in place of what promised the answer, else as a message of its own. An edit that fails, or whose
 * outcome is lost, is followed by a post: rather twice than not at all. Throws a Problem when that is refused too.
 */
export async function answerPromised(deps: PromisedAnswerDeps, userId: string, message: Rendered, jobId: string): Promise<void> {
  const promise = await remembered(deps, deps.promises.close(jobId));
  if (promise && await edited(deps, promise, message)) return;
  await postDirectMessage(deps, userId, message);
  if (promise) await removed(deps, promise);
}

/** Puts this in place of what promised an answer that does not come; where nothing did, nothing is said. */
export async function endPromise(deps: PromisedAnswerDeps, message: Rendered, jobId: string): Promise<void> {
  const promise = await remembered(deps, deps.promises.close(jobId));
  if (promise) await edited(deps, promise, message);
}

async function remembered<T>({ log }: PromisedAnswerDeps, work: Promise<T>): Promise<T | undefined> {
  try {
    return await within(work, MEMORY_TIMEOUT_MS);
  } catch (error) {
    log.warn(errorFacts(error), 'what promises an answer could not be looked up');
    return undefined;
  }
}

async function edited(deps: PromisedAnswerDeps, posted: PostedMessage, message: Rendered): Promise<boolean> {
  try {
    await editDirectMessage(deps, posted, message);
    return true;
  } catch (error) {
    deps.log.warn(errorFacts(error), 'what promised an answer could not be edited');
    return false;
  }
}

async function removed({ client, log }: PromisedAnswerDeps, { channel, ts }: PostedMessage): Promise<void> {
  await client.chat.delete({ channel, ts }).catch((error: unknown) => log.warn(errorFacts(error), 'what promised an answer could not be removed'));
}
