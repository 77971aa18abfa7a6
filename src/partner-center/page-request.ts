/** The request for a page of audit records. */
import type { DayWindow, ServerFilter } from '../audit/query.ts';

/** Where a page stands, and the headers that only this page needs. */
export interface PageRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The service's default size; no page names a larger one for audit records. */
const PAGE_SIZE = 500;

const APPLICATION = 'partner-center-audit-bot';
const OPERATORS = { CustomerId: 'equals', CompanyName: 'substring', ResourceType: 'equals' } as const;

/** The first page of some days, with at most one filter. */
export function firstPage(apiUrl: string, window: DayWindow, filter: ServerFilter | undefined): PageRequest {
  const condition = filter && { Field: filter.field, Value: filter.value, Operator: OPERATORS[filter.field] };
  return askDays(apiUrl, window, { size: PAGE_SIZE, ...(condition && { condition }) });
}

/**
 * Some days as the API is asked for them; the condition is sent as it stands. Spaces are written `%20`: a `+` might be
 * read as itself. https://learn.microsoft.com/partner-center/developer/get-a-record-of-partner-center-activity-by-user
 */
export function askDays(apiUrl: string, window: DayWindow, { size, condition }: { readonly size: number; readonly condition?: object }): PageRequest {
  const query = [
    `startDate=${encodeURIComponent(window.first)}`,
    `endDate=${encodeURIComponent(window.last)}`,
    `size=${size}`,
    ...(condition === undefined ? [] : [`filter=${encodeURIComponent(JSON.stringify(condition))}`]),
  ];
  return { url: `${apiUrl}/v1/auditrecords?${query.join('&')}`, headers: {} };
}

/** One record by its id, which is not ours to read: it goes into the path whole, whatever it holds. */
export function oneRecord(apiUrl: string, id: string): PageRequest {
  return { url: `${apiUrl}/auditactivity/v1/auditrecords/${encodeURIComponent(id)}`, headers: {} };
}

/** What one attempt carries: a page keeps its request id when it is asked for again, a command its correlation id. */
export interface AttemptIds {
  readonly token: string;
  readonly requestId: string;
  readonly correlationId: string;
}

/** The headers of one attempt: https://learn.microsoft.com/partner-center/developer/headers */
export function headersOf(page: PageRequest, ids: AttemptIds): Readonly<Record<string, string>> {
  return {
    ...page.headers,
    'Authorization': `Bearer ${ids.token}`,
    'Accept': 'application/json',
    'Accept-Encoding': 'gzip',
    'MS-RequestId': ids.requestId,
    'MS-CorrelationId': ids.correlationId,
    'MS-Contract-Version': 'v1',
    'X-Locale': 'en-US',
    'MS-PartnerCenter-Application': APPLICATION,
  };
}
