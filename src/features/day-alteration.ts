/** Whether somebody changed a day of the copy behind the bot's back. */
import { dayChecksum } from '../audit/seal.ts';
import type { DayFacts, HeldDay } from './copy-ports.ts';

/** When rows were first found to differ from what was written: it stays with the day, or a correction would hide it. */
export function alterationOf({ rows, facts }: Pick<HeldDay, 'rows' | 'facts'>, now: Date): Pick<DayFacts, 'alteredAt'> {
  if (facts?.alteredAt !== undefined) return { alteredAt: facts.alteredAt };
  return facts && dayChecksum(rows) !== facts.sha256 ? { alteredAt: now.toISOString() } : {};
}
