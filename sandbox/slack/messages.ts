/** What stands in channels and direct messages, and who sees it. */
import { randomBytes } from 'node:crypto';
import { isList, isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { APP } from './workspace.ts';
import type { Channel } from './workspace.ts';

export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  /** A person's id, the bot's user id, or `USLACKBOT` for Slack's own notices. */
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  /** Set on an ephemeral message: the one person who sees it. */
  readonly ephemeralTo?: string;
  readonly threadTs?: string;
  readonly metadata?: JsonObject;
  readonly files?: readonly string[];
  readonly edits: number;
}

export type Draft = Omit<SlackMessage, 'ts' | 'edits' | 'blocks' | 'attachments'> & {
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
};

export type Change = Partial<Pick<SlackMessage, 'text' | 'blocks' | 'attachments' | 'metadata'>>;

export interface MessageStore {
  readonly add: (draft: Draft) => SlackMessage;
  readonly find: (channel: string, ts: string) => SlackMessage | undefined;
  readonly edit: (channel: string, ts: string, change: Change) => SlackMessage | undefined;
  readonly remove: (channel: string, ts: string) => boolean;
  readonly all: () => readonly SlackMessage[];
}

const shortId = (): string => randomBytes(4).toString('base64url').slice(0, 5);
const INTERACTIVE = /_select$|_input$|^(button|overflow|checkboxes|radio_buttons|datepicker|timepicker|datetimepicker|icon_button|feedback_buttons)$/;

const namedObject = (value: JsonObject): JsonObject => {
  const inner: JsonObject = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, named(member)]));
  const needsId = typeof inner['type'] === 'string' && INTERACTIVE.test(inner['type']) && inner['action_id'] === undefined;
  return needsId ? { ...inner, action_id: shortId() } : inner;
};

const named = (value: unknown): unknown => {
  if (isList(value)) return value.map(named);
  return isObject(value) ? namedObject(value) : value;
};

/** Slack gives a `block_id` and an `action_id` to whatever comes without. */
export const withIds = (blocks: readonly JsonObject[]): readonly JsonObject[] =>
  blocks.map((block) => ({ block_id: shortId(), ...namedObject(block) }));

/** `onChange` is called after every change. Timestamps are unique and rise even if the clock stands still. */
export const createMessageStore = (now: () => number, onChange: () => void): MessageStore => {
  let messages: readonly SlackMessage[] = [];
  let lastMicros = 0;

  const nextTs = (): string => {
    lastMicros = Math.max(lastMicros + 1, Math.trunc(now()) * 1000);
    return `${Math.trunc(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
  };
  const find = (channel: string, ts: string): SlackMessage | undefined =>
    messages.find((message) => message.channel === channel && message.ts === ts);

  return {
    find,
    all: () => messages,
    add: (draft) => {
      const message = { ...draft, ts: nextTs(), edits: 0, blocks: withIds(draft.blocks ?? []), attachments: draft.attachments ?? [] };
      messages = [...messages, message];
      onChange();
      return message;
    },
    edit: (channel, ts, change) => {
      const before = find(channel, ts);
      if (before === undefined) return undefined;
      const after = {
        ...before, ...change, edits: before.edits + 1,
        ...(change.blocks === undefined ? {} : { blocks: withIds(change.blocks) }),
      };
      messages = messages.map((message) => (message === before ? after : message));
      onChange();
      return after;
    },
    remove: (channel, ts) => {
      const found = find(channel, ts);
      if (found === undefined) return false;
      messages = messages.filter((message) => message !== found);
      onChange();
      return true;
    },
  };
};

/** Full members read public channels; guests, strangers and private channels go by membership. */
export const canRead = (channel: Channel, viewer: { readonly id: string; readonly isOutsider: boolean }): boolean =>
  channel.members.includes(viewer.id) || (!channel.isPrivate && !viewer.isOutsider);

/** The message object Slack hands to apps. */
export const messageObject = (message: SlackMessage): JsonObject => ({
  type: 'message',
  user: message.author,
  ...(message.author === APP.userId ? { bot_id: APP.botId, app_id: APP.id } : {}),
  ts: message.ts,
  text: message.text,
  ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
  ...(message.attachments.length === 0 ? {} : { attachments: message.attachments }),
  ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  ...(message.edits === 0 ? {} : { edited: { user: message.author, ts: message.ts } }),
});
