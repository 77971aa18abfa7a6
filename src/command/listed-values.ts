/** Values of operations, resources and statuses: single words, several words, quotes, comma lists, and `raw`. */
import { editsAt, Misunderstanding, missingValue, regexValue, unknownValue, type Fault } from './mistakes.ts';
import { bareAt, startsClause } from './places.ts';
import { suggest } from './suggest.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';
import { globOf, OPEN_KEYS, patternOf, VOCABULARIES, type ListedKey } from './values.ts';

/** Values that were read, and the index of the token after them. */
export interface ReadValues {
  readonly values: readonly string[];
  readonly next: number;
}

/** Reads the values after the key at an index. Throws `Misunderstanding` where one is missing or not known. */
export function readListed(tokens: readonly Token[], index: number, key: ListedKey): ReadValues {
  let read = readOne(tokens, index + 1, key);
  const values = [...read.values];
  while (tokens[read.next]?.kind === 'comma' && continues(tokens, afterCommas(tokens, read.next), key)) {
    read = readOne(tokens, afterCommas(tokens, read.next), key);
    values.push(...read.values);
  }
  return { values, next: read.next };
}

/** The index of the first token that is no comma. */
export function afterCommas(tokens: readonly Token[], index: number): number {
  let next = index;
  while (tokens[next]?.kind === 'comma') next++;
  return next;
}

/** Whether a value stands after a comma, or a new clause: `resource order, customer Relecloud` has one value. */
function continues(tokens: readonly Token[], index: number, key: ListedKey): boolean {
  const token = tokens[index];
  if (!token || token.word === 'and') return false;
  if (token.kind !== 'word' || knownAt(tokens, index, key)) {
    const after = tokens[index + 1];
    return !startsClause(tokens, index) || !after || after.kind === 'comma' || startsClause(tokens, index + 1);
  }
  return !startsClause(tokens, index) && !bareAt(tokens, index);
}

function readOne(tokens: readonly Token[], index: number, key: ListedKey): ReadValues {
  const token = tokens[index];
  if (token && token.kind !== 'comma' && token.text && tokens[index + 1]?.word === 'raw' && OPEN_KEYS.has(key)) return { values: [token.text], next: index + 2 };
  const known = knownAt(tokens, index, key);
  if (known) return known;
  if (!token || token.kind === 'comma' || !token.text || token.word === 'and' || startsClause(tokens, index)) {
    throw new Misunderstanding(missing(tokens[index - 1], token, key));
  }
  throw new Misunderstanding(unknown(tokens, index, key));
}

function missing(before: Token | undefined, token: Token | undefined, key: ListedKey): Fault {
  const end = { from: before?.to ?? 0, to: before?.to ?? 0 };
  return missingValue(before?.text ?? key, token?.kind === 'quoted' ? token : end, editsAt(end, VOCABULARIES[key].common.map((value) => ` ${value}`)));
}

/** The longest known name that begins at an index; a word with an underscore is a name by itself. */
export function knownAt(tokens: readonly Token[], index: number, key: ListedKey): ReadValues | undefined {
  const { find } = VOCABULARIES[key];
  const token = tokens[index];
  if (token?.kind === 'quoted') return found(find(token.text), index + 1);
  const pattern = key === 'operation' && token ? patternOf(token.text) : undefined;
  if (pattern) return { values: [pattern], next: index + 1 };
  for (let count = wordCount(tokens, index, key); count > 0; count--) {
    const known = found(find(wordsFrom(tokens, index, count)), index + count);
    if (known) return known;
  }
  return undefined;
}

function found(values: readonly string[] | undefined, next: number): ReadValues | undefined {
  return values && { values, next };
}

/** How many tokens from an index could be the words of one name. */
function wordCount(tokens: readonly Token[], index: number, key: ListedKey): number {
  if (tokens[index]?.text.includes('_')) return 1;
  let count = 0;
  while (count < VOCABULARIES[key].longest && tokens[index + count]?.kind === 'word') count++;
  return count;
}

/** Points at as many words as look like one known name, else at the first word. */
function unknown(tokens: readonly Token[], index: number, key: ListedKey): Fault {
  const first = tokens[index];
  const glob = globOf(first?.text ?? '');
  if (first && glob !== undefined) return regexValue(key, { text: first.text, at: spanOf(tokens, index, index + 1) }, valuesOfGlob(glob, key));
  for (let count = wordCount(tokens, index, key); count > 1; count--) {
    const near = suggest(wordsFrom(tokens, index, count).replaceAll(' ', '_'), VOCABULARIES[key].near);
    if (near.length > 0) return unknownValue(key, { text: wordsFrom(tokens, index, count), at: spanOf(tokens, index, index + count) }, near);
  }
  const text = first?.text ?? '';
  return unknownValue(key, { text, at: spanOf(tokens, index, index + 1) }, suggest(text, VOCABULARIES[key].near));
}

/** What of the list a pattern means: one of operations, a value whose name it is, or those that begin like it. */
function valuesOfGlob(glob: string, key: ListedKey): readonly string[] {
  const { find, near } = VOCABULARIES[key];
  const pattern = key === 'operation' ? patternOf(glob) : undefined;
  return pattern === undefined ? find(glob) ?? suggest(glob.replaceAll('*', ''), near) : [pattern];
}
