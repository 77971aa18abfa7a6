/** What alerts need to remember over restarts, for all workers together. */
import type { Taken } from '../audit/alert-cards.ts';
import type { FirstSeen } from '../audit/alert-events.ts';
import type { AlertState } from '../audit/alerts.ts';
import type { Day } from '../audit/dates.ts';
import type { KeptCard } from './kept-card.ts';
import type { Delivery } from './rule-ports.ts';
import type { RulePlace } from './rule.ts';

/** What the alerts of one place remember. What `waiting` holds is not in the outbox yet. */
export interface AlertMemory {
  /** 0 for what was never written. */
  readonly version: number;
  readonly state?: AlertState;
  readonly waiting: readonly Delivery[];
  /** Something is there that cannot be read: to begin with everything that ever happened would be a flood. */
  readonly isLost?: true;
}

export interface AlertStore {
  read(place: RulePlace): Promise<AlertMemory>;
  /** In one step with the newest content of cards; false when somebody else wrote since it was read. */
  write(place: RulePlace, memory: AlertMemory, cards: readonly Omit<KeptCard, 'taken'>[]): Promise<boolean>;
  /** Undefined for one that was never there, or has expired after 90 days. */
  card(id: string): Promise<KeptCard | undefined>;
  /** Takes a card for somebody; gives who has it, who may be another. Undefined when it has expired. */
  take(id: string, taken: Taken): Promise<Taken | undefined>;
  /** Cards of a place since an instant that nobody has taken, newest first. */
  open(place: RulePlace, since: Date, count: number): Promise<readonly KeptCard[]>;
}

/** What a record tells of values that are asked for later. Names stand in it as they are; the store keeps hashes. */
export interface Lesson {
  /** Of its feed entry; 0 for history. */
  readonly number: number;
  readonly seen: Readonly<Partial<Record<FirstSeen, string>>>;
  /** A thing and how it stood: `subscription:…` and `{"quantity":25}`. */
  readonly things: readonly { readonly name: string; readonly at: string; readonly value: string }[];
}

/** What was new about an entry when it came in. */
export interface Novelty {
  readonly first: readonly FirstSeen[];
  readonly earlier?: unknown;
}

/** Which users, apps and customers were ever seen, and how things stood last. */
export interface KnownValues {
  /** The number of the last feed entry that was learned from. */
  cursor(): Promise<number>;
  /** Learns from entries in their order, exactly once; false when somebody else has moved the cursor. */
  learn(from: number, to: number, lessons: readonly Lesson[], options: { readonly tellsFirst: boolean }): Promise<boolean>;
  learnDay(day: Day, lessons: readonly Lesson[]): Promise<void>;
  daysLearned(): Promise<ReadonlySet<Day>>;
  /** What was new about entries, by number; nothing for those about which nothing was. */
  novelties(numbers: readonly number[]): Promise<ReadonlyMap<number, Novelty>>;
}
