/** What reminders say in Slack: a message for each mark, the first batches in it and the others in its thread, and who kept which. */
import type { OpenBatch } from '../audit/commitments.ts';
import { HOUR_MS, later } from '../audit/dates.ts';
import type { ReminderScreen } from './alert-screens.ts';
import type { ReminderMemory, ReminderStore } from './reminder-ports.ts';
import type { Delivery } from './rule-ports.ts';
import type { ReminderRule } from './rule.ts';
import type { Screen } from './screens.ts';

/** A batch of which is reminded so many hours before its end, or later where the rule looks no further ahead. */
interface DueBatch {
  readonly batch: OpenBatch;
  readonly hours: number;
}

/** Batches in one message: more of them nobody reads, and each has its button. */
const IN_ONE_MESSAGE = 10;

/** The messages of one look, those that close first before the others; `look` tells them from those of every other look. */
export function remindersOf(rule: ReminderRule, due: readonly DueBatch[], look: number, now: Date): readonly Delivery[] {
  const byHours = [...Map.groupBy(due, ({ hours }) => hours)].toSorted(([a], [b]) => a - b);
  return byHours.flatMap(([hours, some]) => {
    const batches = some.map(({ batch }) => batch);
    const pages = Array.from({ length: Math.ceil(batches.length / IN_ONE_MESSAGE) }, (_, page) => batches.slice(page * IN_ONE_MESSAGE, (page + 1) * IN_ONE_MESSAGE));
    const key = `remind:${rule.id}:${look}:${hours}`;
    return pages.map((page, index): Delivery => ({
      ...(index === 0 ? { key, onceTaken: {} } : { key: `${key}:${index}`, under: { key, how: 'thread' } }),
      ruleId: rule.id, place: rule.place, dueAt: now.toISOString(),
      message: {
        kind: 'reminder', ruleId: rule.id, rule: rule.name, zone: rule.zone, hours: Math.min(hours, rule.withinMs / HOUR_MS), batches: page,
        ...(index === 0 ? { more: batches.length - page.length } : { more: 0, isRest: true }),
      },
    }));
  });
}

type Said = NonNullable<ReminderMemory['said']>;

/** What was said of batches that can still be kept, with what is said now: it is edited when somebody keeps one. */
export function saidWith(said: Said = {}, deliveries: readonly Delivery[], now: Date): Said {
  const still = Object.entries(said).filter(([, { batches }]) => batches.reduce((last, { until }) => later(last, until), '') > now.toISOString());
  return { ...Object.fromEntries(still), ...Object.fromEntries(deliveries.flatMap(({ key, message }) => (message.kind === 'reminder' ? [[key, message] as const] : []))) };
}

/** The edits that show in every message of a batch that somebody has kept it. */
export function keptEdits(place: Delivery['place'], { said = {} }: Pick<ReminderMemory, 'said'>, batch: string, at: string): readonly Delivery[] {
  return Object.entries(said).flatMap(([key, message]) => (message.batches.some((one) => one.at === batch)
    ? [{ key: `${key}:kept:${batch}`, ruleId: message.ruleId, place, message, under: { key, how: 'edit' }, dueAt: at } satisfies Delivery] : []));
}

/** A reminder with everybody who has kept a batch of it by now, whatever it said when it was put into the outbox; every other message as it is. */
export async function reminderNow({ reminders }: { readonly reminders: Pick<ReminderStore, 'read'> }, message: Screen): Promise<Screen> {
  if (message.kind !== 'reminder') return message;
  const { told } = await reminders.read(message.ruleId);
  return withKept(message, told);
}

function withKept(message: ReminderScreen, told: ReminderMemory['told']): ReminderScreen {
  const kept = message.batches.flatMap(({ at }) => {
    const by = told[at]?.kept;
    return by ? [[at, by] as const] : [];
  });
  return kept.length === 0 ? message : { ...message, kept: Object.fromEntries(kept) };
}
