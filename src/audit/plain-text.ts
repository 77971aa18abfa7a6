/** Text without what typography adds to it: what somebody types or pastes, and what stands in the log, meet here. */

/** NFC takes quadratic time on long runs of accents; longer texts are no names and no commands. */
const MAX_COMPOSED = 2_000;

/** Most texts are: nothing of them changes. */
const PLAIN_ALREADY = /^[\x20-\x7e]*$/;

/** Spaces and quotes plain, nothing invisible, well-formed, NFC. Letter case and dashes stay as they are. */
export function plainText(text: string): string {
  if (PLAIN_ALREADY.test(text)) return text;
  const seen = text.toWellFormed()
    .replace(/[\t-\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    // oxlint-disable-next-line no-control-regex -- control characters are what is being taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '');
  const composed = seen.length > MAX_COMPOSED ? seen : seen.normalize('NFC');
  return composed.replace(/[“”„‟«»]/g, '"').replace(/[‘’‚‛]/g, "'");
}

/** Text to look for, and to be looked into: letter case, typography and the length of a dash do not matter. */
export function foldText(text: string): string {
  return plainText(text).replace(/[—–]/g, '-').toLowerCase();
}

/**
 * The longest part of a typed name that stands in a log as it was typed, however the log spells the name; undefined
 * where that is too short to look for. A straight quote may be a curly one there, a hyphen a dash, an accent a sign
 * of its own, and emoji are joined by what nobody sees.
 */
export function sureOf(name: string): string | undefined {
  const parts = name.replace(/./gsu, (sign) => (/['"—–-]|\p{Extended_Pictographic}/u.test(sign) || sign.normalize('NFD') !== sign ? '\n' : sign)).split('\n');
  const [longest = ''] = parts.map((part) => part.trim()).toSorted((a, b) => b.length - a.length);
  return longest === name || longest.length >= MIN_SURE ? longest : undefined;
}

/** Shorter parts stand in almost every name. */
const MIN_SURE = 3;
