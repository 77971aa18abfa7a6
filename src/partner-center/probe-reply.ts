/** An answer as the probe may tell it: status, counts and shape. */
import { z } from 'zod';
import { readFaultBody } from './fault-body.ts';
import type { HttpAnswer } from './http.ts';
import { readPage, type WirePage } from './wire.ts';

export interface Reply {
  readonly status: number;
  /** Microsoft's number for a refusal. */
  readonly code?: string;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
  /** There where the answer is a list of records. */
  readonly page?: WirePage;
}

const list = z.looseObject({
  totalCount: z.number().optional().catch(undefined),
  links: z.looseObject({ self: z.looseObject({ uri: z.string() }).optional().catch(undefined) }).optional().catch(undefined),
});

export function readReply({ status, text }: HttpAnswer): Reply {
  if (status < 200 || status > 299) {
    const { code } = readFaultBody(text);
    return { status, json: parse(text), ...(code !== undefined && { code }) };
  }
  const reading = readPage(text);
  return { status, json: parse(text), ...(reading.kind === 'page' && { page: reading.page }) };
}

/** `200, 17 items, totalCount 17, no further page` or `400, code 800002`. */
export function describeReply({ status, code, json, page }: Reply): string {
  if (page) {
    const items = countOf(page.records.length + page.unreadable, 'item');
    const unreadable = page.unreadable === 0 ? '' : ` (${page.unreadable} unreadable)`;
    const { data } = list.safeParse(json);
    const total = data?.totalCount === undefined ? '' : `, totalCount ${data.totalCount}`;
    return `${status}, ${items}${unreadable}${total}, ${furtherPages(page)}`;
  }
  if (json === undefined) return `${status}, no JSON`;
  if (status < 200 || status > 299) return `${status}, ${code === undefined ? 'without a code' : `code ${code}`}`;
  if (json === null) return `${status}, null`;
  return `${status}, ${typeof json === 'object' ? `an object of ${countOf(Object.keys(json).length, 'field')}` : typeof json}`;
}

/** The page size that the service says it used. */
export function sizeInSelfLink({ json }: Reply): string | undefined {
  const uri = list.safeParse(json).data?.links?.self?.uri ?? '';
  return /[?&]size=(\d{1,9})\b/i.exec(uri)?.[1];
}

/** Whether a page names a next one. */
export function hasFurtherPage(page: WirePage): boolean {
  return page.next !== undefined || page.continuationToken !== undefined;
}

/** A count with its thing, in the plural where it is not one. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function furtherPages(page: WirePage): string {
  const links = [page.next && 'next link', page.continuationToken !== undefined && 'continuationToken'].filter(Boolean);
  return links.length === 0 ? 'no further page' : links.join(' and ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
