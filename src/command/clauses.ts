/** From tokens to clauses: filters and times, each with the place where it stood. */
import type { FilterKey } from '../audit/filter.ts';
import type { ParseContext, Span } from './command.ts';
import { knownAt, readListed, type ReadValues } from './listed-values.ts';
import { endOfKnown, nearCustomers, textOf } from './known-customers.ts';
import { badGuid, badUser, editsAt, Misunderstanding, missingValue, notInLogFrom, outOfPlace, regexValue, shown, unknownSignIn, unknownWord, type Fault } from './mistakes.ts';
import { isMention, readCustomers, readParts, readUsers, signInOf } from './named-values.ts';
import { bareAt, isBrokenGuid, isPerson } from './places.ts';
import { printName } from './print.ts';
import { isOfQuestion, mayOffer } from './question-words.ts';
import { readShape, type ShapeClause } from './shape-words.ts';
import { suggest } from './suggest.ts';
import { readTime, type TimeClause } from './time-words.ts';
import { spanOf, type Token } from './tokens.ts';
import { VERBS } from './usage.ts';
import { globOf, patternOf, VOCABULARIES } from './values.ts';
import { FILTER_WORDS, isKeyword, NEGATIONS, TIME_WORDS } from './words.ts';

/** Values of one filter key, as the log writes them; customers are ids or parts of a name. */
export interface FilterClause {
  readonly kind: 'filter';
  readonly key: FilterKey;
  readonly values: readonly string[];
  /** What must not hold. */
  readonly negated?: true;
  readonly at: Span;
  readonly next: number;
}

export type Clause = FilterClause | TimeClause | ShapeClause;

/** Words that may begin a clause, for guessing at mistyped ones. */
const BEGINNINGS: readonly string[] = [
  ...FILTER_WORDS.keys(), ...NEGATIONS, ...TIME_WORDS,
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
    const clause = readClauseOrName(tokens, index, context);
    clauses.push(clause);
    index = clause.next;
  }
  return clauses;
}

/** Whether a token only joins clauses. */
export function isSeparator(token: Token | undefined): boolean {
  return token?.kind === 'comma' || token?.word === 'and';
}

/** A whole known name of several words wins only over a mistake: nobody may be called `Last Week` and mean that. */
function readClauseOrName(tokens: readonly Token[], index: number, context: ParseContext): Clause {
  try {
    return readClause(tokens, index, context);
  } catch (error) {
    const next = error instanceof Misunderstanding ? endOfKnown(tokens, index, context.known, 'whole') : undefined;
    if (next === undefined || next === index + 1) throw error;
    return { kind: 'filter', key: 'customer', values: [textOf(tokens, index, next)], at: spanOf(tokens, index, next), next };
  }
}

function readClause(tokens: readonly Token[], index: number, context: ParseContext): Clause {
  const token = tokens[index];
  if (NEGATIONS.has(token?.word ?? '')) return readNegated(tokens, index, context);
  const keyed = readKeyed(tokens, index, context);
  if (keyed) return keyed;
  const time = readTime(tokens, index, context);
  if (time) return time;
  const shape = readShape(tokens, index);
  if (shape) return shape;
  const bare = readBare(tokens, index, context);
  if (bare) return bare;
  throw new Misunderstanding(strangeToken(tokens, index, context));
}

/** A filter with its word before it. */
function readKeyed(tokens: readonly Token[], index: number, context: ParseContext): FilterClause | undefined {
  const token = tokens[index];
  const key = FILTER_WORDS.get(token?.word ?? '');
  if (key) return readFilter(tokens, index, key, context);
  if (token?.word !== 'by') return undefined;
  if (namesPerson(tokens[index + 1])) return readFilter(tokens, index, 'user', context);
  const namesUser = FILTER_WORDS.get(tokens[index + 1]?.word ?? '') === 'user' && namesPerson(tokens[index + 2]);
  return namesUser ? readFilter(tokens, index + 1, 'user', context) : undefined;
}

/** A filter without its word; a quoted text is looked for in every text of a record. Known customers need no word. */
function readBare(tokens: readonly Token[], index: number, { known, signIns }: ParseContext): FilterClause | undefined {
  const token = tokens[index];
  if (token?.kind === 'quoted' && token.text) return { kind: 'filter', key: 'text', values: [token.text], at: token, next: index + 1 };
  const signIn = token?.kind === 'entity' ? signInOf(token, signIns) : undefined;
  if (signIn !== undefined) return { kind: 'filter', key: 'user', values: [signIn], at: spanOf(tokens, index, index + 1), next: index + 1 };
  const bare = bareAt(tokens, index);
  if (bare) return { kind: 'filter', key: bare.key, values: bare.values, at: spanOf(tokens, index, bare.next), next: bare.next };
  const next = token && !isKeyword(token.word) ? endOfKnown(tokens, index, known, 'beginnings') : undefined;
  return next === undefined ? undefined : { kind: 'filter', key: 'customer', values: [textOf(tokens, index, next)], at: spanOf(tokens, index, next), next };
}

/** `not` turns the next filter around, and that one only. */
function readNegated(tokens: readonly Token[], index: number, context: ParseContext): FilterClause {
  const filter = readKeyed(tokens, index + 1, context) ?? readBare(tokens, index + 1, context);
  if (filter) return { ...filter, negated: true, at: spanOf(tokens, index, filter.next) };
  const token = tokens[index];
  const end = { from: token?.to ?? 0, to: token?.to ?? 0 };
  throw new Misunderstanding({ ...missingValue(token?.text ?? '', end, editsAt(end, [' failed'])), says: `${shown(token?.text ?? '')} needs a filter after it.`, cure: 'For example `not status failed` or `not customer Relecloud`.' });
}

function readFilter(tokens: readonly Token[], index: number, key: FilterKey, context: ParseContext): FilterClause {
  const { values, next } = readValues(tokens, index, key, context);
  return { kind: 'filter', key, values, at: spanOf(tokens, index, next), next };
}

function readValues(tokens: readonly Token[], index: number, key: FilterKey, context: ParseContext): ReadValues {
  switch (key) {
    case 'customer': return readCustomers(tokens, index, context, (from, to) => holdsClauses(tokens, from, to, context));
    case 'user': return readUsers(tokens, index, context);
    case 'app': case 'text': return readParts(tokens, index);
    default: return readListed(tokens, index, key);
  }
}

/** Whether clauses can be read from one index up to another, or beyond it, whoever is called like them. */
function holdsClauses(tokens: readonly Token[], from: number, to: number, context: ParseContext): boolean {
  const { known: _, ...unknowing } = context;
  try {
    for (let index = from; index < to;) index = isSeparator(tokens[index]) ? index + 1 : readClause(tokens, index, unknowing).next;
    return true;
  } catch (error) {
    if (error instanceof Misunderstanding) return false;
    throw error;
  }
}

/** `by` filters when a person follows, and groups when a column does. */
function namesPerson(token: Token | undefined): boolean {
  return token !== undefined && (token.kind === 'entity' || token.word === 'me' || isPerson(token.text));
}

function strangeToken(tokens: readonly Token[], index: number, { known }: ParseContext): Fault {
  const token = tokens[index];
  if (!token || token.kind === 'entity') {
    return token && isMention(token) ? unknownSignIn(token) : outOfPlace(token?.text ?? '', spanOf(tokens, index, index + 1));
  }
  if (token.kind === 'quoted') {
    return { code: 'E_MISSING_VALUE', says: 'There is nothing between these quotes.', at: token, cure: 'A text in quotes is looked for in every text of a record.', edits: editsAt(token, ['']) };
  }
  if (token.word === 'or') {
    return { code: 'E_UNKNOWN_WORD', says: `I don't know ${shown(token.text)}.`, at: token, cure: 'A comma between values means or: `status failed, decline`.', edits: editsAt(token, [',']) };
  }
  if (isBrokenGuid(token.text)) return badGuid(token);
  const pattern = patternOf(globOf(token.text) ?? '');
  if (pattern !== undefined) return { ...regexValue('operation', { text: token.text, at: token }, [pattern]), edits: editsAt(token, [`op ${pattern}`]) };
  if (token.text.includes('@')) return badUser(token);
  const named = knownAt(tokens, index, 'operation');
  if (named) return { ...unknownWord(token, named.values), edits: editsAt(spanOf(tokens, index, named.next), named.values) };
  const absent = notInLogFrom(tokens, index);
  if (absent) return absent;
  const customers = nearCustomers(token.text, known);
  if (isOfQuestion(token.word) && customers.length === 0) return { ...unknownWord(token, []), edits: [] };
  const verbs = index === 0 ? VERBS.map(({ word }) => word).filter((word) => word !== token.word && mayOffer(word, token.word)) : [];
  const near = suggest(token.word, [...BEGINNINGS, ...verbs]);
  const fault = unknownWord(token, near.length > 0 ? near : customers);
  return near.length > 0 || customers.length === 0 ? fault : { ...fault, edits: editsAt(token, customers.map((name) => `customer ${printName(name)}`)) };
}
