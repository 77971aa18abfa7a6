/** Checks the signed assertion an app sends in place of a secret, when its credential is a certificate. */
import { constants, createPublicKey, verify, X509Certificate } from 'node:crypto';

/** How it is signed, and with which certificate. */
interface AssertionHeader {
  readonly alg?: unknown;
  readonly 'x5t#S256'?: unknown;
}

/** What MSAL signs: audience, issuer and subject, times in seconds. */
interface AssertionClaims {
  readonly aud?: unknown;
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly nbf?: unknown;
  readonly exp?: unknown;
}

/** Clocks may differ by as much. */
const SKEW_MS = 300_000;

/**
 * Whether the assertion is signed (PS256) by the key, about this client, for this tenant's token endpoint, and of this time.
 * Where the PEM is a certificate, the header must name it by its thumbprint: that is how Entra finds it.
 */
export function judgeAssertion(assertion: string, publicPem: string, clientId: string, tenantId: string, now: Date): 'ok' | 'untimely' | 'wrong' {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  if (!namesKey(readPart<AssertionHeader>(header), publicPem)) return 'wrong';
  const key = {
    key: createPublicKey(publicPem),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return 'wrong';
  const claims = readPart<AssertionClaims>(payload);
  const isOurs = String(claims.aud).toLowerCase().endsWith(`/${tenantId.toLowerCase()}/oauth2/v2.0/token`) && claims.iss === clientId && claims.sub === clientId;
  if (!isOurs) return 'wrong';
  const isBegun = Number(claims.nbf ?? 0) * 1000 <= now.getTime() + SKEW_MS;
  return isBegun && Number(claims.exp) * 1000 > now.getTime() ? 'ok' : 'untimely';
}

function namesKey({ alg, 'x5t#S256': thumbprint }: AssertionHeader, publicPem: string): boolean {
  if (alg !== 'PS256') return false;
  if (!publicPem.includes('BEGIN CERTIFICATE')) return true;
  const fingerprint = new X509Certificate(publicPem).fingerprint256.replaceAll(':', '');
  return thumbprint === Buffer.from(fingerprint, 'hex').toString('base64url');
}

function readPart<T>(part: string): T {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as T;
}
