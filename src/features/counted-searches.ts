/** The way from a number of an answer to the records behind it: the same search with one more filter. */
import { foldCase, isGuid, type AuditFilter, type CustomerRef } from '../audit/filter.ts';
import type { Category, Risk } from '../audit/operations.ts';
import { printSearch } from '../command/print.ts';
import type { Directory, KnownCustomer } from './ports.ts';
import type { CountedSearch, CountedValue, MatchedCustomer, ResultFacts } from './result-facts.ts';
import { asksFor, saidIn, searchIn } from './reworded.ts';

interface CountedDeps {
  readonly directory: Pick<Directory, 'customersNamed'>;
}

/** Values of a list that have a way in: as many as an answer names. */
const OF_EACH = 6;
/** Groups that have one, the first of those that an answer shows. */
const GROUPS = 30;
const CUSTOMERS_OFFERED = 3;

/**
 * A search for the numbers that an answer names, in the order people look for them: what did not succeed, risks but low,
 * operations, people, customers; or for each group. Left out is what is all of the answer, or no command says exactly.
 */
export async function countedSearches({ directory }: CountedDeps, facts: ResultFacts): Promise<readonly CountedSearch[] | undefined> {
  const said = saidIn(facts);
  const search = searchIn(said);
  if (!search) return undefined;
  const { shape: _, ...whole } = search;
  const found = await Promise.all(numbersOf(facts).map(async ({ of, count }): Promise<readonly CountedSearch[]> => {
    const filter = count === 0 || count === facts.summary.total ? undefined : await narrowed(directory, search.filter, of);
    if (!filter) return [];
    const command = printSearch({ ...whole, filter });
    return asksFor({ ...said, command }, filter) ? [{ of, count, command }] : [];
  }));
  const searches = found.flat();
  return searches.length === 0 ? undefined : searches;
}

type Numbered = Pick<CountedSearch, 'of' | 'count'>;

function numbersOf({ groups, summary: { statuses, risks, operations, people, customers } }: ResultFacts): readonly Numbered[] {
  if (groups) return groups.rows.slice(0, GROUPS).map(({ values, count }) => ({ of: values.map((value, at) => ({ dimension: groups.by[at] ?? 'status', value })), count }));
  const each = (dimension: CountedValue['dimension'], counts: readonly { readonly value: string; readonly count: number }[]): readonly Numbered[] =>
    counts.slice(0, OF_EACH).map(({ value, count }) => ({ of: [{ dimension, value }], count }));
  return [
    ...each('status', statuses.filter(({ value }) => value.toLowerCase() !== 'succeeded')),
    ...each('risk', (['high', 'medium'] as const).map((value) => ({ value, count: risks[value] }))),
    ...each('operation', operations), ...each('user', people), ...each('customer', customers),
  ];
}

async function narrowed(directory: CountedDeps['directory'], filter: AuditFilter, values: readonly CountedValue[]): Promise<AuditFilter | undefined> {
  let narrower: AuditFilter = filter;
  for (const value of values) {
    const part = await exactly(directory, value);
    if (!part) return undefined;
    narrower = { ...narrower, ...part };
  }
  return narrower;
}

/** The filter that fits this value and no other; undefined where none does. */
async function exactly(directory: CountedDeps['directory'], { dimension, value }: CountedValue): Promise<Partial<AuditFilter> | undefined> {
  // Stars stand for any text, and nothing asks for what is not recorded.
  if (value === '' || value.includes('*')) return undefined;
  switch (dimension) {
    case 'status': return { statuses: [value] };
    case 'risk': return { risks: [value as Risk] };
    case 'category': return { categories: [value as Category] };
    case 'operation': return { operations: [value] };
    case 'resource': return { resources: [value] };
    // An application that stands for a person is found by other words.
    case 'user': return value.includes('@') ? { users: [value] } : undefined;
    case 'customer': {
      const only = onlyCustomer(await directory.customersNamed(value.replace(/ \([0-9a-f]{8}…\)$/, '')), value);
      return only && { customers: [only] };
    }
    default: return undefined;
  }
}

/** Each customer that a name fitted, and the search for it alone: by name where that is enough, else by id. */
export async function matchedCustomers({ directory }: CountedDeps, facts: ResultFacts): Promise<readonly MatchedCustomer[] | undefined> {
  const search = searchIn(saidIn(facts));
  const [asked, ...others] = search?.filter.customers ?? [];
  if (!search || asked?.kind !== 'name' || others.length > 0 || facts.summary.customers.length < 2) return undefined;
  const known = await directory.customersNamed(asked.name);
  const matched = facts.summary.customers.flatMap(({ value, count }): readonly MatchedCustomer[] => {
    const only = onlyCustomer(known, value);
    return only ? [{ name: value, count, command: printSearch({ ...search, filter: { ...search.filter, customers: [only] } }) }] : [];
  });
  return matched.length === 0 ? undefined : matched.slice(0, CUSTOMERS_OFFERED);
}

/** Where two have one name, a summary tells them apart by the beginning of their ids. */
function onlyCustomer(known: readonly KnownCustomer[], shownAs: string): CustomerRef | undefined {
  const [bearer, ...namesakes] = known.filter(({ id, name }) => [name, `${name} (${id.slice(0, 8)}…)`].some((shown) => foldCase(shown) === foldCase(shownAs)));
  if (!bearer || namesakes.length > 0) return undefined;
  if (known.filter(({ name }) => foldCase(name).includes(foldCase(bearer.name))).length === 1) return { kind: 'name', name: bearer.name };
  return isGuid(bearer.id) ? { kind: 'id', id: bearer.id } : undefined;
}
