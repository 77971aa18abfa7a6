/** The payloads Slack sends. Pages: docs.slack.dev/interactivity/implementing-slash-commands, /reference/interaction-payloads */
import type { JsonObject } from './block-kit/rules.ts';
import { fieldsIn, stateValues, valueOf } from './form-values.ts';
import type { Entered, Field } from './form-values.ts';
import { messageObject } from './messages.ts';
import type { SlackMessage } from './messages.ts';
import { channelOf, personOf } from './state.ts';
import type { SlackState } from './state.ts';
import { viewObject } from './views.ts';
import type { OpenView } from './views.ts';
import { APP } from './workspace.ts';

/** Deprecated by Slack but still sent. */
const VERIFICATION_TOKEN = 'sandbox-verification-token';

const enterpriseOf = (state: SlackState): JsonObject | null =>
  (state.team.enterpriseId === undefined ? null : { id: state.team.enterpriseId, name: state.team.name });

/** What every interaction carries. */
const interaction = (state: SlackState, type: string, user: string): JsonObject => {
  const person = personOf(state, user);
  return {
    type,
    team: { id: state.team.id, domain: state.team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId ?? state.team.id },
    api_app_id: APP.id,
    token: VERIFICATION_TOKEN,
    enterprise: enterpriseOf(state),
    is_enterprise_install: false,
  };
};

const responseUrl = (state: SlackState, target: Parameters<SlackState['responseUrls']['issue']>[0]): string =>
  `${state.baseUrl}${state.responseUrls.issue(target)}`;

const actionStamp = (state: SlackState): string => `${(state.now() / 1000).toFixed(3)}000`;

export const commandPayload = (
  state: SlackState, typed: { readonly user: string; readonly channel: string; readonly command: string; readonly text: string },
): JsonObject => {
  const person = personOf(state, typed.user);
  const channel = channelOf(state, typed.channel);
  const { enterpriseId, id, domain, name } = state.team;
  return {
    token: VERIFICATION_TOKEN,
    team_id: person.teamId ?? id,
    team_domain: domain,
    ...(enterpriseId === undefined ? {} : { enterprise_id: enterpriseId, enterprise_name: name }),
    channel_id: channel.id,
    channel_name: channel.isPrivate && !channel.id.startsWith('D') ? 'privategroup' : channel.name,
    user_id: person.id,
    user_name: person.name,
    command: typed.command,
    text: typed.text,
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: responseUrl(state, { kind: 'command', channel: channel.id, user: person.id }),
    trigger_id: state.triggers.issue({ user: person.id, channel: channel.id }),
  };
};

/** Slack leaves `message` out when the clicked message is ephemeral. */
export const messageActionPayload = (
  state: SlackState, click: { readonly user: string; readonly message: SlackMessage; readonly action: JsonObject; readonly entered: Entered },
): JsonObject => {
  const { user, message, action, entered } = click;
  const channel = channelOf(state, message.channel);
  const isEphemeral = message.ephemeralTo !== undefined;
  const thread = message.threadTs === undefined ? {} : { thread_ts: message.threadTs };
  return {
    ...interaction(state, 'block_actions', user),
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...thread },
    trigger_id: state.triggers.issue({ user, channel: channel.id }),
    channel: { id: channel.id, name: channel.isPrivate && !channel.id.startsWith('D') ? 'privategroup' : channel.name },
    ...(isEphemeral ? {} : { message: messageObject(message) }),
    state: { values: stateValues(message.blocks, entered) },
    response_url: responseUrl(state, {
      kind: 'click', channel: channel.id, user, clickedTs: message.ts,
      ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    }),
    actions: [{ ...action, action_ts: actionStamp(state) }],
  };
};

/** A menu that asks for options: no trigger and no response_url. */
export const suggestionPayload = (
  state: SlackState, asked: { readonly user: string; readonly field: Field; readonly query: string } & ({ readonly message: SlackMessage } | { readonly view: OpenView }),
): JsonObject => {
  const { user, field, query } = asked;
  const base = { ...interaction(state, 'block_suggestion', user), action_id: field.actionId, block_id: field.blockId, value: query };
  if ('view' in asked) return { ...base, container: { type: 'view', view_id: asked.view.id }, view: viewObject(asked.view, state.team.id) };
  const { message } = asked;
  const channel = channelOf(state, message.channel);
  const isEphemeral = message.ephemeralTo !== undefined;
  return {
    ...base,
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral },
    channel: { id: channel.id, name: channel.name },
    ...(isEphemeral ? {} : { message: messageObject(message) }),
  };
};

/** In a modal or home tab there is no channel and no response_url. */
export const viewActionPayload = (state: SlackState, view: OpenView, action: JsonObject): JsonObject => {
  const shown = viewObject(view, state.team.id);
  const isModal = view.content['type'] === 'modal';
  return {
    ...interaction(state, 'block_actions', view.user),
    container: { type: 'view', view_id: view.id },
    trigger_id: state.triggers.issue({
      user: view.user, ...(isModal ? { view: view.id } : {}), ...(view.channel === undefined ? {} : { channel: view.channel }),
    }),
    view: shown,
    actions: [{ ...action, action_ts: actionStamp(state) }],
  };
};

/** One response_url for each menu in an input block that asks for it and has a choice. */
const formResponseUrls = (state: SlackState, view: OpenView): readonly JsonObject[] => fieldsIn(view.blocks)
  .filter(({ isInput, element }) => isInput && element['response_url_enabled'] === true)
  .flatMap((field) => {
    const value = valueOf(field, view.entered);
    const channel = value['selected_conversation'] ?? value['selected_channel'];
    if (typeof channel !== 'string') return [];
    return [{
      block_id: field.blockId, action_id: field.actionId, channel_id: channel,
      response_url: responseUrl(state, { kind: 'form', channel, user: view.user }),
    }];
  });

export const submissionPayload = (state: SlackState, view: OpenView): JsonObject => ({
  ...interaction(state, 'view_submission', view.user),
  trigger_id: state.triggers.issue({
    user: view.user, view: view.id, ...(view.channel === undefined ? {} : { channel: view.channel }),
  }),
  view: viewObject(view, state.team.id),
  response_urls: formResponseUrls(state, view),
});

export const closedPayload = (state: SlackState, view: OpenView, isCleared: boolean): JsonObject => ({
  ...interaction(state, 'view_closed', view.user), view: viewObject(view, state.team.id), is_cleared: isCleared,
});

export const shortcutPayload = (state: SlackState, user: string, callbackId: string): JsonObject => ({
  ...interaction(state, 'shortcut', user),
  action_ts: actionStamp(state), callback_id: callbackId, trigger_id: state.triggers.issue({ user }),
});

export const eventPayload = (state: SlackState, event: JsonObject, id: string): JsonObject => ({
  token: VERIFICATION_TOKEN,
  team_id: state.team.id,
  api_app_id: APP.id,
  type: 'event_callback',
  event_id: id,
  event_time: Math.trunc(state.now() / 1000),
  event: { event_ts: actionStamp(state), ...event },
  authorizations: [{ enterprise_id: state.team.enterpriseId ?? null, team_id: state.team.id, user_id: APP.userId, is_bot: true, is_enterprise_install: false }],
});
