/** Pages and what leads from one to the next: an opaque token, normally carried by the next link as a header. */
import type { PageFault } from './faults.ts';
import type { Place, ShelfEntry } from './shelf.ts';
import type { WireLink } from './wire.ts';

const TOKEN_HEADER = 'MS-ContinuationToken';

/** The token's ends: the published invoice tokens hold `/`, `+` and `=`, so ours always do. */
const TOKEN_HEAD = 'AQ/+';
const TOKEN_TAIL = '==';

const DEFAULT_BAD_ITEMS: readonly unknown[] = [
  'this is no record',
  { resourceType: 'order', operationType: 'create_order', operationStatus: 'succeeded' },
];

/** Records that stand on two pages when pages overlap on demand. */
const OVERLAP = 10;

export interface TokenState {
  /** The query a token belongs to; another query is not continued by it. */
  readonly query: string;
  readonly place: Place | null;
  /** A page that leads to itself for ever. */
  readonly repeats: boolean;
  /** Parts the tokens of empty pages, which all lead to one place. */
  readonly nonce: number;
}

function writeToken(state: TokenState): string {
  return TOKEN_HEAD + Buffer.from(JSON.stringify(state)).toString('base64') + TOKEN_TAIL;
}

/** The state of a token of this stand-in, or undefined for anything else. */
export function readToken(token: string): TokenState | undefined {
  if (!token.startsWith(TOKEN_HEAD) || !token.endsWith(TOKEN_TAIL)) return undefined;
  const middle = token.slice(TOKEN_HEAD.length, -TOKEN_TAIL.length);
  try {
    const state = JSON.parse(Buffer.from(middle, 'base64').toString()) as TokenState;
    return typeof state.query === 'string' ? state : undefined;
  } catch {
    return undefined;
  }
}

export interface PageRequest {
  /** Path and query of the first page, as the self link repeats it. */
  readonly query: string;
  readonly size: number;
  readonly token: TokenState | undefined;
  readonly ordinal: number;
  readonly fault: PageFault | undefined;
}

/** The body of one page, joined from records already written as JSON. */
export function writePage(entries: Iterable<ShelfEntry>, request: PageRequest): string {
  const { fault, query, token } = request;
  const { items, more } = takePage(entries, fault?.kind === 'emptyPages' ? 0 : request.size);
  const last = (fault?.kind === 'duplicates' ? items.at(-1 - OVERLAP) : undefined) ?? items.at(-1);
  const repeats = fault?.kind === 'repeatToken' || token?.repeats === true;
  const stays = repeats || last === undefined;
  const place = stays ? (token?.place ?? null) : { date: last.date, ordinal: last.ordinal };
  const nonce = !repeats && last === undefined ? request.ordinal : 0;
  const wanted = repeats || more || fault?.kind === 'foreignNext';
  const next = wanted ? writeToken({ query, place, repeats, nonce }) : undefined;

  const jsons = items.map((entry) => entry.json());
  if (fault?.kind === 'badItem') {
    jsons.splice(1, 0, ...(fault.items ?? DEFAULT_BAD_ITEMS).map((item) => JSON.stringify(item)));
  }
  const total = fault?.kind === 'wrongTotal' ? fault.total : jsons.length;
  const inBody = fault?.kind === 'tokenOnlyInBody' && next !== undefined;
  const links = {
    ...(next !== undefined && !inBody && { next: nextLink(query, next, fault) }),
    self: { uri: query, method: 'GET', headers: [] },
  };
  const head = inBody ? `"continuationToken":${JSON.stringify(next)},` : '';
  return `{${head}"totalCount":${total},"items":[${jsons.join(',')}],"links":${JSON.stringify(links)},`
    + '"attributes":{"objectType":"Collection"}}';
}

function takePage(entries: Iterable<ShelfEntry>, size: number): { items: ShelfEntry[]; more: boolean } {
  const items: ShelfEntry[] = [];
  for (const entry of entries) {
    if (items.length === size) return { items, more: true };
    items.push(entry);
  }
  // An empty page on demand leads on even when nothing is left: that is what makes it odd.
  return { items, more: size === 0 };
}

function nextLink(query: string, token: string, fault: PageFault | undefined): WireLink {
  const headers = [{ key: TOKEN_HEADER, value: token }];
  if (fault?.kind === 'foreignNext') return { uri: fault.uri, method: 'GET', headers };
  const joint = fault?.kind === 'malformedNext' ? '?' : '&';
  return { uri: `${query}${joint}seekOperation=Next`, method: 'GET', headers };
}
