/** From a question to a plan: the one condition Partner Center takes, the days to read, and what is filtered here. */
import { addDays, daysBetween, earlier, later, utcDayOf, type Day } from './dates.ts';
import { FILTER_FIELDS, foldCase, matchesLasting, matchesState, type AuditFilter, type FilterKey } from './filter.ts';
import { instantOf, type Instant } from './instant.ts';
import { resourceOf } from './operations.ts';
import { sureOf } from './plain-text.ts';
import type { AuditRecord } from './record.ts';
import { textOrder } from './text-order.ts';
import { oldestDay, utcDaysOf, type TimeRange } from './time-range.ts';

/** The only three conditions that Microsoft documents, one at a time, each with its one operator. */
export interface ServerFilter {
  readonly field: 'CustomerId' | 'CompanyName' | 'ResourceType';
  readonly value: string;
}

/** UTC days that one request asks for, both ends included. */
export interface DayWindow {
  readonly first: Day;
  readonly last: Day;
}

/** The days of a window, oldest first. */
export function daysOfWindow({ first, last }: DayWindow): readonly Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** How many UTC days some windows hold together. */
export function daysIn(windows: readonly DayWindow[]): number {
  return windows.reduce((days, { first, last }) => days + daysBetween(first, last) + 1, 0);
}

/** Every day that the log still holds. */
export function daysOfTheLog(now: Date): DayWindow {
  return { first: oldestDay(now), last: utcDayOf(now) };
}

/** A part of a filter that is left to us, or what must not hold. */
export type FilteredPart = FilterKey | `not ${FilterKey}`;

/** What the local copy holds, as far as planning cares. */
export interface CopiedDays {
  /** The days that are taken from the copy, and when each was last read, ISO in UTC. */
  readonly readAt: ReadonlyMap<Day, string>;
  /** Those among them that the copy does not hold completely, or not as they were written: too old to be asked for. */
  readonly torn: ReadonlySet<Day>;
  /** The oldest day held at all. */
  readonly oldest?: Day;
}

export const NOTHING_COPIED: CopiedDays = { readAt: new Map(), torn: new Set() };

/** Days that come from the local copy: windows newest first, and when the one looked at longest ago was last read. */
export interface CopiedPart {
  readonly windows: readonly DayWindow[];
  readonly readAt: string;
}

/**
 * How a question is answered. Windows are asked of Partner Center, do not overlap and stand newest first; `[from, to)`
 * cuts on all 7 digits.
 */
export interface QueryPlan {
  readonly filter: AuditFilter;
  readonly from: Instant;
  readonly to: Instant;
  readonly windows: readonly DayWindow[];
  readonly serverFilter?: ServerFilter;
  readonly filteredHere: readonly FilteredPart[];
  readonly copied?: CopiedPart;
  /** Days that the log no longer holds and the copy does not hold completely, oldest first. */
  readonly gaps?: readonly DayWindow[];
  /** Where the span begins before the log: the oldest day that the copy holds. */
  readonly heldFrom?: Day;
}

/** The longest window of one request: https://learn.microsoft.com/rest/api/partner-center/manage-account/audit-operations */
const WINDOW_DAYS = 30;

/** What is planned; `spellings` are the known customers' names that match the one asked for, as the log has them. */
export interface ToPlan {
  readonly filter: AuditFilter;
  readonly range: TimeRange;
  readonly spellings?: readonly string[];
}

/**
 * Plans a question. Days that the copy holds are not asked for. One server filter for the others, by selectivity:
 * customer id, then customer name, then resource type. One day more is asked for on both sides, because no page says in
 * which zone the service cuts its days. What neither the log nor the copy holds by now is cut off.
 */
export function planQuery(question: ToPlan, now: Date, copied = NOTHING_COPIED): QueryPlan {
  const { filter, range } = question;
  const [logBegins, today] = [oldestDay(now), utcDayOf(now)];
  const held = utcDaysOf(range);
  const begins = later(held.first, earlier(logBegins, copied.oldest ?? logBegins));
  const days = daysOfWindow({ first: begins, last: earlier(held.last, today) });
  const asked = days.filter((day) => day >= logBegins && !copied.readAt.has(day));
  const taken = days.filter((day) => copied.readAt.has(day));
  const gaps = joinedDays(days.filter((day) => day < logBegins && (!copied.readAt.has(day) || copied.torn.has(day))));
  const windows = windowsToAsk(asked, now);
  const serverFilter = windows.length > 0 ? chooseServerFilter(question) : undefined;
  return {
    filter,
    from: later(instantOf(range.from), `${begins}T00:00:00.0000000Z`),
    to: instantOf(range.to),
    windows,
    ...(serverFilter && { serverFilter }),
    filteredHere: keysLeft(filter, serverFilter),
    ...(taken.length > 0 && { copied: { windows: joinedDays(taken).toReversed(), readAt: taken.map((day) => copied.readAt.get(day) ?? '').reduce(earlier) } }),
    ...(gaps.length > 0 && { gaps }),
    ...(begins < logBegins && { heldFrom: earlier(logBegins, copied.oldest ?? logBegins) }),
  };
}

/**
 * The plan where days that were to come from the copy turned out not to stand there as they should: they are asked for
 * where the log still holds them, else they are gaps.
 */
export function planWithout(plan: QueryPlan, missing: readonly Day[], now: Date): QueryPlan {
  if (missing.length === 0 || !plan.copied) return plan;
  const { copied, gaps: known = [], ...rest } = plan;
  const taken = copied.windows.flatMap(daysOfWindow).filter((day) => !missing.includes(day));
  const lost = missing.filter((day) => day < oldestDay(now));
  const gaps = joinedDays([...known.flatMap(daysOfWindow), ...lost].toSorted());
  return {
    ...rest,
    windows: windowsWithout(plan, missing, now),
    ...(taken.length > 0 && { copied: { ...copied, windows: joinedDays(taken.toSorted()).toReversed() } }),
    ...(gaps.length > 0 && { gaps }),
  };
}

/** Whether a record belongs to the answer once its state, status and text, is looked at too. */
export function isListed(record: AuditRecord, plan: QueryPlan): boolean {
  return matchesState(record, plan.filter);
}

/** Whether the server would give a record under its one condition: it looks at the record's own fields. */
export function isServed(record: AuditRecord, filter: ServerFilter | undefined): boolean {
  switch (filter?.field) {
    case undefined: return true;
    case 'CustomerId': return foldCase(record.customerId ?? '') === foldCase(filter.value);
    case 'CompanyName': return foldCase(record.customerName ?? '').includes(foldCase(filter.value));
    case 'ResourceType': return foldCase(resourceOf(record.resourceType).filterValue) === foldCase(filter.value);
  }
}

/**
 * Whether a record is of the question apart from its state. A field that the server filtered on and the record does
 * not carry is the server's word: 2020 licence records have no customer name.
 */
export function isCandidate(record: AuditRecord, plan: QueryPlan): boolean {
  if (record.operationDate < plan.from || record.operationDate >= plan.to) return false;
  const trusted = isServedByName(plan.filter, plan.serverFilter) && record.customerName === undefined
    || plan.serverFilter?.field === 'CustomerId' && record.customerId === undefined;
  return matchesLasting(record, trusted ? { ...plan.filter, customers: [] } : plan.filter);
}

function chooseServerFilter({ filter, spellings = [] }: Pick<ToPlan, 'filter' | 'spellings'>): ServerFilter | undefined {
  const [customer, ...otherCustomers] = filter.customers;
  if (customer && otherCustomers.length === 0) {
    if (customer.kind === 'id') return { field: 'CustomerId', value: customer.id };
    const sure = sureOf(customer.name);
    // Where a known customer spells it otherwise, the server would leave its records out in silence.
    if (sure !== undefined && spellings.every((name) => name.toLowerCase().includes(sure.toLowerCase()))) return { field: 'CompanyName', value: sure };
  }
  const [resource, ...otherResources] = filter.resources;
  if (resource && otherResources.length === 0) return { field: 'ResourceType', value: resourceOf(resource).filterValue };
  return undefined;
}

/** Whether the server looks for the whole name that was asked for, not only for the part of it that is sure. */
function isServedByName({ customers: [customer] }: AuditFilter, served: ServerFilter | undefined): boolean {
  return served?.field === 'CompanyName' && customer?.kind === 'name' && customer.name === served.value;
}

function keysLeft(filter: AuditFilter, served: ServerFilter | undefined): readonly FilteredPart[] {
  const isWhole = served?.field !== 'CompanyName' || isServedByName(filter, served);
  const servedKey = served && isWhole ? (served.field === 'ResourceType' ? 'resource' : 'customer') : undefined;
  return [
    ...FILTER_FIELDS.flatMap(([key, field]) => (filter[field]?.length ?? 0) > 0 && key !== servedKey ? [key] : []),
    ...FILTER_FIELDS.flatMap(([key, field]) => (filter.not?.[field]?.length ?? 0) > 0 ? [`not ${key}` as const] : []),
  ];
}

/** What is asked for where such days are missing. */
export function windowsWithout({ windows }: Pick<QueryPlan, 'windows'>, missing: readonly Day[], now: Date): readonly DayWindow[] {
  const asked = missing.filter((day) => day >= oldestDay(now)).toSorted();
  if (asked.length === 0) return windows;
  return cutWindows(joinedWindows([...windows, ...spread(asked, now)].toSorted((a, b) => textOrder(a.first, b.first))));
}

/** Windows that hold these days, which stand oldest first, and one more on both sides where the log has one. */
function windowsToAsk(days: readonly Day[], now: Date): readonly DayWindow[] {
  return cutWindows(joinedWindows(spread(days, now)));
}

function spread(days: readonly Day[], now: Date): readonly DayWindow[] {
  const [oldest, today] = [oldestDay(now), utcDayOf(now)];
  return joinedDays(days).map(({ first, last }) => ({ first: later(addDays(first, -1), oldest), last: earlier(addDays(last, 1), today) }));
}

/** Days that stand oldest first, neighbours made one window. */
export function joinedDays(days: readonly Day[]): readonly DayWindow[] {
  return joinedWindows(days.map((day) => ({ first: day, last: day })));
}

/** Windows by their first days, those that touch or overlap made one. */
export function joinedWindows(windows: readonly DayWindow[]): readonly DayWindow[] {
  const joined: DayWindow[] = [];
  for (const window of windows) {
    const open = joined.at(-1);
    if (open && addDays(open.last, 1) >= window.first) joined[joined.length - 1] = { first: open.first, last: later(open.last, window.last) };
    else joined.push(window);
  }
  return joined;
}

/** Newest first, none longer than one request may be. */
function cutWindows(windows: readonly DayWindow[]): readonly DayWindow[] {
  const cut: DayWindow[] = [];
  for (const { first, last } of windows.toReversed()) {
    for (let end = last; end >= first;) {
      const begin = later(addDays(end, 1 - WINDOW_DAYS), first);
      cut.push({ first: begin, last: end });
      end = addDays(begin, -1);
    }
  }
  return cut;
}
