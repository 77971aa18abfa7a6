/** Ports of people: who somebody is in Slack, and who reads a channel. */

/** Who somebody is, as Slack says; the name is what people type after an @. */
export interface Person {
  readonly id: string;
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
  /** Slack marks people it knows only through a shared channel. */
  readonly isStranger: boolean;
  readonly zone?: string;
  /** The e-mail address, where the bot may read it: the sign-in name in most organisations. */
  readonly email?: string;
  readonly name?: string;
}

/** Looks people up in Slack, within 800 ms and cached for a minute. Undefined means that Slack could not say. */
export interface People {
  find(userId: string): Promise<Person | undefined>;
  isInGroup(groupId: string, userId: string): Promise<boolean | undefined>;
}

/**
 * Who is in a channel beside members of the organisation; `unknown` where Slack does not let us see, `hidden` where it
 * does not even let us see the channel: a private one, perhaps shared with another organisation, that the bot is not in.
 */
export type Audience = 'direct' | 'members' | 'guests' | 'outsiders' | 'unknown' | 'hidden';

/** Looks at channels in Slack, within a few seconds. */
export interface Audiences {
  of(channelId: string): Promise<Audience>;
}
