/** What rules need from the world: where they are kept, and the way of what they say to Slack. */
import type { KeptRule, Rule, RulePlace, RuleProgress } from './rule.ts';
import type { Screen } from './screens.ts';

/** More rules in one place nobody oversees. */
export const MOST_RULES = 50;

export interface RuleStore {
  /** Whether the place took it: names are unique there, letter case ignored, and it holds `MOST_RULES`. */
  add(rule: Rule, progress: RuleProgress): Promise<'added' | 'name-taken' | 'too-many'>;
  /**
   * Puts another rule in place of the one of an id, with everything it has done, in one step; the change gets the rule
   * as it is kept now, and may be asked again when somebody else was quicker. The place and name may be others.
   */
  replace(id: string, change: (now: Rule) => Rule): Promise<'replaced' | 'name-taken' | 'too-many' | 'gone'>;
  remove(rule: Rule): Promise<void>;
  all(): Promise<readonly KeptRule[]>;
  /** In the order of their names. */
  in(place: RulePlace): Promise<readonly KeptRule[]>;
  find(id: string): Promise<KeptRule | undefined>;
  /**
   * Changes what a rule has done in one step; the change gets what is kept now, and may be asked again when somebody
   * else was quicker. Gives what is kept then; undefined when the rule is gone.
   */
  advance(id: string, change: (now: RuleProgress) => RuleProgress): Promise<RuleProgress | undefined>;
}

/** A message on its way to a channel or person. Its key names the rule and the slot or group, so that it is claimed once. */
export interface Delivery {
  readonly key: string;
  readonly ruleId: string;
  readonly place: RulePlace;
  /** What is posted, as data: a later deployment may draw it differently. */
  readonly message: Screen;
  /** Into the thread of a message that was delivered before, or in place of it. */
  readonly under?: { readonly key: string; readonly how: 'thread' | 'edit' };
  /** When it should have been there, ISO in UTC: a post long after that says so. */
  readonly dueAt: string;
  /** What becomes of the rule once Slack has taken it, and not before. */
  readonly onceTaken?: Partial<Pick<RuleProgress, 'cursor' | 'lastSlot' | 'coveredTo' | 'unfinished' | 'saidUnread'>>;
}

/**
 * `unconfirmed`: Slack's answer was lost, and no repeat was confirmed. `given-up`: Slack did not take it for hours.
 * `refused`: Slack never will.
 */
export type DeliveryState =
  | WaitingState
  /** With what stands below it: whatever takes its place keeps that. */
  | { readonly kind: 'delivered'; readonly at: string; readonly channel: string; readonly ts: string; readonly marks?: Omit<PostMarks, 'deliveryKey'> }
  /** Of one that was refused after an answer was lost, Slack may have taken an earlier try. */
  | { readonly kind: 'refused'; readonly at: string; readonly reason: string; readonly mayStand?: true }
  | { readonly kind: 'given-up'; readonly at: string; readonly reason: string }
  | { readonly kind: 'unconfirmed'; readonly at: string };

export interface WaitingState {
  readonly kind: 'waiting';
  readonly attempts: number;
  readonly nextAt: string;
  /** Slack may have taken it: it is sent once more, marked. */
  readonly mayBeRepeat: boolean;
  /** How often it may have. */
  readonly unsure?: number;
}

export interface ClaimedDelivery {
  readonly delivery: Delivery;
  readonly state: WaitingState;
  /** Whoever claimed it before never said what came of it: Slack may have it. */
  readonly isAbandoned: boolean;
}

export interface HeldBack {
  readonly delivery: Delivery;
  readonly notBefore: Date;
}

/** What became of a delivery. */
export interface FoundDelivery extends Pick<Delivery, 'onceTaken'> {
  readonly state: DeliveryState;
  /** The delivery that is posted in its place. */
  readonly replacedBy?: string;
}

/** Deliveries that are claimed once and never lost: what was put in is tried until Slack takes or refuses it. */
export interface Outbox {
  /** Puts it in with those that follow it, all or none: false when a delivery of its key was put in before. */
  put(delivery: Delivery, notBefore: Date, followers?: readonly HeldBack[]): Promise<boolean>;
  /** Kept for weeks after the end, so that no key is ever delivered twice. */
  find(key: string): Promise<FoundDelivery | undefined>;
  /**
   * Says which delivery is posted in place of one that Slack never confirmed: the first that asks, or the first that
   * asks instead of that one. Undefined when the unconfirmed one is forgotten.
   */
  replaceBy(key: string, by: string, insteadOf?: string): Promise<string | undefined>;
  /** Takes the delivery that is due for longest; nobody else gets it until it is settled or the time is over. */
  claim(now: Date, forMs: number): Promise<ClaimedDelivery | undefined>;
  /** Says what came of a delivery; what was delivered stays so. */
  settle(key: string, state: DeliveryState): Promise<void>;
}

/** What stands below a post. */
export interface PostMarks {
  /** Names the delivery, the same on a repeat. */
  readonly deliveryKey: string;
  readonly mayBeRepeat?: true;
  /** When it should have been there, ISO in UTC. */
  readonly lateSince?: string;
  /** The delivery below which it should stand, and which Slack never confirmed. */
  readonly belongsTo?: string;
}

/** `lost`: nobody knows whether Slack took it. `limited`: Slack asks for less of such posts. */
export type PostOutcome =
  | { readonly kind: 'taken'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later' | 'limited'; readonly reason: string; readonly waitMs?: number }
  | { readonly kind: 'lost' };

/** Messages that nobody waits for, into channels and direct messages. Tries once and never throws. */
export interface Posts {
  post(place: RulePlace, message: Screen, marks: PostMarks, threadTs?: string): Promise<PostOutcome>;
  /** Puts a message in place of one that was posted. */
  edit(at: { readonly channel: string; readonly ts: string }, message: Screen, marks: PostMarks): Promise<PostOutcome>;
  /** Whether Slack answers at all: a repeat is not spent on a line that is dead. */
  isReachable(): Promise<boolean>;
}
