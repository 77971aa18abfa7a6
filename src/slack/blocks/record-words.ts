/** The lines of a record's screen that are more than a value: the risk, the window, what was seen before, what was taken out. */
import { changesOf, removedFrom, type Removed } from '../../audit/changes.ts';
import { commitmentOf, WINDOW_HOURS } from '../../audit/commitment.ts';
import { dayIn, readableDay, readableTime, zonedTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { isTakenFrom, LEFT_OUT, MASKED } from '../../audit/masking.ts';
import { statusLabel } from '../../audit/operations.ts';
import type { AuditRecord } from '../../audit/record.ts';
import { earlierState } from '../../audit/sentence-earlier.ts';
import { fieldsIn, lineOf } from '../../audit/sentence-facts.ts';
import { riskOf } from '../../audit/sentence-risk.ts';
import { quantityInWords } from '../../audit/sentence-words.ts';
import type { ShownRecord } from '../../features/screens.ts';
import { lastSeen, sourceOf, type EarlierSeen } from './record-changes.ts';
import { counted, shortened } from './text.ts';
import { shortName } from './wording.ts';

type Shown = Omit<ShownRecord, 'kind'>;

/** Names of fields in one line; the rest is counted. */
const NAMES_SHOWN = 5;

/** What an earlier record said of the same thing, where one is known. */
export function earlierSeen({ record, earlier, earlierFrom, zone }: Shown): EarlierSeen | undefined {
  const state = earlier && earlierState(record, earlier);
  return state === undefined || !earlier ? undefined : { state, day: dayInWords(earlier.operationDate, record.operationDate, zone), from: earlierFrom ?? 'copy' };
}

/** `3 Nov`, with its year where the record is of another one, and with its time where it is of the same day. */
function dayInWords(instant: string, beside: string, zone: string): string {
  if (dayIn(zone, dateOf(instant)) === dayIn(zone, dateOf(beside))) return readableTime(zone, dateOf(instant));
  const day = readableDay(dayIn(zone, dateOf(instant)));
  const year = dayIn(zone, dateOf(beside)).slice(0, 4);
  return day.endsWith(` ${year}`) ? day.slice(0, -5) : day;
}

/** `Last seen here: 25 seats on 3 Nov; changes between are possible.` */
export function seenInWords(record: AuditRecord, earlier: EarlierSeen): string {
  const { state, day } = earlier;
  const seen = lastSeen(earlier);
  const line = lineOf(fieldsIn(state));
  if (line.quantity !== undefined) return `${seen}: ${quantityInWords(shortName(line.quantity), line)} on ${day}; changes between are possible.`;
  const isSame = changesOf(record, state).every(({ before = '', after, seenEarlier }) => !seenEarlier || (before === after && !isTakenFrom(before)));
  return `${seen} ${isSame ? 'with the same values ' : ''}on ${day}; changes between are possible.`;
}

/**
 * `Succeeded · Risk: high (25 or more seats on a 1-year term)`. The risk is that of the record alone, as in every list;
 * what only an earlier record shows is said beside it.
 */
export function riskInWords(record: AuditRecord, earlier: EarlierSeen | undefined): string {
  const [{ risk, reason }, seen] = [riskOf(record), riskOf(record, earlier?.state)];
  const beside = earlier && seen.risk !== risk ? `; with ${sourceOf(earlier)}: ${seen.risk} (${seen.reason})` : '';
  return `${shortName(statusLabel(record.operationStatus))} · Risk: ${risk} (${reason})${beside}`;
}

/** Until when something can be cancelled, where the record opens such a window. */
export function windowInWords({ record, earlier, zone, now }: Shown): string | undefined {
  const commitment = commitmentOf(record, earlier && earlierState(record, earlier));
  if (!commitment) return undefined;
  const { opened, until, seats } = commitment;
  const moment = `about ${weekday(until, zone)} ${zonedTime(zone, until)} (${WINDOW_HOURS} h, computed)`;
  const isOver = now !== undefined && until.getTime() <= now.getTime();
  if (opened === 'order') return `This order ${isOver ? 'could' : 'can'} be cancelled until ${moment}; check Partner Center`;
  if (seats) return `Seats were added; they ${isOver ? 'could' : 'can'} be cancelled until ${moment}; check Partner Center`;
  return `If seats were added, they ${isOver ? 'could' : 'can'} be cancelled until ${moment}; check Partner Center`;
}

function weekday(date: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(date);
}

/** `2 values masked (Etag, Password)`; nothing where nothing was taken out. */
export function removedInWords(record: AuditRecord): string | undefined {
  const parts = [
    ...named(removedFrom(record, MASKED), 'masked'),
    ...named(removedFrom(record, LEFT_OUT), 'left out'),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function named({ count, names }: Removed, how: string): readonly string[] {
  if (count === 0) return [];
  const shown = names.slice(0, NAMES_SHOWN).map((name) => shortened(shortName(name), 30)).join(', ');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  return [`${counted(count, 'value')} ${how} (${shown}${more})`];
}
