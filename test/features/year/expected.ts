/** What had to be told, found out in the simplest way from what happened. */
import { addDays, DAY_MS, HOUR_MS, MINUTE_MS, utcDayOf, type Day } from '../../../src/audit/dates.ts';
import { slotAfter } from '../../../src/audit/slots.ts';
import type { DigestRule } from '../../../src/features/rule.ts';
import type { Happening } from './happenings.ts';
import type { Ledger, Played } from './season.ts';

export function isHigh({ kind, status }: Happening): boolean {
  return kind === 'high' || (kind === 'order' && status === 'failed');
}

/** Which of the failures come to be known when more than two of one person lie within 10 minutes, in the order of the feed. */
export function thresholdReached(feed: readonly string[], happened: readonly Happening[]): readonly string[] {
  const [REACH_MS, SPAN_MS, LEAST] = [48 * HOUR_MS, 10 * MINUTE_MS, 3];
  const failed = new Map(happened.filter(({ status }) => status === 'failed').map((one) => [one.date, one]));
  const known = new Map<string, number[]>();
  return feed.filter((date) => {
    const one = failed.get(date);
    if (!one) return false;
    const times = [...known.get(one.user) ?? [], one.atMs];
    known.set(one.user, times);
    if (one.atMs < Math.max(...times) - REACH_MS - SPAN_MS) return false;
    return times.some((from) => from <= one.atMs && one.atMs < from + SPAN_MS && times.filter((at) => at >= from && at < from + SPAN_MS).length >= LEAST);
  });
}

/** Up to when the log was read as a ledger says: the newest day is written last, and nothing after its end is known. */
export function readUntilOf({ readAt }: Ledger): string {
  const newest = [...readAt.keys()].toSorted().at(-1) ?? '';
  return [readAt.get(newest) ?? '', newest === '' ? '' : new Date(Date.parse(newest) + DAY_MS).toISOString()].toSorted()[0] ?? '';
}

/** UTC days that a digest must name, as the ledger stood then: read before they were over, or never. */
export function gapsAt(ledger: Ledger, from: string): readonly (readonly [Day, Day])[] {
  const [first = ''] = [...ledger.readAt.keys()].toSorted();
  const gaps: (readonly [Day, Day])[] = [];
  for (let day = first; day < readUntilOf(ledger).slice(0, 10); day = addDays(day, 1)) {
    if ((ledger.readAt.get(day) ?? '') >= addDays(day, 1)) continue;
    const before = gaps.at(-1);
    if (before && addDays(before[1], 1) === day) gaps.splice(-1, 1, [before[0], day]);
    else gaps.push([day, day]);
  }
  return gaps.filter(([, last]) => last >= from.slice(0, 10));
}

/** Every slot of a digest in the season. */
export function slotsOf({ timetable, madeAt }: DigestRule, endMs: number): readonly Date[] {
  const slots: Date[] = [];
  for (let slot = slotAfter(timetable, new Date(madeAt)); slot.getTime() <= endMs; slot = slotAfter(timetable, slot)) slots.push(slot);
  return slots;
}

/** Orders of which somebody had to be reminded, with whether there was time for both reminders. */
export function remindersDue({ happened, readAt, troubles }: Played, endMs: number): readonly { readonly date: string; readonly least: number }[] {
  return happened.flatMap((one) => {
    if (one.kind !== 'order' || one.status !== 'succeeded') return [];
    const untilMs = one.atMs + 7 * DAY_MS;
    const shownAt = Math.max(...one.states.map((state) => state.shownAt));
    const seenMs = readAt.find((at) => at >= shownAt) ?? Infinity;
    const [fromMs, toMs] = [Math.max(seenMs, untilMs - 2 * DAY_MS) + 3 * HOUR_MS, Math.min(untilMs, endMs) - HOUR_MS];
    if (fromMs >= toMs) return [];
    const isQuiet = troubles.workers.some((span) => span.fromMs <= toMs && span.toMs + 3 * HOUR_MS >= fromMs);
    const both = !isQuiet && seenMs < untilMs - 27 * HOUR_MS && toMs > untilMs - 21 * HOUR_MS;
    return isQuiet ? [] : [{ date: one.date, least: both ? 2 : 1 }];
  });
}

/** Days that a round that ended well must have read. */
export function newsDays(atMs: number): readonly Day[] {
  return [0, 1, 2].map((back) => utcDayOf(new Date(atMs - back * DAY_MS)));
}
