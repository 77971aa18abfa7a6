/** Values that no list holds: customers by name or id, users by their sign-in name. */
import type { ReadValues } from './listed-values.ts';
import { afterCommas } from './listed-values.ts';
import type { ParseContext } from './command.ts';
import { endOfKnown, mayMatch, nearCustomers, textOf } from './known-customers.ts';
import { badGuid, badUser, customerUnknown, editsAt, isNotInLog, Misunderstanding, missingValue, noName, notInLog, unknownSignIn, unknownWord, type Edit } from './mistakes.ts';
import { allBare, bareAt, guidIn, isBrokenGuid, isEmail, isPerson, mistypedKey, startsClause } from './places.ts';
import { spanOf, type Token } from './tokens.ts';

/** Whether clauses stand from one index up to another. */
export type HoldsClauses = (from: number, to: number) => boolean;

interface Known {
  readonly known: ParseContext['known'];
  readonly holdsClauses: HoldsClauses;
}

/** Reads the customers after the key at an index: names of several words, quoted names, ids. */
export function readCustomers(tokens: readonly Token[], index: number, { known }: Pick<ParseContext, 'known'>, holdsClauses: HoldsClauses): ReadValues {
  const readOne: ReadOne = (_, key, at) => readCustomer(tokens, key, at, { known, holdsClauses });
  return readList(tokens, index, readOne, (at) => {
    if (endOfKnown(tokens, at, known, 'whole') !== undefined) return true;
    const end = endOfRun(tokens, at);
    return tokens[at]?.kind === 'quoted' || end > at && !allBare(tokens, at, end) || isId(tokens[at]);
  });
}

/** Reads parts of an application's name, or of any text of a record: quoted, or words up to the next clause. */
export function readParts(tokens: readonly Token[], index: number): ReadValues {
  return readList(tokens, index, readPart, (at) => tokens[at]?.kind === 'quoted' || endOfRun(tokens, at) > at && !allBare(tokens, at, endOfRun(tokens, at)));
}

/** A person of Slack, as Slack writes one. */
export function isMention(token: Token): boolean {
  return token.kind === 'entity' && token.text.startsWith('<@');
}

/** Reads the users after the key at an index. Quotes force any text; otherwise it is a whole sign-in name. */
export function readUsers(tokens: readonly Token[], index: number, { signIns }: Pick<ParseContext, 'signIns'>): ReadValues {
  return readList(tokens, index, (all, key, at) => readUser(all, key, at, signIns), (at) => {
    const token = tokens[at];
    return token !== undefined && token.word !== 'and' && !startsClause(tokens, at) && (isPerson(token.text) || !bareAt(tokens, at));
  });
}

type ReadOne = (tokens: readonly Token[], key: number, index: number) => ReadOneValue;

function readList(tokens: readonly Token[], key: number, readOne: ReadOne, continues: (index: number) => boolean): ReadValues {
  let read = readOne(tokens, key, key + 1);
  const values = [read.value];
  while (tokens[read.next]?.kind === 'comma' && continues(afterCommas(tokens, read.next))) {
    read = readOne(tokens, key, afterCommas(tokens, read.next));
    values.push(read.value);
  }
  return { values, next: read.next };
}

interface ReadOneValue {
  readonly value: string;
  readonly next: number;
}

/** Tenants choose their names: one called `Contoso failed` takes no words that are clauses after a name, except in quotes. */
function readCustomer(tokens: readonly Token[], key: number, index: number, { known, holdsClauses }: Known): ReadOneValue {
  const whole = endOfKnown(tokens, index, known, 'whole');
  const end = endOfName(tokens, index);
  if (whole !== undefined && (startsClause(tokens, index) || whole > end && !holdsClauses(end, whole))) return { value: textOf(tokens, index, whole), next: whole };
  const read = readName(tokens, key, index);
  const at = spanOf(tokens, index, read.next);
  if (!guidIn(read.value) && !mayMatch(read.value, known)) throw new Misunderstanding(customerUnknown(read.value, at, nearCustomers(read.value, known)));
  return read;
}

function readName(tokens: readonly Token[], key: number, index: number): ReadOneValue {
  const token = requireValue(tokens, key, index);
  if (token.kind === 'entity') throw new Misunderstanding(noName(token));
  const id = guidIn(token.text);
  if (id) return { value: id, next: index + 1 };
  if (token.kind === 'quoted') return { value: token.text, next: index + 1 };
  if (isBrokenGuid(token.text)) throw new Misunderstanding(badGuid(token));
  const next = endOfName(tokens, index);
  const mistyped = next > index + 1 ? mistypedKey(tokens, next - 1) : undefined;
  const last = tokens[next - 1];
  if (mistyped && last) throw new Misunderstanding(unknownWord(last, [mistyped]));
  if (next > index + 1 && last && isNotInLog(last.word)) throw new Misunderstanding(notInLog(last));
  return { value: textOf(tokens, index, next), next };
}

function readPart(tokens: readonly Token[], key: number, index: number): ReadOneValue {
  const token = requireValue(tokens, key, index);
  if (token.kind === 'entity') throw new Misunderstanding(noName(token));
  if (token.kind === 'quoted') return { value: token.text, next: index + 1 };
  const next = endOfName(tokens, index);
  return { value: textOf(tokens, index, next), next };
}

/** The sign-in name behind a mention or `me`, where Slack told it. */
export function signInOf(token: Token | undefined, signIns: ParseContext['signIns']): string | undefined {
  if (!token || !(isMention(token) || token.word === 'me')) return undefined;
  return signIns?.get(token.word === 'me' ? 'me' : /^<@([A-Z0-9]+)/.exec(token.text)?.[1] ?? '');
}

function readUser(tokens: readonly Token[], key: number, index: number, signIns: ParseContext['signIns']): ReadOneValue {
  const token = requireValue(tokens, key, index);
  const signIn = signInOf(token, signIns);
  if (signIn !== undefined) return { value: signIn, next: index + 1 };
  if (token.word === 'me' || isMention(token)) throw new Misunderstanding(unknownSignIn(token));
  if (token.kind !== 'quoted' && !isPerson(token.text)) throw new Misunderstanding(badUser(token));
  return { value: token.text, next: index + 1 };
}

/** The token that must be a value; a word of the language needs quotes to be one. */
function requireValue(tokens: readonly Token[], key: number, index: number): Token {
  const token = tokens[index];
  if (token && token.kind !== 'comma' && token.text && token.word !== 'and' && !startsClause(tokens, index)) return token;
  const before = tokens[key];
  const end = { from: before?.to ?? 0, to: before?.to ?? 0 };
  const edits = token?.kind === 'word' && token.word !== 'and' ? quotedEdits(tokens, index) : [];
  throw new Misunderstanding(missingValue(before?.text ?? '', token?.kind === 'quoted' ? token : end, edits));
}

/** A name that begins with a word of the language: the rest of the text in quotes, or that word alone. */
function quotedEdits(tokens: readonly Token[], index: number): readonly Edit[] {
  let end = index;
  while (tokens[end]?.kind === 'word') end++;
  return [end, index + 1].flatMap((to) => {
    const words = tokens.slice(index, to).map(({ text }) => text).join(' ');
    return editsAt(spanOf(tokens, index, to), [`"${words.replace(/["\\]/g, '\\$&')}"`]);
  });
}

/** The words that could be a name: up to the next token that begins a clause, is no word, or is an id. */
function endOfRun(tokens: readonly Token[], index: number): number {
  let end = index;
  while (tokens[end]?.kind === 'word' && (end === index || !isId(tokens[end])) && !startsClause(tokens, end)) end++;
  return end;
}

/** A name keeps its first word; bare filters at its end are filters: `customer Relecloud failed orders`. */
function endOfName(tokens: readonly Token[], index: number): number {
  const end = endOfRun(tokens, index);
  let next = index + 1;
  while (next < end && !allBare(tokens, next, end)) next++;
  return next;
}

function isId(token: Token | undefined): boolean {
  return token?.kind === 'word' && (isEmail(token.text) || isBrokenGuid(token.text) || guidIn(token.text) !== undefined);
}
