/** From a request to the answer a faultless Partner Center would give. */
import type { DateRules } from './dates.ts';
import { codedError, denied, expiredToken, invalidRequest, plainStatus, type ErrorAnswer } from './errors.ts';
import type { PageFault } from './faults.ts';
import type { Matches } from './filter.ts';
import { readToken, writePage } from './paging.ts';
import { readListQuery } from './query.ts';
import type { Shelf, ShelfEntry } from './shelf.ts';

const LIST_PATH = '/v1/auditrecords';
const BY_ID_PATH = '/auditactivity/v1/auditrecords/';

export interface Asked {
  readonly ordinal: number;
  readonly method: string;
  readonly path: string;
  /** Undefined when the percent-encoding was broken. */
  readonly query: Readonly<Record<string, string>> | undefined;
  readonly authorization: string | undefined;
  readonly token: string | undefined;
}

export interface Service {
  readonly shelf: Shelf;
  readonly rules: () => DateRules;
  readonly acceptToken: (bearer: string) => 'ok' | 'expired' | 'wrong';
}

export function respond(service: Service, asked: Asked, fault: PageFault | undefined): ErrorAnswer {
  const refusal = refuseToken(service, asked.authorization);
  if (refusal !== undefined) return refusal;
  const isList = asked.path === LIST_PATH;
  if (!isList && !asked.path.startsWith(BY_ID_PATH)) return plainStatus(404);
  if (asked.method !== 'GET') return plainStatus(405);
  if (asked.query === undefined) return invalidRequest();
  return isList ? list(service, asked, asked.query, fault) : single(service, asked.path.slice(BY_ID_PATH.length));
}

function refuseToken(service: Service, authorization: string | undefined): ErrorAnswer | undefined {
  const [, bearer] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? [];
  if (bearer === undefined) return denied(401, '800001');
  const verdict = service.acceptToken(bearer);
  if (verdict === 'ok') return undefined;
  return verdict === 'expired' ? expiredToken : denied(401, '400');
}

function list(
  service: Service,
  asked: Asked,
  parameters: Readonly<Record<string, string>>,
  fault: PageFault | undefined,
): ErrorAnswer {
  const query = readListQuery(parameters, service.rules(), service.shelf.resourceTypes());
  if ('status' in query) return query;
  const token = asked.token === undefined ? undefined : readToken(asked.token);
  if (asked.token === undefined ? query.continues : token?.query !== query.self) {
    return codedError(400, '800002', 'The continuation token is missing or does not belong to this query.');
  }
  const entries = service.shelf.read(query.range.from, query.range.to, token?.place ?? undefined);
  const request = { query: query.self, size: query.size, token, ordinal: asked.ordinal, fault };
  return { status: 200, body: writePage(matching(entries, query.matches), request) };
}

/** 200 with null when there is no such record, as the REST reference says. */
function single(service: Service, encodedId: string): ErrorAnswer {
  try {
    const entry = service.shelf.byId(decodeURIComponent(encodedId));
    return { status: 200, body: entry?.json() ?? 'null' };
  } catch {
    return invalidRequest();
  }
}

function* matching(entries: Iterable<ShelfEntry>, matches: Matches): Iterable<ShelfEntry> {
  for (const entry of entries) if (matches(entry.record)) yield entry;
}
