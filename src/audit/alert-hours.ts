/** Hours of the day as spans of real time: overnight, and right where clocks are turned. */
import { addDays, dayIn, DAY_MS, wallInstant } from './dates.ts';

/** Milliseconds after midnight; hours that end no later than they begin end on the next day, equal ones last all day. */
export interface ClockHours {
  readonly fromMs: number;
  readonly toMs: number;
}

/** `[from, to)` in milliseconds since the epoch. */
export interface HourSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The span of these hours that holds an instant, undefined where none does. A beginning in a repeated hour is its first
 * pass, an end its second, so that no minute that the clock shows within the hours is left out.
 */
export type HourReader = (atMs: number) => HourSpan | undefined;

/** Reads hours in a zone. What a day's span is costs much more to find than to remember. */
export function readHoursIn(zone: string, hours: ClockHours): HourReader {
  const spans = new Map<string, HourSpan>();
  const spanOf = (day: string): HourSpan => {
    const known = spans.get(day);
    if (known) return known;
    const [fromMs, toMs] = [hours.fromMs % DAY_MS, hours.toMs % DAY_MS];
    const lastDay = toMs <= fromMs ? addDays(day, 1) : day;
    const span = { from: wallInstant(zone, day, fromMs, 'first').getTime(), to: wallInstant(zone, lastDay, toMs, 'second').getTime() };
    spans.set(day, span);
    return span;
  };
  let last: HourSpan | undefined;
  let dayKnown: { readonly slot: number; readonly day: string } | undefined;
  return (atMs) => {
    if (last && last.from <= atMs && atMs < last.to) return last;
    const slot = Math.floor(atMs / SLOT_MS);
    if (dayKnown?.slot !== slot) dayKnown = { slot, day: dayIn(zone, new Date(atMs)) };
    const { day } = dayKnown;
    const found = [day, addDays(day, -1)].map(spanOf).find(({ from, to }) => from <= atMs && atMs < to);
    if (found) last = found;
    return found;
  };
}

/** Offsets of zones are multiples of it, so that no midnight lies within a slot. */
const SLOT_MS = 15 * 60_000;
