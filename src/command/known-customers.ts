/** Customers that are known by name: their whole names, the words these begin with, and what comes near to them. */
import { foldCase } from '../audit/filter.ts';
import type { ParseContext } from './command.ts';
import { suggest } from './suggest.ts';
import type { Token } from './tokens.ts';

type Known = NonNullable<ParseContext['known']>;

interface Names {
  readonly whole: ReadonlySet<string>;
  /** Whole names and every run of words with which one begins. */
  readonly beginnings: ReadonlySet<string>;
  readonly byFolded: ReadonlyMap<string, string>;
}

/** The longest name that is looked for, in words. */
const MAX_WORDS = 8;
/** A shorter beginning of a name is a word like any other. */
const MIN_BEGINNING = 3;

/** Thousands of names are folded once, not for every command. */
const namesOf = new WeakMap<readonly string[], Names>();

function readNames(customers: readonly string[]): Names {
  const held = namesOf.get(customers);
  if (held) return held;
  const byFolded = new Map(customers.map((name) => [foldCase(name), name]));
  const beginnings = [...byFolded.keys()].flatMap((name) => {
    const words = name.split(' ').slice(0, MAX_WORDS);
    return words.map((_, count) => words.slice(0, count + 1).join(' ')).filter((words_) => words_.length >= MIN_BEGINNING);
  });
  const names = { whole: new Set(byFolded.keys()), beginnings: new Set([...beginnings, ...byFolded.keys()]), byFolded };
  namesOf.set(customers, names);
  return names;
}

/** Where the longest whole name that begins at an index ends; undefined where none does. */
export function endOfKnown(tokens: readonly Token[], index: number, known: Known | undefined, part: 'whole' | 'beginnings'): number | undefined {
  if (!known) return undefined;
  const names = readNames(known.customers)[part];
  let words = 0;
  while (words < MAX_WORDS && isPart(tokens[index + words])) words++;
  // A quoted text by itself is no whole name, whoever is called so with the quotes.
  for (let count = words; count > (tokens[index]?.kind === 'quoted' ? 1 : 0); count--) {
    if (names.has(foldCase(textOf(tokens, index, index + count)))) return index + count;
  }
  return undefined;
}

function isPart(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

/** Whether some known name holds a text, or might: not every customer need be known. */
export function mayMatch(text: string, known: Known | undefined): boolean {
  if (!known?.complete) return true;
  const wanted = foldCase(text);
  return [...readNames(known.customers).whole].some((name) => name.includes(wanted));
}

/** Known names that a mistyped one comes near to. */
export function nearCustomers(text: string, known: Known | undefined): readonly string[] {
  if (!known) return [];
  const { byFolded } = readNames(known.customers);
  return suggest(foldCase(text), [...byFolded.keys()]).flatMap((folded) => byFolded.get(folded) ?? []);
}

/** The words between two indexes as one name; a name may hold quotes. */
export function textOf(tokens: readonly Token[], from: number, to: number): string {
  return tokens.slice(from, to).map(({ kind, text }) => (kind === 'quoted' ? `"${text}"` : text)).join(' ');
}
