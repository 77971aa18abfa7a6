/** Retention: days of the copy go when they are older than they may be kept. */
import { addDays, utcDayOf } from '../audit/dates.ts';
import type { CopyStore, Feed } from './copy-ports.ts';
import type { Clock, Log } from './ports.ts';

export interface ExpireDeps {
  readonly copy: Pick<CopyStore, 'ledger' | 'remove'>;
  readonly feed: Pick<Feed, 'trim'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly retentionDays: number;
}

/** Removes what is due, which is once a UTC day, and gives how many days that were; their seals stay. */
export async function expireDays({ copy, feed, clock, log, retentionDays }: ExpireDeps): Promise<number> {
  const oldestKept = addDays(utcDayOf(clock()), -retentionDays);
  const due = (await copy.ledger()).filter(({ day }) => day < oldestKept);
  if (due.length === 0) return 0;
  for (const { day } of due) await copy.remove(day);
  await feed.trim(oldestKept);
  const recordCount = due.reduce((total, facts) => total + facts.records, 0);
  log.info({ days: due.length, recordCount, oldestKept, retentionDays }, 'days removed from the copy: their time is over');
  return due.length;
}
