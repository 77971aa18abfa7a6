/** From a page to the next one. Microsoft shows three forms for its collections and none for audit records, so all are taken. */
import { Problem } from '../features/problem.ts';
import type { PageRequest } from './page-request.ts';
import type { NextLink, WirePage } from './wire.ts';

const TOKEN_HEADER = 'MS-ContinuationToken';
/** Everything that a link may have sent for it: Microsoft shows the token only, and names its own headers so. */
const SENT_ON = /^ms-/i;
/** Headers that every request has from us. */
const OURS: ReadonlySet<string> = new Set(['ms-requestid', 'ms-correlationid', 'ms-contract-version', 'ms-partnercenter-application']);
/** Below the path of PARTNER_CENTER_URL; the services write the last word in different letter case. */
const LIST_PATH = /^\/(?:(?:auditactivity\/)?v1\/)?auditrecords$/i;

/**
 * The request for the page after this one, undefined where the walk ends. A link is followed as it stands with its
 * headers; a token without a link repeats the first query. Throws a Problem where the link leads anywhere else than to
 * a list of audit records at the same origin, or cannot be followed.
 * https://learn.microsoft.com/partner-center/developer/get-invoiceline-items
 */
export function nextPage(apiUrl: string, asked: PageRequest, page: Pick<WirePage, 'next' | 'continuationToken'>): PageRequest | undefined {
  const { next, continuationToken } = page;
  if (next?.kind === 'link') return followLink(apiUrl, next, continuationToken);
  if (continuationToken !== undefined) return repeatQuery(asked, continuationToken);
  if (next) throw badLink('It holds no address.');
  return undefined;
}

/** What makes two requests ask for the same page: the token where there is one, else the whole request. */
export function pageKey(request: PageRequest): string {
  const token = Object.entries(request.headers).find(([name]) => isTokenHeader(name));
  return token ? `token ${token[1]}` : JSON.stringify([request.url, request.headers]);
}

/** The names of what a link wants sent and nobody sends, for the log: no value, and odd names only as such. */
export function headersLeftOut({ next }: Pick<WirePage, 'next'>): readonly string[] {
  if (next?.kind !== 'link') return [];
  return next.headers.map(([name]) => name).filter((name) => !SENT_ON.test(name)).map((name) => (/^[\w-]{1,40}$/.test(name) ? name : '(odd)'));
}

function followLink(apiUrl: string, link: Extract<NextLink, { kind: 'link' }>, token: string | undefined): PageRequest {
  if (link.method.toUpperCase() !== 'GET') throw badLink('It does not ask for a GET.');
  if (link.headers.some(([, value]) => /[\r\n]/.test(value))) throw badLink('A header of it holds a line break.');
  const named = link.headers.filter(([name]) => SENT_ON.test(name) && !OURS.has(name.toLowerCase()));
  const hasToken = named.some(([name]) => isTokenHeader(name));
  const headers = hasToken || token === undefined ? named : [...named, [TOKEN_HEADER, token] as const];
  // A name that comes twice in different letter case is one header.
  const single = new Map(headers.map((header) => [header[0].toLowerCase(), checkHeader(header)]));
  return { url: resolve(apiUrl, link.uri), headers: Object.fromEntries(single.values()) };
}

/** `seekOperation=Next` as with invoice line items, whose configuration in the .NET SDK has the same header. */
function repeatQuery(asked: PageRequest, token: string): PageRequest {
  const url = /[?&]seekOperation=/i.test(asked.url) ? asked.url : `${asked.url}&seekOperation=Next`;
  return { url, headers: Object.fromEntries([checkHeader([TOKEN_HEADER, token])]) };
}

/** Links come as `/auditrecords?…` without the version, with raw braces and with a second question mark. */
function resolve(apiUrl: string, uri: string): string {
  const base = new URL(`${apiUrl}/`);
  let url: URL;
  try {
    url = new URL(uri, base);
  } catch {
    throw badLink('It cannot be read.');
  }
  // Whoever writes a name and password before the host wants it to look like another one.
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') throw badLink('It leads to another address, so the bot did not follow it.');
  const folder = base.pathname.slice(0, -1);
  const path = url.pathname.startsWith(`${folder}/`) ? url.pathname.slice(folder.length) : url.pathname;
  if (!LIST_PATH.test(path)) throw badLink('It does not lead to audit records, so the bot did not follow it.');
  const versioned = /^\/auditrecords$/i.test(path) ? `/v1${path}` : path;
  return `${base.origin}${folder}${versioned}${url.search}`;
}

/** A token is opaque and goes out as it came; a line break in it would smuggle in a header. */
function checkHeader([name, value]: readonly [string, string]): readonly [string, string] {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw badLink('A header of it has no proper name.');
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw badLink('A header of it holds characters that headers cannot.');
  return [name, value];
}

function isTokenHeader(name: string): boolean {
  return name.toLowerCase() === TOKEN_HEADER.toLowerCase();
}

function badLink(why: string): Problem {
  return new Problem({
    kind: 'bad-answer',
    retryable: false,
    whatHappened: `Partner Center’s link to the next page cannot be followed. ${why}`,
    whatToDo: 'Search a shorter range, which may fit on one page; an administrator reports it to Microsoft with the correlation id.',
  });
}
