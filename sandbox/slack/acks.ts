/** What a person sees when the bot has acknowledged, or has not. */
import { isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import type { Delivery } from './delivery.ts';
import { fieldsIn } from './form-values.ts';
import { contentOf } from './respond.ts';
import { checkMessage, checkView } from './state.ts';
import type { SlackState } from './state.ts';
import { STACK_LIMIT } from './views.ts';
import type { OpenView } from './views.ts';
import { APP, SLACKBOT_ID } from './workspace.ts';

export interface TypedCommand {
  readonly user: string;
  readonly channel: string;
  readonly command: string;
  readonly text: string;
}

const errorOf = ({ outcome }: Delivery): string | undefined =>
  (outcome === 'timeout' ? 'operation_timeout' : outcome === 'failed' ? 'dispatch_failed' : undefined);

const notify = (state: SlackState, user: string, error: string): void => {
  state.notices.push({ user, error, at: state.now() });
};

const commandFailed = (state: SlackState, { user, channel, command }: TypedCommand, error: string): void => {
  notify(state, user, error);
  state.messages.add({ channel, author: SLACKBOT_ID, ephemeralTo: user, text: `${command} failed with the error "${error}"` });
};

/** An acknowledgement with a body is a message: ephemeral unless it says `in_channel`, which also shows the command. */
export const applyCommandAck = (state: SlackState, typed: TypedCommand, delivery: Delivery): void => {
  const error = errorOf(delivery);
  if (error !== undefined) return commandFailed(state, typed, error);
  if (delivery.ackBody === undefined) return;
  const payload: JsonObject = isObject(delivery.ackBody) ? delivery.ackBody : { text: typeof delivery.ackBody === 'string' ? delivery.ackBody : JSON.stringify(delivery.ackBody) };
  if (checkMessage(state, 'ack', payload).length > 0) return commandFailed(state, typed, 'dispatch_failed');
  const isPublic = payload['response_type'] === 'in_channel';
  if (isPublic) state.messages.add({ channel: typed.channel, author: typed.user, text: `${typed.command} ${typed.text}`.trim() });
  state.messages.add({
    channel: typed.channel, author: APP.userId, ...contentOf(payload), ...(isPublic ? {} : { ephemeralTo: typed.user }),
  });
};

/** Slack marks the button that was clicked; the body of the acknowledgement is ignored. */
export const applyClickAck = (state: SlackState, user: string, delivery: Delivery): void => {
  const error = errorOf(delivery);
  if (error !== undefined) notify(state, user, error);
};

const showErrors = (state: SlackState, view: OpenView, errors: unknown): boolean => {
  const inputs = new Set(fieldsIn(view.blocks).filter(({ isInput }) => isInput).map(({ blockId }) => blockId));
  if (!isObject(errors) || Object.keys(errors).length === 0 || !Object.keys(errors).every((id) => inputs.has(id))) return false;
  state.views.showErrors(view.id, Object.fromEntries(Object.entries(errors).map(([id, text]) => [id, String(text)])));
  return true;
};

const isGoodView = (state: SlackState, view: unknown): view is JsonObject =>
  isObject(view) && view['type'] === 'modal' && checkView(state, 'ack', view).length === 0;

/** Returns whether Slack understood the answer. */
const obey = (state: SlackState, view: OpenView, body: JsonObject): boolean => {
  const { response_action: action, view: next } = body;
  switch (action) {
    case 'errors':
      return showErrors(state, view, body['errors']);
    case 'clear':
      state.views.clear(view.user);
      return true;
    case 'update':
      return isGoodView(state, next) && state.views.update(view.id, next) !== undefined;
    case 'push':
      if (state.views.stack(view.user).length >= STACK_LIMIT || !isGoodView(state, next)) return false;
      state.views.push(view.user, next);
      return true;
    default:
      return false;
  }
};

/** An empty body closes the view; anything Slack does not understand leaves it open with “trouble connecting”. */
export const applySubmissionAck = (state: SlackState, view: OpenView, delivery: Delivery): void => {
  const error = errorOf(delivery);
  if (error !== undefined) return notify(state, view.user, error);
  if (delivery.ackBody === undefined) return state.views.pop(view.user);
  if (!isObject(delivery.ackBody) || !obey(state, view, delivery.ackBody)) notify(state, view.user, 'invalid_view_response');
};
