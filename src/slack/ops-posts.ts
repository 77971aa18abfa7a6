/** Brings a sentence to whoever runs the bot: the operators' channel, else the direct messages of its admins. */
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { AccessRule } from '../features/access.ts';
import type { Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { OpsPosts } from '../features/watch-silence.ts';
import { plainParagraph, rendered } from './blocks/elements.ts';
import { patiently, postDirectMessage, type DirectMessageDeps } from './direct-message.ts';
import { errorFacts } from './error-facts.ts';
import { postMessage } from './post-message.ts';
import { slackProblem } from './slack-problem.ts';

export interface OpsPostsDeps {
  readonly client: WebClient;
  /** OPS_CHANNEL. */
  readonly channel?: string;
  /** AUDIT_ADMINS: its people, and the workspace's admins where it says so. */
  readonly admins: readonly AccessRule[];
  readonly teamId: string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly sentPlain: (surface: string) => void;
  readonly log: Log;
}

/** Nobody wants a message to every admin of a large company; the list of people is read this far. */
const MOST_ADMINS = 10;
const [PAGES, PEOPLE_ON_A_PAGE] = [10, 200];

const flag = z.boolean().optional();
const memberSchema = z.object({
  id: z.string(), team_id: z.string().optional(), deleted: flag, is_bot: flag, is_stranger: flag,
  is_admin: flag, is_owner: flag, is_primary_owner: flag,
});

/** `post` throws a Problem when neither the channel nor anybody could be reached. */
export function createOpsPosts(deps: OpsPostsDeps): OpsPosts {
  return {
    async post(text) {
      if (deps.channel !== undefined && await postToChannel(deps, deps.channel, text)) return;
      const people = await adminsOf(deps);
      const outcomes = await Promise.allSettled(people.map((person) => postDirectMessage(deps satisfies DirectMessageDeps, person, rendered(text, [plainParagraph(text)]))));
      if (outcomes.some(({ status }) => status === 'fulfilled')) return;
      const [failed] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      throw failed instanceof Problem ? failed : nobody();
    },
  };
}

/** False when the channel refuses for good; throws when it may take the post later. */
async function postToChannel({ client, sleep, log }: OpsPostsDeps, channel: string, text: string): Promise<boolean> {
  try {
    await patiently(sleep, () => postMessage(client, channel, rendered(text, [plainParagraph(text)]).plain));
    return true;
  } catch (error) {
    const problem = slackProblem(error);
    if (problem.retryable) throw problem;
    log.error(errorFacts(error), 'OPS_CHANNEL takes no posts: the admins get direct messages instead');
    return false;
  }
}

async function adminsOf(deps: OpsPostsDeps): Promise<readonly string[]> {
  const named = deps.admins.flatMap((rule) => (rule.kind === 'person' ? [rule.id] : []));
  const found = deps.admins.some(({ kind }) => kind === 'admins') ? await workspaceAdmins(deps) : [];
  return [...new Set([...named, ...found])].slice(0, MOST_ADMINS);
}

/** https://docs.slack.dev/reference/methods/users.list */
async function workspaceAdmins({ client, sleep, teamId }: OpsPostsDeps): Promise<readonly string[]> {
  const admins: string[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES && admins.length < MOST_ADMINS; page += 1) {
    const answer = await patiently(sleep, () => client.users.list({ limit: PEOPLE_ON_A_PAGE, ...(cursor !== '' && { cursor }) }))
      .catch((error: unknown) => { throw slackProblem(error); });
    const members = (answer.members ?? []).flatMap((member) => memberSchema.safeParse(member).data ?? []);
    admins.push(...members.filter((member) => isActiveAdmin(member, teamId)).map(({ id }) => id));
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return admins;
}

function isActiveAdmin(member: z.infer<typeof memberSchema>, teamId: string): boolean {
  if (member.deleted || member.is_bot || member.is_stranger || (member.team_id ?? teamId) !== teamId) return false;
  return member.is_admin === true || member.is_owner === true || member.is_primary_owner === true;
}

function nobody(): Problem {
  return new Problem({
    kind: 'not-allowed', retryable: false,
    whatHappened: 'There is nobody to tell: AUDIT_ADMINS names no person, and no admin of the workspace was found.',
    whatToDo: 'Set OPS_CHANNEL, or name people in AUDIT_ADMINS.',
  });
}
