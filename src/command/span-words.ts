/** Spans up to now: `last 7d`, `past two weeks`, `24h`, `past month`. */
import type { TimeSpec, TimeUnit } from '../audit/time-range.ts';
import { editsAt, Misunderstanding, missingValue, shown, type Fault } from './mistakes.ts';
import { suggest } from './suggest.ts';
import { countOf, gluedTo, MAX_COUNT, numberOf, UNITS } from './time-units.ts';
import { spanOf, wordsFrom, type Token } from './tokens.ts';
import { isKeyword } from './words.ts';

/** A span that was read, and the index of the token after it. */
export interface ReadSpan {
  readonly spec: TimeSpec;
  readonly next: number;
}

/** Units that people say and the log is too short for; `d`s that come near. */
const LONG_UNITS: ReadonlyMap<string, number> = new Map([['quarter', 90], ['quarters', 90], ['y', 365], ['yr', 365], ['year', 365], ['years', 365]]);

/** Whether a span begins at an index without `last` before it: `7d`, `7 days`, `two weeks`. */
export function startsSpan(tokens: readonly Token[], index: number): boolean {
  const { unit } = countOf(tokens, index) ?? {};
  return unit !== undefined || numberOf(tokens[index]?.word ?? '') !== undefined && LONG_UNITS.has(tokens[index + 1]?.word ?? '');
}

/**
 * Reads a span that begins at an index. `lead` is where `last` or `past` stands, if one does. Throws `Misunderstanding`
 * where no span follows.
 */
export function readSpan(tokens: readonly Token[], index: number, lead: number | undefined): ReadSpan {
  const at = lead === undefined ? index : lead + 1;
  const alone = UNITS.get(tokens[at]?.word ?? '');
  if (alone) return { spec: { kind: 'last', count: 1, unit: alone }, next: at + 1 };
  const read = countOf(tokens, at);
  if (!read) throw new Misunderstanding(noSpan(tokens, lead ?? index, at));
  const { count, unit, next } = read;
  if (count < 1 || count > MAX_COUNT) throw new Misunderstanding(badCount(tokens, at, next));
  return { spec: { kind: 'last', count, unit }, next };
}

/** A number of units that is no span: none, or more than any log holds. */
export function badCount(tokens: readonly Token[], at: number, next: number): Fault {
  return {
    code: 'E_UNIT',
    says: `${shown(wordsFrom(tokens, at, next - at))} is not a span of time.`,
    at: spanOf(tokens, at, next),
    cure: 'Partner Center keeps 90 days: `last 1h` to `last 90d`.',
    edits: editsAt(spanOf(tokens, at, next), ['7d', '90d']),
  };
}

function noSpan(tokens: readonly Token[], lead: number, at: number): Fault {
  const token = tokens[at];
  const end = { from: tokens[lead]?.to ?? 0, to: tokens[lead]?.to ?? 0 };
  const long = longSpan(tokens, at);
  if (long) return long;
  if (!token || token.kind !== 'word' || isKeyword(token.word)) return missingValue(tokens[lead]?.text ?? '', end, editsAt(end, [' 7d']));
  const number = /^(\d{1,4})(?![\d.])/.exec(token.word)?.[1] ?? String(numberOf(token.word) ?? '');
  const unit = gluedTo(token.word)?.letters;
  const second = number && !unit ? tokens[at + 1] : undefined;
  const wrong = second?.kind === 'word' && !isKeyword(second.word) ? second : token;
  return {
    code: 'E_UNIT',
    says: number && !unit && wrong === token ? `${shown(token.text)} has no unit of time.` : `${shown(unit ?? wrong.text)} is not a unit of time.`,
    at: wrong,
    cure: 'Units are m, h, d, w and mo: `last 24h`, `last 7d`, `last 2w`.',
    edits: number
      ? [...editsAt(token, (['d', 'h', 'w'] satisfies TimeUnit[]).map((one) => number + one)), ...editsAt(wrong, wrong === token ? [] : ['d'])]
      : [...editsAt(token, suggest(token.word, [...UNITS.keys()])), ...editsAt(end, [' 7d'])],
  };
}

/** `last year`, `two quarters`: longer than the log. */
function longSpan(tokens: readonly Token[], at: number): Fault | undefined {
  const count = numberOf(tokens[at]?.word ?? '');
  const unitAt = count === undefined ? at : at + 1;
  const word = tokens[unitAt]?.word ?? '';
  const glued = gluedTo(tokens[at]?.word ?? '');
  if (!LONG_UNITS.has(word) && !LONG_UNITS.has(glued?.letters ?? '')) return undefined;
  const place = spanOf(tokens, at, LONG_UNITS.has(word) ? unitAt + 1 : at + 1);
  const cure = 'Partner Center keeps 90 days. Units are m, h, d, w and mo.';
  return { code: 'E_UNIT', says: `${shown(wordsFrom(tokens, at, LONG_UNITS.has(word) ? unitAt + 1 - at : 1))} is more than the log holds.`, at: place, cure, edits: editsAt(place, ['90d']) };
}
