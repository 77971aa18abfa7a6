/** The order in which an answer is listed. */
import { compareTexts, readerOf, sortText, type Sort, type Span } from './dimensions.ts';
import type { AnswerRows } from './answer-rows.ts';

/**
 * Rows that stand newest first, in the order that is asked for. Those that are alike in a column stay newest first.
 * `count` is an order of groups, not of records.
 */
export function orderRows(rows: AnswerRows, newestFirst: Uint32Array, sort: Sort | undefined, span: Span): Uint32Array {
  if (!sort || sort.column === 'count') return newestFirst;
  if (sort.column === 'date') return sort.direction === 'desc' ? newestFirst : Uint32Array.from([...newestFirst].sort(rows.oldestFirst));
  const { column, direction } = sort;
  const { key, name = key } = readerOf(column, span);
  const texts = Array.from(newestFirst, (row) => sortText(column, name(rows.at(row))));
  const distinct = [...new Set(texts)].sort((a, b) => compareTexts(a, b, direction));
  // Texts that differ in letter case alone are one, or their records would not stand newest first.
  let rank = 0;
  const ranks = new Map(distinct.map((text, index) => {
    if (index > 0 && compareTexts(distinct[index - 1] ?? '', text, direction) !== 0) rank += 1;
    return [text, rank];
  }));
  const ranked = Array.from(newestFirst, (row, place) => ({ row, rank: ranks.get(texts[place] ?? '') ?? 0 })).sort((a, b) => a.rank - b.rank);
  return Uint32Array.from(ranked, ({ row }) => row);
}
