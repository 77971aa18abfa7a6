/** Select menus. Pages: docs.slack.dev/reference/block-kit/block-elements/select-menu-element, /multi-select-menu-element */
import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from './limits.ts';
import { confirm, conversationFilter, menuOption, optionGroup, plainText } from './objects.ts';
import { at, boolean, eitherOr, integer, isList, isObject, list, pattern, report, shape, string } from './rules.ts';
import type { Rule } from './rules.ts';

export const ACTION_ID = { action_id: string(LIMITS.id) } as const;
export const USER_ID = pattern(/^[UW][A-Z0-9]+$/, 'a user id');
const CHANNEL_ID = pattern(/^[CG][A-Z0-9]+$/, 'a channel id');
const CONVERSATION_ID = pattern(/^[CGDUW][A-Z0-9]+$/, 'a conversation id');

const MENU = { ...ACTION_ID, confirm, focus_on_load: boolean, placeholder: plainText(LIMITS.placeholder) } as const;
const MULTI = { ...MENU, max_selected_items: integer(1, Number.MAX_SAFE_INTEGER) } as const;
const OPTIONS = {
  options: list(menuOption, 1, LIMITS.options.select),
  option_groups: list(optionGroup, 1, LIMITS.options.groups),
} as const;
const QUERY = { min_query_length: integer(0, Number.MAX_SAFE_INTEGER) } as const;
const RESPONSE_URL = { response_url_enabled: boolean } as const;
const CONVERSATIONS = { default_to_current_conversation: boolean, filter: conversationFilter } as const;

const many = (rule: Rule): Rule => list(rule, 1, LIMITS.options.select);

/** An initial option must equal one that is offered, or Slack refuses the element. */
export const initialAmong: Rule = (value, place) => {
  if (!isObject(value)) return;
  const groups = isList(value['option_groups']) ? value['option_groups'] : [];
  const offered = [value, ...groups].flatMap((holder) => (isObject(holder) && isList(holder['options']) ? holder['options'] : []));
  const initial = isList(value['initial_options']) ? value['initial_options'] : [value['initial_option']];
  initial.filter((option) => option !== undefined).forEach((option) => {
    if (!offered.some((other) => isDeepStrictEqual(other, option))) {
      report(at(place, value['initial_option'] === undefined ? 'initial_options' : 'initial_option'), 'choice', 'must equal one of the options');
    }
  });
};

export const SELECTS: Readonly<Record<string, Rule>> = {
  static_select: shape({ optional: { ...MENU, ...OPTIONS, initial_option: menuOption } }, eitherOr('options', 'option_groups'), initialAmong),
  external_select: shape({ optional: { ...MENU, ...QUERY, initial_option: menuOption } }),
  users_select: shape({ optional: { ...MENU, initial_user: USER_ID } }),
  conversations_select: shape({ optional: { ...MENU, ...CONVERSATIONS, ...RESPONSE_URL, initial_conversation: CONVERSATION_ID } }),
  channels_select: shape({ optional: { ...MENU, ...RESPONSE_URL, initial_channel: CHANNEL_ID } }),
};

export const MULTI_SELECTS: Readonly<Record<string, Rule>> = {
  multi_static_select: shape(
    { optional: { ...MULTI, ...OPTIONS, initial_options: many(menuOption) } },
    eitherOr('options', 'option_groups'), initialAmong,
  ),
  multi_external_select: shape({ optional: { ...MULTI, ...QUERY, initial_options: many(menuOption) } }),
  multi_users_select: shape({ optional: { ...MULTI, initial_users: many(USER_ID) } }),
  multi_conversations_select: shape({ optional: { ...MULTI, ...CONVERSATIONS, initial_conversations: many(CONVERSATION_ID) } }),
  multi_channels_select: shape({ optional: { ...MULTI, initial_channels: many(CHANNEL_ID) } }),
};
