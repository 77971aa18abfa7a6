/** What the stand-in saw: enough to check a client's manners, never a token. */
import type { IncomingMessage } from 'node:http';
import type { Fault } from './faults.ts';

/** Headers kept word for word; the bearer token is not among them. */
const KEPT_HEADERS = [
  'accept', 'accept-encoding', 'ms-continuationtoken', 'ms-contract-version', 'ms-correlationid',
  'ms-partnercenter-application', 'ms-requestid', 'user-agent', 'validatemfa', 'x-locale',
] as const;

export interface LoggedRequest {
  /** Numbered from 1 in the order of arrival. */
  readonly ordinal: number;
  readonly method: string;
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly search: string;
  /** Parameters by lower-case name, decoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: 'none' | 'bearer' | 'other';
  readonly correlationId: string;
  readonly requestId: string;
  readonly startedAt: Date;
  readonly fault: Fault['kind'] | null;
  /** Null while it runs, and for ever when the connection was reset before an answer. */
  readonly status: number | null;
  readonly endedAt: Date | null;
}

export function keptHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  }));
}

export function authorizationKind(request: IncomingMessage): LoggedRequest['authorization'] {
  const value = request.headers.authorization;
  if (value === undefined) return 'none';
  return value.startsWith('Bearer ') ? 'bearer' : 'other';
}
