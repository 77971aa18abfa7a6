/** Posts that nobody asked for just now: one try each, and an outcome that says whether to try again. */
import { hash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { WebAPIRequestError, type WebClient } from '@slack/web-api';
import { instantOf } from '../audit/instant.ts';
import type { Clock, Log } from '../features/ports.ts';
import type { PostMarks, PostOutcome, Posts } from '../features/rule-ports.ts';
import type { RulePlace } from '../features/rule.ts';
import type { Screen } from '../features/screens.ts';
import { markup, slackTime } from './blocks/text.ts';
import { openConversation } from './direct-message.ts';
import { errorFacts, slackCode } from './error-facts.ts';
import type { MessagePayload, Rendered } from './message.ts';
import { postMessage, updateMessage } from './post-message.ts';
import { createRefusals, type Refusals } from './refused-blocks.ts';
import { rateLimitMs, refusesBlocks } from './slack-problem.ts';

export interface PostsDeps {
  readonly client: WebClient;
  readonly render: (screen: Screen) => Rendered;
  /** Slack refused rich blocks and gets plain ones. */
  readonly sentPlain: (surface: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** This place, or this message, is refused however often it is tried: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const REFUSED_FOR_GOOD = new Set([
  'account_inactive', 'cannot_dm_bot', 'channel_not_found', 'invalid_arguments', 'invalid_blocks', 'invalid_blocks_format', 'is_archived',
  'messages_tab_disabled', 'missing_scope', 'msg_blocks_too_long', 'msg_too_long', 'no_permission', 'not_in_channel', 'restricted_action',
  'restricted_action_non_threadable_channel', 'restricted_action_read_only_channel', 'restricted_action_thread_only_channel', 'user_disabled',
  'user_not_found', 'user_not_visible', 'users_not_found',
]);

/** "It's possible some aspect of the operation succeeded before the error was raised." */
const MAY_HAVE_SUCCEEDED = new Set(['fatal_error', 'internal_error']);

/** The connection was never there, so nothing was sent. */
const NEVER_SENT = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** What nobody asked for just now, wherever it is posted. */
const SURFACE = 'post';

/** Enough to tell two deliveries apart by eye. */
const KEY_SHOWN = 10;

export function createPosts(deps: PostsDeps): Posts {
  const { client } = deps;
  const refusals = createRefusals(deps.clock);
  return {
    async post(place, message, marks, threadTs) {
      const channel = await channelOf(deps, place);
      if (typeof channel !== 'string') return channel;
      return richOrPlain({ ...deps, refusals }, message, marks, (payload) => postMessage(client, channel, payload, threadTs));
    },
    edit: (posted, message, marks) => richOrPlain({ ...deps, refusals }, message, marks, (payload) => updateMessage(client, posted, payload)),
    async isReachable() {
      try {
        return (await client.auth.test()).ok === true;
      } catch {
        return false;
      }
    },
  };
}

/** Nothing is posted before the channel is known, so a lost answer is no lost post. */
async function channelOf({ client, log }: PostsDeps, place: RulePlace): Promise<string | PostOutcome> {
  if (place.kind === 'channel') return place.id;
  try {
    return await openConversation({ client, sleep: async () => undefined }, place.id);
  } catch (error) {
    const outcome = outcomeOf(error);
    log.warn({ ...errorFacts(error), outcome: outcome.kind }, 'direct message could not be opened');
    return outcome.kind === 'lost' ? { kind: 'later', reason: 'unreachable' } : outcome;
  }
}

type Call = (payload: MessagePayload) => Promise<{ readonly channel?: string; readonly ts?: string }>;

async function richOrPlain({ render, sentPlain, refusals, log }: PostsDeps & { readonly refusals: Refusals }, message: Screen, marks: PostMarks, call: Call): Promise<PostOutcome> {
  const drawn = render(message);
  try {
    if (!refusals.isRefused(SURFACE)) return takenBy(await call(marked(drawn.rich, marks)));
  } catch (error) {
    if (!refusesBlocks(error)) return failed(log, error);
    refusals.note(SURFACE);
  }
  sentPlain(SURFACE);
  try {
    return takenBy(await call(marked(drawn.plain, marks)));
  } catch (error) {
    return failed(log, error);
  }
}

/** An answer that does not say where the message stands is as good as none. */
function takenBy({ channel, ts }: Awaited<ReturnType<Call>>): PostOutcome {
  return channel === undefined || ts === undefined ? { kind: 'lost' } : { kind: 'taken', channel, ts };
}

function failed(log: Log, error: unknown): PostOutcome {
  const outcome = outcomeOf(error);
  log.warn({ ...errorFacts(error), outcome: outcome.kind }, 'post was not taken');
  return outcome;
}

/** What a failed call says of the post. An answer that refuses it proves that it is not there. */
function outcomeOf(error: unknown): PostOutcome {
  const waitMs = rateLimitMs(error);
  if (waitMs !== undefined) return { kind: 'limited', reason: 'ratelimited', waitMs };
  const code = slackCode(error);
  if (code !== undefined && MAY_HAVE_SUCCEEDED.has(code)) return { kind: 'lost' };
  if (code !== undefined) return REFUSED_FOR_GOOD.has(code) ? { kind: 'refused', reason: code } : { kind: 'later', reason: code };
  if (error instanceof WebAPIRequestError) return NEVER_SENT.test(causeOf(error.original)) ? { kind: 'later', reason: 'unreachable' } : { kind: 'lost' };
  return { kind: 'later', reason: 'no_answer_of_slack' };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : causeOf(error.cause);
}

function shownKey(deliveryKey: string): string {
  return hash('sha256', deliveryKey).slice(0, KEY_SHOWN);
}

/** The delivery's name on every post; what a reader must know of a repeat or a late one stands first. */
function marked({ text, blocks }: MessagePayload, { deliveryKey, mayBeRepeat, lateSince, belongsTo }: PostMarks): MessagePayload {
  const notes = [
    ...(mayBeRepeat ? ['May be a repeat: Slack did not confirm the first post.'] : []),
    ...(lateSince === undefined ? [] : [`Late: due ${slackTime(instantOf(new Date(lateSince)), 'UTC')}.`]),
    `Delivery ${shownKey(deliveryKey)}${belongsTo === undefined ? '' : `, belongs to delivery ${shownKey(belongsTo)}, which Slack did not confirm`}`,
  ];
  const footer: KnownBlock = { type: 'context', elements: [markup(notes.join(' '))] };
  const before = [...(mayBeRepeat ? ['May be a repeat. '] : []), ...(lateSince === undefined ? [] : ['Late. '])].join('');
  return { text: `${before}${text}`, blocks: [...blocks, footer] };
}
