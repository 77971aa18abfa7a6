/** What a mistyped word may have meant. */

/** The shortest word whose typing mistakes are guessed at, and the shortest beginning that is completed. */
const MIN_LETTERS = 4;
const MIN_BEGINNING = 3;
/** No word of the language is as long; comparing longer ones only takes time. */
const MAX_LETTERS = 60;

/**
 * The words of a pool that a typed word is nearest to, three at most where several are as near. Near is a Damerau-Levenshtein
 * distance of 1 for up to 5 letters, 2 for up to 8, 3 beyond, or a beginning of at least three letters.
 */
export function suggest(typed: string, pool: readonly string[]): readonly string[] {
  const word = typed.toLowerCase();
  if (word.length < MIN_BEGINNING || word.length > MAX_LETTERS) return [];
  const near: { readonly candidate: string; readonly rank: number }[] = [];
  for (const candidate of new Set(pool)) {
    const rank = rankOf(word, candidate);
    if (rank !== undefined) near.push({ candidate, rank });
  }
  const nearest = Math.min(...near.map(({ rank }) => rank));
  return near.filter(({ rank }) => rank === nearest).slice(0, 3).map(({ candidate }) => candidate);
}

/** The number of typing mistakes between two words: a letter more, less, other, or two that changed places. */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      ));
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** Lower is nearer; a beginning counts more than two typing mistakes and less than one. */
function rankOf(word: string, candidate: string): number | undefined {
  const allowed = word.length < MIN_LETTERS ? 0 : word.length <= 5 ? 1 : word.length <= 8 ? 2 : 3;
  const mistakes = Math.abs(word.length - candidate.length) > allowed ? Infinity : distance(word, candidate);
  if (mistakes <= allowed) return mistakes;
  return candidate.startsWith(word) ? 1.5 : undefined;
}
