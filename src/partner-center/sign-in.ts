/** The bot's token for Partner Center, app-only: an app that Entra knows and a secret. */
import { ConfidentialClientApplication, type AuthenticationResult } from '@azure/msal-node';
import type { Dispatcher } from 'undici';
import type { Clock, Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { untilAborted } from './cancellation.ts';
import type { CloudAddresses } from './clouds.ts';
import { createEntraNetwork } from './entra-network.ts';
import { noTokenInAnswer, signInProblem } from './sign-in-faults.ts';

export interface SignInDeps {
  readonly tenantId: string;
  readonly clientId: string;
  /** Reveals the secret; called once, at the first sign-in. */
  readonly clientSecret: () => string;
  readonly addresses: Pick<CloudAddresses, 'authority' | 'authorityUrl' | 'scope'>;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tokens for requests; both throw a Problem of kind `sign-in`, or `cancelled` when the signal aborts. */
export interface SignIn {
  /** A token that is still good for five minutes; many callers at once cost one request. */
  token(signal: AbortSignal): Promise<string>;
  /** A token after Partner Center rejected this one: a new one, or the newer one that somebody fetched meanwhile. */
  refresh(rejectedToken: string, signal: AbortSignal): Promise<string>;
}

interface Held {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** A token this close to its end is not worth keeping when Entra is out of order. */
const LAST_USE_MS = 60_000;

/** https://learn.microsoft.com/partner-center/developer/partner-center-authentication */
export function createSignIn(deps: SignInDeps): SignIn {
  const ask = createTokenRequest(deps);
  let held: Held | undefined;
  let running: { readonly forced: boolean; readonly work: Promise<string> } | undefined;

  const fetchToken = async (forced: boolean): Promise<string> => {
    try {
      held = await ask(forced);
    } catch (error) {
      if (forced || !held || !mayKeep(held, error, deps.clock())) throw error;
      deps.log.warn({ whatHappened: (error as Problem).whatHappened }, 'token kept because no new one could be had');
    }
    return held.token;
  };

  /** A forced request waits for one that runs; whoever comes while one runs shares it. */
  const share = (forced: boolean): Promise<string> => {
    if (running && (running.forced || !forced)) return running.work;
    const before = running?.work.catch(() => undefined);
    const work = Promise.resolve(before).then(() => fetchToken(forced));
    const mine = { forced, work };
    running = mine;
    const clear = () => { if (running === mine) running = undefined; };
    work.then(clear, clear);
    return work;
  };

  return {
    token: (signal) => untilAborted(share(false), signal),
    refresh: (rejectedToken, signal) => untilAborted(share(held === undefined || held.token === rejectedToken), signal),
  };
}

/** MSAL keeps the token and refreshes it before its end; it is made at the first use, when the secret is needed. */
function createTokenRequest(deps: SignInDeps): (forced: boolean) => Promise<Held> {
  const { addresses, clientId, tenantId } = deps;
  const network = createEntraNetwork(deps.dispatcher, addresses.authorityUrl);
  let app: ConfidentialClientApplication | undefined;
  return async (forced) => {
    network.takeOutcome();
    let result: AuthenticationResult | null;
    try {
      app ??= new ConfidentialClientApplication({
        auth: { clientId, authority: `${addresses.authority}/${tenantId}`, clientSecret: deps.clientSecret() },
        system: { networkClient: network.module },
      });
      result = await app.acquireTokenByClientCredential({ scopes: [addresses.scope], skipCache: forced });
    } catch (error) {
      throw signInProblem(error, network.takeOutcome(), deps.clock());
    }
    if (!result?.accessToken) throw noTokenInAnswer();
    return { token: result.accessToken, expires: result.expiresOn?.getTime() ?? 0 };
  };
}

/** MSAL throws when a renewal ahead of time fails for the moment, although the old token still serves. */
function mayKeep(held: Held, error: unknown, now: Date): boolean {
  return error instanceof Problem && error.retryable && held.expires - now.getTime() > LAST_USE_MS;
}
