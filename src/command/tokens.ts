/** From what Slack sends to plain text, and from text to tokens that know where they stood. */
import type { Span } from './command.ts';
import { takesValue } from './words.ts';

/** The longest command, in characters of the decoded text. */
export const MAX_LENGTH = 500;

/** NFC takes quadratic time on long runs of accents; it leaves a quarter of a text at least, so a longer one is too long anyway. */
const MAX_COMPOSED = 4 * MAX_LENGTH;

/** `word` is the lower-case form without leading dashes; it is empty where a token cannot be a word of the language. */
export interface Token extends Span {
  readonly kind: 'word' | 'quoted' | 'comma' | 'entity';
  readonly text: string;
  readonly word: string;
}

/** `openQuote` is where a quote begins that is never closed; what follows it is not read. */
export interface Tokens {
  readonly tokens: readonly Token[];
  readonly openQuote?: number;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
// https://docs.slack.dev/messaging/formatting-message-text#escaping; people, channels and groups stay as they are.
const LINK_OR_ENTITY = /<(?:mailto:|(?=https?:))([^<>|]*)(?:\|([^<>]*))?>|&(?:amp|lt|gt);/gi;

/** The text as the person typed it: Slack's escapes undone, quotes and dashes plain, nothing invisible, NFC, trimmed. */
export function decode(raw: string): string {
  const text = raw.toWellFormed()
    .replace(LINK_OR_ENTITY, (whole, target?: string, label?: string) => target === undefined ? plainEntity(whole) : plainEntities(label || target))
    .replace(/[\t-\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    // eslint-disable-next-line no-control-regex -- control characters are what is being taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '');
  const composed = text.length > MAX_COMPOSED ? text : text.normalize('NFC');
  return composed
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/(?<=\d)[—–](?=\d)/g, '-')
    .replace(/(?<=^|[\s,])[—–](?=\p{L})/gu, '--')
    .trim();
}

/** The reverse of `decode` for a text that came out of it: only what would be read as an escape is escaped. */
export function encode(text: string): string {
  return text.replace(/&(?=(?:amp|lt|gt);)/gi, '&amp;').replace(/<(?=mailto:|https?:)/gi, '&lt;');
}

function plainEntity(entity: string): string {
  return ENTITIES[entity.toLowerCase()] ?? entity;
}

function plainEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/gi, plainEntity);
}

const TOKEN = /"((?:[^"\\]|\\["\\]|\\(?!["\\]))*)"|<[@#!][^<>]*>|[^\s,"]+|,|"/g;

/** Cuts a decoded text into tokens. `key:value` and `key=value` come out as two, as does `date..date` in three. */
export function tokenise(text: string): Tokens {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted] = match;
    const at = { from: match.index, to: match.index + whole.length };
    if (whole === '"') return { tokens, openQuote: match.index };
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replace(/\\(["\\])/g, '$1').trim(), word: '', ...at });
    else if (whole === ',') tokens.push({ kind: 'comma', text: ',', word: '', ...at });
    else if (/^<[@#!][^<>]*>$/.test(whole)) tokens.push({ kind: 'entity', text: whole, word: '', ...at });
    else pushWords(tokens, whole, match.index);
  }
  return { tokens };
}

/** The words of several tokens as one lower-case text. */
export function wordsFrom(tokens: readonly Token[], index: number, count: number): string {
  return tokens.slice(index, index + count).map((token) => token.word).join(' ');
}

/** From the first of some tokens to the last of them. */
export function spanOf(tokens: readonly Token[], from: number, to: number): Span {
  const first = tokens[from]?.from ?? 0;
  return { from: first, to: tokens[to - 1]?.to ?? first };
}

function pushWords(tokens: Token[], text: string, from: number): void {
  if ((text === ':' || text === '=') && takesValue(tokens.at(-1)?.word ?? '')) return;
  const [, head = '', sign = ''] = /^(-{0,2}[a-z]+)([:=])/i.exec(text) ?? [];
  if (sign && takesValue(foldWord(head))) {
    pushWord(tokens, head, from);
    const value = text.slice(head.length + 1);
    if (value) pushWords(tokens, value, from + head.length + 1);
    return;
  }
  const dots = /^(\d{1,4}|[\d-]{8,10}|[a-z]{3,9})(\.\.)(?=$|[a-z\d])/i.exec(text) ?? /^()(\.\.)(?=[a-z\d])/i.exec(text);
  if (!dots || !isDateWord(dots[1] ?? '')) return pushWord(tokens, text, from);
  const left = dots[1] ?? '';
  if (left) pushWord(tokens, left, from);
  pushWord(tokens, '..', from + left.length);
  if (text.length > left.length + 2) pushWord(tokens, text.slice(left.length + 2), from + left.length + 2);
}

function isDateWord(text: string): boolean {
  return text === '' || /^[\d-]+$/.test(text) || /^(?:today|yesterday|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text);
}

function pushWord(tokens: Token[], text: string, from: number): void {
  tokens.push({ kind: 'word', text, word: foldWord(text), from, to: from + text.length });
}

function foldWord(text: string): string {
  return text.replace(/^-{1,2}(?=\p{L})/u, '').toLowerCase();
}
