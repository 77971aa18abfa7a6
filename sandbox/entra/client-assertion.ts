/** Checks the signed assertion an app sends in place of a secret, when its credential is a certificate. */
import { constants, createPublicKey, verify } from 'node:crypto';

/** What MSAL signs: audience, issuer and subject, times in seconds. */
interface AssertionClaims {
  readonly aud?: unknown;
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly exp?: unknown;
}

/** Whether the assertion is signed (PS256) by the key, about this client, for this tenant's token endpoint, and still alive. */
export function isAssertionValid(assertion: string, publicPem: string, clientId: string, tenantId: string, now: Date): boolean {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  const key = {
    key: createPublicKey(publicPem),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) return false;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as AssertionClaims;
  return String(claims.aud).toLowerCase().endsWith(`/${tenantId.toLowerCase()}/oauth2/v2.0/token`)
    && claims.iss === clientId
    && claims.sub === clientId
    && Number(claims.exp) * 1000 > now.getTime();
}
