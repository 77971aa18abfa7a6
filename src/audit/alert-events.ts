/** What alerts are made from: entries of the feed with what the copy knows around them. */
import type { Day } from './dates.ts';
import type { ClockHours } from './alert-hours.ts';
import type { Dimension } from './dimensions.ts';
import type { AuditFilter } from './filter.ts';
import type { Risk } from './operations.ts';
import type { AuditRecord } from './record.ts';

/** What can be seen for the first time. */
export const FIRST_SEEN = ['user', 'app', 'customer'] as const;
export type FirstSeen = (typeof FIRST_SEEN)[number];

/** One entry of the feed. `number` is its own, `day` and `row` the place of its record in the copy. */
export interface AlertEvent {
  readonly number: number;
  readonly kind: 'news' | 'late' | 'changed';
  readonly day: Day;
  readonly row: number;
  readonly record: AuditRecord;
  /** When it happened, in milliseconds since the epoch. */
  readonly atMs: number;
  /** When it was first seen, in milliseconds. */
  readonly seenAtMs: number;
  /** What in it was never seen before; empty while too few days are held to say so. */
  readonly first: readonly FirstSeen[];
  /** What was last seen of the same thing, as an object of fields, where that is known. */
  readonly earlier?: unknown;
}

/** When an alert speaks. */
export interface AlertCondition {
  readonly filter: AuditFilter;
  /** IANA name: hours are meant in it. */
  readonly zone: string;
  readonly isPack: boolean;
  readonly moreThan?: { readonly count: number; readonly by?: Dimension; readonly inMs: number };
  readonly firstSeen?: readonly Dimension[];
  readonly outside?: ClockHours;
}

/** Why an event is told. `hourly` waits for the roll-up of its hour. */
export interface AlertVerdict {
  readonly tier: 'now' | 'hourly';
  readonly risk: Risk;
  /** What of the condition holds, as the end of "Why you see this". */
  readonly because: string;
  /** The same as a heading, where the condition is about more than the operation itself. */
  readonly heading?: string;
}

/** What first sightings are judged by must reach back this far. */
export const FIRST_SEEN_DAYS = 30;

/** The place of a record in the copy, as one text. */
export function placeOf({ day, row }: Pick<AlertEvent, 'day' | 'row'>): string {
  return `${day}.${row}`;
}
