/** Puts rows of an answer together that are alike, so that what is counted is a few thousand texts and not a million records. */
import type { AnswerRows, CodedField } from './answer-rows.ts';
import type { Grouped, ValueDimension } from './dimensions.ts';
import { dateOf, type Instant } from './instant.ts';

/** Records that are alike: the first of them, and how many they are. */
export interface AlikeRows {
  readonly record: Grouped;
  readonly count: number;
}

/** Rows that are alike in one or two fields, in the order in which the first of them stand: that one, and how many they are. */
export function* alikeRows(rows: AnswerRows, listed: Uint32Array, fields: readonly [CodedField, CodedField?]): Generator<AlikeRows> {
  const { numbers, below } = numbersOf(rows, listed, fields);
  const counts = new Uint32Array(below);
  const found: number[] = [];
  for (let place = 0; place < numbers.length; place += 1) {
    const number = numbers[place] ?? 0;
    const count = counts[number] ?? 0;
    if (count === 0) found.push(place);
    counts[number] = count + 1;
  }
  for (const place of found) yield { record: rows.at(listed[place] ?? 0), count: counts[numbers[place] ?? 0] ?? 0 };
}

/** Numbers of rows, and what all of them are below. */
interface Numbered {
  readonly numbers: Uint32Array;
  readonly below: number;
}

/** For each row the code of what stands in its field, or the number of the pair of codes in both. */
function numbersOf(rows: AnswerRows, listed: Uint32Array, [first, second]: readonly [CodedField, CodedField?]): Numbered {
  const codes = { numbers: gathered(rows.codesOf(first), listed), below: rows.codes() };
  return second ? pairsOf(codes, gathered(rows.codesOf(second), listed)) : codes;
}

function gathered(words: Uint32Array, listed: Uint32Array): Uint32Array {
  const found = new Uint32Array(listed.length);
  for (let place = 0; place < listed.length; place += 1) found[place] = words[listed[place] ?? 0] ?? 0;
  return found;
}

/** A code mostly comes with the same other one again: the pair that it was in last is remembered. */
function pairsOf({ numbers: codes, below }: Numbered, others: Uint32Array): Numbered {
  const pairOf = createPairs();
  const [lastOthers, lastPairs] = [new Uint32Array(below).fill(NO_CODE), new Uint32Array(below)];
  let found = 0;
  const pairs = new Uint32Array(codes.length);
  for (let place = 0; place < codes.length; place += 1) {
    const [code, other] = [codes[place] ?? 0, others[place] ?? 0];
    if (lastOthers[code] !== other) {
      lastOthers[code] = other;
      const pair = pairOf(code, other);
      lastPairs[code] = pair;
      found = Math.max(found, pair + 1);
    }
    pairs[place] = lastPairs[code] ?? 0;
  }
  return { numbers: pairs, below: found };
}

const NO_CODE = 2 ** 32 - 1;

const FIELDS_OF: Readonly<Record<ValueDimension, readonly [CodedField, CodedField?]>> = {
  customer: ['customerId', 'customerName'], user: ['person'], operation: ['operationType'], resource: ['resourceType'],
  status: ['status'], app: ['application'], category: ['operationType'], risk: ['risk'],
};

/** Rows that are alike in a dimension and lie between the same two borders. Rows stand newest first, borders oldest first. */
export function* alikeBetween(rows: AnswerRows, newestFirst: Uint32Array, dimension: ValueDimension, borders: readonly Instant[]): Generator<AlikeRows> {
  let begin = 0;
  for (const border of borders.slice(0, -1).toReversed()) {
    const end = border === borders[0] ? newestFirst.length : firstBefore(rows, newestFirst, dateOf(border).getTime());
    yield* alikeRows(rows, newestFirst.subarray(begin, end), FIELDS_OF[dimension]);
    begin = end;
  }
}

/** The place of the first row that is older than whole milliseconds. */
function firstBefore(rows: AnswerRows, newestFirst: Uint32Array, ms: number): number {
  let [from, to] = [0, newestFirst.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (rows.at(newestFirst[middle] ?? 0).atMs < ms) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Odd and large: its products are spread over all bits. */
const SPREAD = 0x9e3779b1;

/** Numbers pairs of codes from 0 on, in the order in which they come; such a number is a code again. */
export function createPairs(): (a: number, b: number) => number {
  let size = 0;
  // Open addressing: a slot holds both codes, then the number and one, 0 where it is free. At most half of them are taken.
  let slots = new Uint32Array(SLOT_WORDS * 1_024);
  const slotOf = (a: number, b: number): number => {
    const last = slots.length / SLOT_WORDS - 1;
    const spread = Math.imul(Math.imul(a, SPREAD) ^ b, SPREAD);
    let slot = (spread ^ (spread >>> 15)) & last;
    while (slots[slot * SLOT_WORDS + 2] && !(slots[slot * SLOT_WORDS] === a && slots[slot * SLOT_WORDS + 1] === b)) slot = (slot + 1) & last;
    return slot * SLOT_WORDS;
  };
  const write = (slot: number, a: number, b: number, held: number): void => {
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = held;
  };
  const grow = (): void => {
    const before = slots;
    slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += SLOT_WORDS) {
      const [a = 0, b = 0, held = 0] = [before[at], before[at + 1], before[at + 2]];
      if (held > 0) write(slotOf(a, b), a, b, held);
    }
  };
  return (a, b) => {
    const slot = slotOf(a, b);
    const held = slots[slot + 2] ?? 0;
    if (held > 0) return held - 1;
    size += 1;
    write(slot, a, b, size);
    if (size * 2 * SLOT_WORDS > slots.length) grow();
    return size - 1;
  };
}

/** Two codes, a number, and room that keeps slots on powers of two. */
const SLOT_WORDS = 4;
