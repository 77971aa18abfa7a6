/** Public channels by name: https://docs.slack.dev/reference/methods/conversations.list */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../features/ports.ts';
import type { Channels } from '../features/rule-place.ts';
import { within } from '../runtime/time-limit.ts';
import { errorFacts } from './error-facts.ts';

/** Whoever typed the name waits. */
const LOOK_LIMIT_MS = 2_000;
const [PAGES, ON_A_PAGE] = [5, 1_000];

const listSchema = z.object({
  channels: z.array(z.looseObject({ id: z.string(), name: z.string().optional() })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
});

/** Needs the scope `channels:read`; without it, or without an answer in 2 seconds, no name is known. */
export function createChannels({ client, log }: { readonly client: WebClient; readonly log: Log }): Channels {
  return {
    async named(name) {
      try {
        return await within(look(client, name.toLowerCase()), LOOK_LIMIT_MS);
      } catch (error) {
        log.info(errorFacts(error), 'Slack did not say which channels there are');
        return undefined;
      }
    },
  };
}

async function look(client: WebClient, name: string): Promise<string | undefined> {
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const answer = listSchema.parse(await client.conversations.list({ types: 'public_channel', exclude_archived: true, limit: ON_A_PAGE, ...(cursor !== '' && { cursor }) }));
    const found = answer.channels.find((channel) => channel.name === name);
    if (found) return found.id;
    cursor = answer.response_metadata.next_cursor;
    if (cursor === '') return undefined;
  }
  return undefined;
}
