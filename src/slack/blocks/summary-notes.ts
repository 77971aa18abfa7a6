/** The small lines of an answer: over what, how fresh, what is missing, and how it is ordered. */
import { dayIn, readableDay, readableTime, zonedTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import type { TimeRange } from '../../audit/time-range.ts';
import { formOf, placesOf } from '../../features/answer-form.ts';
import { searchIn } from '../../features/reworded.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { SummaryScreen } from '../../features/screens.ts';
import { isSoFar } from './parts-of-days.ts';
import { utcDaysInWords } from './plan.ts';
import { counted } from './text.ts';
import { DIMENSION_WORDS } from './value-words.ts';
import { rangeInWords } from './wording.ts';

/** `14 Nov 11:00 – 21 Nov 11:00 CET · 91 records read, 84 operations in this time · last read 11:00 · newest record read 21 Nov 10:52`. */
export function rangeLine(facts: ResultFacts): string {
  return [shownRange(facts), ...readInWords(facts), freshness(facts), ...zoneOfRows(facts)].join(' · ');
}

/** Whole UTC days are read, and several records may tell of one operation: more may be read than is counted. */
function readInWords({ recordsRead, unreadable, plan, summary: { total } }: ResultFacts): readonly string[] {
  if (recordsRead + unreadable === 0) return [];
  const read = `${counted(recordsRead, 'record')} read`;
  if (recordsRead === total) return [read];
  const fits = plan.filteredHere.length > 0 ? 'for this search' : 'in this time';
  return [`${read}, ${total === 0 ? 'no operation' : counted(total, 'operation')} ${fits}`];
}

/** Slack draws the times of rows in the zone of who reads them, whatever zone was asked for; tables are ours. */
function zoneOfRows(facts: ResultFacts): readonly string[] {
  if (facts.summary.total === 0 || formOf(facts) === 'table') return [];
  const asked = searchIn({ command: facts.command, zone: facts.zone, now: new Date(facts.readAt) })?.zone;
  return asked === undefined ? [] : ['times of rows in your own zone'];
}

/** A rolling span ends with the running minute; people are shown the moment up to which was read. */
export function shownRange(facts: ResultFacts): string {
  const [{ from, to }, read] = [rangeOf(facts), new Date(facts.readAt)];
  return `${rangeInWords({ from, to: to.getTime() > read.getTime() ? read : to }, facts.zone)}${isSoFar(facts) ? ', so far' : ''}`;
}

export function rangeOf(facts: ResultFacts): TimeRange {
  return { from: dateOf(facts.plan.from), to: dateOf(facts.plan.to) };
}

function freshness(facts: ResultFacts): string {
  const { windows, copied } = facts.plan;
  const read = new Date(windows.length === 0 && copied ? copied.readAt : facts.readAt);
  const isSameDay = dayIn(facts.zone, read) === dayIn(facts.zone, rangeOf(facts).to);
  // The end of the span, which stands before it, has named the day and the zone.
  const lastRead = isSameDay ? `last read ${readableTime(facts.zone, read).split(' ').at(-1)}` : `last read ${zonedTime(facts.zone, read)}`;
  // For a span that ended long ago, the newest record of the day after it would only confuse.
  const reachesNow = rangeOf(facts).to.getTime() >= read.getTime();
  if (facts.newestRead === undefined) return `${lastRead} · no record read`;
  if (!reachesNow) return lastRead;
  return `${lastRead} · newest record read ${readableTime(facts.zone, dateOf(facts.newestRead))}`;
}

/** What an answer does not hold, each in a sentence. */
export function caveats(facts: ResultFacts): readonly string[] {
  return [
    ...reachNotes(facts),
    ...(facts.unreadable > 0 ? [`${counted(facts.unreadable, 'record')} could not be read and ${facts.unreadable === 1 ? 'is' : 'are'} not counted here.`] : []),
    ...shortList(facts),
  ];
}

/** Where an answer was cut off, from when the copy holds what the log no longer does, and what is in neither. */
function reachNotes({ clamped, plan: { from, heldFrom, gaps } }: Pick<ResultFacts, 'clamped' | 'plan'>): readonly string[] {
  const begins = readableDay(from.slice(0, 10));
  const cutOff = heldFrom === undefined
    ? `Microsoft keeps 90 days: what you asked for was cut off at ${begins} (UTC).`
    : `Microsoft keeps 90 days, and the copy kept here begins later than you asked for: cut off at ${begins} (UTC).`;
  return [
    ...(clamped ? [cutOff] : []),
    ...(heldFrom === undefined ? [] : [`What is older than 90 days comes from the copy alone, which holds records from ${readableDay(heldFrom)} (UTC) on.`]),
    ...(gaps ? [`Not held completely, so records may be missing here: ${utcDaysInWords(gaps)}.`] : []),
  ];
}

function shortList({ listed, summary: { total }, shape }: ResultFacts): readonly string[] {
  if (listed >= total) return [];
  const held = `All ${total.toLocaleString('en-US')} are counted; the list holds ${listed.toLocaleString('en-US')} of them`;
  const isWanted = shape?.by === undefined && shape?.limit === listed;
  return [isWanted ? `${held}, as you asked.` : `${held}. Ask for a shorter time to list the rest.`];
}

/** `Newest first: 1–8 of 84, 2 of them above · page 1 of 11`; `above` of this page's records stand elsewhere. */
export function pageInWords({ facts, records, page, pageCount }: SummaryScreen, above = 0): string {
  const { total } = facts.summary;
  const first = placesOf(facts, page).from + 1;
  const last = first + records.length - 1;
  const span = first === last ? inDigits(first) : `${inDigits(first)}–${inDigits(last)}`;
  const shown = records.length === total ? `all ${inDigits(total)}` : `${span} of ${inDigits(total)}`;
  return [
    `${orderInWords(facts)}: ${shown}${above > 0 ? `, ${above} of them above` : ''}`,
    ...(pageCount > 1 ? [`page ${inDigits(page + 1)} of ${inDigits(pageCount)}`] : []),
  ].join(' · ');
}

function inDigits(count: number): string {
  return count.toLocaleString('en-US');
}

function orderInWords({ shape }: ResultFacts): string {
  const { column = 'date', direction = 'desc' } = shape?.sort ?? {};
  if (column === 'count') return 'Newest first';
  if (column === 'date') return direction === 'desc' ? 'Newest first' : 'Oldest first';
  if (column === 'risk') return direction === 'desc' ? 'Highest risk first' : 'Lowest risk first';
  return `By ${DIMENSION_WORDS[column]}, ${direction === 'asc' ? 'A to Z' : 'Z to A'}`;
}
