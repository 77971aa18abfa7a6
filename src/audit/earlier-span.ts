/** The span of equal length that ends where another begins. */
import { addDays, clockIn, dayIn, daysBetween, wallInstant } from './dates.ts';
import type { TimeRange } from './time-range.ts';

/**
 * The equal span directly before. A span of whole days of the zone, from one clock to the same clock, is preceded by as
 * many days, even where a day between has 23 or 25 hours; any other by as many milliseconds.
 */
export function earlierSpan({ from, to }: TimeRange, zone: string): TimeRange {
  const days = daysBetween(dayIn(zone, from), dayIn(zone, to));
  const clockMs = clockIn(zone, from);
  if (days > 0 && clockMs === clockIn(zone, to)) {
    return { from: wallInstant(zone, addDays(dayIn(zone, from), -days), clockMs, 'first'), to: from };
  }
  return { from: new Date(from.getTime() - (to.getTime() - from.getTime())), to: from };
}
