/** Channels by name, and whom private ones keep out: https://docs.slack.dev/reference/methods/conversations.list, conversations.info, conversations.members */
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

/** Needs the scopes `channels:read` and `groups:read`; without them, or without an answer in 2 seconds, no name is known and nobody kept out. */
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
    async shutOut(channelId, userId) {
      try {
        return await within(isShutOut(client, channelId, userId), LOOK_LIMIT_MS);
      } catch (error) {
        log.info({ ...errorFacts(error), channel: channelId }, 'Slack did not say who is in a private channel');
        return false;
      }
    },
  };
}

const infoSchema = z.object({ is_private: z.boolean().default(false) });
const membersSchema = z.object({ members: z.array(z.string()), response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }) });

/** Of a channel with more members than fit the pages nobody is said to be kept out. */
async function isShutOut(client: WebClient, channel: string, userId: string): Promise<boolean> {
  if (!infoSchema.parse((await client.conversations.info({ channel })).channel).is_private) return false;
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const { members, response_metadata: { next_cursor: next } } = membersSchema.parse(await client.conversations.members({ channel, limit: ON_A_PAGE, ...(cursor !== '' && { cursor }) }));
    if (members.includes(userId)) return false;
    cursor = next;
    if (cursor === '') return true;
  }
  return false;
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
