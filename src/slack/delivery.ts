/** Brings answers to people: through the response_url while it lasts, by direct message after that. */
import type { WebClient } from '@slack/web-api';
import type { AnswerPlace, Answers, PromisedMessages, ResponseUrlUses } from '../features/answer-ports.ts';
import type { Clock, Log } from '../features/ports.ts';
import type { Screen } from '../features/screens.ts';
import type { Sharing } from '../features/share.ts';
import { postDirectMessage } from './direct-message.ts';
import { errorFacts } from './error-facts.ts';
import type { Rendered } from './message.ts';
import { answerPromised, endPromise, promiseAnswer, type PromisedAnswerDeps } from './promised-answer.ts';
import { isAllowedResponseUrl, postToResponseUrl, type ResponseMessage } from './response-url.ts';
import { createRefusals, type Refusals } from './refused-blocks.ts';
import { within } from '../runtime/time-limit.ts';

/** More tries after the first when a post was lost, and the wait before the first of them. */
const MORE_TRIES = 2;
const FIRST_WAIT_MS = 500;
/** A longer rate limit is not waited for: the direct message has its own. */
const LONGEST_WAIT_MS = 5_000;
const COUNT_TIMEOUT_MS = 1_000;

export interface AnswersDeps {
  readonly client: WebClient;
  readonly uses: ResponseUrlUses;
  readonly promises: PromisedMessages;
  readonly render: (screen: Screen) => Rendered;
  readonly clock: Clock;
  readonly log: Log;
  readonly sleep: (ms: number) => Promise<void>;
  /** Origins that may be posted to beside Slack's own: see `allowedOriginsFor`. */
  readonly allowedOrigins: readonly string[];
  readonly metrics?: { sentPlain(surface: string): void };
}

type Form = Pick<ResponseMessage, 'response_type' | 'replace_original'>;

const APPENDED: Form = { response_type: 'ephemeral', replace_original: false };
const IN_PLACE: Form = { replace_original: true };
const FOR_ALL: Form = { response_type: 'in_channel', replace_original: false };

/**
 * Answers that arrive: each use of a response_url is counted before it is made; when the URL is expired, used up or
 * does not answer, the direct message gets the answer. A lost answer of Slack may show it twice, never not at all.
 * Where Slack refused rich blocks, plain ones are sent at once for an hour. What is shared never goes anywhere else.
 * In the direct message an answer takes the place of what promised it there.
 * Throws a Problem when the direct message is refused too; `retryAfterMs` says when Slack asked us to wait.
 */
export function createAnswers(deps: AnswersDeps): Answers & Sharing {
  const refusals = createRefusals(deps.clock);
  const direct: PromisedAnswerDeps = {
    client: deps.client,
    promises: deps.promises,
    log: deps.log,
    sleep: deps.sleep,
    refusals,
    sentPlain: (surface) => deps.metrics?.sentPlain(surface),
  };
  const bring = async (place: AnswerPlace, screen: Screen, form: Form, jobId?: string): Promise<void> => {
    const rendered = deps.render(screen);
    if (await postWhileOpen({ ...deps, refusals }, place, rendered, form)) return;
    deps.log.info({ user: place.userId }, 'answer goes to the direct message');
    if (jobId !== undefined) return answerPromised(direct, place.userId, rendered, jobId);
    if ('jobId' in screen) return promiseAnswer(direct, place.userId, rendered, screen.jobId);
    await postDirectMessage(direct, place.userId, rendered);
  };
  return {
    send: (place, screen, jobId) => bring(place, screen, APPENDED, jobId),
    replace: (place, screen) => bring(place, screen, IN_PLACE),
    stop: async (jobId, screen) => endPromise(direct, deps.render(screen), jobId),
    share: async (place, screen) => postWhileOpen({ ...deps, refusals }, place, deps.render(screen), FOR_ALL),
    keep: async (userId, screen) => void await postDirectMessage(direct, userId, deps.render(screen)),
  };
}

/** False when the response_url did not take the answer and will not. */
async function postWhileOpen(deps: AnswersDeps & { readonly refusals: Refusals }, place: AnswerPlace, rendered: Rendered, form: Form): Promise<boolean> {
  const surface = form.response_type === 'in_channel' ? 'in_channel' : 'response_url';
  let isPlain = deps.refusals.isRefused(surface);
  if (isPlain) deps.metrics?.sentPlain(surface);
  let triesLeft = MORE_TRIES;
  while (await mayPost(deps, place)) {
    const outcome = await postToResponseUrl(place.responseUrl, { ...form, ...(isPlain ? rendered.plain : rendered.rich) });
    if (outcome.kind === 'taken') return true;
    if (outcome.kind === 'blocks-refused') {
      if (isPlain) break;
      isPlain = true;
      deps.refusals.note(surface);
      deps.metrics?.sentPlain(surface);
      continue;
    }
    const waitMs = outcome.kind === 'limited' ? outcome.retryAfterMs : FIRST_WAIT_MS * 2 ** (MORE_TRIES - triesLeft);
    const facts = outcome.kind === 'limited' ? { status: 429, waitMs } : outcome.facts;
    deps.log.warn(facts, 'response_url did not take the answer');
    // What may have arrived already is not shown to a whole channel twice.
    if (surface === 'in_channel' && outcome.kind === 'failed') break;
    if (outcome.kind === 'closed' || triesLeft === 0 || waitMs > LONGEST_WAIT_MS) break;
    triesLeft -= 1;
    await deps.sleep(waitMs);
  }
  return false;
}

async function mayPost(deps: AnswersDeps, { responseUrl, openUntil }: AnswerPlace): Promise<boolean> {
  if (deps.clock().getTime() >= openUntil) return false;
  if (!isAllowedResponseUrl(responseUrl, deps.allowedOrigins)) {
    deps.log.warn({}, 'response_url of a foreign host left alone');
    return false;
  }
  try {
    return await within(deps.uses.take(responseUrl), COUNT_TIMEOUT_MS) !== undefined;
  } catch (error) {
    // Slack counts too and answers used_url: better one post too many than no answer.
    deps.log.warn(errorFacts(error), 'uses of a response_url could not be counted');
    return true;
  }
}
