/** Takes secrets out of plain text, and out of JSON or XML that is cut off. Every pattern reads a text once, start to end. */
import { LEFT_OUT, MASKED, maskOfPhrase, mayHoldSecret, readName } from './masking-names.ts';

/** A part of a text, from its first character to the one after its last. */
interface Span {
  readonly begin: number;
  readonly end: number;
}

/** What names are made of, foldable and invisible characters included. */
const LETTER = '[\\p{L}\\p{N}\\p{M}\\p{Cf}_.@$-]';
const QUOTE = '(?:\\\\{0,255}["\'`]|&quot;|&#3[49];|&apos;|%2[27])';
const SIGN = '(?:[:=\\uFF1A\\uFF1D]{1,3}>?|%(?:25){0,2}3[ad])';
/** `name: `, `"name": `, `\"name\":\"`, `**name:** `, `['name'] = `, `name%3D`: up to three words and a sign. */
const NAMED = new RegExp(`(?<!${LETTER})(${LETTER}+(?: ${LETTER}+){0,2})(?:${QUOTE}|\\*{1,2}|\\]){0,2}\\s*${SIGN}\\s*`, 'giu');
/** An opening tag, also with attributes or written as `&lt;`. */
const ELEMENT = new RegExp(`(<|&lt;)(${LETTER}+:)?(${LETTER}+)((?:\\s[^<>&]*)?)(?:>|&gt;)`, 'giu');
const OPENING_QUOTE = new RegExp(QUOTE, 'iy');
/** A short text at one place: what a label such as `"Name":` says. */
const LABELLED = new RegExp(`${QUOTE}?\\s*(${LETTER}{1,100}(?: ${LETTER}{1,100}){0,4})\\s*(?![^"'\`\\\\<&%,;}\\s])`, 'iuy');
/** Where a value without quotes ends: its line, a closing tag, or a separator before a space or another name. */
const ITEM_END = new RegExp(
  `[\\r\\n]|<\\/|[,;&](?=\\s|$|[{[(]?(?:\\\\{0,255}["'\`]|&quot;|%22)?${LETTER}{1,64}(?:\\\\{0,255}["'\`]|&quot;|%22)?\\s{0,8}${SIGN})`, 'giu');
const SAYS_NOTHING = /^(?:true|false|null)?$/i;

/** `\u0061` is how a letter can hide, and `\u0022` how .NET writes the quotes of JSON in a string. */
const ESCAPED = /(?<!\\)\\+u00(2[27]|[46][1-9a-f]|[57][0-9a])/gi;
const KEY_BLOCK = /-----BEGIN (?!CERTIFICATE|PUBLIC KEY|NEW CERTIFICATE|X509 CRL)[A-Z0-9 ]{1,40}-----[^]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/g;
const BEARER = /\bbearer +(?!\[masked\]|(?:tokens?|error|realm|authoriz\w*)\b)[\w.~+/=-]+/gi;
const BASIC = /\b(basic {1,4})([a-z0-9+/]{8,}={0,2})/gi;
/** The whole run is taken at once, and judged then: patterns that try again within it take quadratic time. */
const WEB_TOKEN = /eyJ[\w+/=-]{8,}(?:\.[\w+/=-]*)*/g;
const USER_INFO = /(:\\?\/\\?\/[^\s/?#:@"'<>\\]*:)[^\s/?#"'<>\\]+@/g;
const SPOKEN = /((?:pass(?:word|phrase|code)|pwd)s?\s{1,3}(?:is|was|(?:from \[masked\] )?to|from|set to)\s{1,3})(?=\S{4})\S*\d\S*/gi;

/** What is masked may be where another value begins or ends: masking goes on until it changes nothing more. */
const ROUNDS = 4;

/** Plain text with the secrets taken out that can be told by a name before them or by their form. */
export function maskPlainText(text: string): string {
  if (!mayHoldSecret(text)) return text;
  const readable = text.replace(ESCAPED, (_, code: string) => {
    const letter = String.fromCharCode(Number.parseInt(code, 16));
    return /[a-z]/i.test(letter) ? letter : `\\${letter}`;
  });
  let masked = readable;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = masked;
    masked = maskOnce(before);
    if (masked === before) break;
  }
  return masked === readable ? text : masked;
}

function maskOnce(text: string): string {
  const formless = maskForms(text);
  const values = labelsASecret(formless) ? 'masked' : 'kept';
  return maskNamed(maskElements(formless, values), values);
}

function maskForms(text: string): string {
  return text
    .replace(KEY_BLOCK, MASKED)
    .replace(WEB_TOKEN, (run, at: number, whole: string) => isWebToken(run, whole[at - 1] ?? '') ? MASKED : run)
    .replace(BEARER, `Bearer ${MASKED}`)
    .replace(BASIC, (whole, word: string, encoded: string) => holdsUserInfo(encoded) ? `${word}${MASKED}` : whole)
    .replace(USER_INFO, `$1${MASKED}@`)
    .replace(SPOKEN, `$1${MASKED}`);
}

/** `eyJ` begins the Base64 of a JSON object; within a word (`surveyJson`) only the form of a whole token tells. */
function isWebToken(run: string, before: string): boolean {
  return !/[a-z]/i.test(before) || /^[^.]+\.eyJ/.test(run);
}

function holdsUserInfo(encoded: string): boolean {
  if (encoded.endsWith('=')) return true;
  try {
    return /^[\x20-\x7E]*:[\x20-\x7E]*$/.test(atob(encoded));
  } catch {
    return false;
  }
}

/** Whether somewhere a `Name` says `Password`: then every `Value` of the text may be the password. */
function labelsASecret(text: string): boolean {
  if (!/value/i.test(text)) return false;
  return labels(text, NAMED, 1) || labels(text, ELEMENT, 3);
}

function labels(text: string, pattern: RegExp, group: number): boolean {
  for (const found of text.matchAll(pattern)) {
    if (readName(lastRun(found[group] ?? '')).part !== 'label') continue;
    LABELLED.lastIndex = found.index + found[0].length;
    if (maskOfPhrase(LABELLED.exec(text)?.[1] ?? '') !== undefined) return true;
  }
  return false;
}

/** What becomes of a value that is called nothing but `Value`. */
type Values = 'masked' | 'kept';

function maskElements(text: string, values: Values): string {
  return maskMatches(text, ELEMENT, (found, at) => {
    const [, open = '', prefix = '', name = '', attributes = ''] = found;
    const mask = attributes.endsWith('/') ? undefined : maskOfRun(name, values);
    if (mask === undefined) return undefined;
    return { mask, begin: at, end: indexOrEnd(text, text.indexOf(`${open}/${prefix}${name}`, at)) };
  });
}

function maskNamed(text: string, values: Values): string {
  return maskMatches(text, NAMED, (found, at) => {
    const name = found[1] ?? '';
    const mask = maskOfPhrase(name) ?? maskOfRun(lastRun(name), values);
    return mask === undefined ? undefined : { mask, ...valueAt(text, at) };
  });
}

function maskOfRun(name: string, values: Values): string | undefined {
  const { mask, part } = readName(name);
  return mask ?? (values === 'masked' && part === 'value' ? MASKED : undefined);
}

function lastRun(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1);
}

/** Replaces what `find` makes of each match; what was replaced is not read again, what was left is. */
function maskMatches(text: string, pattern: RegExp, find: (found: RegExpExecArray, at: number) => (Span & { readonly mask: string }) | undefined): string {
  const parts: string[] = [];
  let copied = 0;
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const value = find(found, pattern.lastIndex);
    if (!value || SAYS_NOTHING.test(text.slice(value.begin, Math.min(value.end, value.begin + 10)))) continue;
    parts.push(text.slice(copied, value.begin), value.mask);
    copied = value.end;
    pattern.lastIndex = value.end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(copied);
}

/** The value that stands here: in quotes, in brackets (which may be cut off: to the end of the text), or up to the end of its item. */
function valueAt(text: string, at: number): Span {
  OPENING_QUOTE.lastIndex = at;
  const quote = OPENING_QUOTE.exec(text)?.[0];
  if (quote !== undefined) return { begin: at + quote.length, end: closingQuote(text, at + quote.length, quote) };
  const isMasked = text.startsWith(MASKED, at) || text.startsWith(LEFT_OUT, at);
  if (!isMasked && /[{[]/.test(text[at] ?? '')) return { begin: at, end: text.length };
  ITEM_END.lastIndex = at;
  return { begin: at, end: ITEM_END.exec(text)?.index ?? text.length };
}

/** Where the quoted text ends. Quotes escaped deeper belong to it, quotes escaped less end the text around it. */
function closingQuote(text: string, from: number, quote: string): number {
  if (!/["'`]$/.test(quote)) return indexOrEnd(text, text.indexOf(quote, from));
  const sign = quote.slice(-1);
  const escapes = quote.length - 1;
  for (let at = text.indexOf(sign, from); at >= 0; at = text.indexOf(sign, at + 1)) {
    let before = 0;
    while (at - before > from && text[at - before - 1] === '\\') before += 1;
    if (before < escapes) return at - before;
    const level = Math.floor(before / (escapes + 1));
    if (level % 2 !== 0 || before % (escapes + 1) !== escapes) continue;
    const next = text[at + 1] ?? '';
    if (next === sign) at += 1;
    else if (!/[\p{L}\p{N}]/u.test(next)) return at - escapes;
  }
  return text.length;
}

function indexOrEnd(text: string, index: number): number {
  return index < 0 ? text.length : index;
}
