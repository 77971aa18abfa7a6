/** Who people are, as Slack says: https://docs.slack.dev/reference/methods/users.info */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { isTimeZone } from '../audit/dates.ts';
import type { People, Person } from '../features/people-ports.ts';
import type { Clock, Log } from '../features/ports.ts';
import { errorFacts } from './error-facts.ts';
import { createLookupCache } from './lookup-cache.ts';

/** An acknowledgement waits for it. */
const LOOKUP_LIMIT_MS = 800;
/** Somebody who was shut out loses access within this time. */
const KEPT_MS = 60_000;
const PEOPLE_KEPT = 5_000;
const GROUPS_KEPT = 100;
/** Slack's own bot is not marked as one. */
const SLACKBOT = 'USLACKBOT';

export interface PeopleDeps {
  readonly client: WebClient;
  readonly clock: Clock;
  readonly log: Log;
  /** How long whoever asks waits, in milliseconds. */
  readonly limitMs?: number;
}

const flag = z.boolean().optional();
const id = z.string().min(1).optional();

const userSchema = z.object({
  id: z.string(),
  team_id: id,
  name: z.string().nullish(),
  tz: z.string().nullish(),
  deleted: flag,
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_bot: flag,
  is_workflow_bot: flag,
  is_stranger: flag,
  profile: z.object({ email: z.string().optional().catch(undefined) }).optional().catch(undefined),
  enterprise_user: z.object({ enterprise_id: id }).optional(),
});

/** Looks people and user groups up within 800 ms, each kept for a minute. Undefined means that Slack could not say. */
export function createPeople({ client, clock, log, limitMs = LOOKUP_LIMIT_MS }: PeopleDeps): People {
  const limits = { limitMs, keptMs: KEPT_MS, clock };
  const person = createLookupCache({ ...limits, size: PEOPLE_KEPT, look: (userId) => readPerson(client, userId) });
  const members = createLookupCache({ ...limits, size: GROUPS_KEPT, look: (groupId) => readMembers(client, groupId) });
  return {
    async find(userId) {
      try {
        return await person(userId);
      } catch (error) {
        log.warn({ ...errorFacts(error), user: userId }, 'Slack did not say who somebody is');
        return undefined;
      }
    },
    async isInGroup(groupId, userId) {
      try {
        return (await members(groupId)).has(userId);
      } catch (error) {
        log.warn({ ...errorFacts(error), group: groupId }, 'Slack did not say who is in a user group');
        return undefined;
      }
    },
  };
}

/** A flag that is no flag makes the whole answer unreadable: a guest must not pass for a member. */
async function readPerson(client: WebClient, userId: string): Promise<Person> {
  const answer = await client.users.info({ user: userId });
  const user = userSchema.parse(answer.user);
  if (user.id !== userId) throw new Error('Slack answered for somebody else');
  return {
    id: user.id,
    ...(user.team_id !== undefined && { teamId: user.team_id }),
    ...(user.enterprise_user?.enterprise_id !== undefined && { enterpriseId: user.enterprise_user.enterprise_id }),
    isAdmin: user.is_admin === true || user.is_owner === true || user.is_primary_owner === true,
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
    isBot: user.is_bot === true || user.is_workflow_bot === true || user.id === SLACKBOT,
    isDeactivated: user.deleted === true,
    isStranger: user.is_stranger === true,
    ...(user.tz && isTimeZone(user.tz) && { zone: user.tz }),
    ...(user.profile?.email && { email: user.profile.email }),
    ...(user.name && { name: user.name }),
  };
}

/** https://docs.slack.dev/reference/methods/usergroups.users.list */
async function readMembers(client: WebClient, groupId: string): Promise<ReadonlySet<string>> {
  const answer = await client.usergroups.users.list({ usergroup: groupId });
  return new Set(z.array(z.string()).parse(answer.users));
}
