/** chat.postMessage, .postEphemeral, .update, .delete. Pages: docs.slack.dev/reference/methods/chat.postMessage and so on */
import { isList, isObject, lengthOf } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';
import { LIMITS } from '../block-kit/limits.ts';
import { charactersIn } from '../block-kit/totals.ts';
import { messageObject } from '../messages.ts';
import type { SlackMessage } from '../messages.ts';
import { checkMessage, directMessage } from '../state.ts';
import type { SlackState } from '../state.ts';
import { APP } from '../workspace.ts';
import type { Channel } from '../workspace.ts';
import { SlackError } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { hasBot } from './conversations.ts';

/** Slack publishes no number for `msg_blocks_too_long`; Bolt users met it between 11,300 and 13,300 characters. */
const BLOCK_CHARACTERS = 12_000;

interface Content {
  readonly text: string;
  readonly blocks: readonly JsonObject[] | undefined;
  readonly attachments: readonly JsonObject[] | undefined;
  readonly metadata?: JsonObject;
}

const objects = (value: unknown, error: string): readonly JsonObject[] | undefined => {
  if (value === undefined) return undefined;
  if (!isList(value) || !value.every(isObject)) throw new SlackError(error);
  return value;
};

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** Scalars, or objects and lists of scalars; page: docs.slack.dev/messaging/message-metadata */
const readMetadata = (args: Arguments): JsonObject | undefined => {
  const metadata = args.structure('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isObject(metadata) || typeof metadata['event_type'] !== 'string' || !isObject(metadata['event_payload'])) {
    throw new SlackError('invalid_metadata_format');
  }
  const flat = Object.values(metadata['event_payload'])
    .every((value) => isScalar(value) || (typeof value === 'object' && value !== null && Object.values(value).every(isScalar)));
  if (!flat) throw new SlackError('invalid_metadata_schema');
  return metadata;
};

const refuseBadBlocks = (state: SlackState, where: string, payload: JsonObject): void => {
  const lines = checkMessage(state, where, payload);
  if (lines.length === 0) return;
  const error = lines.every((line) => line.includes('json-pointer:/attachments')) ? 'invalid_attachments' : 'invalid_blocks';
  throw new SlackError(error, { errors: lines, response_metadata: { messages: lines.map((line) => `[ERROR] ${line}`) } });
};

const readContent = (state: SlackState, where: string, args: Arguments): Content => {
  const markdown = args.text('markdown_text');
  const text = args.text('text');
  const blocks = objects(args.structure('blocks', 'invalid_blocks_format'), 'invalid_blocks_format');
  const attachments = objects(args.structure('attachments', 'invalid_attachments'), 'invalid_attachments');
  if (markdown !== undefined && (text !== undefined || blocks !== undefined)) throw new SlackError('markdown_text_conflict');
  if ((attachments?.length ?? 0) > LIMITS.attachments) throw new SlackError('too_many_attachments');
  refuseBadBlocks(state, where, {
    ...(text === undefined ? {} : { text }), ...(blocks === undefined ? {} : { blocks }),
    ...(attachments === undefined ? {} : { attachments }), ...(markdown === undefined ? {} : { markdown_text: markdown }),
  });
  if (charactersIn(blocks) > BLOCK_CHARACTERS) throw new SlackError('msg_blocks_too_long');
  const metadata = readMetadata(args);
  const cut = Array.from(text ?? markdown ?? '').slice(0, LIMITS.messageText.longest).join('');
  return { text: cut, blocks, attachments, ...(metadata === undefined ? {} : { metadata }) };
};

const isBlank = ({ text, blocks, attachments }: Content): boolean =>
  text.trim() === '' && (blocks ?? []).length === 0 && (attachments ?? []).length === 0;

/** A person's id means the direct message with that person. */
export const target = (state: SlackState, id: string): Channel => {
  const person = state.people.get(id);
  if (person !== undefined && person.isDeactivated !== true && person.isBot !== true) return directMessage(state, id);
  const named = [...state.channels.values()].find(({ name }) => name === id.replace(/^#/, ''));
  const channel = state.channels.get(id) ?? named;
  if (channel === undefined || (channel.isPrivate && !hasBot(channel))) throw new SlackError('channel_not_found');
  if (channel.isArchived === true) throw new SlackError('is_archived');
  return channel;
};

const needMember = (state: SlackState, channel: Channel, orScope?: string): void => {
  if (!hasBot(channel) && !(orScope !== undefined && state.scopes.includes(orScope))) throw new SlackError('not_in_channel');
};

const draftOf = (channel: Channel, content: Content, args: Arguments): Parameters<SlackState['messages']['add']>[0] => {
  const threadTs = args.text('thread_ts');
  return {
    channel: channel.id, author: APP.userId, text: content.text, blocks: content.blocks ?? [], attachments: content.attachments ?? [],
    ...(content.metadata === undefined ? {} : { metadata: content.metadata }),
    ...(threadTs === undefined ? {} : { threadTs }),
  };
};

export const postMessage = (state: SlackState, args: Arguments): JsonObject => {
  const channel = target(state, args.need('channel'));
  needMember(state, channel, 'chat:write.public');
  const content = readContent(state, 'chat.postMessage', args);
  if (isBlank(content)) throw new SlackError('no_text');
  const message = state.messages.add(draftOf(channel, content, args));
  return { channel: channel.id, ts: message.ts, message: messageObject(message) };
};

export const postEphemeral = (state: SlackState, args: Arguments): JsonObject => {
  const channel = target(state, args.need('channel'));
  const user = args.need('user');
  needMember(state, channel);
  if (!channel.members.includes(user)) throw new SlackError('user_not_in_channel');
  const content = readContent(state, 'chat.postEphemeral', args);
  if (isBlank(content)) throw new SlackError('no_text');
  if (content.attachments?.some((attachment) => attachment['blocks'] !== undefined) === true) throw new SlackError('invalid_attachments');
  return { message_ts: state.messages.add({ ...draftOf(channel, content, args), ephemeralTo: user }).ts };
};

const ownMessage = (state: SlackState, args: Arguments, refusal: string): SlackMessage => {
  const channel = state.channels.get(args.need('channel'));
  if (channel === undefined || (channel.isPrivate && !hasBot(channel))) throw new SlackError('channel_not_found');
  const message = state.messages.find(channel.id, args.need('ts'));
  if (message === undefined || message.ephemeralTo !== undefined) throw new SlackError('message_not_found');
  if (message.author !== APP.userId) throw new SlackError(refusal);
  return message;
};

const isRichText = (blocks: readonly JsonObject[]): boolean => blocks.length === 1 && blocks[0]?.['type'] === 'rich_text';

/** New text without blocks removes the blocks; metadata stays unless it is sent. */
export const updateMessage = (state: SlackState, args: Arguments): JsonObject => {
  const before = ownMessage(state, args, 'cant_update_message');
  if (lengthOf(args.text('text') ?? '') > LIMITS.messageText.recommended) throw new SlackError('msg_too_long');
  const content = readContent(state, 'chat.update', args);
  if (isBlank(content) && content.blocks === undefined) throw new SlackError('no_text');
  if (isRichText(before.blocks) && (content.blocks ?? []).length > 0 && !isRichText(content.blocks ?? [])) throw new SlackError('block_mismatch');
  const hasText = args.text('text') !== undefined;
  const after = state.messages.edit(before.channel, before.ts, {
    text: hasText ? content.text : before.text,
    blocks: content.blocks ?? (hasText ? [] : before.blocks),
    attachments: content.attachments ?? before.attachments,
    ...(content.metadata === undefined ? {} : { metadata: content.metadata }),
  }) ?? before;
  return { channel: after.channel, ts: after.ts, text: after.text, message: messageObject(after) };
};

export const deleteMessage = (state: SlackState, args: Arguments): JsonObject => {
  const message = ownMessage(state, args, 'cant_delete_message');
  state.messages.remove(message.channel, message.ts);
  return { channel: message.channel, ts: message.ts };
};
