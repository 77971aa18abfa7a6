/** The bot's token for Partner Center, shared by everybody who needs it. */
import { Problem } from '../features/problem.ts';
import { untilAborted } from './cancellation.ts';
import { whoSignsIn } from './credential.ts';
import type { SignsIn } from './sign-in-sentences.ts';
import { createTokenRequest, type Held, type TokenRequestDeps, type Wanted } from './token-request.ts';

export type SignInDeps = TokenRequestDeps;

/** Tokens for requests; both throw a Problem of kind `sign-in`, or `cancelled` when the signal aborts. */
export interface SignIn {
  readonly signsIn: SignsIn;
  /** A token that is still good for five minutes; many callers at once cost one request. */
  token(signal: AbortSignal): Promise<string>;
  /** A token after Partner Center rejected this one: a new one, or the newer one that somebody fetched meanwhile. */
  refresh(rejectedToken: string, signal: AbortSignal): Promise<string>;
  /** Gives this token to nobody any more: what is wrong with it lasts as long as the token. Asks for nothing yet. */
  forget(rejectedToken: string): void;
}

/** A token this close to its end is not worth keeping when Entra is out of order. */
const LAST_USE_MS = 60_000;

/** Signs in at the first use; nothing is asked before, and never twice at a time. */
export function createSignIn(deps: SignInDeps): SignIn {
  const ask = createTokenRequest(deps);
  let held: Held | undefined;
  let forgotten: string | undefined;
  let running: { readonly wanted: Wanted; readonly work: Promise<string> } | undefined;

  const fetchToken = async (wanted: Wanted): Promise<string> => {
    try {
      held = await ask(wanted);
    } catch (error) {
      if (wanted === 'new' || !held || !mayKeep(held, error, deps.clock())) throw error;
      deps.log.warn({ whatHappened: (error as Problem).whatHappened }, 'token kept because no new one could be had');
    }
    return held.token;
  };

  /** A request for a new one waits for one that runs; whoever comes while one runs shares it. */
  const share = (wanted: Wanted): Promise<string> => {
    if (running && (running.wanted === 'new' || wanted === 'at-hand')) return running.work;
    const before = running?.work.catch(() => undefined);
    const work = Promise.resolve(before).then(() => fetchToken(wanted));
    const mine = { wanted, work };
    running = mine;
    const clear = () => { if (running === mine) running = undefined; };
    work.then(clear, clear);
    return work;
  };

  return {
    signsIn: whoSignsIn(deps.credential),
    token: (signal) => untilAborted(share(held !== undefined && held.token === forgotten ? 'new' : 'at-hand'), signal),
    refresh: (rejectedToken, signal) => untilAborted(share(held === undefined || held.token === rejectedToken ? 'new' : 'at-hand'), signal),
    forget: (rejectedToken) => { forgotten = rejectedToken; },
  };
}

/** A renewal ahead of time may fail for the moment, although the old token still serves. */
function mayKeep(held: Held, error: unknown, now: Date): boolean {
  return error instanceof Problem && error.retryable && held.expires - now.getTime() > LAST_USE_MS;
}
