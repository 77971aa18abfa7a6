/** The canonical line of a search: what is shown, stored, and put behind buttons. */
import { isGuid, type CustomerRef } from '../audit/filter.ts';
import type { TimeSpec } from '../audit/time-range.ts';
import type { Search } from './command.ts';
import { bareAt, isBrokenGuid, isEmail } from './places.ts';
import { startsTime } from './time-words.ts';
import { encode, tokenise } from './tokens.ts';
import { VOCABULARIES, type ListedKey } from './values.ts';
import { isKeyword } from './words.ts';

/** Letters, digits and the signs that mean nothing to the language. */
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_&'@#+/*-]*(?:\.[\p{L}\p{M}\p{N}_&'@#+/*-]+)*$/u;

/**
 * Prints a search so that it parses back to the same filter and time: relative times stay relative, a value is quoted
 * exactly when it is not a single plain word or is a word of the language. The text may be sent to Slack and back.
 */
export function printSearch(search: Search): string {
  const { customers, users, operations, resources, statuses } = search.filter;
  const clauses = [
    clause('customer', customers.map(printCustomer)),
    clause('user', users.map((user) => isEmail(user) && isPlain(user) ? user : quoted(user))),
    clause('op', operations.map((value) => printListed('operation', value))),
    clause('resource', resources.map((value) => printListed('resource', value))),
    clause('status', statuses.map((value) => printListed('status', value))),
    search.defaultTime ? '' : printTime(search.time),
  ].filter((part) => part !== '');
  return encode(clauses.join(' ') || 'search');
}

function clause(word: string, values: readonly string[]): string {
  return values.length > 0 ? `${word} ${values.join(', ')}` : '';
}

function printCustomer(customer: CustomerRef): string {
  if (customer.kind === 'id') return isGuid(customer.id) ? customer.id : quoted(customer.id);
  const { name } = customer;
  return isPlain(name) && !bareAt(tokenise(name).tokens, 0) && !isBrokenGuid(name) ? name : quoted(name);
}

function printListed(key: ListedKey, value: string): string {
  const found = VOCABULARIES[key].find(value);
  if (found?.length !== 1 || found[0] !== value) return `${quoted(value)} raw`;
  return isPlain(value) ? value : quoted(value);
}

/** Whether a value may stand without quotes: one word that begins no clause. */
function isPlain(value: string): boolean {
  const { tokens } = tokenise(value);
  return PLAIN.test(value) && tokens.length === 1 && !isKeyword(value.toLowerCase()) && !startsTime(tokens, 0);
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function printTime(time: TimeSpec): string {
  switch (time.kind) {
    case 'last':
      return `last ${time.count}${time.unit}`;
    case 'today':
    case 'yesterday':
      return time.kind;
    case 'since':
    case 'on':
      return `${time.kind} ${time.day}`;
    case 'between':
      return `from ${time.from} to ${time.to}`;
  }
}
