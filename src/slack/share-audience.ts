/** Who reads along in a channel: https://docs.slack.dev/reference/methods/conversations.info and conversations.members */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Audience, Audiences, People } from '../features/people-ports.ts';
import type { Log } from '../features/ports.ts';
import { within } from '../runtime/time-limit.ts';
import { errorFacts, slackCode } from './error-facts.ts';

/** Whoever pressed the button waits for it. */
const LOOK_LIMIT_MS = 5_000;
/** More people are not looked up one by one. */
const MOST_MEMBERS = 200;
const LOOKED_UP_AT_ONCE = 10;

export interface AudienceDeps {
  readonly client: WebClient;
  readonly people: Pick<People, 'find'>;
  /** It reads along and tells nobody. */
  readonly botUserId: string;
  readonly log: Log;
}

const flag = z.boolean().default(false);
const channelSchema = z.object({ is_im: flag, is_ext_shared: flag, is_pending_ext_shared: flag });
const membersSchema = z.object({ members: z.array(z.string()), response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }) });

/** Asks Slack within 5 seconds; what it does not say, for want of a scope, is `unknown`; for want of membership, `hidden`. */
export function createAudiences(deps: AudienceDeps): Audiences {
  return {
    async of(channelId) {
      if (channelId.startsWith('D')) return 'direct';
      try {
        return await within(lookAt(deps, channelId), LOOK_LIMIT_MS);
      } catch (error) {
        deps.log.info({ ...errorFacts(error), channel: channelId }, 'Slack did not say who is in a channel');
        // Slack speaks of a private channel to its members only.
        return slackCode(error) === 'channel_not_found' ? 'hidden' : 'unknown';
      }
    },
  };
}

async function lookAt({ client, people, botUserId }: AudienceDeps, channel: string): Promise<Audience> {
  const facts = channelSchema.parse((await client.conversations.info({ channel })).channel);
  if (facts.is_im) return 'direct';
  if (facts.is_ext_shared || facts.is_pending_ext_shared) return 'outsiders';
  const { members, response_metadata: { next_cursor: next } } = membersSchema.parse(await client.conversations.members({ channel, limit: MOST_MEMBERS }));
  if (next !== '') return 'unknown';
  const others = members.filter((id) => id !== botUserId);
  for (let from = 0; from < others.length; from += LOOKED_UP_AT_ONCE) {
    const found = await Promise.all(others.slice(from, from + LOOKED_UP_AT_ONCE).map((id) => people.find(id)));
    if (found.some((person) => person?.isStranger)) return 'outsiders';
    if (found.some((person) => person?.isGuest)) return 'guests';
    if (found.includes(undefined)) return 'unknown';
  }
  return 'members';
}
