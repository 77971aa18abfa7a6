/** From a question to a plan: the one condition Partner Center takes, the days to read, and what is filtered here. */
import { addDays, utcDayOf, type Day } from './dates.ts';
import { FILTER_FIELDS, matchesLasting, matchesState, type AuditFilter, type FilterKey } from './filter.ts';
import { instantOf, type Instant } from './instant.ts';
import { resourceOf } from './operations.ts';
import type { AuditRecord } from './record.ts';
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

/** A part of a filter that is left to us, or what must not hold. */
export type FilteredPart = FilterKey | `not ${FilterKey}`;

/** How a question is answered. Windows do not overlap and stand newest first; `[from, to)` cuts on all 7 digits. */
export interface QueryPlan {
  readonly filter: AuditFilter;
  readonly from: Instant;
  readonly to: Instant;
  readonly windows: readonly DayWindow[];
  readonly serverFilter?: ServerFilter;
  readonly filteredHere: readonly FilteredPart[];
}

/** The longest window of one request: https://learn.microsoft.com/rest/api/partner-center/manage-account/audit-operations */
const WINDOW_DAYS = 30;

/**
 * Plans a question. One server filter, by selectivity: customer id, then customer name, then resource type. One day
 * more is read on both sides, because no page says in which zone the service cuts its days. What the log no longer
 * holds by now is cut off.
 */
export function planQuery(question: { readonly filter: AuditFilter; readonly range: TimeRange }, now: Date): QueryPlan {
  const { filter, range } = question;
  const serverFilter = chooseServerFilter(filter);
  return {
    filter,
    from: later(instantOf(range.from), `${oldestDay(now)}T00:00:00.0000000Z`),
    to: instantOf(range.to),
    windows: dayWindows(range, now),
    ...(serverFilter && { serverFilter }),
    filteredHere: keysLeft(filter, serverFilter),
  };
}

/** Whether a record belongs to the answer once its state, status and text, is looked at too. */
export function isListed(record: AuditRecord, plan: QueryPlan): boolean {
  return matchesState(record, plan.filter);
}

/**
 * Whether a record is of the question apart from its state. A field that the server filtered on and the record does
 * not carry is the server's word: 2020 licence records have no customer name.
 */
export function isCandidate(record: AuditRecord, plan: QueryPlan): boolean {
  if (record.operationDate < plan.from || record.operationDate >= plan.to) return false;
  const trusted = plan.serverFilter?.field === 'CompanyName' && record.customerName === undefined
    || plan.serverFilter?.field === 'CustomerId' && record.customerId === undefined;
  return matchesLasting(record, trusted ? { ...plan.filter, customers: [] } : plan.filter);
}

function chooseServerFilter(filter: AuditFilter): ServerFilter | undefined {
  const [customer, ...otherCustomers] = filter.customers;
  if (customer && otherCustomers.length === 0) {
    return customer.kind === 'id'
      ? { field: 'CustomerId', value: customer.id }
      : { field: 'CompanyName', value: customer.name };
  }
  const [resource, ...otherResources] = filter.resources;
  if (resource && otherResources.length === 0) return { field: 'ResourceType', value: resourceOf(resource).filterValue };
  return undefined;
}

function keysLeft(filter: AuditFilter, served: ServerFilter | undefined): readonly FilteredPart[] {
  const servedKey = served && (served.field === 'ResourceType' ? 'resource' : 'customer');
  return [
    ...FILTER_FIELDS.flatMap(([key, field]) => (filter[field]?.length ?? 0) > 0 && key !== servedKey ? [key] : []),
    ...FILTER_FIELDS.flatMap(([key, field]) => (filter.not?.[field]?.length ?? 0) > 0 ? [`not ${key}` as const] : []),
  ];
}

function dayWindows(range: TimeRange, now: Date): readonly DayWindow[] {
  const held = utcDaysOf(range);
  const today = utcDayOf(now);
  const oldest = oldestDay(now);
  const first = later(addDays(held.first, -1), oldest);
  let last = earlier(addDays(held.last, 1), today);
  const windows: DayWindow[] = [];
  while (last >= first) {
    const begin = later(addDays(last, 1 - WINDOW_DAYS), first);
    windows.push({ first: begin, last });
    last = addDays(begin, -1);
  }
  return windows;
}

/** Of two days, or of two instants: their text order is their time order. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
