/** The bot's token for Partner Center, shared by everybody who needs it. */
import { Problem } from '../features/problem.ts';
import { untilAborted } from './cancellation.ts';
import { createTokenRequest, type Held, type TokenRequestDeps } from './token-request.ts';

export type SignInDeps = TokenRequestDeps;

/** Tokens for requests; both throw a Problem of kind `sign-in`, or `cancelled` when the signal aborts. */
export interface SignIn {
  /** A token that is still good for five minutes; many callers at once cost one request. */
  token(signal: AbortSignal): Promise<string>;
  /** A token after Partner Center rejected this one: a new one, or the newer one that somebody fetched meanwhile. */
  refresh(rejectedToken: string, signal: AbortSignal): Promise<string>;
}

/** A token this close to its end is not worth keeping when Entra is out of order. */
const LAST_USE_MS = 60_000;

/** Signs in at the first use; nothing is asked before, and never twice at a time. */
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

/** A renewal ahead of time may fail for the moment, although the old token still serves. */
function mayKeep(held: Held, error: unknown, now: Date): boolean {
  return error instanceof Problem && error.retryable && held.expires - now.getTime() > LAST_USE_MS;
}
