/** From tokens to clauses: filters and times, each with the place where it stood. */
import type { FilterKey } from '../audit/query.ts';
import type { ParseContext, Span } from './command.ts';
import { knownAt, readListed } from './listed-values.ts';
import { badGuid, badUser, editsAt, Misunderstanding, notYet, shown, unknownWord, type Fault } from './mistakes.ts';
import { readCustomers, readUsers } from './named-values.ts';
import { bareAt, isBrokenGuid, laterAt, nextClause } from './places.ts';
import { suggest } from './suggest.ts';
import { readTime, type TimeClause } from './time-words.ts';
import { spanOf, type Token } from './tokens.ts';
import { VERBS } from './usage.ts';
import { VOCABULARIES } from './values.ts';
import { FILTER_WORDS, TIME_WORDS } from './words.ts';

/** Values of one filter key, as the log writes them; customers are ids or parts of a name. */
export interface FilterClause {
  readonly kind: 'filter';
  readonly key: FilterKey;
  readonly values: readonly string[];
  readonly at: Span;
  readonly next: number;
}

export type Clause = FilterClause | TimeClause;

type Later = NonNullable<ReturnType<typeof laterAt>>;

/** Words that may begin a clause, for guessing at mistyped ones. */
const BEGINNINGS: readonly string[] = [
  ...FILTER_WORDS.keys(), ...TIME_WORDS,
  ...VOCABULARIES.status.near, ...VOCABULARIES.resource.near, ...VOCABULARIES.operation.near,
];

/** Reads all clauses, joined by nothing, a comma or `and`. Throws `Misunderstanding` at the first that is none. */
export function readClauses(tokens: readonly Token[], context: ParseContext): readonly Clause[] {
  const clauses: Clause[] = [];
  let index = 0;
  while (index < tokens.length) {
    if (isSeparator(tokens[index])) {
      index++;
      continue;
    }
    const clause = readClause(tokens, index, context);
    clauses.push(clause);
    index = clause.next;
  }
  return clauses;
}

/** Whether a token only joins clauses. */
export function isSeparator(token: Token | undefined): boolean {
  return token?.kind === 'comma' || token?.word === 'and';
}

function readClause(tokens: readonly Token[], index: number, context: ParseContext): Clause {
  const token = tokens[index];
  const key = FILTER_WORDS.get(token?.word ?? '');
  if (key) return readFilter(tokens, index, key);
  if (token?.word === 'by' && namesPerson(tokens[index + 1])) return readFilter(tokens, index, 'user');
  const time = readTime(tokens, index, context);
  if (time) return time;
  const later = laterAt(tokens, index);
  if (later) throw new Misunderstanding(laterFault(tokens, index, later, context));
  const bare = bareAt(tokens, index);
  if (bare) return { kind: 'filter', key: bare.key, values: bare.values, at: spanOf(tokens, index, bare.next), next: bare.next };
  throw new Misunderstanding(strangeToken(tokens, index));
}

function readFilter(tokens: readonly Token[], index: number, key: FilterKey): FilterClause {
  const { values, next } = key === 'customer' ? readCustomers(tokens, index)
    : key === 'user' ? readUsers(tokens, index)
    : readListed(tokens, index, key);
  return { kind: 'filter', key, values, at: spanOf(tokens, index, next), next };
}

/** `by` filters when a person follows, and groups when a column does. */
function namesPerson(token: Token | undefined): boolean {
  return token !== undefined && (token.kind === 'entity' || token.word === 'me' || token.text.includes('@'));
}

/** What the log cannot be asked yet; leaving it out, with its values, gives a wider search. */
function laterFault(tokens: readonly Token[], index: number, later: Later, context: ParseContext): Fault {
  const after = index + later.wordCount;
  const text = tokens.slice(index, after).map((token) => token.text).join(' ');
  const end = endOfLater(tokens, after, later, context);
  const edits = end === undefined ? [] : editsAt(spanOf(tokens, index, end), ['']);
  return notYet(text, spanOf(tokens, index, after), later.form.instead, edits);
}

/** A negation takes its whole clause with it: without that, leaving it out would turn the meaning around. */
function endOfLater(tokens: readonly Token[], after: number, { form }: Later, context: ParseContext): number | undefined {
  if (!form.negates) return nextClause(tokens, form.takesValue ? after + 1 : after);
  try {
    return readClause(tokens, after, context).next;
  } catch (error) {
    if (error instanceof Misunderstanding) return undefined;
    throw error;
  }
}

function strangeToken(tokens: readonly Token[], index: number): Fault {
  const token = tokens[index];
  if (!token || token.kind === 'entity') {
    return token?.text.startsWith('<@') ? badUser(token) : notYet(token?.text ?? '', spanOf(tokens, index, index + 1), 'A search names customers, users, operations, resources and a status.', []);
  }
  if (token.kind === 'quoted') {
    const edits = editsAt({ from: token.from, to: token.from }, ['customer ']);
    return notYet(`"${token.text}"`, token, 'Searching for free text comes later; a name in quotes goes after `customer`.', edits);
  }
  if (token.word === 'or') {
    return { code: 'E_UNKNOWN_WORD', says: `I don't know ${shown(token.text)}.`, at: token, cure: 'A comma between values means or: `status failed, decline`.', edits: editsAt(token, [',']) };
  }
  if (isBrokenGuid(token.text)) return badGuid(token);
  if (token.text.includes('@')) return badUser(token);
  const named = knownAt(tokens, index, 'operation');
  if (named) return { ...unknownWord(token, named.values), edits: editsAt(spanOf(tokens, index, named.next), named.values) };
  const verbs = index === 0 ? VERBS.map(({ word }) => word) : [];
  return unknownWord(token, suggest(token.word, [...BEGINNINGS, ...verbs]));
}
