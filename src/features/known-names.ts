/** The names in a directory: as a command is read against them, and for whoever reads an id. */
import { idsIn, type CustomerNames } from './customer-names.ts';
import type { Directory, KnownCustomer, Log } from './ports.ts';

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

export interface NamesDeps {
  readonly directory: Pick<Directory, 'everybody'>;
  readonly log: Log;
}

/** Nobody waits longer for a name than for what it stands beside. */
const PATIENCE_MS = 700;

/** The names behind the customer ids in some texts; none where the directory cannot tell them in time. Never rejects. */
export async function namesBehind({ directory, log }: NamesDeps, texts: readonly string[]): Promise<{ readonly names?: CustomerNames }> {
  const ids = idsIn(texts);
  if (ids.size === 0) return {};
  try {
    const known = await Promise.race([directory.everybody(), late()]);
    const names = known?.customers.filter(({ id }) => ids.has(id.toLowerCase())).map(({ id, name }) => [id.toLowerCase(), name] as const) ?? [];
    return names.length === 0 ? {} : { names: Object.fromEntries(names) };
  } catch {
    log.warn({}, 'names of customers could not be read');
    return {};
  }
}

async function late(): Promise<undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
