/** The sentences of mistakes, and what would put each right. */
import { plainText } from '../audit/plain-text.ts';
import { FILTERS } from './usage.ts';
import type { MistakeCode, Span } from './command.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';
import type { ListedKey } from './values.ts';
import { OPEN_KEYS, VOCABULARIES } from './values.ts';

/** A change to the text that may put a mistake right: `put` stands in place of `at`. */
export interface Edit {
  readonly at: Span;
  readonly put: string;
}

/** A mistake before its text is added and its edits are tried. */
export interface Fault {
  readonly code: MistakeCode;
  readonly says: string;
  readonly at: Span;
  readonly cure: string;
  readonly edits: readonly Edit[];
  /** The cure only guesses: it helps nobody where no command comes of it. */
  readonly guess?: true;
}

/** Ends the reading of a command; only `parseCommand` sees it. */
export class Misunderstanding extends Error {
  override readonly name = 'Misunderstanding';
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.says);
    this.fault = fault;
  }
}

const MAX_SHOWN = 60;

/** A person's words inside a sentence: between backticks, of which they can hold none themselves. */
export function shown(text: string): string {
  const plain = text.replaceAll('`', "'");
  return `\`${plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN).toWellFormed()}…` : plain}\``;
}

/** `a`, `b` or `c`. */
function oneOf(texts: readonly string[]): string {
  const [last, ...others] = texts.map(shown).toReversed();
  return others.length > 0 ? `${others.toReversed().join(', ')} or ${last}` : last ?? '';
}

/** Puts each of some texts in one place. */
export function editsAt(at: Span, texts: readonly string[]): readonly Edit[] {
  return texts.map((put) => ({ at, put }));
}

export function unknownWord(token: Token, near: readonly string[]): Fault {
  const cure = near.length > 0
    ? `Did you mean ${oneOf(near)}?`
    : 'A customer is asked for with the word `customer` before its name; `help` shows what else can be typed.';
  const edits = near.length > 0 ? editsAt(token, near) : [{ at: { from: token.from, to: token.from }, put: 'customer ' }];
  return { code: 'E_UNKNOWN_WORD', says: `I don't know ${shown(token.text)}.`, at: token, cure, edits, guess: true };
}

/** What to do where nothing comes near to what was typed. */
export const SHORT_COMMANDS = 'I read short commands rather than sentences. Three that work: `customer Relecloud last 7d`, `failed orders since monday` and `gdap last 30d`.';

/** An operation, a resource or a status that is in no list; `raw` says that it may be forced. */
export function unknownValue(key: ListedKey, value: { readonly text: string; readonly at: Span }, near: readonly string[]): Fault {
  const { noun, common } = VOCABULARIES[key];
  const word = FILTERS.find((filter) => filter.key === key)?.word ?? key;
  const isOpen = OPEN_KEYS.has(key);
  const forced = `"${value.text.replace(/["\\]/g, '\\$&')}" raw`;
  const guess = near.length > 0 ? `Did you mean ${oneOf(near)}?`
    : key === 'status' ? `Microsoft writes four: ${oneOf(common)}.` : isOpen ? `Examples: ${oneOf(common)}.` : `There are ${oneOf(common)}.`;
  const force = !isOpen ? '' : ` Microsoft adds new ones: to search for it as typed, write \`${word} "…" raw\`.`;
  return {
    code: 'E_UNKNOWN_VALUE',
    says: `${shown(value.text)} is not ${noun}.`,
    at: value.at,
    cure: guess + force,
    edits: [
      ...editsAt(value.at, near.length > 0 ? near : !isOpen ? common : key === 'status' ? common.slice(0, 2) : []),
      ...isOpen ? editsAt(value.at, [forced]) : [],
    ],
  };
}

/** A value that looks like a regular expression. It is never forced: no record says it, so what waits for it would wait for ever. */
export function regexValue(key: ListedKey, value: { readonly text: string; readonly at: Span }, meant: readonly string[]): Fault {
  const [first = 'create_*'] = meant;
  const cure = key === 'operation'
    ? `In operations a \`*\` stands for what may differ: ${shown(`op ${first}`)}.`
    : `Write one of them as it stands, such as ${oneOf(meant.length > 0 ? meant : VOCABULARIES[key].common)}.`;
  return { code: 'E_UNKNOWN_VALUE', says: `${shown(value.text)} looks like a pattern, and values are sought as they stand.`, at: value.at, cure, edits: editsAt(value.at, meant) };
}

/** A filter word with nothing after it; the edits are the caller's, because they depend on what follows. */
export function missingValue(word: string, at: Span, edits: readonly Edit[]): Fault {
  const example = FILTERS.find((filter) => [filter.word, ...filter.aliases].includes(word.toLowerCase()))?.example;
  return {
    code: 'E_MISSING_VALUE',
    says: `${shown(word)} needs a value after it.`,
    at,
    cure: example
      ? `For example ${shown(example)}. A value that is also a word of this language goes in double quotes.`
      : 'For example `last 7d`, `since 2026-11-01` or `from 2026-11-01 to 2026-11-10`.',
    edits,
  };
}

export function badGuid(token: Span & { readonly text: string }): Fault {
  const digits = token.text.replace(/[^0-9a-f]/gi, '');
  const whole = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return {
    code: 'E_BAD_GUID',
    says: `${shown(token.text)} is not a whole customer id.`,
    at: token,
    cure: `A customer id has 32 digits as 8-4-4-4-12; this has ${digits.length}. Copy it again, or write a part of the customer's name.`,
    edits: digits.length === 32 ? editsAt(token, [whole]) : [],
  };
}

export function badUser(token: Span & { readonly text: string }): Fault {
  return {
    code: 'E_BAD_USER',
    says: `${shown(token.text)} is not a sign-in name I can ask for.`,
    at: token,
    cure: 'Write the whole sign-in name, `user alice@partner.example`, or a part of it as `*@partner.example` or `alice@*`.',
    edits: [],
  };
}

/** Slack tells the sign-in name behind `me` or a mention only to apps that may read e-mail addresses. */
export function unknownSignIn(token: Span & { readonly text: string }): Fault {
  return {
    code: 'E_BAD_USER',
    says: `I cannot tell which sign-in name ${shown(token.text)} has.`,
    at: token,
    cure: 'Slack did not tell me; that takes its optional scope `users:read.email`. Write the address: `user alice@partner.example`.',
    edits: [],
  };
}

/** What people look for that this log does not hold. */
const NOT_IN_LOG = /^(?:ips?|ip-?address(?:es)?|locations?|countr(?:y|ies)|cit(?:y|ies)|geo(?:location)?|(?:sign|log)-?(?:ins?|ons?|offs?|outs?)|browsers?|user-?agents?|mfa)$/;

/** The same in two words: `who logged in`. */
const SIGNING = /^(?:sign|signed|signing|signs|log|logged|logging|logs) (?:in|into|on|out|off)$/;

/** The first word from an index on that asks for what the log does not hold. */
export function notInLogFrom(tokens: readonly Token[], index: number): Fault | undefined {
  const at = tokens.findIndex(({ word }, place) => place >= index && (NOT_IN_LOG.test(word) || SIGNING.test(wordsFrom(tokens, place, 2))));
  const token = tokens[at];
  if (!token) return undefined;
  return notInLog(NOT_IN_LOG.test(token.word) ? token : { ...token, text: wordsFrom(tokens, at, 2), ...spanOf(tokens, at, at + 2) });
}

/** Whether a lower-case word asks for what the log does not hold. */
export function isNotInLog(word: string): boolean {
  return NOT_IN_LOG.test(word);
}

export function notInLog(token: Token): Fault {
  return {
    code: 'E_NOT_IN_LOG', says: `${shown(token.text)} is not in this log.`, at: token,
    cure: 'Sign-ins, IP addresses and places stand in the sign-in log of Entra. This log says who changed what: `user alice@partner.example last 7d`.', edits: [],
  };
}

/** A mention of Slack's where a name should stand; what it is called here is nobody's guess. */
export function noName(token: Span & { readonly text: string }): Fault {
  return { code: 'E_UNKNOWN_WORD', says: `${shown(token.text)} is no name in this log.`, at: token, cure: 'Write the name in letters: `customer Relecloud`. A name that looks like this goes in double quotes.', edits: [] };
}

/** Somebody asks for a change. The operations of that name can be shown. */
export function readOnly(at: Span, text: string, operation: string | undefined): Fault {
  const whole = { from: 0, to: text.length };
  return {
    code: 'E_READ_ONLY', says: 'This bot only reads the log; it changes nothing in Partner Center.', at,
    cure: operation === undefined ? 'To see who did so, ask for the operation: `op delete_customer last 90d`.' : `To see who did so: ${shown(`op ${operation} last 90d`)}.`,
    edits: operation === undefined ? [] : [...editsAt(at, [`op ${operation}`]), ...editsAt(whole, [`op ${operation} last 90d`])],
  };
}

/** No customer of the log has this in its name, and all of them are known. */
export function customerUnknown(text: string, at: Span, near: readonly string[]): Fault {
  return {
    code: 'E_CUSTOMER_UNKNOWN', says: `No customer matches ${shown(text)} in the last 90 days of records.`, at,
    cure: near.length > 0 ? `Did you mean ${oneOf(near)}?` : 'Write a part of the name as the log has it, or the customer id.',
    edits: editsAt(at, near.map((name) => `"${plainText(name).replace(/["\\]/g, '\\$&')}"`)),
  };
}

/** No repair is offered: a button that drops the sign would ask the opposite. */
export function signedWord(token: Token): Fault {
  return {
    code: 'E_UNKNOWN_WORD',
    says: `I do not read the sign in ${shown(token.text)}.`,
    at: token,
    cure: 'To leave something out, write `not` before it: `not status failed`. A name that begins with a sign goes in double quotes.',
    edits: [],
  };
}

/** Something that is understood and has no place where it stands; leaving it out is the cure. */
export function outOfPlace(text: string, at: Span): Fault {
  return { code: 'E_UNKNOWN_WORD', says: `${shown(text)} has no place here.`, at, cure: 'A search names customers, users, operations, resources, a status and a time; `help` shows the rest.', edits: editsAt(at, ['']) };
}
