/** Asks Partner Center one question until it is answered, through the gate, with a bounded number of retries. */
import type { Dispatcher } from 'undici';
import type { Clock, Log, ReadOptions, RequestGate } from '../features/ports.ts';
import { cancelled, pause } from './cancellation.ts';
import { faultOfAnswer, faultOfError, faultOfReading, type Fault } from './faults.ts';
import { exchange, type HttpAnswer } from './http.ts';
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

/** What is made of an answer; undefined for one that is for `faultOfAnswer` to judge. */
export type ReadAnswer<T> = (answer: HttpAnswer) => Read<T> | Fault | undefined;

interface Read<T> {
  readonly value: T;
}

/** One attempt: for the how-manieth time the question is asked again, and under which id it always is. */
interface Try<T> {
  readonly read: ReadAnswer<T>;
  readonly retries: number;
  readonly requestId: string;
}

type Attempt<T> = Read<T> | { readonly fault: Fault; readonly token: string };

/** The page, read; else as `askUntilRead`. */
export function askPage(deps: AskDeps, search: Search, request: PageRequest): Promise<WirePage> {
  return askUntilRead(deps, search, request, (answer) => {
    if (!isSuccess(answer)) return undefined;
    const reading = readPage(answer.text);
    return reading.kind === 'page' ? { value: reading.page } : faultOfReading(reading.kind, answer, search.correlationId);
  });
}

/** Whether an answer has a status of success (2xx). */
export function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status <= 299;
}

/**
 * What `read` makes of the answer. All attempts carry the same request id. Throws a Problem when its retries or those of
 * the search are spent, when the fault is none that passes, or when Partner Center wants us to stay away for long.
 */
export async function askUntilRead<T>(deps: AskDeps, search: Search, request: PageRequest, read: ReadAnswer<T>): Promise<T> {
  const requestId = deps.newId();
  let [retries, isRenewed] = [0, false];
  for (;;) {
    const attempt = await tryOnce(deps, search, request, { read, retries, requestId });
    if ('value' in attempt) return attempt.value;
    const { remedy, problem } = attempt.fault;
    if (remedy === 'new-token' && !isRenewed) {
      isRenewed = true;
      await deps.signIn.refresh(attempt.token, search.signal);
      continue;
    }
    if (remedy === 'mend-sign-in') deps.signIn.forget(attempt.token);
    if (remedy !== 'retry') throw problem;
    const { kind, whatHappened, retryAfterMs } = problem;
    const decision = decideRetry({ pageRetries: retries, searchRetries: search.spent.retries, retryAfterMs }, deps.random(), deps.retryLimits);
    if (decision.kind === 'give-up') throw problem;
    retries += 1;
    search.spent.retries += 1;
    deps.log.warn({ correlationId: search.correlationId, requestId, retries, waitMs: decision.ms, kind, whatHappened }, 'question asked again');
    await pause(decision.ms, search.signal);
  }
}

async function tryOnce<T>(deps: AskDeps, search: Search, request: PageRequest, { read, retries, requestId }: Try<T>): Promise<Attempt<T>> {
  const { signal } = search;
  const token = await deps.signIn.token(signal);
  const permit = await deps.gate.enter(signal);
  try {
    const headers = headersOf(request, { token, requestId, correlationId: search.correlationId });
    const outcome = await askOnce(deps, search, { ...request, headers }, read);
    if ('value' in outcome) return outcome;
    const { kind, retryAfterMs } = outcome.problem;
    // Before the permit goes back: whoever waits for it must find the gate closed.
    if (kind === 'throttled') await deps.gate.close(retryAfterMs ?? backoffMs(retries, deps.retryLimits));
    return { fault: outcome, token };
  } finally {
    await permit.leave();
  }
}

async function askOnce<T>(deps: AskDeps, { correlationId, signal }: Search, { url, headers }: PageRequest, read: ReadAnswer<T>): Promise<Read<T> | Fault> {
  try {
    const answer = await exchange(deps.dispatcher, { method: 'GET', url, headers, timeoutMs: deps.retryLimits.pageMs, signal });
    return read(answer) ?? faultOfAnswer(answer, { correlationId, now: deps.clock(), signsIn: deps.signIn.signsIn });
  } catch (error) {
    if (signal.aborted) throw cancelled();
    const fault = faultOfError(error, correlationId);
    if (!fault) throw error;
    return fault;
  }
}
