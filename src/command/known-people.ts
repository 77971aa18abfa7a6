/** People whom a sentence names by their first name, or by a part of their sign-in name. */
import { DEEDS } from './deeds.ts';
import { VOCABULARIES } from './values.ts';
import { isKeyword } from './words.ts';

const AUTOMATON = /^(?:svc|service|sync|system|auto|robot|bot|api|app)/i;
const DAY_OR_MONTH = /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/;
const MIN_PART = 3;
/** More of one name are nobody that was meant. */
const MOST_OF_A_NAME = 3;

/** Accounts that are no persons, by their names. */
export function automataOf(people: readonly string[]): readonly string[] {
  return people.filter((name) => AUTOMATON.test(name));
}

/** The sign-in names before their `@`, by each part that names them; a name that stands for too many names nobody. */
function byPart(people: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, Set<string>>();
  for (const person of people) {
    const local = person.split('@')[0]?.toLowerCase() ?? '';
    const parts = AUTOMATON.test(local) ? [] : local.split(/[._-]/);
    for (const part of new Set([local, ...parts])) if (isName(part)) named.set(part, (named.get(part) ?? new Set()).add(local));
  }
  return new Map([...named].filter(([, locals]) => locals.size <= MOST_OF_A_NAME).map(([part, locals]) => [part, [...locals]]));
}

function isName(part: string): boolean {
  return part.length >= MIN_PART && /^[a-z][\w.-]*$/.test(part) && !isKeyword(part) && !DAY_OR_MONTH.test(part)
    && VOCABULARIES.resource.find(part) === undefined && VOCABULARIES.status.find(part) === undefined && VOCABULARIES.category.find(part) === undefined;
}

/** Thousands of names are taken apart once, not for every sentence. */
const held = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function namesOf(people: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const names = held.get(people) ?? byPart(people);
  held.set(people, names);
  return names;
}

const USER = /^(?:user|actor)/i;
/** What was done stands before whom it was done to: `deleted bob`, and `deleted the user bob`. */
const DONE_TO = new RegExp(`\\b(?:${DEEDS})\\s+(?:the\\s+)?$`, 'i');
const WORD = /(?<![\w@.*"-])(?:(by|from|user|actor|not by|not from)\s+|(to|for|about|of)\s+)?([a-z][\w.-]*?)(?:['’]s)?(?=\s|$|,)/gi;

/** Puts the filter in place of each name; to whom something was done stands in the text of a record. Customers go before people. */
export function withPeople(text: string, people: readonly string[], customers: readonly string[]): string {
  const names = namesOf(people);
  return names.size === 0 ? text : text.replace(WORD, (whole: string, before: string | undefined, to: string | undefined, word: string, at: number) => {
    const locals = names.get(word.toLowerCase());
    if (!locals || customers.some((name) => name.toLowerCase().startsWith(word.toLowerCase()))) return whole;
    const isDoer = before !== undefined && !USER.test(before);
    if (to !== undefined || !isDoer && DONE_TO.test(text.slice(0, at))) return `text ${word}`;
    return `${before !== undefined && /^not/i.test(before) ? 'not ' : ''}user ${locals.map((local) => `${local}@*`).join(', ')}`;
  });
}
