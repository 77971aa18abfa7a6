/** The dates of a request: read leniently, kept as UTC days, held to the documented limits. */
import { invalidRequest, codedError, type ErrorAnswer } from './errors.ts';
import { addDays, dayOf, daysBetween } from './ticks.ts';

const RETENTION_DAYS = 90;
const WINDOW_DAYS = 30;

const ISO_DAY = /^(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?$/;
const US_DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: .*)?$/;

/** UTC days, half-open. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

export interface DateRules {
  readonly now: Date;
  /** Whether the whole end day belongs to the answer, as the throttling page's sample shows. */
  readonly endDate: 'inclusive' | 'exclusive';
  /** What a window of more than 30 days meets: undocumented, so both are possible. */
  readonly longWindow: 'refuse' | 'cut';
}

/**
 * The day a date text names, its time of day ignored, or undefined when it is none. Reads `yyyy-MM-dd…` and
 * `M/d/yyyy…`, the two forms the documentation and the .NET SDK send.
 */
function readDay(text: string): string | undefined {
  const [, year, month, date] = ISO_DAY.exec(text) ?? [];
  if (year !== undefined) return realDay(`${year}-${month}-${date}`);
  const [, usMonth = '', usDate = '', usYear = ''] = US_DAY.exec(text) ?? [];
  return realDay(`${usYear}-${usMonth.padStart(2, '0')}-${usDate.padStart(2, '0')}`);
}

/** The days asked for, or the 400 they deserve. Nothing given: the last 30 days. */
export function readRange(start: string | undefined, end: string | undefined, rules: DateRules): DayRange | ErrorAnswer {
  const today = dayOf(rules.now);
  const from = start === undefined ? undefined : readDay(start);
  const endDay = end === undefined ? undefined : readDay(end);
  if ((start !== undefined && from === undefined) || (end !== undefined && endDay === undefined)) return invalidRequest();

  const tomorrow = addDays(today, 1);
  const givenTo = endDay !== undefined && rules.endDate === 'inclusive' ? addDays(endDay, 1) : endDay;
  const begin = from ?? addDays(givenTo ?? tomorrow, -WINDOW_DAYS);
  const to = givenTo ?? earlier(addDays(begin, WINDOW_DAYS), tomorrow);
  return heldToLimits({ from: begin, to }, rules);
}

function heldToLimits(range: DayRange, rules: DateRules): DayRange | ErrorAnswer {
  const oldest = rules.now.getTime() - RETENTION_DAYS * 86_400_000;
  if (Date.parse(`${range.from}T00:00:00Z`) < oldest) {
    return invalidRequest(`The start date must not be more than ${RETENTION_DAYS} days in the past.`);
  }
  const days = daysBetween(range.from, range.to);
  if (days < 0) return codedError(400, '800002', 'The end date is before the start date.');
  if (days <= WINDOW_DAYS) return range;
  if (rules.longWindow === 'cut') return { from: range.from, to: addDays(range.from, WINDOW_DAYS) };
  return codedError(400, '800002', `The date range must not exceed ${WINDOW_DAYS} days.`);
}

function realDay(day: string): string | undefined {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && dayOf(instant) === day ? day : undefined;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
