/** Error answers in the shapes that Microsoft's pages and samples show (A to F in the notes below). */

export interface ErrorAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body: string;
}

/** Shape A, the error page of Partner Center: a code, a sentence, details. */
export function codedError(status: number, code: string, description: string): ErrorAnswer {
  return { status, body: JSON.stringify({ code, description, data: [], source: 'PartnerApiService' }) };
}

/** Shape B, what a date that cannot be read is answered with. */
export function invalidRequest(message = 'The request is invalid.'): ErrorAnswer {
  return { status: 400, body: JSON.stringify({ message }) };
}

/** Shape C, the throttling page; `retryAfter` in seconds, as an HTTP date, or null for none. */
export function throttled(retryAfter: number | string | null): ErrorAnswer {
  const wait = typeof retryAfter === 'number' ? ` Try again in ${retryAfter} seconds.` : '';
  return {
    status: 429,
    headers: retryAfter === null ? {} : { 'Retry-After': String(retryAfter) },
    body: JSON.stringify({ statusCode: 429, message: `Rate limit is exceeded.${wait}` }),
  };
}

/** Shape D, the MFA page: no body, the reason phrase says it all. */
export const mfaRequiredEmpty: ErrorAnswer = {
  status: 401,
  reason: 'Unauthorized - MFA required',
  headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  body: '',
};

/** Shape E, a gateway in between. */
export function gatewayPage(status: number, html = '<html><body><h1>Service Unavailable</h1></body></html>'): ErrorAnswer {
  return { status, contentType: 'text/html; charset=us-ascii', body: html };
}

/** Shape F, the newer Partner API pages. */
function wrappedError(status: number, code: string, message: string): ErrorAnswer {
  return { status, body: JSON.stringify({ error: { code, message, innerError: null, target: null } }) };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  '400': 'Access denied.',
  '800001': 'The partner token is missing.',
  '900420': 'The audience of the token is no longer accepted.',
  '900421': 'Multi-factor authentication is required for this request.',
  '2032': 'Access denied.',
  '20002': 'There is no commerce relationship with the customer.',
  '900150': 'The role of the caller is insufficient.',
  '900308': 'The role of the caller is insufficient.',
  '900309': 'Conditional Access blocked the token.',
  '900329': 'This API does not accept app-only tokens.',
};

/** 401 or 403 with a code of the service-wide table. */
export function denied(status: 401 | 403, code: string): ErrorAnswer {
  return codedError(status, code, DESCRIPTIONS[code] ?? 'Access denied.');
}

export const expiredToken: ErrorAnswer = {
  ...denied(401, '400'),
  headers: { 'WWW-Authenticate': 'Bearer error="invalid_token", error_description="The token expired"' },
};

const NAMES: Readonly<Record<number, string>> = {
  408: 'RequestTimeout', 409: 'Conflict', 502: 'BadGateway', 503: 'ServiceUnavailable', 504: 'GatewayTimeout',
};

/** The body the documents tie to a bare status: shape A where a code is published, else shape F. */
export function plainStatus(status: number): ErrorAnswer {
  if (status === 404) return codedError(404, '1000', 'Not found.');
  if (status === 500) return codedError(500, '800003', 'Internal server error.');
  if (status === 401 || status === 403) return denied(status, status === 401 ? '400' : '2032');
  if (status === 400) return codedError(400, '800002', 'The request input is invalid.');
  return wrappedError(status, NAMES[status] ?? `Status${status}`, 'The request could not be completed.');
}
