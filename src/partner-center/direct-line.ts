/** Partner Center asked one question at a time, outside of searches: same headers, no gate, no retries, nothing kept. */
import type { Dispatcher } from 'undici';
import { clockAheadMs } from '../features/diagnosis.ts';
import type { Clock } from '../features/ports.ts';
import { addressesOf } from './clouds.ts';
import type { PartnerCenterOptions } from './connect.ts';
import { faultOfError } from './faults.ts';
import { createDispatcher, exchange, type HttpAnswer } from './http.ts';
import { headersOf, type PageRequest } from './page-request.ts';
import { createSignIn } from './sign-in.ts';
import type { SignsIn } from './sign-in-sentences.ts';

export type DirectLineOptions = Pick<PartnerCenterOptions,
  'tenantId' | 'clientId' | 'credential' | 'cloud' | 'partnerCenterUrl' | 'entraAuthorityUrl' | 'environment' | 'clock' | 'newId' | 'log'>;

export interface DirectLine {
  readonly apiUrl: string;
  /** The API that a token is asked for. */
  readonly audience: string;
  readonly signsIn: SignsIn;
  /** Names everything asked over this line in a support case. */
  readonly correlationId: string;
  /** Makes sure of a token; throws a Problem. */
  signIn(signal: AbortSignal): Promise<void>;
  /** Asks once. An answer of any status is one; throws a Problem when there is none, or no token. */
  get(request: PageRequest, signal: AbortSignal): Promise<HttpAnswer>;
  /** How far our clock is ahead of Partner Center's, or of Entra's where Partner Center has not answered. */
  clockAheadMs(signal: AbortSignal): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Below what the doctor gives a check, so that the reason is told instead of the delay. */
const ANSWER_MS = 9_000;

/** Opens a line; nothing is asked yet, and a refresh token that Entra renews is not written to its file. */
export function openDirectLine(options: DirectLineOptions): DirectLine {
  const { clock, newId, environment } = options;
  const dispatcher = createDispatcher(environment);
  const addresses = addressesOf(options.cloud, options);
  const signIn = createSignIn({ ...options, addresses, dispatcher, renewal: 'forget' });
  const correlationId = newId();
  let aheadMs: number | undefined;
  return {
    apiUrl: addresses.apiUrl,
    audience: new URL(addresses.appScope).origin,
    signsIn: signIn.signsIn,
    correlationId,
    signIn: async (signal) => void await signIn.token(signal),
    async get(request, signal) {
      const headers = headersOf(request, { token: await signIn.token(signal), requestId: newId(), correlationId });
      try {
        const answer = await exchange(dispatcher, { method: 'GET', url: request.url, headers, timeoutMs: ANSWER_MS, signal });
        aheadMs = clockAheadMs(answer.header('date'), clock());
        return answer;
      } catch (error) {
        throw faultOfError(error, correlationId)?.problem ?? error;
      }
    },
    clockAheadMs: async (signal) => aheadMs ?? entraClock(dispatcher, addresses.authorityUrl, clock, signal),
    close: () => dispatcher.destroy(),
  };
}

/** Any answer carries the time, also one that knows nothing of what was asked. */
async function entraClock(dispatcher: Dispatcher, url: string, clock: Clock, signal: AbortSignal): Promise<number | undefined> {
  try {
    const answer = await exchange(dispatcher, { method: 'GET', url, headers: {}, timeoutMs: ANSWER_MS, signal });
    return clockAheadMs(answer.header('date'), clock());
  } catch {
    return undefined;
  }
}
