/** What the menus of the search form offer while somebody types: customers, people and operations. */
import { foldCase, isGuid } from '../audit/filter.ts';
import { OPERATIONS } from '../audit/operations.ts';
import { asPerson, asTyped, LONGEST_CHOICE } from '../command/form.ts';
import { suggest } from '../command/suggest.ts';
import { patternOf } from '../command/values.ts';
import { checkAccess, type AccessDeps, type Asker } from './access.ts';
import type { Directory, Log } from './ports.ts';

/** Menus that ask us what they offer. */
export type SuggestedField = 'customers' | 'people' | 'operations';

/** A value of a field, what a person reads for it, and a second line where the first alone does not tell. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

export interface SuggestDeps extends AccessDeps {
  readonly directory: Pick<Directory, 'everybody'>;
  readonly log: Log;
}

/** Slack takes 100 options: https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#external_multi_select */
const MOST = 100;

/**
 * At most 100 choices for what was typed, the best first; none for people without access. Customers and people begin
 * with a search for the text itself, which is all there is when the directory cannot be read.
 */
export async function suggestValues(deps: SuggestDeps, asker: Asker, field: SuggestedField, typed: string): Promise<readonly Choice[]> {
  const access = await checkAccess(deps, asker);
  if (access.kind === 'refused') return [];
  const wanted = asTyped(typed).slice(0, LONGEST_CHOICE).toWellFormed().trim();
  const found = field === 'operations' ? operationChoices(wanted) : await directoryChoices(deps, field, wanted);
  return distinct([...searchFor(field, wanted), ...found]).slice(0, MOST);
}

/** A customer by id where that is a whole one, else by name; `readCustomer` of the form reads it back. */
export function customerValue({ id, name }: { readonly id: string; readonly name: string }): string {
  return isGuid(id) ? `id:${id}` : `name:${name}`;
}

/** The text itself, as a part of a name; for operations only what cannot be found in the list. */
function searchFor(field: SuggestedField, wanted: string): readonly Choice[] {
  if (wanted === '') return [];
  switch (field) {
    case 'customers': return [{ value: isGuid(wanted) ? `id:${wanted}` : `name:${wanted}`, label: `Search "${wanted}"` }];
    case 'people': return [{ value: asPerson(wanted), label: `Search "${wanted}"` }];
    case 'operations': {
      const pattern = patternOf(wanted);
      return pattern === undefined ? [] : [{ value: pattern, label: `Search "${pattern}"` }];
    }
  }
}

async function directoryChoices({ directory, log }: SuggestDeps, field: 'customers' | 'people', wanted: string): Promise<readonly Choice[]> {
  try {
    const { customers, people } = await directory.everybody();
    return ranked(wanted, field === 'customers'
      ? folded(customers, ({ id, name }) => ({ value: customerValue({ id, name }), label: name, detail: id }))
      : folded(people, (person) => ({ value: person, label: person })));
  } catch {
    log.warn({ field }, 'choices could not be read from the directory');
    return [];
  }
}

/** Operations are found by label and by value; a text like a value that nobody knows may be a new one of Microsoft's. */
function operationChoices(wanted: string): readonly Choice[] {
  const found = ranked(wanted, folded(OPERATIONS, ({ value, label }) => ({ value, label, detail: value })));
  const isNew = /^[a-z0-9]+(?:_[a-z0-9]+)+$/i.test(wanted) && !OPERATIONS.some(({ value }) => value === foldCase(wanted));
  return isNew ? [...found, { value: wanted, label: `Exactly "${wanted}"` }] : found;
}

/** A choice and its names as they are compared. */
interface Folded {
  readonly choice: Choice;
  readonly names: readonly string[];
  /** A customer's id, which only a text that looks like a part of one finds. */
  readonly id?: string;
}

/** Thousands of names are folded once, not for every letter that somebody types. */
const foldedOf = new WeakMap<readonly unknown[], readonly Folded[]>();

function folded<T>(known: readonly T[], choiceOf: (one: T) => Choice): readonly Folded[] {
  const held = foldedOf.get(known);
  if (held) return held;
  const choices = known.map(choiceOf).filter(({ value }) => value.length <= LONGEST_CHOICE).map((choice) => ({ choice, ...namesOf(choice) }));
  foldedOf.set(known, choices);
  return choices;
}

/** What begins with the text, then what has a word that does, what holds it; only where nothing does, what comes near to it. */
function ranked(wanted: string, choices: readonly Folded[]): readonly Choice[] {
  const text = foldCase(wanted);
  const ranks = choices.map((choice) => ({ choice: choice.choice, rank: rankOf(text, choice) })).filter(({ rank }) => rank < Infinity);
  if (ranks.length > 0) return ranks.toSorted((a, b) => a.rank - b.rank).map(({ choice }) => choice);
  // Ids are typed by nobody: one that is near to another is another.
  const near = new Set(isGuid(text) ? [] : suggest(text, choices.flatMap(({ names }) => names)));
  return choices.filter(({ names }) => names.some((name) => near.has(name))).map(({ choice }) => choice);
}

const PART_OF_ID = /^[0-9a-f]{4}[0-9a-f-]*$/;

function rankOf(text: string, { names, id }: Folded): number {
  if (names.some((name) => name.startsWith(text))) return 0;
  if (names.some((name) => name.includes(` ${text}`) || name.includes(`_${text}`))) return 1;
  if (names.some((name) => name.includes(text))) return 2;
  return id !== undefined && PART_OF_ID.test(text) && id.includes(text) ? 3 : Infinity;
}

function namesOf({ label, detail }: Choice): Omit<Folded, 'choice'> {
  if (detail !== undefined && isGuid(detail)) return { names: [foldCase(label)], id: foldCase(detail) };
  return { names: [label, ...(detail === undefined ? [] : [detail])].map(foldCase) };
}

function distinct(choices: readonly Choice[]): readonly Choice[] {
  const seen = new Set<string>();
  return choices.filter(({ value }) => !seen.has(value) && seen.add(value));
}
