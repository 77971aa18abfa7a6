/** The one way in which messages are posted as the bot. */
import type { ChatPostMessageResponse, WebClient } from '@slack/web-api';
import type { MessagePayload } from './message.ts';

/** Posts as it stands: no text becomes a link or a mention, nothing is unfurled. Rejects with Slack's own error. */
export function postMessage(client: WebClient, channel: string, { text, blocks }: MessagePayload, threadTs?: string): Promise<ChatPostMessageResponse> {
  return client.chat.postMessage({
    channel, text, blocks: [...blocks], link_names: false, unfurl_links: false, unfurl_media: false,
    ...(threadTs !== undefined && { thread_ts: threadTs }),
  });
}
