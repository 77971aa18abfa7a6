/** From the text after the slash command to a validated command, or a mistake that says how to put it right. */
import { isSeparator } from './clauses.ts';
import type { Command, Mistake, ParseContext, Span } from './command.ts';
import { knownAt } from './listed-values.ts';
import { editsAt, Misunderstanding, readOnly, type Edit, type Fault, signedWord } from './mistakes.ts';
import { bareAt } from './places.ts';
import { readSearch } from './read-search.ts';
import { readRequest } from './request-words.ts';
import { decode, encode, MAX_LENGTH, spanOf, tokenise, type Token } from './tokens.ts';
import { FILTER_WORDS, takesValue } from './words.ts';

const MAX_REPAIRS = 3;
/** How many mistakes one repair may put right. */
const MAX_ROUNDS = 3;

/** Verbs when they stand alone; before a value they are filters. */
const FILTER_VERBS: ReadonlyMap<string, string> = new Map([['status', 'status'], ['operations', 'op'], ['resources', 'resource']]);

type Understood = Exclude<Command, { kind: 'mistake' }> | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Understands the text after the slash command, as Slack sends it. Pure and linear; any text at all gives a command or
 * a mistake with its place, its cure and up to three commands that work. The zone must be one that this machine knows.
 */
export function parseCommand(text: string, context: ParseContext): Command {
  const decoded = decode(text);
  if (decoded.length > MAX_LENGTH) return { kind: 'mistake', mistake: tooLong(decoded) };
  const understood = understand(decoded, context);
  if (understood.kind !== 'fault') return understood;
  const { code, says, at, cure, edits } = understood.fault;
  const place: Span = { from: at.from, to: at.to };
  return { kind: 'mistake', mistake: { code, says, text: decoded, at: place, cure, repairs: repairsOf(decoded, edits, context) } };
}

function tooLong(decoded: string): Mistake {
  return {
    code: 'E_TOO_LONG',
    says: `This has ${decoded.length} characters; a command has ${MAX_LENGTH} at most.`,
    text: decoded.slice(0, MAX_LENGTH).toWellFormed(),
    cure: 'Ask for fewer values at once, or in several searches.',
    repairs: [],
  };
}

function understand(text: string, context: ParseContext): Understood {
  try {
    return readCommand(text, context);
  } catch (error) {
    if (error instanceof Misunderstanding) return { kind: 'fault', fault: error.fault };
    throw error;
  }
}

function readCommand(text: string, context: ParseContext): Understood {
  const { tokens, openQuote } = tokenise(text);
  const said = tokens.filter((token) => !isSeparator(token));
  const [first, ...rest] = said;
  const word = first?.word ?? '';
  if (openQuote === undefined && (!first || isZoneAlone(said))) return { kind: 'help' };
  if (word === 'help' || word === '?') return helpOn(rest);
  if (word === 'examples' && rest.length === 0) return { kind: 'help', topic: word };
  if (openQuote !== undefined) return { kind: 'fault', fault: neverClosed(openQuote) };
  const change = changeAsked(said, text);
  if (change) return { kind: 'fault', fault: change };
  const request = rest.length === 0 || !FILTER_VERBS.has(word) ? readRequest(tokens, { text, context }) : undefined;
  if (request) return { kind: 'later', verb: word, request };
  const query = word === 'search' ? tokens.slice(tokens.findIndex((token) => !isSeparator(token)) + 1) : withFilterWord(tokens);
  const signed = query.find(isSigned);
  if (signed) return { kind: 'fault', fault: signedWord(signed) };
  return { kind: 'search', ...readSearch(query, { text, context }) };
}

/** A sign that means "not" elsewhere, before something that is no keyword: read without it, the search would mean the opposite. */
function isSigned({ kind, text, word }: Token): boolean {
  return kind === 'word' && (/^[!~≠]/.test(text) || (/^-{1,2}\p{L}/u.test(text) && !takesValue(word)));
}

const CHANGES = /^(?:delete|create|add|update|change|edit|set|reset|enable|disable|suspend|assign|unassign|revoke|grant|buy|purchase|terminate|approve|invite|upgrade|convert|restore|register|unregister|renew|block|unblock)$/;
/** These are verbs of the language, too: only what they would be done to tells. */
const CHANGES_OF_THINGS = /^(?:remove|cancel)$/;

/** `delete customer Relecloud` asks for a change, which this bot cannot make. */
function changeAsked(said: readonly Token[], text: string): Fault | undefined {
  const [verb, thing] = said;
  if (!verb || !thing) return undefined;
  const isThing = thing.kind === 'word' && (FILTER_WORDS.has(thing.word) || bareAt(said, 1) !== undefined);
  if (!CHANGES.test(verb.word) && !(CHANGES_OF_THINGS.test(verb.word) && isThing)) return undefined;
  const operation = knownAt(said, 0, 'operation');
  const at = spanOf(said, 0, operation?.next ?? (isThing ? 2 : 1));
  return readOnly(at, text, operation?.values[0]);
}

/** A zone with no question is no search. */
function isZoneAlone(said: readonly Token[]): boolean {
  return said[0]?.word === 'tz' && said.length <= 2 || said[0]?.word === 'utc' && said.length === 1;
}

function helpOn(rest: readonly Token[]): Understood {
  const topic = rest.map((token) => token.text).join(' ').toLowerCase();
  return topic ? { kind: 'help', topic } : { kind: 'help' };
}

/** `operations create_order` asks for an operation, though elsewhere the first word is no filter. */
function withFilterWord(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => !isSeparator(token));
  return tokens.map((token, index) => index === first ? { ...token, word: FILTER_VERBS.get(token.word) ?? token.word } : token);
}

function neverClosed(openQuote: number): Fault {
  const at = { from: openQuote, to: openQuote + 1 };
  const cure = 'Put a second quote after the last word that belongs to it.';
  return { code: 'E_UNTERMINATED_QUOTE', says: 'This quote is never closed.', at, cure, edits: editsAt(at, ['']) };
}

/** Tries each edit. A further mistake is put right by its own first edit, unless that would only guess a value. */
function repairsOf(text: string, edits: readonly Edit[], context: ParseContext): readonly string[] {
  const repairs = new Set<string>();
  for (const edit of edits) {
    const repaired = putRight(applyEdit(text, edit), context);
    if (repaired) repairs.add(encode(repaired));
    if (repairs.size === MAX_REPAIRS) break;
  }
  return [...repairs];
}

function putRight(text: string, context: ParseContext): string | undefined {
  let candidate = text;
  for (let round = 1; round <= MAX_ROUNDS && candidate.length <= MAX_LENGTH; round++) {
    const understood = understand(candidate, context);
    if (understood.kind === 'help' && !candidate.startsWith('help')) return undefined;
    if (understood.kind !== 'fault') return candidate;
    const [edit] = understood.fault.edits;
    if (!edit || edit.at.from === edit.at.to || understood.fault.code.startsWith('E_RANGE')) return undefined;
    candidate = applyEdit(candidate, edit);
  }
  return undefined;
}

function applyEdit(text: string, { at, put }: Edit): string {
  const before = text.slice(0, at.from);
  const after = text.slice(at.to);
  if (put === ',') return `${before.trimEnd()}, ${after.trimStart()}`;
  return (put ? before + put + after : `${before.trimEnd()} ${after.trimStart()}`).trim();
}
