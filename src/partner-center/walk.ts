/** Walks some days to their end, page by page. Only a page without a next link ends them. */
import type { DayWindow, ServerFilter } from '../audit/query.ts';
import { Problem } from '../features/problem.ts';
import { askPage, type AskDeps, type Search } from './ask-page.ts';
import { headersLeftOut, nextPage, pageKey } from './next-page.ts';
import { firstPage, type PageRequest } from './page-request.ts';
import type { WirePage } from './wire.ts';

/** Where a walk stops believing the links: a million records, and pages that never hold any. */
export interface WalkLimits {
  readonly pages: number;
  readonly emptyPagesInARow: number;
}

/** Names in one line of the log. */
const MOST_NAMED = 10;

export const WALK_LIMITS: WalkLimits = { pages: 2_000, emptyPagesInARow: 20 };

export interface WalkDeps extends AskDeps {
  readonly walkLimits: WalkLimits;
}

/** A page on the way. What was handed over before a walk had to begin anew comes again, and is told by number. */
export interface WalkedPage extends Pick<WirePage, 'records' | 'unreadable'> {
  readonly repeats: number;
  readonly isLast: boolean;
}

interface Counts {
  records: number;
  unreadable: number;
}

/**
 * The pages of some days in the order they come, the dates sent as they are given. A continuation that Partner Center
 * does not take any more begins the walk anew. Throws a Problem; what was not read is never passed over.
 */
export async function* walkDays(deps: WalkDeps, search: Search, days: DayWindow, filter: ServerFilter | undefined): AsyncGenerator<WalkedPage> {
  const first = firstPage(deps.apiUrl, days, filter);
  let known: Counts = { records: 0, unreadable: 0 };
  for (let restarts = 1; ; restarts += 1) {
    const handed: Counts = { records: 0, unreadable: 0 };
    const lost = yield* walkOnce(deps, search, first, { known, handed });
    if (!lost) return;
    const { pageRetries, searchRetries } = deps.retryLimits;
    if (restarts > pageRetries || search.spent.retries >= searchRetries) throw lostForGood(lost, search);
    search.spent.retries += 1;
    deps.log.warn({ correlationId: search.correlationId, days, restarts, whatHappened: lost.whatHappened }, 'pages read from the first one again');
    known = { records: Math.max(known.records, handed.records), unreadable: Math.max(known.unreadable, handed.unreadable) };
  }
}

/** Walks from the first page to the last; gives the refusal when a continuation is refused in between. */
async function* walkOnce(deps: WalkDeps, search: Search, first: PageRequest, { known, handed }: { readonly known: Counts; readonly handed: Counts }): AsyncGenerator<WalkedPage, Problem | undefined> {
  const seen = new Set<string>();
  let [empty, request]: [number, PageRequest | undefined] = [0, first];
  while (request) {
    const key = pageKey(request);
    if (seen.has(key)) throw endless('It names a page a second time.', search);
    if (seen.size >= deps.walkLimits.pages) throw endless(`It goes on after ${seen.size} pages.`, search);
    seen.add(key);
    const page: WirePage | Problem = await askPage(deps, search, request).catch((error: unknown) => {
      // Days that were taken on the first page cannot be at fault on a later one.
      if (request !== first && error instanceof Problem && error.kind === 'bad-request') return error;
      throw error;
    });
    if (page instanceof Problem) return page;
    const { records, unreadable } = page;
    empty = records.length + unreadable === 0 ? empty + 1 : 0;
    if (empty > deps.walkLimits.emptyPagesInARow) throw endless(`It goes on after ${empty} pages without a record.`, search);
    request = nextPage(deps.apiUrl, request, page);
    const headers = headersLeftOut(page).slice(0, MOST_NAMED);
    if (headers.length > 0) deps.log.warn({ correlationId: search.correlationId, headers }, 'headers of a link not sent on');
    yield {
      records,
      repeats: Math.min(records.length, Math.max(0, known.records - handed.records)),
      unreadable: unreadable - Math.min(unreadable, Math.max(0, known.unreadable - handed.unreadable)),
      isLast: request === undefined,
    };
    handed.records += records.length;
    handed.unreadable += unreadable;
  }
  return undefined;
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

function lostForGood(cause: Problem, search: Search): Problem {
  return new Problem({
    kind: 'bad-answer',
    retryable: true,
    whatHappened: 'Partner Center lost its place in the list of pages again and again.',
    whatToDo: 'Run it again in a few minutes, or search a shorter range.',
    correlationId: cause.correlationId ?? search.correlationId,
    cause,
  });
}
