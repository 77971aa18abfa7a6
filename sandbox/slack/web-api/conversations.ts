/** conversations.open, .info, .members, .list. */
import type { JsonObject } from '../block-kit/rules.ts';
import { directMessage } from '../state.ts';
import type { SlackState } from '../state.ts';
import { APP, channelObject } from '../workspace.ts';
import type { Channel } from '../workspace.ts';
import { SlackError, invalidArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';

export const missingScope = (state: SlackState, needed: string): SlackError =>
  new SlackError('missing_scope', { needed, provided: state.scopes.join(',') });

const isDirect = (channel: Channel): boolean => channel.id.startsWith('D');
export const hasBot = (channel: Channel): boolean => channel.members.includes(APP.userId);

const readScope = (channel: Channel): string =>
  (isDirect(channel) ? 'im:read' : channel.isPrivate ? 'groups:read' : 'channels:read');

/** Private channels without the bot do not exist for it. */
const readable = (state: SlackState, id: string): Channel => {
  const channel = state.channels.get(id);
  if (channel === undefined || (channel.isPrivate && !hasBot(channel))) throw new SlackError('channel_not_found');
  if (!state.scopes.includes(readScope(channel))) throw missingScope(state, readScope(channel));
  return channel;
};

export const conversationsOpen = (state: SlackState, args: Arguments): JsonObject => {
  const users = args.text('users')?.split(',').map((user) => user.trim());
  if (users === undefined) throw new SlackError('users_list_not_supplied');
  if (users.length > 1) throw missingScope(state, 'mpim:write');
  const person = state.people.get(users[0] ?? '');
  if (person === undefined) throw new SlackError('user_not_found');
  if (person.isDeactivated === true) throw new SlackError('user_disabled');
  if (person.isBot === true) throw new SlackError('cannot_dm_bot');
  const alreadyOpen = state.channels.has(`D${person.id.slice(1)}`);
  const { id } = directMessage(state, person.id);
  const channel = args.text('return_im') === 'true' ? { id, is_im: true, is_open: true, user: person.id, created: Math.trunc(state.now() / 1000) } : { id };
  return { channel, ...(alreadyOpen ? { no_op: true, already_open: true } : {}) };
};

export const conversationsInfo = (state: SlackState, args: Arguments): JsonObject => {
  const { num_members: count, ...channel } = channelObject(readable(state, args.need('channel')), state.team.id);
  return { channel: args.text('include_num_members') === 'true' ? { ...channel, num_members: count } : channel };
};

const page = <Item>(items: readonly Item[], args: Arguments): { readonly items: readonly Item[]; readonly cursor: string } => {
  const limit = Number(args.text('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new SlackError('invalid_limit');
  const start = Number(args.text('cursor') ?? 0);
  if (!Number.isInteger(start) || start < 0 || start > items.length) throw new SlackError('invalid_cursor');
  const end = start + limit;
  return { items: items.slice(start, end), cursor: end < items.length ? String(end) : '' };
};

export const conversationsMembers = (state: SlackState, args: Arguments): JsonObject => {
  const { items, cursor } = page(readable(state, args.need('channel')).members, args);
  return { members: items, response_metadata: { next_cursor: cursor } };
};

export const conversationsList = (state: SlackState, args: Arguments): JsonObject => {
  const types = (args.text('types') ?? 'public_channel').split(',').map((type) => type.trim());
  const scopes: Readonly<Record<string, string>> = { public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read' };
  for (const type of types) {
    const scope = scopes[type];
    if (scope === undefined) throw invalidArguments(`unsupported type: ${type} [json-pointer:/types]`);
    if (!state.scopes.includes(scope)) throw missingScope(state, scope);
  }
  const typeOf = (channel: Channel): string => (isDirect(channel) ? 'im' : channel.isPrivate ? 'private_channel' : 'public_channel');
  const listed = [...state.channels.values()].filter((channel) => types.includes(typeOf(channel))
    && (!channel.isPrivate || hasBot(channel))
    && (args.text('exclude_archived') !== 'true' || channel.isArchived !== true));
  const { items, cursor } = page(listed, args);
  return { channels: items.map((channel) => channelObject(channel, state.team.id)), response_metadata: { next_cursor: cursor } };
};
