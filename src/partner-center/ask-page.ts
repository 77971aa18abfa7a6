/** Asks Partner Center for one page until it is there, through the gate, with a bounded number of retries. */
import type { Dispatcher } from 'undici';
import type { Clock, Log, ReadOptions, RequestGate } from '../features/ports.ts';
import { cancelled, pause } from './cancellation.ts';
import { faultOfAnswer, faultOfError, faultOfReading, type Fault } from './faults.ts';
import { exchange } from './http.ts';
import { headersOf, type PageRequest } from './page-request.ts';
import { backoffMs, decideRetry, type RetryLimits } from './retry-timing.ts';
import type { SignIn } from './sign-in.ts';
import { readPage, type WirePage } from './wire.ts';

export interface AskDeps {
  readonly apiUrl: string;
  readonly signIn: SignIn;
  readonly gate: RequestGate;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** A fresh GUID for each page. */
  readonly newId: () => string;
  readonly retryLimits: RetryLimits;
}

/** What all requests of one search share: its options, and how many retries it has used up. */
export interface Search extends ReadOptions {
  readonly spent: { retries: number };
}

/** One attempt: for the how-manieth time the page is asked for again, and under which id it always is. */
interface Try {
  readonly retries: number;
  readonly requestId: string;
}

type Attempt =
  | { readonly kind: 'page'; readonly page: WirePage }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly token: string };

/**
 * The page, read. All attempts carry the same request id. Throws a Problem when its retries or those of the search are
 * spent, when the fault is none that passes, or when Partner Center wants us to stay away for long.
 */
export async function askPage(deps: AskDeps, search: Search, request: PageRequest): Promise<WirePage> {
  const requestId = deps.newId();
  let [retries, isRenewed] = [0, false];
  for (;;) {
    const attempt = await tryOnce(deps, search, request, { retries, requestId });
    if (attempt.kind === 'page') return attempt.page;
    const { remedy, problem } = attempt.fault;
    if (remedy === 'new-token' && !isRenewed) {
      isRenewed = true;
      await deps.signIn.refresh(attempt.token, search.signal);
      continue;
    }
    if (remedy !== 'retry') throw problem;
    const { kind, whatHappened, retryAfterMs } = problem;
    const decision = decideRetry({ pageRetries: retries, searchRetries: search.spent.retries, retryAfterMs }, deps.random(), deps.retryLimits);
    if (decision.kind === 'give-up') throw problem;
    retries += 1;
    search.spent.retries += 1;
    deps.log.warn({ correlationId: search.correlationId, requestId, retries, waitMs: decision.ms, kind, whatHappened }, 'page asked for again');
    await pause(decision.ms, search.signal);
  }
}

async function tryOnce(deps: AskDeps, search: Search, request: PageRequest, { retries, requestId }: Try): Promise<Attempt> {
  const { signal } = search;
  const token = await deps.signIn.token(signal);
  const permit = await deps.gate.enter(signal);
  try {
    const headers = headersOf(request, { token, requestId, correlationId: search.correlationId });
    const outcome = await askOnce(deps, search, request.url, headers);
    if ('page' in outcome) return { kind: 'page', page: outcome.page };
    const { kind, retryAfterMs } = outcome.problem;
    // Before the permit goes back: whoever waits for it must find the gate closed.
    if (kind === 'throttled') await deps.gate.close(retryAfterMs ?? backoffMs(retries, deps.retryLimits));
    return { kind: 'fault', fault: outcome, token };
  } finally {
    await permit.leave();
  }
}

async function askOnce(deps: AskDeps, { correlationId, signal }: Search, url: string, headers: Readonly<Record<string, string>>): Promise<{ readonly page: WirePage } | Fault> {
  try {
    const answer = await exchange(deps.dispatcher, { method: 'GET', url, headers, timeoutMs: deps.retryLimits.pageMs, signal });
    if (answer.status < 200 || answer.status > 299) return faultOfAnswer(answer, { correlationId, now: deps.clock() });
    const reading = readPage(answer.text);
    return reading.kind === 'page' ? reading : faultOfReading(reading.kind, answer, correlationId);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    const fault = faultOfError(error, correlationId);
    if (!fault) throw error;
    return fault;
  }
}
