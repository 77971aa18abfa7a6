/** The words of the language that are never values: what begins a filter or a time, and what is not there yet. */
import { DIMENSIONS } from '../audit/dimensions.ts';
import type { FilterKey } from '../audit/filter.ts';
import { FILTERS } from './usage.ts';

/** Every word that begins a filter. */
export const FILTER_WORDS: ReadonlyMap<string, FilterKey> = new Map(
  FILTERS.flatMap(({ key, word, aliases }) => [word, ...aliases].map((one) => [one, key] as const)),
);

/** Words that turn the filter after them around. */
export const NEGATIONS: ReadonlySet<string> = new Set(['not', 'except', 'without']);

/** Words that begin a time wherever they stand. */
export const TIME_WORDS: ReadonlySet<string> = new Set([
  'last', 'past', 'since', 'after', 'before', 'until', 'from', 'between', 'on', 'during', 'around', 'today', 'yesterday', 'weekend',
]);

/** The forms an answer can have. */
export const OUTPUTS = ['summary', 'list', 'table', 'chart', 'timeline', 'csv', 'json', 'ndjson'] as const;
export type Output = (typeof OUTPUTS)[number];

/** How the words begin that say what an answer looks like; most need company to mean that, and are names otherwise. */
const SHAPE_FORMS: readonly RegExp[] = [
  /^(?:by|limit|sort|tz|utc)(?= |$)/,
  /^(?:order|group|count) by(?= |$)/,
  /^(?:newest|oldest)(?= |$)/,
  /^top \d+(?= |$)/,
  new RegExp(`^per (?:${DIMENSIONS.join('|')})(?= |$)`),
  new RegExp(`^as (?:${OUTPUTS.join('|')})(?= |$)`),
];

/** Whether two lower-case words begin the shape of an answer. */
export function isShape(words: string): boolean {
  return SHAPE_FORMS.some((form) => form.test(words));
}

/** Single words that mean something only in company, and must be quoted as values all the same. */
const COMPANIONS: ReadonlySet<string> = new Set(['and', 'or', 'to', 'in', 'order', 'group', 'count', 'top', 'per', 'as', 'this', 'next', 'raw']);

/** Whether a lower-case word is of the language itself, so that it must be quoted to be a value. */
export function isKeyword(word: string): boolean {
  return FILTER_WORDS.has(word) || TIME_WORDS.has(word) || NEGATIONS.has(word) || COMPANIONS.has(word) || isShape(word);
}

/** Whether `word:value` and `word=value` may be written for a lower-case word. */
export function takesValue(word: string): boolean {
  return FILTER_WORDS.has(word) || TIME_WORDS.has(word) || isShape(word);
}
