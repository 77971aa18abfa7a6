/** The one way in which messages are posted and edited as the bot. */
import type { ChatPostMessageResponse, ChatUpdateResponse, WebClient } from '@slack/web-api';
import type { PostedMessage } from '../features/answer-ports.ts';
import type { MessagePayload } from './message.ts';

/** Posts as it stands: no text becomes a link or a mention, nothing is unfurled. Rejects with Slack's own error. */
export function postMessage(client: WebClient, channel: string, { text, blocks }: MessagePayload, threadTs?: string): Promise<ChatPostMessageResponse> {
  return client.chat.postMessage({
    channel, text, blocks: [...blocks], link_names: false, unfurl_links: false, unfurl_media: false,
    ...(threadTs !== undefined && { thread_ts: threadTs }),
  });
}

/** Puts text and blocks in place of those that a message of the bot holds. Rejects with Slack's own error. */
export function updateMessage(client: WebClient, { channel, ts }: PostedMessage, { text, blocks }: MessagePayload): Promise<ChatUpdateResponse> {
  return client.chat.update({ channel, ts, text, blocks: [...blocks], link_names: false });
}
