/** What stands at a place between tokens: the beginning of a clause, a word that is a filter by itself, or neither. */
import { isGuid } from '../audit/filter.ts';
import type { FilterKey } from '../audit/filter.ts';
import { suggest } from './suggest.ts';
import { startsTime } from './time-words.ts';
import { wordsFrom, type Token } from './tokens.ts';
import { patternOf, VOCABULARIES } from './values.ts';
import { FILTER_WORDS, isShape, NEGATIONS, TIME_WORDS } from './words.ts';

const PEOPLE = /^(?:\*@[^\s@<>*]+|[^\s@<>*]+@\*)$/;
const EMAIL = /^[^\s@<>*]+@[^\s@<>*]+$/;
/** Begins like a customer id, or is as long as one: hex digits and dashes only. */
const GUID_LIKE = /^(?:\{?[0-9a-f]{8}-[0-9a-f-]*\}?|(?=.*\d)[0-9a-f-]{24,40})$/i;

/** A filter without its key: `failed`, `orders`, `create_order`, an e-mail address, a customer id. */
export interface BareFilter {
  readonly key: FilterKey;
  readonly values: readonly string[];
  readonly next: number;
}

/** Whether a token begins a clause wherever it stands, so that a name ends before it. */
export function startsClause(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'word') return false;
  return FILTER_WORDS.has(token.word) || NEGATIONS.has(token.word) || token.word === 'or' || riskAt(tokens, index) !== undefined || startsTime(tokens, index) || isShape(wordsFrom(tokens, index, 2));
}

/** `risky`, and `high risk` before the word `risk` could be taken for a key. */
function riskAt(tokens: readonly Token[], index: number): BareFilter | undefined {
  const { word = '' } = tokens[index] ?? {};
  const isPair = word !== 'risky' && tokens[index + 1]?.word === 'risk';
  const values = word === 'risky' || isPair ? VOCABULARIES.risk.find(word) : undefined;
  return values && { key: 'risk', values, next: index + (isPair ? 2 : 1) };
}

/** The filter that a word is by itself, where it is one. */
export function bareAt(tokens: readonly Token[], index: number): BareFilter | undefined {
  const token = tokens[index];
  if (token?.kind !== 'word') return undefined;
  if (isPerson(token.text)) return { key: 'user', values: [token.text], next: index + 1 };
  const id = guidIn(token.text);
  if (id) return { key: 'customer', values: [id], next: index + 1 };
  for (const count of tokens[index + 1]?.kind === 'word' ? [2, 1] : [1]) {
    const values = VOCABULARIES.status.find(wordsFrom(tokens, index, count));
    if (values) return { key: 'status', values, next: index + count };
  }
  const risk = riskAt(tokens, index);
  if (risk) return risk;
  const category = VOCABULARIES.category.find(token.word);
  if (category) return { key: 'category', values: category, next: index + 1 };
  const resource = VOCABULARIES.resource.find(token.word);
  if (resource) return { key: 'resource', values: resource, next: index + 1 };
  const pattern = token.word.includes('_') ? patternOf(token.word) : undefined;
  const operation = pattern ? [pattern] : token.word.includes('_') ? VOCABULARIES.operation.find(token.word) : undefined;
  return operation && { key: 'operation', values: operation, next: index + 1 };
}

/** Whether only bare filters and `and` stand from one index up to another. */
export function allBare(tokens: readonly Token[], from: number, to: number): boolean {
  let index = from;
  while (index < to) {
    const next = tokens[index]?.word === 'and' ? index + 1 : bareAt(tokens, index)?.next;
    if (next === undefined) return false;
    index = next;
  }
  return index === to;
}

/** The keyword that a word was meant to be, judged by what follows it: `stauts failed`, `lsat 7d`. */
export function mistypedKey(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (token?.kind !== 'word') return undefined;
  const bare = bareAt(tokens, index + 1);
  const fitting = startsTime(tokens, index + 1) && !TIME_WORDS.has(tokens[index + 1]?.word ?? '')
    ? [...TIME_WORDS]
    : [...FILTER_WORDS].filter(([, key]) => key === bare?.key).map(([word]) => word);
  return suggest(token.word, fitting.filter((word) => !word.startsWith(token.word)))[0];
}

export function isEmail(text: string): boolean {
  return EMAIL.test(text);
}

/** A whole sign-in name, or a part of one with `*` for the other side of its `@`. */
export function isPerson(text: string): boolean {
  return EMAIL.test(text) || PEOPLE.test(text);
}

/** A whole customer id, with or without braces. */
export function guidIn(text: string): string | undefined {
  const inner = /^\{(.*)\}$/.exec(text)?.[1] ?? text;
  return isGuid(inner) ? inner : undefined;
}

/** Whether a text can only be a customer id that was copied badly. */
export function isBrokenGuid(text: string): boolean {
  return GUID_LIKE.test(text) && guidIn(text) === undefined;
}
