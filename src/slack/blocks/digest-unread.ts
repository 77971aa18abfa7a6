/** What a digest says of time that was not read: before anything else, and again in its footer. */
import { readableDays } from '../../audit/calendar.ts';
import { zonedTime } from '../../audit/dates.ts';
import type { DayWindow } from '../../audit/query.ts';
import type { DigestScreen } from '../../features/rule-screens.ts';
import { counted } from './text.ts';
import { lengthInWords } from './wording.ts';

type Covered = Pick<DigestScreen, 'coverage' | 'zone'>;

/** Days named in the footer, at most; the first line names fewer. */
const MOST_GAPS = 5;

/** The first words of a digest that lacks time; undefined where it lacks none. */
export function unreadInWords({ coverage: { readAt, unreadMs, gaps }, zone }: Covered): string | undefined {
  if (readAt === undefined) return 'The log was not read yet';
  if (unreadMs !== undefined) return notReadSince(readAt, unreadMs, zone);
  return gaps.length === 0 ? undefined : `Not read completely (UTC): ${daysInWords(gaps, 1)}`;
}

/** `Not read since 2 Dec 09:00 GMT (23 h 30 min)`. */
export function notReadSince(readAt: string, unreadMs: number, zone: string): string {
  return `Not read since ${zonedTime(zone, new Date(readAt))} (${lengthInWords(unreadMs)})`;
}

/** “Complete” is said only where nothing is missing. */
export function readInWords({ coverage: { readAt, unreadMs, gaps, unreadable }, zone }: Covered): string {
  if (readAt === undefined) return 'The log was not read yet.';
  const at = zonedTime(zone, new Date(readAt));
  if (unreadMs === undefined && gaps.length === 0 && unreadable === undefined) return `Complete as read at ${at}; what appears later comes next time.`;
  return [
    `Last read at ${at}.`,
    ...(gaps.length === 0 ? [] : [`Not read completely (UTC): ${daysInWords(gaps, MOST_GAPS)}.`]),
    ...(unreadable === undefined ? [] : [`${counted(unreadable, 'item')} of the log could not be read as records.`]),
  ].join(' ');
}

function daysInWords(gaps: readonly DayWindow[], most: number): string {
  return `${gaps.slice(0, most).map(readableDays).join(', ')}${gaps.length > most ? ' and more' : ''}`;
}
