/** What a refusal of the Web API means for whoever waits for the answer. Codes: https://docs.slack.dev/reference/methods */
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { Problem } from '../features/problem.ts';
import { slackCode } from './error-facts.ts';

/** Slack names a time with its 429; this is for those that come without one. */
const DEFAULT_RETRY_AFTER_MS = 30_000;

/** The token or the app itself is refused: nothing works until somebody changes it. */
const APP_REFUSED = new Set([
  'access_denied', 'account_inactive', 'ekm_access_denied', 'enterprise_is_restricted', 'invalid_auth', 'missing_scope', 'no_permission',
  'not_allowed_token_type', 'not_authed', 'org_login_required', 'team_access_not_granted', 'token_expired', 'token_revoked',
]);

/** This person or place cannot be reached, however often it is tried. */
const PLACE_REFUSED = new Set([
  'cannot_dm_bot', 'channel_not_found', 'is_archived', 'messages_tab_disabled', 'not_in_channel', 'restricted_action', 'user_disabled',
  'user_not_found', 'user_not_visible', 'users_not_found',
]);

/** The message itself is refused: it would be refused again. */
const MESSAGE_REFUSED = new Set([
  'invalid_arguments', 'invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'no_text',
]);

/** Slack says of these that a part may have been done: https://docs.slack.dev/reference/methods/files.completeUploadExternal */
const HALF_DONE = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable', 'unreadable_answer']);

/** Whether a call that failed may have been carried out all the same: its answer was lost, or Slack cannot tell. */
export function mayHaveWorked(error: unknown): boolean {
  if (rateLimitMs(error) !== undefined) return false;
  const code = slackCode(error);
  return code === undefined || HALF_DONE.has(code);
}

/** Whether blocks were the reason, so that plain ones may pass. */
export function refusesBlocks(error: unknown): boolean {
  const code = slackCode(error);
  return code === 'invalid_blocks' || code === 'invalid_blocks_format' || code === 'msg_blocks_too_long';
}

/** How long Slack asks us to wait, in milliseconds; undefined when the error is no rate limit. */
export function rateLimitMs(error: unknown): number | undefined {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter * 1_000;
  const code = slackCode(error);
  if (code === 'ratelimited' || code === 'rate_limited') {
    const seconds = error instanceof WebAPIPlatformError ? error.data.response_metadata?.retryAfter : undefined;
    return seconds === undefined ? DEFAULT_RETRY_AFTER_MS : seconds * 1_000;
  }
  // The SDK throws a plain error when a 429 names no time.
  const isUntimed = error instanceof Error && error.message.startsWith('Retry header did not contain a valid timeout');
  return isUntimed ? DEFAULT_RETRY_AFTER_MS : undefined;
}

/** Classifies a failed call. What Slack did not refuse for good may succeed later. */
export function slackProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const retryAfterMs = rateLimitMs(error);
  if (retryAfterMs !== undefined) {
    return new Problem({
      kind: 'throttled', retryable: true, retryAfterMs, cause: error,
      whatHappened: 'Slack asked the bot to send less for a while.',
      whatToDo: 'Nothing: the message is sent when Slack takes it again.',
    });
  }
  const code = slackCode(error);
  return code === undefined ? unreachable(error) : refused(code, error);
}

function refused(code: string, cause: unknown): Problem {
  if (APP_REFUSED.has(code)) return lasting(`Slack refuses the bot (${code}).`, 'Tell whoever runs this bot to check its token and scopes.', cause);
  if (PLACE_REFUSED.has(code)) return lasting(`Slack cannot bring a message to this person (${code}).`, 'Check that the person is active and may get messages from apps.', cause);
  if (MESSAGE_REFUSED.has(code)) return lasting(`Slack does not take the message (${code}).`, 'Tell whoever runs this bot: this is a fault in it.', cause);
  return new Problem({
    kind: 'unavailable', retryable: true, cause,
    whatHappened: `Slack did not take the message (${code}).`,
    whatToDo: 'Try again in a minute.',
  });
}

function lasting(whatHappened: string, whatToDo: string, cause: unknown): Problem {
  return new Problem({ kind: 'not-allowed', retryable: false, whatHappened, whatToDo, cause });
}

function unreachable(cause: unknown): Problem {
  return new Problem({
    kind: 'unavailable', retryable: true, cause,
    whatHappened: 'Slack could not be reached.',
    whatToDo: 'Try again in a minute.',
  });
}
