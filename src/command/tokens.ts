/** From what Slack sends to plain text, and from text to tokens that know where they stood. */
import { plainText } from '../audit/plain-text.ts';
import type { Span } from './command.ts';
import { takesValue } from './words.ts';

/** The longest command that people type, in characters of the decoded text. */
export const MAX_LENGTH = 500;

/** The longest line that is read back, and that a form may equal: what was typed is longer once its words are written out. */
export const MAX_KEPT_LENGTH = 2_000;

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
  const text = raw
    .replace(LINK_OR_ENTITY, (whole, target?: string, label?: string) => target === undefined ? plainEntity(whole) : plainEntities(label || target));
  return tidied(withInnerQuotes(text));
}

/** A text of which Slack escaped nothing, and around which nobody put quotes: a field of a form. */
export function tidied(text: string): string {
  return plainText(text)
    .replace(/(?<=\d)[—–](?=\d)/g, '-')
    .replace(/(?<=^|[\s,])[—–](?=\p{L})/gu, '--')
    .trim();
}

/** A name that was pasted between plain quotes keeps its own curly ones: `"“Quoted” Co"`. */
function withInnerQuotes(text: string): string {
  if (!text.includes('“')) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => (/“[^“”]+”/.test(quoted) ? quoted.replace(/[“”]/g, '\\"') : quoted));
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
  const [, last] = /^(last|past)\d+[a-z]+$/i.exec(text) ?? [];
  if (last) {
    pushWord(tokens, last, from);
    return pushWord(tokens, text.slice(last.length), from + last.length);
  }
  const range = rangeIn(text);
  if (!range) return pushWord(tokens, text, from);
  const end = range.left.length + range.sign.length;
  if (range.left) pushWord(tokens, range.left, from);
  pushWord(tokens, range.sign, from + range.left.length);
  if (text.length > end) pushWord(tokens, text.slice(end), from + end);
}

const CLOCKS = /^(\d{1,2}(?::\d{2}(?:am|pm)?|am|pm))-\d{1,2}(?::\d{2}(?:am|pm)?|am|pm)$/i;
const DAYS = /^(\d{4}-\d{2}-\d{2})-\d{4}-\d{2}-\d{2}$/;
const DATE_WORD = /^(?:\d[\dtwzhdmo:.+-]*|today|yesterday|now|ago|weekend|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)$/i;

/** Where a word is two ends of a range: `2026-11-01..2026-11-10`, `2026-11-01..`, `22:00-06:00`. */
function rangeIn(text: string): { readonly left: string; readonly sign: string } | undefined {
  const [, left] = CLOCKS.exec(text) ?? DAYS.exec(text) ?? [];
  if (left) return { left, sign: '-' };
  const dots = text.indexOf('..');
  if (dots < 0) return undefined;
  const [before, after] = [text.slice(0, dots), text.slice(dots + 2)];
  const isRange = before === '' ? /^[a-z\d]/i.test(after) : DATE_WORD.test(before) && /^(?:$|[a-z\d])/i.test(after);
  return isRange ? { left: before, sign: '..' } : undefined;
}

function pushWord(tokens: Token[], text: string, from: number): void {
  tokens.push({ kind: 'word', text, word: foldWord(text), from, to: from + text.length });
}

function foldWord(text: string): string {
  return text.replace(/^-{1,2}(?=\p{L})/u, '').toLowerCase();
}
