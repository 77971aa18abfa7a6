/** Walks one window of days to its end, page by page. Only a page without a next link ends it. */
import type { Dispatcher } from 'undici';
import type { DayWindow, ServerFilter } from '../audit/query.ts';
import type { Clock, Log, ReadOptions, RecordPage, RequestGate } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { cancelled, pause } from './cancellation.ts';
import { faultOfAnswer, faultOfError, faultOfReading, type Fault } from './faults.ts';
import { exchange } from './http.ts';
import { nextPage, pageKey } from './next-page.ts';
import { firstPage, headersOf, type PageRequest } from './page-request.ts';
import { backoffMs, decideRetry, type RetryLimits } from './retry-timing.ts';
import type { SignIn } from './sign-in.ts';
import { readPage, type WirePage } from './wire.ts';

/** The whole exchange of a page; shorter than the lease of its permit, so that no request outlives it. */
const PAGE_MS = 45_000;

/** Where a walk stops believing the links: a million records, and pages that never hold any. */
export interface WalkLimits {
  readonly pages: number;
  readonly emptyPagesInARow: number;
}

export const WALK_LIMITS: WalkLimits = { pages: 2_000, emptyPagesInARow: 20 };

export interface WalkDeps {
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
  readonly walkLimits: WalkLimits;
}

/** What the walks of one search share: its options, and how many retries it has used up. */
export interface Search extends ReadOptions {
  readonly spent: { retries: number };
}

type Attempt =
  | { readonly kind: 'page'; readonly page: WirePage }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly token: string };

/** The pages of one window in the order they come. Throws a Problem; what was not read is never passed over. */
export async function* walkWindow(deps: WalkDeps, search: Search, window: DayWindow, filter: ServerFilter | undefined): AsyncGenerator<RecordPage> {
  const seen = new Set<string>();
  let [empty, request]: [number, PageRequest | undefined] = [0, firstPage(deps.apiUrl, window, filter)];
  while (request) {
    const key = pageKey(request);
    if (seen.has(key)) throw endless('It names a page a second time.', search);
    if (seen.size >= deps.walkLimits.pages) throw endless(`It goes on after ${seen.size} pages.`, search);
    seen.add(key);
    const page: WirePage = await readUntilWhole(deps, search, request);
    empty = page.records.length + page.unreadable === 0 ? empty + 1 : 0;
    if (empty > deps.walkLimits.emptyPagesInARow) throw endless(`It goes on after ${empty} pages without a record.`, search);
    yield { window, records: page.records, unreadable: page.unreadable };
    request = nextPage(deps.apiUrl, request, page);
  }
}

/** Asks for a page until it is there or its retries are spent; all attempts carry the same request id. */
async function readUntilWhole(deps: WalkDeps, search: Search, request: PageRequest): Promise<WirePage> {
  const requestId = deps.newId();
  let [retries, isRenewed] = [0, false];
  for (;;) {
    const attempt = await tryOnce(deps, search, request, requestId);
    if (attempt.kind === 'page') return attempt.page;
    const { remedy, problem } = attempt.fault;
    if (remedy === 'new-token' && !isRenewed) {
      isRenewed = true;
      await deps.signIn.refresh(attempt.token, search.signal);
      continue;
    }
    const { retryAfterMs } = problem;
    if (problem.kind === 'throttled') await deps.gate.close(retryAfterMs ?? backoffMs(retries, deps.retryLimits));
    if (remedy !== 'retry') throw problem;
    const decision = decideRetry({ pageRetries: retries, searchRetries: search.spent.retries, retryAfterMs }, deps.random(), deps.retryLimits);
    if (decision.kind === 'give-up') throw problem;
    retries += 1;
    search.spent.retries += 1;
    const { kind, whatHappened } = problem;
    deps.log.warn({ correlationId: search.correlationId, requestId, retries, waitMs: decision.ms, kind, whatHappened }, 'page asked for again');
    await pause(decision.ms, search.signal);
  }
}

async function tryOnce(deps: WalkDeps, search: Search, request: PageRequest, requestId: string): Promise<Attempt> {
  const { correlationId, signal } = search;
  const token = await deps.signIn.token(signal);
  const fault = (found: Fault): Attempt => ({ kind: 'fault', fault: found, token });
  const permit = await deps.gate.enter(signal);
  try {
    const headers = headersOf(request, { token, requestId, correlationId });
    const answer = await exchange(deps.dispatcher, { method: 'GET', url: request.url, headers, timeoutMs: PAGE_MS, signal });
    if (answer.status < 200 || answer.status > 299) return fault(faultOfAnswer(answer, { correlationId, now: deps.clock() }));
    const reading = readPage(answer.text);
    return reading.kind === 'page' ? reading : fault(faultOfReading(reading.kind, answer, correlationId));
  } catch (error) {
    if (signal.aborted) throw cancelled();
    const found = faultOfError(error, correlationId);
    if (!found) throw error;
    return fault(found);
  } finally {
    await permit.leave();
  }
}

function endless(why: string, search: Search): Problem {
  return new Problem({
    kind: 'bad-answer',
    retryable: false,
    whatHappened: `Partner Center’s list of pages does not end. ${why}`,
    whatToDo: 'Search a shorter range; if that does not help, an administrator gives Microsoft the correlation id.',
    correlationId: search.correlationId,
  });
}
