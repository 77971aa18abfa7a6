/** The canonical line of a search: what is shown, stored, and put behind buttons. */
import { isGuid, type AuditFilter, type CustomerRef, type FilterValues } from '../audit/filter.ts';
import { plainText } from '../audit/plain-text.ts';
import type { Condition, Search } from './command.ts';
import { bareAt, isBrokenGuid, isPerson } from './places.ts';
import { printTime } from './print-time.ts';
import { startsTime } from './time-words.ts';
import { encode, tokenise } from './tokens.ts';
import { patternOf, VOCABULARIES, type ListedKey } from './values.ts';
import { isKeyword } from './words.ts';

/** Letters, digits and the signs that mean nothing to the language. */
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_&'@#+/*-]*(?:\.[\p{L}\p{M}\p{N}_&'@#+/*-]+)*$/u;

/**
 * Prints a search so that it parses back to the same filter and time: relative times stay relative, a value is quoted
 * exactly when it is not a single plain word or is a word of the language. The text may be sent to Slack and back.
 */
export function printSearch(search: Search): string {
  return encode(clausesOf(search).join(' ') || 'search');
}

/** The clauses of a canonical line: filters, time, shape. */
export function clausesOf(search: Search): readonly string[] {
  return [...filterClauses(search.filter), ...timeClause(search), ...shapeClauses(search)];
}

/** The clauses of a rule, which has no time. */
export function conditionClauses(condition: Condition): readonly string[] {
  return [...filterClauses(condition.filter), ...shapeClauses(condition)];
}

/** The filters of a canonical line, each key once, what must not hold last. */
function filterClauses({ not, ...values }: AuditFilter): readonly string[] {
  return [...valueClauses(values), ...valueClauses(not ?? {}).map((clause) => `not ${clause}`)];
}

function timeClause({ time, defaultTime }: Search): readonly string[] {
  return defaultTime ? [] : [printTime(time)];
}

function shapeClauses({ shape = {}, zone }: Condition): readonly string[] {
  const { by = [], sort, limit, as } = shape;
  return [
    ...(by.length > 0 ? [`by ${by.join(', ')}`] : []),
    ...(sort ? [`sort ${sort.column} ${sort.direction}`] : []),
    ...(limit === undefined ? [] : [`limit ${limit}`]),
    ...(as ? [`as ${as}`] : []),
    ...(zone === undefined ? [] : [`tz ${zone}`]),
  ];
}

function valueClauses(values: Partial<FilterValues>): readonly string[] {
  return [
    clause('customer', (values.customers ?? []).map(printCustomer)),
    clause('user', (values.users ?? []).map((user) => isPerson(user) && isPlain(user.replace('*', 'x')) ? user : quoted(user))),
    clause('op', (values.operations ?? []).map((value) => printListed('operation', value))),
    clause('resource', (values.resources ?? []).map((value) => printListed('resource', value))),
    clause('status', (values.statuses ?? []).map((value) => printListed('status', value))),
    clause('risk', values.risks ?? []),
    clause('category', values.categories ?? []),
    clause('app', (values.applications ?? []).map(printName)),
    clause('text', (values.texts ?? []).map(printName)),
  ].filter((part) => part !== '');
}

function clause(word: string, values: readonly string[]): string {
  return values.length > 0 ? `${word} ${values.join(', ')}` : '';
}

function printCustomer(customer: CustomerRef): string {
  if (customer.kind === 'id') return isGuid(customer.id) ? customer.id : quoted(customer.id);
  return printName(customer.name);
}

/** A part of a name, or of any text: in quotes where it could be read as something else, `high` before `risk …` too. */
export function printName(name: string): string {
  return isPlain(name) && !bareAt(tokenise(name).tokens, 0) && !VOCABULARIES.risk.find(name.toLowerCase()) && !isBrokenGuid(name) ? name : quoted(name);
}

function printListed(key: ListedKey, value: string): string {
  if (key === 'operation' && patternOf(value) === value) return value;
  const found = VOCABULARIES[key].find(value);
  if (found?.length !== 1 || found[0] !== value) return `${quoted(value)} raw`;
  return isPlain(value) ? value : quoted(value);
}

/** What begins an option of a rule, and would be taken for one there. */
const OPTION_WORDS: ReadonlySet<string> = new Set(['name', 'for', 'within', 'every', 'because', 'pack', 'quiet', 'outside', 'mention', 'more', 'first-seen']);

/** Whether a value may stand without quotes: one word that begins no clause. */
function isPlain(value: string): boolean {
  const { tokens } = tokenise(value);
  return PLAIN.test(value) && tokens.length === 1 && !isKeyword(value.toLowerCase()) && !OPTION_WORDS.has(value.toLowerCase()) && !startsTime(tokens, 0);
}

/** Signs that typing loses are printed as they are read: a curly quote would end the quotes around it. */
export function quoted(value: string): string {
  return `"${plainText(value).replace(/["\\]/g, '\\$&')}"`;
}
