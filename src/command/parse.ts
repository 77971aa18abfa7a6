/** From the text after the slash command to a validated command, or a mistake that says how to put it right. */
import { isSeparator } from './clauses.ts';
import type { Command, Mistake, MistakeCode, ParseContext, Span } from './command.ts';
import { knownAt } from './listed-values.ts';
import { editsAt, Misunderstanding, readOnly, shown, type Edit, type Fault, SHORT_COMMANDS, signedWord } from './mistakes.ts';
import { bareAt, startsClause } from './places.ts';
import { mayOffer } from './question-words.ts';
import { readSearch } from './read-search.ts';
import { readRequest } from './request-words.ts';
import { commandOfSentence, failuresLike } from './sentences.ts';
import { decode, encode, MAX_KEPT_LENGTH, MAX_LENGTH, spanOf, tokenise, type Token } from './tokens.ts';
import { FILTER_WORDS, takesValue } from './words.ts';

const MAX_REPAIRS = 3;
/** How many mistakes one repair may put right. */
const MAX_ROUNDS = 3;
/** Characters of `investigate` and a space. */
const LONGEST_VERB = 12;

/** Verbs when they stand alone; before a value they are filters. */
const FILTER_VERBS: ReadonlyMap<string, string> = new Map([['status', 'status'], ['operations', 'op'], ['resources', 'resource']]);

type Understood = Exclude<Command, { kind: 'mistake' }> | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * Understands the text after the slash command, as Slack sends it. Pure and linear; any text at all gives a command or
 * a mistake with its place, its cure and up to three commands that work. The zone must be one that this machine knows.
 */
export function parseCommand(text: string, context: ParseContext): Command {
  const decoded = decode(text);
  const longest = longestOf(context);
  if (decoded.length > longest) return { kind: 'mistake', mistake: tooLong(decoded, longest) };
  const understood = understand(decoded, context);
  if (understood.kind !== 'fault') return understood;
  const { code, says, at, cure, edits, guess } = understood.fault;
  const place: Span = { from: at.from, to: at.to };
  const mistake: Mistake = { code, says, text: decoded, at: place, cure, repairs: repairsOf(decoded, edits, context) };
  const strange = decoded.slice(at.from, at.to);
  const isGuessed = GUESSED.has(code) && !/^(?:me$|<@)/i.test(strange);
  const guessed = isGuessed ? withGuess(mistake, strange, context) : mistake;
  return { kind: 'mistake', mistake: guess && guessed.repairs.length === 0 ? { ...guessed, cure: SHORT_COMMANDS } : guessed };
}

/** A verb may stand before a line that is kept. */
function longestOf({ kept }: ParseContext): number {
  return kept ? MAX_KEPT_LENGTH + LONGEST_VERB : MAX_LENGTH;
}

function tooLong(decoded: string, longest: number): Mistake {
  return {
    code: 'E_TOO_LONG',
    says: `This has ${decoded.length} characters; a command has ${longest} at most.`,
    text: decoded.slice(0, longest).toWellFormed(),
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
  const asked = word === 'operations' ? wordOfOperations(said) : undefined;
  if (asked !== undefined) return { kind: 'request', verb: word, request: { verb: 'operations', word: asked } };
  const request = rest.length === 0 || !FILTER_VERBS.has(word) ? readRequest(tokens, { text, context }) : undefined;
  if (request) return { kind: 'request', verb: word, request };
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

/** `operations gdap` asks which there are: a word that names no single operation, and no clause behind it. */
function wordOfOperations(said: readonly Token[]): string | undefined {
  const isWord = ({ kind }: Token, index: number): boolean => (kind === 'word' || kind === 'quoted') && !startsClause(said, index + 1);
  const rest = said.slice(1);
  if (rest.length === 0 || rest.at(-1)?.word === 'raw' || !rest.every(isWord) || knownAt(said, 1, 'operation')) return undefined;
  return ['status', 'user'].includes(bareAt(said, 1)?.key ?? '') ? undefined : rest.map(({ text }) => text).join(' ');
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

/** Mistakes that a sentence makes. */
const GUESSED: ReadonlySet<MistakeCode> = new Set<MistakeCode>(['E_UNKNOWN_WORD', 'E_UNKNOWN_VALUE', 'E_MISSING_VALUE', 'E_CUSTOMER_UNKNOWN', 'E_BAD_USER']);

/** What the whole sentence may mean stands first where the strange word is none of that meaning, else last. */
function withGuess(mistake: Mistake, strange: string, context: ParseContext): Mistake {
  const meant = meaningOf(mistake.text, context);
  if (meant === undefined) return mistake;
  const isElsewhere = meant.toLowerCase().split(' ').includes(strange.toLowerCase());
  const repairs = isElsewhere ? [...mistake.repairs, encode(meant)] : [encode(meant), ...mistake.repairs];
  const cure = isElsewhere ? mistake.cure : `I read short commands rather than sentences; the nearest is ${shown(meant)}.`;
  return { ...mistake, cure, repairs: [...new Set(repairs)].slice(0, MAX_REPAIRS) };
}

/** A mistyped word in a sentence may be put right, but none of its words left out. */
function meaningOf(text: string, context: ParseContext): string | undefined {
  return workable(commandOfSentence(text, context.known), text, context) ?? workable(failuresLike(text), text, context);
}

function workable(meant: string | undefined, text: string, context: ParseContext): string | undefined {
  const right = meant === undefined || meant.length > longestOf(context) ? undefined : putRight(meant, context);
  return right !== undefined && meant !== undefined && right.split(' ').length >= meant.split(' ').length && mayOffer(firstWord(right), firstWord(text)) ? right : undefined;
}

/** In lower case, without what joins clauses. */
function firstWord(text: string): string {
  return tokenise(text).tokens.find((token) => !isSeparator(token))?.word ?? '';
}

/** Tries each edit. A further mistake is put right by its own first edit, unless that would only guess a value. */
function repairsOf(text: string, edits: readonly Edit[], context: ParseContext): readonly string[] {
  const repairs = new Set<string>();
  for (const edit of edits) {
    // A name that is put in is read as it would be if somebody pressed the button: folded.
    const repaired = putRight(decode(encode(applyEdit(text, edit))), context);
    if (repaired && mayOffer(firstWord(repaired), firstWord(text))) repairs.add(encode(repaired));
    if (repairs.size === MAX_REPAIRS) break;
  }
  return [...repairs];
}

function putRight(text: string, context: ParseContext): string | undefined {
  let candidate = text;
  for (let round = 1; round <= MAX_ROUNDS && candidate.length <= longestOf(context); round++) {
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
  return (put ? before + put + after : leftOf(before.trimEnd(), after.trimStart())).trim();
}

/** What stays when something is left out: no word that joined it to the rest. */
function leftOf(before: string, after: string): string {
  const joins = after === '' || /^(?:,|and(?=\s|$))/i.test(after);
  return `${joins ? before.replace(/(?:\s+and|\s*,)+$/i, '') : before} ${after}`;
}
