/** The words of the language that are never values: what begins a filter or a time, and what is not there yet. */
import type { FilterKey } from '../audit/query.ts';
import { FILTERS } from './usage.ts';

/** Every word that begins a filter. */
export const FILTER_WORDS: ReadonlyMap<string, FilterKey> = new Map(
  FILTERS.flatMap(({ key, word, aliases }) => [word, ...aliases].map((one) => [one, key] as const)),
);

/** Words that begin a time wherever they stand. */
export const TIME_WORDS: ReadonlySet<string> = new Set(['last', 'past', 'since', 'from', 'between', 'on', 'today', 'yesterday']);

/** A form of the language that is not built yet: how it begins in lower-case words, and what works in its stead. */
export interface LaterForm {
  readonly begins: RegExp;
  readonly takesValue: boolean;
  /** It turns the clause after it around. */
  readonly negates?: true;
  readonly instead: string;
}

const FILTERS_THAT_WORK = 'What I can filter by today: customer, user, op, resource and status.';
const TIMES_THAT_WORK = 'Times that work today: 7d, 24h, yesterday, since 2026-11-01, 2026-11-01..2026-11-10.';
const SHAPE_TODAY = 'An answer is a summary with a list, newest first, in your own time zone.';
const NO_NEGATION = 'I can only ask for what you want to see: customer, user, op, resource and status.';

const LATER_FORMS: readonly LaterForm[] = [
  { begins: /^(?:risk|severity|category|cat|app|application|via|text|contains|about)(?= |$)/, takesValue: true, instead: FILTERS_THAT_WORK },
  { begins: /^risky(?= |$)/, takesValue: false, instead: FILTERS_THAT_WORK },
  { begins: /^(?:not|except|without)(?= |$)/, takesValue: true, negates: true, instead: NO_NEGATION },
  { begins: /^(?:before|until|after|around|during)(?= |$)/, takesValue: true, instead: TIMES_THAT_WORK },
  { begins: /^(?:this|next) (?:hour|day|week|weekend|month|quarter|year)(?= |$)/, takesValue: false, instead: TIMES_THAT_WORK },
  { begins: /^by(?= |$)/, takesValue: true, instead: 'Grouping is not there yet; for a person write `by alice@partner.example`.' },
  { begins: /^(?:limit|sort|tz)(?= |$)/, takesValue: true, instead: SHAPE_TODAY },
  { begins: /^(?:order|group|count) by(?= |$)/, takesValue: true, instead: SHAPE_TODAY },
  { begins: /^(?:newest|oldest)(?: first)?(?= |$)|^utc(?= |$)|^top \d+(?= |$)/, takesValue: false, instead: SHAPE_TODAY },
  { begins: /^per (?:customer|user|operation|resource|status|app|category|risk|hour|day|week|weekday)(?= |$)/, takesValue: false, instead: SHAPE_TODAY },
  { begins: /^as (?:summary|list|table|chart|timeline|csv|json|ndjson)(?= |$)/, takesValue: false, instead: SHAPE_TODAY },
];

/** Finds the form that is not built yet at the beginning of some lower-case words, and how many words introduce it. */
export function laterForm(words: string): { readonly form: LaterForm; readonly wordCount: number } | undefined {
  for (const form of LATER_FORMS) {
    const match = form.begins.exec(words);
    if (match) return { form, wordCount: match[0].split(' ').length };
  }
  return undefined;
}

/** Single words that mean something only in company, and must be quoted as values all the same. */
const COMPANIONS: ReadonlySet<string> = new Set(['and', 'or', 'to', 'in', 'order', 'group', 'count', 'top', 'per', 'as', 'this', 'next', 'raw']);

/** Whether a lower-case word is of the language itself, so that it must be quoted to be a value. */
export function isKeyword(word: string): boolean {
  return FILTER_WORDS.has(word) || TIME_WORDS.has(word) || COMPANIONS.has(word) || laterForm(word) !== undefined;
}

/** Whether `word:value` and `word=value` may be written for a lower-case word. */
export function takesValue(word: string): boolean {
  return FILTER_WORDS.has(word) || TIME_WORDS.has(word) || laterForm(word) !== undefined;
}
