/** One request for a token through MSAL: of the app alone, or of the app together with a person. */
import { ConfidentialClientApplication, type AuthenticationResult, type NodeAuthOptions } from '@azure/msal-node';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock, Log } from '../features/ports.ts';
import type { CloudAddresses } from './clouds.ts';
import { whoSignsIn, type Credential } from './credential.ts';
import { createEntraNetwork } from './entra-network.ts';
import { openRefreshTokenFile } from './refresh-token-file.ts';
import { noTokenInAnswer, signInProblem } from './sign-in-faults.ts';

export interface TokenRequestDeps {
  readonly tenantId: string;
  readonly clientId: string;
  /** Revealed at the first sign-in. */
  readonly credential: Credential;
  readonly addresses: Pick<CloudAddresses, 'authority' | 'authorityUrl' | 'appScope' | 'userScope'>;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly log: Log;
  /** What becomes of a refresh token that Entra renews: kept in its file unless `forget` is asked for; the old one stays good. */
  readonly renewal?: 'keep' | 'forget';
  /** How long Entra may take for an answer, in milliseconds. */
  readonly entraMs?: number;
}

export interface Held {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** `at-hand` serves until it is about to end; `new` never was given before. */
export type Wanted = 'at-hand' | 'new';

/** Gives a token, the one at hand where that will do. One call at a time; throws a Problem. */
export type TokenRequest = (wanted: Wanted) => Promise<Held>;

type Acquire = (app: ConfidentialClientApplication, wanted: Wanted) => Promise<AuthenticationResult | null>;

/** A token is renewed this long before its end, as MSAL does it with those of apps. */
const RENEW_MS = 5 * 60_000;

const msalCache = z.object({ RefreshToken: z.record(z.string(), z.object({ home_account_id: z.string(), secret: z.string() })) });

/** https://learn.microsoft.com/partner-center/developer/partner-center-authentication */
export function createTokenRequest(deps: TokenRequestDeps): TokenRequest {
  const { credential, addresses } = deps;
  const ask = credential.refreshTokenFile === undefined
    ? asking(deps, (app, wanted) => app.acquireTokenByClientCredential({ scopes: [addresses.appScope], skipCache: wanted === 'new' }))
    : withPerson(deps, credential.refreshTokenFile);
  let held: Held | undefined;
  return async (wanted) => {
    // MSAL remembers the tokens of apps too, but looks for them at length, and every page needs one.
    if (wanted === 'at-hand' && held && held.expires - deps.clock().getTime() > RENEW_MS) return held;
    held = await ask(wanted);
    return held;
  };
}

/** MSAL keeps the rotated refresh token in its cache only, and there only when the cache is forced. */
function withPerson(deps: TokenRequestDeps, path: string): TokenRequest {
  const file = openRefreshTokenFile(path, deps.log);
  return asking(deps, async (app) => {
    const result = await app.acquireTokenByRefreshToken({ refreshToken: file.read(), scopes: [deps.addresses.userScope], forceCache: true });
    const rotated = refreshTokenIn(app.getTokenCache().serialize(), result?.account?.homeAccountId);
    if (rotated !== undefined && deps.renewal !== 'forget') await file.rotate(rotated);
    return result;
  });
}

/** The app is made at the first use, when its secret is needed. */
function asking(deps: TokenRequestDeps, acquire: Acquire): TokenRequest {
  const { credential, addresses, clientId, tenantId } = deps;
  const network = createEntraNetwork(deps.dispatcher, addresses.authorityUrl, deps.entraMs);
  const signsIn = whoSignsIn(credential);
  let app: ConfidentialClientApplication | undefined;
  return async (wanted) => {
    network.takeOutcome();
    let result: AuthenticationResult | null;
    try {
      app ??= new ConfidentialClientApplication({
        auth: { clientId, authority: `${addresses.authority}/${tenantId}`, ...proofOf(credential) },
        system: { networkClient: network.module },
      });
      result = await acquire(app, wanted);
    } catch (error) {
      throw signInProblem(error, { outcome: network.takeOutcome(), now: deps.clock(), signsIn });
    }
    if (!result?.accessToken) throw noTokenInAnswer();
    return { token: result.accessToken, expires: result.expiresOn?.getTime() ?? 0 };
  };
}

function proofOf(credential: Credential): Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate'> {
  if (credential.kind === 'secret') return { clientSecret: credential.secret() };
  const { thumbprintSha256, privateKey, chain } = credential.certificate;
  return { clientCertificate: { thumbprintSha256, privateKey: privateKey(), x5c: chain() } };
}

/** An account that signed in before leaves its token in the cache, so the account is compared. */
function refreshTokenIn(cache: string, account: string | undefined): string | undefined {
  const { data } = msalCache.safeParse(JSON.parse(cache));
  const tokens = Object.values(data?.RefreshToken ?? {});
  return tokens.find(({ home_account_id }) => account === undefined || home_account_id === account)?.secret;
}
