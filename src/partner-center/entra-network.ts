/** MSAL's door to the network: ours, for time-outs, proxies and an authority that stands elsewhere. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Dispatcher } from 'undici';
import { exchange, type HttpAnswer } from './http.ts';

/** Entra answers in under a second; a search must not wait longer for its token. */
const ENTRA_MS = 10_000;

/** MSAL asks no more for a minute after a 5xx, so one that passes is got over before MSAL sees it. */
const WAITS_MS: readonly number[] = [300, 900];

/** The error code that stands for an answer which is no JSON object. */
export const NO_JSON = 'no_json';

/** What came of the last request; MSAL keeps neither the network's error nor the Retry-After header. */
export interface EntraOutcome {
  readonly error?: unknown;
  readonly status?: number;
  readonly retryAfter?: string;
  /** Entra's clock at that moment. */
  readonly date?: string;
}

export interface EntraNetwork {
  readonly module: INetworkModule;
  /** Hands out the outcome since the last call; undefined when MSAL sent nothing. */
  takeOutcome(): EntraOutcome | undefined;
}

/** The real https authority is kept towards MSAL, which refuses http; its host is replaced here by `authorityUrl`. */
export function createEntraNetwork(dispatcher: Dispatcher, authorityUrl: string, timeoutMs = ENTRA_MS): EntraNetwork {
  let outcome: EntraOutcome | undefined;
  const send = async <T>(method: 'GET' | 'POST', url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> => {
    const { headers = {}, body } = options;
    try {
      const question = { method, url: moved(url, authorityUrl), headers, timeoutMs, ...(body !== undefined && { body }) };
      const answer = await askAgain(() => exchange(dispatcher, question));
      const [retryAfter, date] = [answer.header('retry-after'), answer.header('date')];
      outcome = { status: answer.status, ...(retryAfter !== undefined && { retryAfter }), ...(date !== undefined && { date }) };
      return { status: answer.status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: readBody(answer) as T };
    } catch (error) {
      outcome = { error };
      throw error;
    }
  };
  return {
    module: {
      sendGetRequestAsync: (url, options) => send('GET', url, options),
      sendPostRequestAsync: (url, options) => send('POST', url, options),
    },
    takeOutcome() {
      const taken = outcome;
      outcome = undefined;
      return taken;
    },
  };
}

async function askAgain(ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  for (const waitMs of WAITS_MS) {
    const answer = await ask();
    if (answer.status < 500 || answer.header('retry-after') !== undefined) return answer;
    await sleep(waitMs);
  }
  return ask();
}

function moved(url: string, authorityUrl: string): string {
  const { pathname, search } = new URL(url);
  return `${authorityUrl}${pathname}${search}`;
}

/** MSAL writes into the body it gets, so it must be an object; anything else becomes an error in OAuth's words. */
function readBody(answer: HttpAnswer): object {
  try {
    const body: unknown = JSON.parse(answer.text);
    if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body;
  } catch {
    // Falls through: a gateway's page is no answer of Entra.
  }
  return { error: NO_JSON, error_description: `HTTP ${answer.status}` };
}
