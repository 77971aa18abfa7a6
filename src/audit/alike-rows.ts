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
export function* alikeRows(rows: AnswerRows, listed: Uint32Array, [field, other]: readonly [CodedField, CodedField?]): Generator<AlikeRows> {
  const codes = rows.codesOf(field);
  const { firsts, counts } = other ? countPairs(listed, codes, rows.codesOf(other), rows.codes()) : countCodes(listed, codes, rows.codes());
  for (const [place, row] of firsts.entries()) yield { record: rows.at(row), count: counts[place] ?? 0 };
}

/** The first one of the rows that are alike, and how many they are, place by place. */
interface Counts {
  readonly firsts: readonly number[];
  readonly counts: readonly number[];
}

function countCodes(listed: Uint32Array, codes: Uint32Array, below: number): Counts {
  const counts = new Uint32Array(below);
  const firsts: number[] = [];
  for (let place = 0; place < listed.length; place += 1) {
    const row = listed[place] ?? 0;
    const code = codes[row] ?? 0;
    const count = counts[code] ?? 0;
    if (count === 0) firsts.push(row);
    counts[code] = count + 1;
  }
  return { firsts, counts: firsts.map((row) => counts[codes[row] ?? 0] ?? 0) };
}

/** A code mostly comes with the same other one again: the pair that it was in last is remembered. */
function countPairs(listed: Uint32Array, codes: Uint32Array, others: Uint32Array, below: number): Counts {
  const pairOf = createPairs();
  const [lastOthers, lastPairs] = [new Uint32Array(below).fill(NO_CODE), new Uint32Array(below)];
  const [firsts, counts]: [number[], number[]] = [[], []];
  for (let place = 0; place < listed.length; place += 1) {
    const row = listed[place] ?? 0;
    const [code, other] = [codes[row] ?? 0, others[row] ?? 0];
    if (lastOthers[code] !== other) {
      lastOthers[code] = other;
      const pair = pairOf(code, other);
      lastPairs[code] = pair;
      if (pair === firsts.length) firsts.push(row);
    }
    const pair = lastPairs[code] ?? 0;
    counts[pair] = (counts[pair] ?? 0) + 1;
  }
  return { firsts, counts };
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
