/** Who may talk to the page's server: this machine's browser, from the page itself. */
import type { IncomingMessage } from 'node:http';

export const HEADERS = {
  'content-security-policy': [
    "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "connect-src 'self'",
    "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Why a request is refused: another host name is DNS rebinding, another origin is a foreign page. */
export function refusalOf(request: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (!hosts.includes(host ?? '')) return 'unknown host';
  if (origin !== undefined && !hosts.some((one) => origin === `http://${one}`)) return 'foreign origin';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign page';
  if (request.method === 'POST' && request.headers['content-type'] !== 'application/json') return 'not JSON';
  return undefined;
}
