/** The decision on one token request: who asks, with what, for what. */
import { judgeAssertion } from './client-assertion.ts';
import { tokenErrors, type TokenError } from './errors.ts';
import type { TokenBook } from './token-book.ts';

/** Partner Center by address (global and 21Vianet) and by application id. */
const RESOURCES: ReadonlySet<string> = new Set([
  'https://api.partnercenter.microsoft.com',
  'https://partner.partnercenterapi.microsoftonline.cn',
  'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd',
]);

/** Scopes that name no resource: MSAL adds them to the refresh flow. */
const OPENID_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'offline_access', 'email']);

export interface EntraClient {
  readonly clientId: string;
  readonly secret?: string;
  readonly secretExpiresAt?: Date;
  /** PEM of a public key or a certificate, for apps that sign instead. */
  readonly publicKey?: string;
}

export interface Grants {
  readonly tenantId: string;
  readonly clients: readonly EntraClient[];
  readonly book: TokenBook;
  readonly now: () => Date;
}

export type Grant = 'app' | 'user';

/** Which kind of token to give, or the documented error; `form` is the posted body. */
export function decideGrant(grants: Grants, tenant: string, form: URLSearchParams): Grant | TokenError {
  if (tenant.toLowerCase() !== grants.tenantId.toLowerCase()) return tokenErrors.unknownTenant(tenant);
  const missing = ['grant_type', 'client_id'].find((name) => !form.get(name));
  if (missing !== undefined) return tokenErrors.missingParameter(missing);
  const clientId = form.get('client_id') ?? '';
  const client = grants.clients.find((known) => known.clientId.toLowerCase() === clientId.toLowerCase());
  if (client === undefined) return tokenErrors.unknownClient(clientId);
  const refusal = refuseCredential(grants, client, form);
  if (refusal !== undefined) return refusal;

  const grantType = form.get('grant_type') ?? '';
  if (grantType === 'client_credentials') return refuseAppScope(form) ?? 'app';
  if (grantType === 'refresh_token') return refuseRefresh(grants, client, form) ?? 'user';
  return tokenErrors.unknownGrant(grantType);
}

function refuseCredential(grants: Grants, client: EntraClient, form: URLSearchParams): TokenError | undefined {
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  if (assertion !== null) {
    const { publicKey, clientId } = client;
    const verdict = publicKey === undefined ? 'wrong' : judgeAssertion(assertion, publicKey, clientId, grants.tenantId, grants.now());
    if (verdict === 'untimely') return tokenErrors.untimelyAssertion();
    return verdict === 'ok' ? undefined : tokenErrors.wrongAssertion();
  }
  if (secret === null) return tokenErrors.missingCredential();
  if (secret !== client.secret) return tokenErrors.wrongSecret(client.clientId);
  const expired = client.secretExpiresAt !== undefined && client.secretExpiresAt <= grants.now();
  return expired ? tokenErrors.expiredSecret(client.clientId) : undefined;
}

function refuseAppScope(form: URLSearchParams): TokenError | undefined {
  const scope = form.get('scope') ?? '';
  if (scope === '') return tokenErrors.missingParameter('scope');
  if (!scope.endsWith('/.default')) return tokenErrors.scopeWithoutDefault(scope);
  return refuseResource(scope);
}

function refuseRefresh(grants: Grants, client: EntraClient, form: URLSearchParams): TokenError | undefined {
  const token = form.get('refresh_token') ?? '';
  if (token === '') return tokenErrors.missingParameter('refresh_token');
  const verdict = grants.book.judgeRefresh(token, client.clientId);
  if (verdict === 'wrong') return tokenErrors.malformedRefreshToken();
  if (verdict === 'expired') return tokenErrors.expiredRefreshToken();
  if (verdict === 'revoked') return tokenErrors.revokedRefreshToken();
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '' && !OPENID_SCOPES.has(scope));
  for (const scope of scopes) {
    const refusal = refuseResource(scope);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function refuseResource(scope: string): TokenError | undefined {
  const resource = scope.slice(0, scope.lastIndexOf('/')).replace(/\/$/, '');
  return RESOURCES.has(resource) ? undefined : tokenErrors.unknownResource(resource);
}
