/** Customers that were asked for by id, with their names beside the ids: for reading, never for running. */
import type { CustomerNames } from '../../features/customer-names.ts';
import { shortName } from './wording.ts';

const CUSTOMER_ID = /(?<=^|[\s,])([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|[\s,])/gi;

/** The name behind an id, where it is known. */
export function nameIn(names: CustomerNames = {}): (id: string) => string | undefined {
  return (id) => names[id.toLowerCase()];
}

/** A command as it can be typed, and the names behind its ids: `customer bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f (Relecloud)`. */
export function withNames(command: string, names?: CustomerNames): string {
  return replaced(command, names, (id) => id);
}

/** The same for a line of a list: `customer bbbb1b1b-… (Relecloud)`. */
export function withNamesInShort(command: string, names?: CustomerNames): string {
  return replaced(command, names, (_, begin) => `${begin}-…`);
}

function replaced(command: string, names: CustomerNames | undefined, shown: (id: string, begin: string) => string): string {
  return command.replace(CUSTOMER_ID, (id: string, begin: string) => {
    const name = nameIn(names)(id);
    return name === undefined ? id : `${shown(id, begin)} (${shortName(name)})`;
  });
}
