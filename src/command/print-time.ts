/** Times as canonical lines say them: what was relative stays relative. */
import { isMoment, type TimePoint } from '../audit/time-point.ts';
import type { TimeSpec } from '../audit/time-range.ts';
import { printClock } from './clock-words.ts';
import { weekdayName } from './point-words.ts';

/** Prints a time so that it parses back to the same one. */
export function printTime(time: TimeSpec): string {
  switch (time.kind) {
    case 'last': return `last ${time.count}${time.unit}`;
    case 'between': return `from ${printPoint(time.from)} to ${printPoint(time.to)}`;
    case 'on': return needsOn(time.point) ? `on ${printPoint(time.point)}` : printPoint(time.point);
    default: return `${time.kind} ${printPoint(time.point)}`;
  }
}

/** `today`, `last week` and the like stand by themselves. */
function needsOn(point: TimePoint): boolean {
  if (point.kind === 'days-ago') return point.count > 1;
  return !(point.kind === 'calendar' || point.kind === 'weekend' || point.kind === 'weekday' && point.strict);
}

/** A point as it is written after a word such as `since`. */
export function printPoint(point: TimePoint): string {
  if (isMoment(point)) {
    switch (point.kind) {
      case 'now': return 'now';
      case 'instant': return point.at;
      case 'ago': return `${point.count}${point.unit} ago`;
      case 'clock': return point.day?.kind === 'day' ? `${point.day.day}T${printClock(point.clockMs)}` : `${point.day ? `${printPoint(point.day)} ` : ''}${printClock(point.clockMs)}`;
    }
  }
  switch (point.kind) {
    case 'day': return point.day;
    case 'days-ago': return ['today', 'yesterday'][point.count] ?? `${point.count}d ago`;
    case 'months-ago': return `${point.count}mo ago`;
    case 'weekday': return `${point.strict ? 'last ' : ''}${weekdayName(point.weekday)}`;
    case 'month': return point.month;
    case 'week': return point.week;
    case 'calendar': return `${point.which} ${point.unit}`;
    case 'weekend': return point.strict ? 'last weekend' : 'weekend';
  }
}
