/** What can be said of an answer's shape and no screen shows yet: it is refused by name, never left out in silence. */
import type { Mistake, Search, Shape } from '../command/command.ts';
import { printSearch } from '../command/print.ts';

/** Undefined where an answer can look as was asked; otherwise which word it cannot follow, and the search without it. */
export function unshownShape(search: Search): Mistake | undefined {
  const { shape, ...rest } = search;
  const word = shape && unshownWord(shape);
  if (word === undefined) return undefined;
  return {
    code: 'E_UNKNOWN_VALUE',
    says: `\`${word}\` is not there yet.`,
    text: printSearch(search),
    cure: 'Today an answer is a summary with a list of every record found, newest first.',
    repairs: [printSearch(rest)],
  };
}

function unshownWord({ by, sort, limit, as }: Shape): string | undefined {
  if (by) return `by ${by.join(', ')}`;
  if (sort && !(sort.column === 'date' && sort.direction === 'desc')) return `sort ${sort.column} ${sort.direction}`;
  if (limit !== undefined) return `limit ${limit}`;
  return as === undefined || as === 'summary' || as === 'list' ? undefined : `as ${as}`;
}
