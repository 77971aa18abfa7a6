/** Cuts days that do not fit on one page into parts that should, by what their first page shows. */
import { addDays, DAY_MS, later } from '../audit/dates.ts';
import { dateOf } from '../audit/instant.ts';
import { daysIn, type DayWindow } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { textOrder } from '../audit/text-order.ts';

/** Days to read. `known` records of them were on the first page of the days they were cut from. */
export interface Part {
  readonly window: DayWindow;
  readonly known: number;
}

/** Records that a part may hold, by estimate: somewhat less than a page, because days are not alike. */
const RECORDS_PER_PART = 400;

/**
 * Cuts days into two parts or more that cover each of them once. How wide they are is a guess: it takes the records of
 * the first page for the newest, which no page promises. A wrong guess costs requests, never records.
 */
export function splitDays(window: DayWindow, shown: readonly AuditRecord[]): readonly Part[] {
  const days = daysIn([window]);
  const perPart = Math.max(1, Math.min(Math.floor(RECORDS_PER_PART / recordsPerDay(shown)), Math.ceil(days / 2)));
  const parts: Part[] = [];
  for (let last = window.last; last >= window.first; last = addDays(last, -perPart)) {
    const part = { first: later(addDays(last, 1 - perPart), window.first), last };
    parts.push({ window: part, known: shown.filter(({ operationDate }) => isWithin(operationDate.slice(0, 10), part)).length });
  }
  return parts;
}

/** The order of work: what is known to hold most comes first, because its pages can only be read one by one; then newest first. */
export function byUrgency(a: Part, b: Part): number {
  if (a.known !== b.known) return b.known - a.known;
  return textOrder(b.window.last, a.window.last);
}

function isWithin(day: string, { first, last }: DayWindow): boolean {
  return day >= first && day <= last;
}

function recordsPerDay(shown: readonly AuditRecord[]): number {
  const dates = shown.map(({ operationDate }) => operationDate).sort();
  const [oldest, newest] = [dates[0], dates.at(-1)];
  if (oldest === undefined || newest === undefined) return 0;
  return shown.length * DAY_MS / Math.max(1, dateOf(newest).getTime() - dateOf(oldest).getTime());
}
