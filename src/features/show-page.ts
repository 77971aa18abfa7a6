/** Turns the page of an answer that is kept, without asking Partner Center again. */
import { checkAccess, type AccessDeps, type Asker } from './access.ts';
import type { ResultStore } from './ports.ts';
import type { ResultFacts } from './result-facts.ts';
import type { Screen } from './screens.ts';

/** Rows on one page: screens stay under Slack's 50 blocks and within one phone screen or two. */
export const PAGE_SIZE = 8;

export interface PageDeps extends AccessDeps {
  readonly results: ResultStore;
}

/** The screen for one page of an answer, counted from 0; a page beyond the end shows the last one. */
export async function showPage(deps: PageDeps, asker: Asker, resultId: string, page: number): Promise<Screen> {
  const access = await checkAccess(deps, asker);
  if (access.kind === 'refused') return { kind: 'refused', refusal: access.refusal, userId: asker.userId };
  const facts = await deps.results.facts(resultId);
  return facts ? readPage(deps.results, facts, page) : expired(deps.results, resultId);
}

/** Reads the records of one page. */
export async function readPage(results: ResultStore, facts: ResultFacts, page: number): Promise<Screen> {
  const pageCount = Math.max(1, Math.ceil(facts.listed / PAGE_SIZE));
  const shown = Math.min(Math.max(0, page), pageCount - 1);
  const records = await results.records(facts.id, shown * PAGE_SIZE, PAGE_SIZE);
  return records ? { kind: 'summary', facts, records, page: shown, pageCount } : expired(results, facts.id);
}

/** The screen for an answer that is no longer kept, with its search to run again where that is remembered. */
async function expired(results: ResultStore, resultId: string): Promise<Screen> {
  const question = await results.question(resultId);
  return { kind: 'expired', resultId, ...(question && { command: question.command }) };
}
