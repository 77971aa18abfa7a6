/** Numbers the operations of an answer by their identity. */
import { withRoom } from './word-table.ts';

export interface IdentityTable {
  /** The number of an identity, counted from 0 in the order in which they came; a new one gets the next. */
  numberOf(identity: string): number;
  /** The same for many that stand as words, one after the other: those at these places, counted in identities. */
  numbersOf(words: Uint32Array, places: Uint32Array): Uint32Array;
  size(): number;
  /** Orders two numbers by the identities they stand for. */
  compare(this: void, a: number, b: number): number;
}

/** 128 bits of a SHA-256: no two operations will ever share them. */
export const IDENTITY_WORDS = 4;

/** An identity, as `recordKey` gives it, as the words that tell it from all others. */
export function identityWords(identity: string): Uint32Array {
  return Uint32Array.from({ length: IDENTITY_WORDS }, (_, place) => wordAt(identity, place * 4));
}

const FETCHED_AT_ONCE = 64;
const ROWS_AT_FIRST = 4_096;

/** Takes identities as `recordKey` gives them: a hash, one byte in each character. */
export function createIdentityTable(): IdentityTable {
  const slots = createSlots();
  let size = 0;
  let held = new Uint32Array(IDENTITY_WORDS * ROWS_AT_FIRST);
  /** Written behind the others, where it stays if it is a new one. */
  const numberAt = (words: Uint32Array, from: number): number => {
    const end = size * IDENTITY_WORDS;
    for (let place = 0; place < IDENTITY_WORDS; place += 1) held[end + place] = words[from + place] ?? 0;
    const number = slots.numberOf(held, size);
    if (number === size) size += 1;
    return number;
  };
  return {
    numberOf(identity) {
      held = withRoom(held, (size + 1) * IDENTITY_WORDS);
      return numberAt(identityWords(identity), 0);
    },
    numbersOf(words, places) {
      held = withRoom(held, (size + places.length) * IDENTITY_WORDS);
      const numbers = new Uint32Array(places.length);
      for (let at = 0; at < places.length; at += 1) {
        if (at % FETCHED_AT_ONCE === 0) slots.fetchFor(words, places.subarray(at, at + FETCHED_AT_ONCE));
        numbers[at] = numberAt(words, (places[at] ?? 0) * IDENTITY_WORDS);
      }
      return numbers;
    },
    size: () => size,
    compare: (a, b) => compareIdentities(held, a, b),
  };
}

function compareIdentities(held: Uint32Array, a: number, b: number): number {
  for (let place = 0; place < IDENTITY_WORDS; place += 1) {
    const difference = (held[a * IDENTITY_WORDS + place] ?? 0) - (held[b * IDENTITY_WORDS + place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const BITS_AT_FIRST = 11;

/**
 * Open addressing by the first word of an identity. A slot is 0 where it is free; else its lower bits, as many as tell
 * slots apart, are a number and one, and the others are those of the second word: few that differ look alike.
 */
function createSlots() {
  let bits = BITS_AT_FIRST;
  let slots = new Uint32Array(1 << bits);
  // Nobody reads it: what comes to nothing would not be fetched.
  let fetched = 0;
  /** The number of an equal identity among the held ones, or else its own, which then has a slot. */
  const find = (held: Uint32Array, own: number): number => {
    const [mark, last] = [held[own * IDENTITY_WORDS + 1] ?? 0, slots.length - 1];
    let slot = (held[own * IDENTITY_WORDS] ?? 0) >>> (WORD_BITS - bits);
    for (let word = slots[slot]; word; word = slots[slot]) {
      const number = (word & last) - 1;
      if ((word ^ mark) >>> bits === 0 && compareIdentities(held, number, own) === 0) return number;
      slot = (slot + 1) & last;
    }
    slots[slot] = (mark & ~last) | (own + 1);
    return own;
  };
  return {
    numberOf(held: Uint32Array, own: number): number {
      const number = find(held, own);
      // At most half of them are taken.
      if (number === own && (own + 1) * 2 > slots.length) {
        bits += 2;
        slots = new Uint32Array(1 << bits);
        for (let each = 0; each <= own; each += 1) find(held, each);
      }
      return number;
    },
    /** Fetches the slots of the next identities: all at once that takes a fraction of the time of one by one. */
    fetchFor(words: Uint32Array, places: Uint32Array): void {
      for (let at = 0; at < places.length; at += 1) fetched ^= slots[(words[(places[at] ?? 0) * IDENTITY_WORDS] ?? 0) >>> (WORD_BITS - bits)] ?? 0;
    },
  };
}

const WORD_BITS = 32;

function wordAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 24 | text.charCodeAt(at + 1) << 16 | text.charCodeAt(at + 2) << 8 | text.charCodeAt(at + 3)) >>> 0;
}
