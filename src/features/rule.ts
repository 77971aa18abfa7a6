/** What digests, alerts, reminders and mutes are, and how far each has come. */
import type { AuditFilter } from '../audit/filter.ts';
import type { Dimension } from '../audit/dimensions.ts';
import type { Timetable } from '../audit/slots.ts';
import type { FeedEntry } from './copy-ports.ts';

/** A rule belongs to its channel, or to one person's direct message; whoever made it is only named. */
export type RulePlace =
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'person'; readonly id: string };

/** Hours of the day in milliseconds after midnight; `toMs` may lie on the next day. */
export interface DayHours {
  readonly fromMs: number;
  readonly toMs: number;
}

interface RuleFacts {
  readonly id: string;
  /** Unique in its place, letter case ignored. */
  readonly name: string;
  readonly place: RulePlace;
  readonly makerId: string;
  /** What the maker is called in Slack, where it says so. */
  readonly makerName?: string;
  /** IANA name: the maker's zone, which is shown. */
  readonly zone: string;
  readonly madeAt: string;
  /** The canonical command that makes it: exactly what was typed, nothing added. */
  readonly command: string;
  readonly filter: AuditFilter;
}

/** Whether a rule speaks. Slack refused its place for good: its maker was told once. */
export type RuleState =
  | { readonly kind: 'on' }
  | { readonly kind: 'paused'; readonly by: string; readonly at: string }
  | { readonly kind: 'undeliverable'; readonly since: string; readonly reason: string };

export interface DigestRule extends RuleFacts {
  readonly kind: 'digest';
  readonly timetable: Timetable;
  readonly skipEmpty: boolean;
}

export interface AlertRule extends RuleFacts {
  readonly kind: 'alert';
  /** The ready-made tiers of the CSP security pack instead of a condition of its own. */
  readonly isPack: boolean;
  readonly moreThan?: { readonly count: number; readonly by?: Dimension; readonly inMs: number };
  readonly firstSeen?: readonly Dimension[];
  readonly outside?: DayHours;
  readonly quiet?: DayHours & { readonly all: boolean };
  /** A person or user group, as Slack writes one: `<@U…>` or `<!subteam^S…>`. */
  readonly mention?: string;
}

/** Reminds before the time to cancel an order has run out. */
export interface ReminderRule extends RuleFacts {
  readonly kind: 'reminder';
  readonly withinMs: number;
}

/** Keeps known noise out of alerts, until it ends; digests say how many were kept out. */
export interface MuteRule extends RuleFacts {
  readonly kind: 'mute';
  readonly until: string;
  readonly because: string;
  readonly includingHigh: boolean;
}

export type Rule = DigestRule | AlertRule | ReminderRule | MuteRule;

/** A digest that is on its way: no other is made of the same rule until Slack has taken or refused it. */
export interface PendingDigest {
  /** Of its delivery. */
  readonly key: string;
  /** The instant it is for, ISO in UTC. */
  readonly slot: string;
  /** Somebody asked for it: it is sent even if there is nothing new. */
  readonly asked?: true;
}

/** Who read along in a channel when somebody last said that a rule may speak there. */
export interface AcceptedReaders {
  /** The channel. */
  readonly place: string;
  readonly audience: 'members' | 'guests' | 'unknown';
}

/** What a rule has done so far. Cursors are numbers of the feed: everything up to them is dealt with. */
export interface RuleProgress {
  readonly state: RuleState;
  readonly cursor: number;
  /** The slot of the last digest, ISO in UTC. */
  readonly lastSlot?: string;
  /** Up to when digests have told what was new, as far as the log was read; ISO in UTC. */
  readonly coveredTo?: string;
  readonly pending?: PendingDigest;
  /** A digest is due and waits for the log to be read: since, and seen so last at, these instants, ISO in UTC. */
  readonly waited?: { readonly from: string; readonly to: string };
  /** The last digest told that the log was not read: the next one comes even if nothing is new. */
  readonly saidUnread?: boolean;
  /** Entries before the cursor that may still come to fit the filter: their operations had not ended. */
  readonly unfinished?: readonly FeedEntry[];
  /** Slack did not confirm the last digest, even when it was sent again: its operations are told once more, marked. */
  readonly unconfirmed?: true;
  readonly lastFired?: string;
  readonly lastDelivered?: string;
  readonly lastError?: string;
  /** When Slack last left a post of it unconfirmed, the repeat too: that post may be missing. */
  readonly lastUnconfirmed?: string;
  readonly held: number;
  /** Of a rule that speaks in a channel; absent before anybody looked. */
  readonly readers?: AcceptedReaders;
}

export interface KeptRule {
  readonly rule: Rule;
  readonly progress: RuleProgress;
}
