/** The grey line that says how an answer came about, so that every number can be followed back. */
import { zonedTime } from '../../audit/dates.ts';
import { daysOfWindow, joinedDays, type CopiedPart, type DayWindow, type QueryPlan, type ServerFilter } from '../../audit/query.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import { shortName } from './wording.ts';

const FIELD_NAMES: Readonly<Record<ServerFilter['field'], string>> = {
  CustomerId: 'customer id',
  CompanyName: 'customer name contains',
  ResourceType: 'resource type',
};

/** What came from the copy, what Partner Center was asked, and what was filtered here. */
export function planInWords({ plan, zone }: Pick<ResultFacts, 'plan' | 'zone'>): string {
  const days = daysInWords(plan);
  const filtered = `filtered here: ${filteredInWords(plan)}`;
  if (!plan.copied) return `Asked of Partner Center: ${askedInWords(plan)}${days && `, ${days}`} · ${filtered}`;
  const asked = plan.windows.length === 0 ? 'Partner Center was not asked' : `${windowsInWords(askedAlone(plan.windows, plan.copied))} asked of Partner Center: ${askedInWords(plan)}`;
  return `${copiedInWords(plan.copied, zone)}; ${asked} · ${filtered}`;
}

/** The days that come from Partner Center alone: of those around them, which are asked for too, the copy's are taken. */
function askedAlone(windows: readonly DayWindow[], copied: CopiedPart): readonly DayWindow[] {
  const taken = new Set(copied.windows.flatMap(daysOfWindow));
  const alone = joinedDays(windows.flatMap(daysOfWindow).filter((day) => !taken.has(day)).toSorted());
  return alone.length === 0 ? windows : alone;
}

/** `UTC days 2026-10-24 to 2026-11-18 from the copy, last read 21 Nov 10:05 CET`: of several readings the one longest ago. */
export function copiedInWords({ windows, readAt }: CopiedPart, zone: string): string {
  const read = new Date(readAt);
  return `${utcDaysInWords(windows)} from the copy, last read ${zonedTime(zone, read)}`;
}

const WINDOWS_NAMED = 6;

/** `UTC day 2026-11-18`, or several, oldest first. */
export function utcDaysInWords(windows: readonly DayWindow[]): string {
  const isOneDay = windows.length === 1 && windows[0]?.first === windows[0]?.last;
  return `UTC day${isOneDay ? '' : 's'} ${windowsInWords(windows)}`;
}

/** Oldest first: `2026-10-24 to 2026-11-18, 2026-11-20`. */
function windowsInWords(windows: readonly DayWindow[]): string {
  const named = windows.toSorted((a, b) => (a.first < b.first ? -1 : 1)).map(({ first, last }) => (first === last ? first : `${first} to ${last}`));
  const left = named.length - WINDOWS_NAMED;
  return left <= 0 ? named.join(', ') : `${named.slice(0, WINDOWS_NAMED).join(', ')} and ${left} more spans`;
}

/** The one condition of Partner Center: `customer id bbbb…`, or `everything`. */
export function askedInWords({ serverFilter }: QueryPlan): string {
  return serverFilter ? `${FIELD_NAMES[serverFilter.field]} ${shortName(serverFilter.value)}` : 'everything';
}

/** `UTC days 2026-11-13 to 2026-11-21`. */
export function daysInWords({ windows }: QueryPlan): string {
  const [newest, oldest] = [windows[0], windows.at(-1)];
  return newest && oldest ? utcDaysInWords([{ first: oldest.first, last: newest.last }]) : '';
}

/** What is left to this program. */
export function filteredInWords({ filteredHere }: QueryPlan): string {
  return [...filteredHere, 'the exact time'].join(', ');
}
