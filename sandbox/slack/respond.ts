/** What a POST to a response_url does. Page: docs.slack.dev/interactivity/handling-user-interaction */
import { LIMITS } from './block-kit/limits.ts';
import { isList, isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import type { ResponseTarget } from './response-urls.ts';
import { checkMessage } from './state.ts';
import type { SlackState } from './state.ts';
import { APP } from './workspace.ts';

export interface ResponseUrlAnswer {
  readonly status: number;
  readonly error?: string;
}

const isYes = (value: unknown): boolean => value === true || value === 'true';

/** The parts of a message payload the store takes; `author` is always the bot. */
export const contentOf = (payload: JsonObject): { readonly text: string; readonly blocks: readonly JsonObject[]; readonly attachments: readonly JsonObject[] } => {
  const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);
  const text = typeof payload['text'] === 'string' ? payload['text'] : '';
  return {
    text: Array.from(text).slice(0, LIMITS.messageText.longest).join(''),
    blocks: objects(payload['blocks']), attachments: objects(payload['attachments']),
  };
};

const append = (state: SlackState, target: ResponseTarget, payload: JsonObject): void => {
  const isPublic = payload['response_type'] === 'in_channel';
  const thread = typeof payload['thread_ts'] === 'string' ? payload['thread_ts'] : target.threadTs;
  state.messages.add({
    channel: target.channel, author: APP.userId, ...contentOf(payload),
    ...(isPublic ? {} : { ephemeralTo: target.user }),
    ...(thread === undefined ? {} : { threadTs: thread }),
  });
};

/** Only a click's URL edits or deletes, and only the message that was clicked; ephemeral stays ephemeral. */
const apply = (state: SlackState, target: ResponseTarget, payload: JsonObject): void => {
  if (target.clickedTs !== undefined) {
    if (isYes(payload['delete_original'])) { state.messages.remove(target.channel, target.clickedTs); return; }
    if (isYes(payload['replace_original'])) { state.messages.edit(target.channel, target.clickedTs, contentOf(payload)); return; }
  }
  if (isYes(payload['delete_original'])) return;
  append(state, target, payload);
};

const readPayload = (body: string): JsonObject | undefined => {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/** Refused payloads do not count as a use. */
export const receiveResponse = (state: SlackState, path: string, body: string): ResponseUrlAnswer => {
  const found = state.responseUrls.look(path);
  if (found.kind === 'closed') return { status: 404, error: found.error };
  const payload = readPayload(body);
  if (payload === undefined) return { status: 400, error: 'invalid_payload' };
  if (checkMessage(state, 'response_url', payload).length > 0) return { status: 400, error: 'invalid_blocks' };
  const { text, blocks, attachments } = contentOf(payload);
  const isBlank = text.trim() === '' && blocks.length === 0 && attachments.length === 0;
  if (isBlank && !isYes(payload['delete_original'])) return { status: 400, error: 'no_text' };
  found.spend();
  apply(state, found.target, payload);
  return { status: 200 };
};
