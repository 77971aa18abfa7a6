/** Where a rule speaks, and who may make, change and remove it there. */
import type { Where } from '../command/command.ts';
import { checkAccess, type AccessDeps, type AccessPolicy, type Asker } from './access.ts';
import type { AnswerPlace } from './answer-ports.ts';
import type { RulePlace } from './rule.ts';

/** Finds public channels by what people call them, and says whom private ones keep out. */
export interface Channels {
  /** The channel's id; undefined where there is none of that name that the bot can see. */
  named(name: string): Promise<string | undefined>;
  /** Whether somebody is kept out of a channel: it is private, and they are not in it. False where Slack does not say. */
  shutOut(channelId: string, userId: string): Promise<boolean>;
}

export interface RulePlaceDeps extends AccessDeps {
  readonly channels: Channels;
  /** AUDIT_ADMINS. */
  readonly adminPolicy: AccessPolicy;
}

/** The place that was said, else where it was typed: a channel, or the person's own messages. Undefined for a channel nobody can find. */
export async function rulePlaceOf({ channels }: Pick<RulePlaceDeps, 'channels'>, where: Where | undefined, asked: AnswerPlace): Promise<RulePlace | undefined> {
  switch (where?.kind) {
    case 'channel': return { kind: 'channel', id: where.id };
    case 'me': return { kind: 'person', id: asked.userId };
    case 'channel-name': {
      const id = await channels.named(where.name);
      return id === undefined ? undefined : { kind: 'channel', id };
    }
    case undefined: return placeHere(asked);
  }
}

/** The channel in which something was typed or clicked; direct messages, App Home and shortcuts stand for the person. */
export function placeHere({ channelId, userId }: Asker): RulePlace {
  return channelId === undefined || channelId.startsWith('D') ? { kind: 'person', id: userId } : { kind: 'channel', id: channelId };
}

export function isSamePlace(one: RulePlace, other: RulePlace): boolean {
  return one.kind === other.kind && one.id === other.id;
}

/** Whoever may use the bot keeps rules for themselves; those of a channel are for AUDIT_ADMINS. */
export async function mayManage({ people, adminPolicy }: Pick<RulePlaceDeps, 'people' | 'adminPolicy'>, asker: Asker, place: RulePlace): Promise<boolean> {
  if (place.kind === 'person') return place.id === asker.userId;
  return (await checkAccess({ people, policy: adminPolicy }, asker)).kind === 'allowed';
}
