/** Turns the page of an answer that is kept, without asking Partner Center again. */
import { admit, type AdmitDeps, type Asker } from './access.ts';
import { pagesOf, placesOf, rowsPerPage, showsStandouts } from './answer-form.ts';
import type { ResultStore } from './answer-ports.ts';
import type { ResultFacts } from './result-facts.ts';
import type { Listed, Screen } from './screens.ts';

export interface PageDeps extends AdmitDeps {
  readonly results: ResultStore;
}

/** The screen for one page of an answer, counted from 0; a page beyond the end shows the last one. */
export async function showPage(deps: PageDeps, asker: Asker, resultId: string, page: number): Promise<Screen> {
  const admitted = await admit(deps, asker);
  if (admitted.kind === 'refused') return admitted;
  const facts = await deps.results.facts(resultId);
  return facts ? readPage(deps.results, facts, page) : expired(deps.results, resultId);
}

/** Reads the records of one page. */
export async function readPage(results: ResultStore, facts: ResultFacts, page: number): Promise<Screen> {
  const pageCount = pagesOf(facts);
  const shown = Math.min(Math.max(0, page), pageCount - 1);
  const { from, to } = placesOf(facts, shown);
  const records = await results.records(facts.id, from, to - from);
  const standouts = shown === 0 && showsStandouts(facts) && facts.listed > rowsPerPage(facts) ? await readStandouts(results, facts, to) : [];
  return records && standouts ? { kind: 'summary', facts, records, page: shown, pageCount, standouts } : expired(results, facts.id);
}

/** Odd ones that the first page does not hold anyway; undefined when the answer is no longer kept. */
async function readStandouts(results: ResultStore, facts: ResultFacts, end: number): Promise<readonly Listed[] | undefined> {
  const places = facts.standouts.filter((place) => place >= end);
  const found = await Promise.all(places.map(async (place) => ({ place, records: await results.records(facts.id, place, 1) })));
  const listed = found.flatMap(({ place, records }) => records?.[0] ? [{ place, record: records[0] }] : []);
  return listed.length === places.length ? listed : undefined;
}

/** The screen for an answer that is no longer kept, with its search to run again where that is remembered. */
export async function expired(results: ResultStore, resultId: string): Promise<Screen> {
  const question = await results.question(resultId);
  return { kind: 'expired', resultId, ...(question && { command: question.command }) };
}
