/** What reminders remember over restarts, for all workers together. */
import type { Taken } from '../audit/alert-cards.ts';
import type { ReminderScreen } from './alert-screens.ts';
import type { Delivery } from './rule-ports.ts';

/** What a reminder rule has said of each batch: the hours before its end, or 0 when no more is said: it is kept, or added no seats. */
export interface ReminderMemory {
  readonly version: number;
  readonly told: Readonly<Record<string, { readonly until: string; readonly mark: number; readonly kept?: Taken }>>;
  /** By delivery: what was said of batches that can still be kept. */
  readonly said?: Readonly<Record<string, ReminderScreen>>;
  readonly waiting: readonly Delivery[];
}

export interface ReminderStore {
  read(ruleId: string): Promise<ReminderMemory>;
  /** False when somebody else wrote since it was read. */
  write(ruleId: string, memory: ReminderMemory): Promise<boolean>;
}
