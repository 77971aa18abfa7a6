/** Entra's token errors as JSON: the AADSTS numbers are Microsoft's, the sentences are shortened. */
import { randomUUID } from 'node:crypto';

export interface TokenError {
  readonly status: number;
  /** The OAuth word, such as `invalid_client`. */
  readonly error: string;
  readonly number: number;
  readonly message: string;
  /** Extra word that MSAL reads, such as `basic_action` or `bad_token`. */
  readonly suberror?: string;
}

export const tokenErrors = {
  wrongSecret: (clientId: string) => tokenError(401, 'invalid_client', 7000215, `Invalid client secret provided. Ensure the secret value, not its ID, is sent for app '${clientId}'.`),
  expiredSecret: (clientId: string) => tokenError(401, 'invalid_client', 7000222, `The provided client secret keys for app '${clientId}' are expired.`),
  missingCredential: () => tokenError(401, 'invalid_client', 7000218, "The request must contain 'client_assertion' or 'client_secret'."),
  wrongAssertion: () => tokenError(401, 'invalid_client', 700027, 'The certificate used to sign the client assertion is not registered on the application.'),
  untimelyAssertion: () => tokenError(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.'),
  unknownTenant: (tenant: string) => tokenError(400, 'invalid_request', 90002, `Tenant '${tenant}' not found. Check the tenant ID and the cloud.`),
  unknownClient: (clientId: string) => tokenError(400, 'unauthorized_client', 700016, `Application with identifier '${clientId}' was not found in the directory.`),
  scopeWithoutDefault: (scope: string) => tokenError(400, 'invalid_scope', 1002012, `The provided value for scope ${scope} is not valid. Client credential flows need a scope with the suffix /.default.`),
  unknownResource: (resource: string) => tokenError(400, 'invalid_resource', 500011, `The resource principal named ${resource} was not found in the tenant.`),
  missingParameter: (name: string) => tokenError(400, 'invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`),
  unknownGrant: (grant: string) => tokenError(400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${grant}'.`),
  malformedRefreshToken: () => tokenError(400, 'invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.'),
  expiredRefreshToken: () => tokenError(400, 'invalid_grant', 700082, 'The refresh token has expired due to inactivity.'),
  revokedRefreshToken: () => ({ ...tokenError(400, 'invalid_grant', 50173, 'The provided grant was revoked.'), suberror: 'bad_token' }),
  mfaRequired: () => ({ ...tokenError(400, 'invalid_grant', 50076, 'You must use multi-factor authentication.'), suberror: 'basic_action' }),
  busy: () => tokenError(503, 'temporarily_unavailable', 90033, 'A transient error has occurred. Please try again.'),
} as const;

/** The body Entra sends; `date` becomes its timestamp, in seconds. */
export function errorBody({ error, number, message, suberror }: TokenError, correlationId: string, date: Date): string {
  const timestamp = date.toISOString().slice(0, 19).replace('T', ' ') + 'Z';
  const traceId = randomUUID();
  return JSON.stringify({
    error,
    error_description: `AADSTS${number}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
    ...(suberror !== undefined && { suberror }),
  });
}

function tokenError(status: number, error: string, number: number, message: string): TokenError {
  return { status, error, number, message };
}
