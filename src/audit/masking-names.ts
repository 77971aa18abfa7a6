/** Tells by the words of its name whether a field holds a secret. */

/** What stands where a secret stood, and where personal billing data stood. */
export const MASKED = '[masked]';
export const LEFT_OUT = '[left out]';

/** Whether something of a text was taken out: equal texts may then have stood for different ones. */
export function isTakenFrom(text: string): boolean {
  return text.includes(MASKED) || text.includes(LEFT_OUT);
}

/** What a name says. `mask` stands in place of its values; a `label` is a field that names what its siblings hold. */
export interface NameReading {
  readonly mask: string | undefined;
  readonly part: 'label' | 'value' | undefined;
}

/** Names are short. Longer ones are not folded (that takes time) nor remembered; one that hints at a secret is one. */
const NAME_LENGTH = 100;
/** Names come from outside: beyond so many none is remembered. */
const NAMES_REMEMBERED = 2_000;
const readings = new Map<string, NameReading>();

/**
 * Every name and form of a secret holds one of these, or escapes, or characters that fold into Latin letters. Grouped by
 * first letter, and without colons and Latin-1 signs: written otherwise it takes twice the time, and every value is read.
 */
const HINT = new RegExp(
  'p(?:ass|wd|fx)|s(?:ecret|hared.?access|ig[=%])|key|t(?:oken|ag)|eyJ|\\\\u|a(?:ctivation|uthoriz|ssertion)|iban|jwt'
    + '|c(?:red|o(?:nn.?str|nnection|okie)|v[vc]|ard.?num)|b(?:illing.?profile|earer|asic |ank.?acc)'
    + '|[\\u017F\\u01C4-\\u01F3\\u02B0-\\u02E3\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u1D2C-\\u1DBF\\u200B-\\u200F'
    + '\\u202A-\\u202E\\u2060-\\u2071\\u207F\\u2090-\\u209C\\u2100-\\u217F\\u249C-\\u24E9\\u2C7C\\u2C7D\\u3164\\uFB00-\\uFB06'
    + '\\uFE00-\\uFE0F\\uFEFF\\uFF21-\\uFF5A\\uFFA0\\uD835\\uDB40]', 'i');
const SOFT_HYPHEN = '\xAD';
const URL_WITH_USER = /:\\?\/\\?\/[^\s/]*@/;

/** Words, in small letters with one space between, that tell of a secret wherever they stand in a name. */
const KEY_OWNERS = 'api|access|account|private|product|licen[cs]e|software|shared|secret|storage|subscription|consumer|client|encryption|signing|master|ssh|auth';
const TOKEN_OWNERS = 'access|refresh|auth|bearer|sas|security|session|activation|api';
const SECRET = new RegExp([
  'pass ?word(?!less)', '\\bpass ?(?:wd|phrase|code|key)s?\\b', 'pwds?\\b', 'secrets?\\b', 'secret(?:key|text|value)', 'credentials?\\b',
  '\\bcreds?\\b', `(?:${KEY_OWNERS}) ?keys?\\b`, `(?:(?:${TOKEN_OWNERS}) ?|\\bid ?)tokens?\\b`, 'conn(?:ection)? ?str(?:ing)?s?\\b',
  'shared ?access ?signatures?', 'activation ?codes?\\b', 'client ?assertions?\\b',
].join('|'));
const BILLING = /billing ?profiles?|credit ?cards?\b|card ?num(?:ber)?s?\b|bank ?acc(?:oun)?ts?\b|\biban\b|\bcv[vc]\b/;
/** What follows them when the field only tells about the secret. */
const ABOUT = new RegExp(
  '(?:^| )(?:ids?|identifiers?|names?|types?|kind|count|length|size|expires|expired|expiry|expirations?|dates?|time|datetime|timestamp|at|on|in|utc|days'
    + '|polic(?:y|ies)|enabled|disabled|required|allowed|provided|status|state|lifetime|age|version|endpoint|algorithm|provider|format|owner|scopes?'
    + '|methods?|mode|issuer|strength|validity|changed|thumbprint|attempts|error)$');

/** Words that tell of a secret at the end of a name only; and the same words where they are ordinary. */
const SECRET_AT_END = /(?:^| )(?:keys?|tokens?|e ?tags?|cookies?|assertions?|jwts?|pfx|(?:user|db|admin) ?pass)$|^(?:proxy )?authorization$|^(?:pass|sig)$/;
const ORDINARY_AT_END = new RegExp(
  '(?:^| )(?:(?:public|partition|row|sort|foreign|cache|group|lookup|translation|resource|registry|object|idempotency|correlation|unique|display|hot) keys?'
    + '|(?:continuation|skip|page|paging|next|cancellation|public key) tokens?)$');
/** Words that may follow the end of a name without changing what it names. */
const CARRIERS: ReadonlySet<string> = new Set([
  'value', 'values', 'data', 'text', 'string', 'hash', 'bytes', 'blob', 'base', 'raw', 'content', 'pem', 'material', 'encoded', 'encrypted', 'plain',
  'new', 'old', 'current', 'previous', 'primary', 'secondary', 'header', 'hint',
]);
/** Last words of names that take several words to tell of a secret: `connection string`, `billing profile info`. */
const PHRASE_END = /(?:string|signature|code|profile|info|card|number|account|value|text|hash)s?\W*$/i;

const LABEL = /^(?:(?:display|property|field|attribute|parameter|setting|key) ?name|name|key|field|property|attribute|parameter|setting)$/;
const VALUE = /^(?:(?:new|old|current|previous|original|default|modified|string|raw) ?values?|values? ?(?:new|old|before|after)|values?)$/;
const NOTHING: NameReading = { mask: undefined, part: undefined };

/** Whether a text may hold a secret at all: a cheap look that spares most values the rest. */
export function mayHoldSecret(text: string): boolean {
  return HINT.test(text) || text.includes(SOFT_HYPHEN) || (text.includes('@') && URL_WITH_USER.test(text));
}

/**
 * Reads the name of a field by its words, whatever their case and separators: `userPassword`, `client_secret`, `ProductKey-0`.
 * Names that merely tell about a secret say nothing: `tokenType`, `passwordExpirationDate`.
 */
export function readName(name: string): NameReading {
  const known = readings.get(name);
  if (known !== undefined) return known;
  if (name.length > NAME_LENGTH) return mayHoldSecret(name) ? { mask: MASKED, part: undefined } : NOTHING;
  const words = wordsOf(name);
  const joined = words.join(' ');
  const reading = { mask: maskOf(words, joined), part: LABEL.test(joined) ? 'label' as const : VALUE.test(joined) ? 'value' as const : undefined };
  if (readings.size < NAMES_REMEMBERED) readings.set(name, reading);
  return reading;
}

/**
 * What stands in place of what this phrase names, when it ends in the name of a secret: `Azure product key`, but not
 * `Secret Server subscription`. For names that people wrote.
 */
export function maskOfPhrase(phrase: string): string | undefined {
  const runs = phrase.trim().split(/\s+/);
  const last = runs.at(-1) ?? '';
  const { mask } = readName(last);
  if (mask !== undefined || runs.length === 1 || !PHRASE_END.test(last)) return mask;
  return readName(runs.slice(-3).join(' ')).mask;
}

function maskOf(words: string[], joined: string): string | undefined {
  const about = ABOUT.test(joined);
  if (SECRET.test(joined)) return about ? undefined : MASKED;
  if (BILLING.test(joined)) return about ? undefined : LEFT_OUT;
  while (CARRIERS.has(words.at(-1) ?? '')) words.pop();
  const core = words.join(' ');
  return SECRET_AT_END.test(core) && !ORDINARY_AT_END.test(core) ? MASKED : undefined;
}

/** The name's words in small letters: folded to plain letters, without invisible characters, digits and signs. */
function wordsOf(name: string): string[] {
  const isPlain = /^[\x20-\x7E]*$/.test(name);
  const folded = isPlain ? name : name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return folded
    .replace(/[a-z\d](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g, '$& ')
    .toLowerCase()
    .split(isPlain ? /[^a-z]+/ : /[^\p{L}]+/u)
    .filter((word) => word !== '');
}
