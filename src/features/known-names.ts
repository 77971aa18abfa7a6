/** The names in a directory as a command is read against them. */
import type { KnownCustomer } from './ports.ts';

/** The same list for the same customers: what is made of thousands of names is made once. */
const namesOf = new WeakMap<readonly KnownCustomer[], readonly string[]>();

/** The customers' names, in their order. */
export function namesIn(customers: readonly KnownCustomer[]): readonly string[] {
  const held = namesOf.get(customers);
  if (held) return held;
  const names = customers.map(({ name }) => name);
  namesOf.set(customers, names);
  return names;
}
