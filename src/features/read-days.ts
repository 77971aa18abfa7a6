/** The newest days of the local copy for whoever waits: as many as fit into a second or two. */
import { addDays, utcDayOf, type Day } from '../audit/dates.ts';
import type { DayRow } from '../audit/day-copy.ts';
import type { CopyStore } from './copy-ports.ts';
import type { Clock } from './ports.ts';

export interface CopiedRow {
  readonly day: Day;
  readonly row: DayRow;
}

export interface ReadDays {
  /** Oldest first. */
  readonly rows: readonly CopiedRow[];
  /** Days that are held, of those that were looked at. */
  readonly days: number;
}

/** Somebody waits, and Slack with them. */
const [LOOK_MS, MOST_ROWS] = [1_500, 50_000];

/** Reads up to so many UTC days, the newest first; fewer when there are many records or it takes too long. */
export async function readNewestDays({ copy, clock }: { readonly copy: Pick<CopyStore, 'read'>; readonly clock: Clock }, count: number): Promise<ReadDays> {
  const until = clock().getTime() + LOOK_MS;
  const today = utcDayOf(clock());
  const days: (readonly CopiedRow[])[] = [];
  let rows = 0;
  for (let back = 0; back < count && rows < MOST_ROWS && clock().getTime() <= until; back += 1) {
    const day = addDays(today, -back);
    const held = await copy.read(day);
    if (!held.facts) continue;
    days.push(held.rows.map((row) => ({ day, row })));
    rows += held.rows.length;
  }
  return { rows: days.toReversed().flat(), days: days.length };
}
