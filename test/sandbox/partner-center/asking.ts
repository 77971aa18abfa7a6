import { afterEach } from 'vitest';
import { startPartnerCenter, type PartnerCenterOptions, type PartnerCenterStandIn } from '../../../sandbox/partner-center/server.ts';
import type { WirePage, WireRecord } from '../../../sandbox/partner-center/wire.ts';

export const NOW = new Date('2026-11-21T10:00:00Z');
export const TOKEN = { Authorization: 'Bearer opaque-token-of-a-test' };

/** Starts stand-ins at a fixed clock and closes them after each test. */
export function partnerCenters(): (options?: Partial<PartnerCenterOptions>) => Promise<PartnerCenterStandIn> {
  const running: PartnerCenterStandIn[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((standIn) => standIn.close()));
  });
  return async (options = {}) => {
    const standIn = await startPartnerCenter({ records: [], now: () => NOW, ...options });
    running.push(standIn);
    return standIn;
  };
}

/** A path under the base URL, with a token unless the headers bring their own. */
export function ask(standIn: PartnerCenterStandIn, path: string, headers: Record<string, string> = TOKEN): Promise<Response> {
  return fetch(standIn.url + path, { headers });
}

export async function askPage(standIn: PartnerCenterStandIn, query: string, headers: Record<string, string> = {}): Promise<WirePage> {
  const response = await ask(standIn, `/v1/auditrecords?${query}`, { ...TOKEN, ...headers });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return await response.json() as WirePage;
}

/** Follows next links with their headers, as the documents say, to the last page or `limit` pages. */
export async function askAll(standIn: PartnerCenterStandIn, query: string, limit = 100): Promise<WirePage[]> {
  const pages: WirePage[] = [await askPage(standIn, query)];
  for (let next = pages[0]?.links.next; next !== undefined && pages.length < limit; next = pages.at(-1)?.links.next) {
    const { pathname, search } = new URL(`/v1${next.uri}`, standIn.url);
    const headers = Object.fromEntries(next.headers.map(({ key, value }) => [key, value]));
    const response = await ask(standIn, pathname + search, { ...TOKEN, ...headers });
    pages.push(await response.json() as WirePage);
  }
  return pages;
}

export function itemsOf(pages: readonly WirePage[]): WireRecord[] {
  return pages.flatMap(({ items }) => items);
}

/** The smallest record the API may send. */
export function bareRecord(operationDate: string, more: Partial<WireRecord> = {}): WireRecord {
  return { resourceType: 'order', operationType: 'create_order', operationStatus: 'succeeded', operationDate, ...more };
}

export function filterText(Field: string, Value: string, Operator: unknown): string {
  return encodeURIComponent(JSON.stringify({ Field, Value, Operator }));
}
