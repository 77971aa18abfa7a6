/** Which form an answer has, and how many of its records stand on one page. */
import type { ResultFacts } from './result-facts.ts';

/** `groups` is what `by` asks for; files are sent apart from this. */
export type AnswerForm = 'summary' | 'list' | 'table' | 'chart' | 'timeline' | 'groups';

/** Rows on one page: screens stay under Slack's 50 blocks and within one phone screen or two. */
const PAGE_SIZE = 8;
/** Lines of a table are shorter, and one block holds them all. */
const TABLE_PAGE_SIZE = 20;

/** The form that an answer was asked for in; a summary where nothing was said. */
export function formOf({ shape = {} }: Pick<ResultFacts, 'shape'>): AnswerForm {
  const { by, as } = shape;
  if (as === 'chart') return as;
  if (by) return 'groups';
  return as === 'list' || as === 'table' || as === 'timeline' ? as : 'summary';
}

/** Records on one page; none where an answer counts them and lists only those that stand out. */
export function rowsPerPage(facts: Pick<ResultFacts, 'shape'>): number {
  switch (formOf(facts)) {
    case 'summary': case 'list': case 'timeline': return PAGE_SIZE;
    case 'table': return TABLE_PAGE_SIZE;
    case 'chart': case 'groups': return 0;
  }
}

/** How many pages the list of an answer has; one where there is none. */
export function pagesOf(facts: Pick<ResultFacts, 'shape' | 'listed' | 'standouts'>): number {
  const size = rowsPerPage(facts);
  if (size === 0) return 1;
  return 1 + Math.ceil(Math.max(0, facts.listed - firstPageEnds(facts)) / size);
}

/** The places `[from, to)` of the list that a page shows, counted from 0. */
export function placesOf(facts: Pick<ResultFacts, 'shape' | 'listed' | 'standouts'>, page: number): { readonly from: number; readonly to: number } {
  const size = rowsPerPage(facts);
  const first = firstPageEnds(facts);
  if (size === 0) return { from: 0, to: 0 };
  const to = Math.min(facts.listed, first + size * page);
  return page === 0 ? { from: 0, to } : { from: Math.min(to, first + size * (page - 1)), to };
}

/** What stands above the first page is not repeated in it: it goes on until it is as long as any other. */
function firstPageEnds({ shape, listed, standouts }: Pick<ResultFacts, 'shape' | 'listed' | 'standouts'>): number {
  const size = rowsPerPage({ ...(shape && { shape }) });
  if (!showsStandouts({ ...(shape && { shape }) }) || listed <= size) return Math.min(listed, size);
  let end = size;
  for (const place of standouts.toSorted((a, b) => a - b)) end += Number(place < end);
  return Math.min(listed, end);
}

/** Whether records that stand out are shown above the others; whoever asks for a list gets it in its order. */
export function showsStandouts(facts: Pick<ResultFacts, 'shape'>): boolean {
  return ['summary', 'chart', 'groups'].includes(formOf(facts));
}
