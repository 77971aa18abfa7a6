/** Reads back what is kept of rules, their messages and cards, and of saved searches. Fields that a later version adds stay; what is no such thing gives undefined. */
import { z } from 'zod';
import type { Taken } from '../audit/alert-cards.ts';
import type { SavedSearch } from './asked-search.ts';
import type { Delivery, DeliveryState, WaitingState } from './rule-ports.ts';
import type { Rule, RuleProgress } from './rule.ts';

const INSTANT = z.iso.datetime();
const PLACE = z.looseObject({ kind: z.enum(['channel', 'person']), id: z.string() });
const FACTS = { id: z.string(), name: z.string(), place: PLACE, makerId: z.string(), zone: z.string(), madeAt: INSTANT, command: z.string(), filter: z.looseObject({}) };
const SCHEDULE = z.looseObject({ frequency: z.enum(['hourly', 'daily', 'weekdays', 'weekly', 'monthly']) });

const RULE = z.discriminatedUnion('kind', [
  z.looseObject({ ...FACTS, kind: z.literal('digest'), skipEmpty: z.boolean(), timetable: z.looseObject({ schedule: SCHEDULE, zone: z.string(), since: z.string() }) }),
  z.looseObject({ ...FACTS, kind: z.literal('alert'), isPack: z.boolean() }),
  z.looseObject({ ...FACTS, kind: z.literal('reminder'), withinMs: z.number() }),
  z.looseObject({ ...FACTS, kind: z.literal('mute'), until: INSTANT, because: z.string(), includingHigh: z.boolean() }),
]);

const ENTRIES = z.array(z.looseObject({ number: z.number(), day: z.string(), row: z.number(), kind: z.string() }));
const PROGRESS = z.looseObject({
  state: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('on') }),
    z.looseObject({ kind: z.literal('paused'), by: z.string(), at: z.string() }),
    z.looseObject({ kind: z.literal('undeliverable'), since: z.string(), reason: z.string() }),
  ]),
  cursor: z.number(), held: z.number(), unfinished: ENTRIES.optional(), pending: z.looseObject({ key: z.string(), slot: INSTANT }).optional(),
  waited: z.looseObject({ from: INSTANT, to: INSTANT }).optional().catch(undefined), lastUnconfirmed: INSTANT.optional().catch(undefined),
});

const WAITING = z.looseObject({ kind: z.literal('waiting'), attempts: z.number(), nextAt: INSTANT, mayBeRepeat: z.boolean() });
const STATE = z.discriminatedUnion('kind', [
  WAITING,
  z.looseObject({ kind: z.literal('delivered'), at: INSTANT, channel: z.string(), ts: z.string() }),
  z.looseObject({ kind: z.literal('refused'), at: INSTANT, reason: z.string() }),
  z.looseObject({ kind: z.literal('given-up'), at: INSTANT, reason: z.string() }),
  z.looseObject({ kind: z.literal('unconfirmed'), at: INSTANT }),
]);
const ONCE_TAKEN = z.looseObject({ cursor: z.number().optional(), unfinished: ENTRIES.optional() });
const SAVED = z.looseObject({ name: z.string(), command: z.string() });
const TAKEN = z.looseObject({ by: z.string(), at: INSTANT });

/** A rule as it is kept in Redis, whatever its kind. */
export const readRule = (text: string): Rule | undefined => read<Rule>(RULE, text);
/** How far a rule has come. */
export const readProgress = (text: string): RuleProgress | undefined => read<RuleProgress>(PROGRESS, text);
/** What became of a message. */
export const readDeliveryState = (text: string): DeliveryState | undefined => read<DeliveryState>(STATE, text);
/** The same of one that waits. */
export const readWaitingState = (text: string): WaitingState | undefined => read<WaitingState>(WAITING, text);
/** What Slack's taking of a message does to its rule. */
export const readOnceTaken = (text: string): NonNullable<Delivery['onceTaken']> | undefined => read<NonNullable<Delivery['onceTaken']>>(ONCE_TAKEN, text);
/** Who took an alert, and when. */
export const readTaken = (text: string): Taken | undefined => read<Taken>(TAKEN, text);
/** A search that somebody saved. */
export const readSaved = (text: string): Pick<SavedSearch, 'name' | 'command'> | undefined => read<Pick<SavedSearch, 'name' | 'command'>>(SAVED, text);

function read<T>(schema: z.ZodType, text: string): T | undefined {
  try {
    const { success, data } = schema.safeParse(JSON.parse(text));
    return success ? data as T : undefined;
  } catch {
    return undefined;
  }
}
