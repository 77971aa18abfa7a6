/** How the log spells the customer that a search names. */
import type { CustomerRef } from '../audit/filter.ts';
import type { Directory } from './ports.ts';

/** The known names that match the one customer of a search, as the log has them; none where it names several, or an id. */
export async function spellingsOf(directory: Pick<Directory, 'customersNamed'>, [customer, ...others]: readonly CustomerRef[]): Promise<readonly string[]> {
  if (customer?.kind !== 'name' || others.length > 0) return [];
  return (await directory.customersNamed(customer.name)).map(({ name }) => name);
}
