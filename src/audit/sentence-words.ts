/** The words that sentences about records are made of. */
import type { AuditRecord } from './record.ts';
import { isSeatCommitment, numberOf, type OfferLine } from './sentence-facts.ts';

/** A record with what clauses need of it: names cut to size, and its customer in words. */
export interface Teller {
  readonly record: AuditRecord;
  readonly short: (text: string) => string;
  /** `Relecloud`, or `customer bbbb1b1b-…` where no name is recorded. */
  readonly customer: string | undefined;
  /** ` for Relecloud`; empty where no customer is recorded. */
  readonly ofCustomer: (preposition: string) => string;
}

/** What was done, without who and whether; undefined where the record does not tell. */
export type Clause = (teller: Teller) => string | undefined;

/** Lines of an order that a sentence names; the rest is counted. */
const LINES_NAMED = 3;
const TERMS: ReadonlyMap<string, string> = new Map([['P1M', '1-month'], ['P1Y', '1-year'], ['P3Y', '3-year']]);

/** `1-year term`; a term nobody has named yet is shown as it came. */
function termInWords(term: string): string {
  const known = TERMS.get(term.toUpperCase());
  return known === undefined ? `term ${term}` : `${known} term`;
}

/** `250 seats` where the record tells that seats are sold, else `a quantity of 250`. */
export function quantityInWords(quantity: string, line: OfferLine): string {
  if (!isBySeat(line)) return `a quantity of ${quantity}`;
  return `${quantity} ${numberOf(quantity) === 1 ? 'seat' : 'seats'}`;
}

function isBySeat(line: OfferLine): boolean {
  return line.unit === undefined ? isSeatCommitment(line) : /licen[cs]e|seat/i.test(line.unit);
}

/** `25 × Microsoft 365 Business Premium on a 1-year term, 3 × …`, as far as each line says it. */
export function linesInWords(lines: readonly OfferLine[], short: (text: string) => string): string {
  const told = lines.slice(0, LINES_NAMED).map((line) => lineInWords(line, short));
  const more = lines.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function lineInWords({ name, offerId, quantity, term }: OfferLine, short: (text: string) => string): string {
  const what = name ?? (offerId === undefined ? undefined : `offer ${offerId}`);
  const counted = [...(quantity === undefined ? [] : [short(quantity)]), ...(what === undefined ? [] : [short(what)])].join(' × ');
  return term === undefined ? counted : `${counted} on a ${termInWords(short(term))}`;
}
