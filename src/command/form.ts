/** The search form as data: what its fields hold, and what of a search it carries along because no field can hold it. */
import type { Dimension } from '../audit/dimensions.ts';
import type { CustomerRef } from '../audit/filter.ts';
import type { Risk } from '../audit/operations.ts';
import { DEFAULT_TIME } from '../audit/time-range.ts';
import type { Condition, ParseContext, Search } from './command.ts';
import { formTimeOf, timeOfForm, type FormTime } from './form-time.ts';
import { parseCommand } from './parse.ts';
import { printSearch } from './print.ts';
import { tidied } from './tokens.ts';

/** What stands in the fields. Values of one field are alternatives, as everywhere. */
export interface SearchForm {
  readonly customers: readonly CustomerRef[];
  /** Sign-in names; a `*` stands for any part of one. */
  readonly people: readonly string[];
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly statuses: readonly string[];
  readonly risks: readonly Risk[];
  readonly texts: readonly string[];
  readonly by: readonly Dimension[];
  readonly time: FormTime;
  /** What has no field: what must not be, categories, applications, order, limit, form and zone. */
  readonly kept: Condition;
}

export const NOTHING_KEPT: Condition = { filter: { customers: [], users: [], operations: [], resources: [], statuses: [] } };

export const EMPTY_FORM: SearchForm = {
  customers: [], people: [], operations: [], resources: [], statuses: [], risks: [], texts: [], by: [], time: {}, kept: NOTHING_KEPT,
};

/** The longest value, in characters, that is a choice in a menu of Slack's, with room for what it is. */
export const LONGEST_CHOICE = 140;

/** Fills the form in from a search. What no field can hold is kept, so that `searchOfForm` gives a search of equal meaning. */
export function formOfSearch({ filter, shape = {}, zone, ...said }: Search): SearchForm {
  const { customers, users, operations, resources, statuses, risks = [], texts = [], ...unheld } = filter;
  const { by = [], ...restOfShape } = shape;
  const [heldCustomers, longCustomers] = parted(customers, (customer) => (customer.kind === 'id' ? customer.id : customer.name));
  const [people, longUsers] = parted(users);
  const [heldOperations, longOperations] = parted(operations);
  const [heldResources, longResources] = parted(resources);
  const [heldStatuses, longStatuses] = parted(statuses);
  return {
    customers: heldCustomers, people, operations: heldOperations, resources: heldResources, statuses: heldStatuses,
    risks, texts, by,
    time: formTimeOf(said),
    kept: {
      filter: { ...unheld, customers: longCustomers, users: longUsers, operations: longOperations, resources: longResources, statuses: longStatuses },
      ...(Object.keys(restOfShape).length > 0 && { shape: restOfShape }),
      ...(zone !== undefined && { zone }),
    },
  };
}

/** The search that a form says. Its time is not looked at: `faultsOfForm` tells whether it can be asked. */
export function searchOfForm(form: SearchForm): Search {
  const { kept: { filter, shape: keptShape = {}, zone }, risks, texts, by } = form;
  const shape = { ...keptShape, ...(by.length > 0 && { by }) };
  const time = timeOfForm(form.time);
  return {
    filter: {
      ...filter,
      customers: [...form.customers, ...filter.customers],
      users: [...form.people, ...filter.users],
      operations: [...form.operations, ...filter.operations],
      resources: [...form.resources, ...filter.resources],
      statuses: [...form.statuses, ...filter.statuses],
      ...(risks.length > 0 && { risks }),
      ...(texts.length > 0 && { texts }),
    },
    time: time ?? DEFAULT_TIME,
    defaultTime: time === undefined,
    ...(Object.keys(shape).length > 0 && { shape }),
    ...(zone !== undefined && { zone }),
  };
}

/** The canonical line that a form equals. */
export function printForm(form: SearchForm): string {
  return printSearch(searchOfForm(form));
}

const NOTHING = printKept(NOTHING_KEPT);

/** What is kept, as the clauses of a command; `search` where there is nothing. */
export function printKept(kept: Condition): string {
  return printSearch({ ...kept, time: DEFAULT_TIME, defaultTime: true });
}

/** Whether a form carries something along that no field shows. */
export function keepsSomething(kept: Condition): boolean {
  return printKept(kept) !== NOTHING;
}

/** Reads back what `printKept` wrote; undefined where that is something else. */
export function readKept(text: string, { now, zone }: ParseContext): Condition | undefined {
  const command = parseCommand(text, { now, zone, kept: true });
  if (command.kind !== 'search' || !command.search.defaultTime) return undefined;
  const { search: { filter, shape, zone: said } } = command;
  return { filter, ...(shape && { shape }), ...(said !== undefined && { zone: said }) };
}

/** A text typed into a field, as the same text in a command would be read. */
export function asTyped(text: string): string {
  return tidied(text);
}

/** Any part of a sign-in name may be typed: a whole one stands for itself, everything else for names that hold it. */
export function asPerson(typed: string): string {
  return /^[^\s@<>*]+@[^\s@<>*]+\.[^\s@<>*]+$/.test(typed) || typed.includes('*') ? typed : `*${typed}*`;
}

function parted<T extends string | CustomerRef>(values: readonly T[], textOf: (value: T) => string = String): readonly [held: readonly T[], long: readonly T[]] {
  const isLong = (value: T): boolean => textOf(value).length > LONGEST_CHOICE;
  return [values.filter((value) => !isLong(value)), values.filter(isLong)];
}
