/** Numbers the operations of an answer by their identity. */
import { withRoom } from './word-table.ts';

export interface IdentityTable {
  /** The number of an identity, counted from 0 in the order in which they came; a new one gets the next. */
  numberOf(identity: string): number;
  /** Gives many that stand as words the next numbers, those at these places, counted in identities. None is looked up before somebody asks. */
  append(words: Uint32Array, places: Uint32Array): void;
  /** What was appended since this was last asked though it had a number before: those of one identity in the order in which they came. */
  repeats(): readonly Repeat[];
  /** How many numbers were given. */
  size(): number;
  /** Orders two numbers by the identities they stand for. */
  compare(this: void, a: number, b: number): number;
}

/** A number that an identity was given though it had one. */
export interface Repeat {
  readonly number: number;
  readonly first: number;
}

/** 128 bits of a SHA-256: no two operations will ever share them. */
export const IDENTITY_WORDS = 4;

/** An identity, as `recordKey` gives it, as the words that tell it from all others. */
export function identityWords(identity: string): Uint32Array {
  return Uint32Array.of(wordAt(identity, 0), wordAt(identity, 4), wordAt(identity, 8), wordAt(identity, 12));
}

const NONE: readonly Repeat[] = [];
const ROWS_AT_FIRST = 4_096;

/** Takes identities as `recordKey` gives them: a hash, one byte in each character. */
export function createIdentityTable(): IdentityTable {
  const slots = createSlots();
  let [size, indexed] = [0, 0];
  let held = new Uint32Array(IDENTITY_WORDS * ROWS_AT_FIRST);
  let repeats: Repeat[] = [];
  const index = (): void => {
    slots.place(held, indexed, size, (number, first) => repeats.push({ number, first }));
    indexed = size;
  };
  return {
    numberOf(identity) {
      index();
      held = withRoom(held, (size + 1) * IDENTITY_WORDS);
      // Written behind the others, where it stays if it is a new one.
      held.set(identityWords(identity), size * IDENTITY_WORDS);
      const number = slots.numberOf(held, size);
      if (number === size) size += 1;
      indexed = size;
      return number;
    },
    append(words, places) {
      held = withRoom(held, (size + places.length) * IDENTITY_WORDS);
      copyIdentities(words, places, held.subarray(size * IDENTITY_WORDS));
      size += places.length;
    },
    repeats() {
      if (indexed === size && repeats.length === 0) return NONE;
      index();
      const found = repeats;
      repeats = [];
      return found;
    },
    size: () => size,
    compare: (a, b) => compareIdentities(held, a, b),
  };
}

function copyIdentities(words: Uint32Array, places: Uint32Array, to: Uint32Array): void {
  if (places.length * IDENTITY_WORDS === words.length) return to.set(words);
  for (let at = 0; at < places.length; at += 1) {
    const from = (places[at] ?? 0) * IDENTITY_WORDS;
    for (let word = 0; word < IDENTITY_WORDS; word += 1) to[at * IDENTITY_WORDS + word] = words[from + word] ?? 0;
  }
}

function compareIdentities(held: Uint32Array, a: number, b: number): number {
  for (let place = 0; place < IDENTITY_WORDS; place += 1) {
    const difference = (held[a * IDENTITY_WORDS + place] ?? 0) - (held[b * IDENTITY_WORDS + place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const WORD_BITS = 32;
const BITS_AT_FIRST = 11;

/** The number of an identity, given by its first two words, among the held ones, or else its own, which then has a slot. */
function find(slots: Uint32Array, held: Uint32Array, own: number, word: number, mark: number): number {
  const last = slots.length - 1;
  const bits = WORD_BITS - Math.clz32(last);
  let slot = word >>> (WORD_BITS - bits);
  for (let taken = slots[slot]; taken; taken = slots[slot]) {
    const number = (taken & last) - 1;
    if ((taken ^ mark) >>> bits === 0 && compareIdentities(held, number, own) === 0) return number;
    slot = (slot + 1) & last;
  }
  slots[slot] = (mark & ~last) | (own + 1);
  return own;
}

/**
 * Open addressing by the first word of an identity. A slot is 0 where it is free; else its lower bits, as many as tell
 * slots apart, are a number and one, and the others are those of the second word: few that differ look alike.
 */
function createSlots() {
  let bits = BITS_AT_FIRST;
  let slots = new Uint32Array(1 << bits);
  const findAll = (held: Uint32Array, from: number, to: number, repeated?: Repeated): void => {
    const near = nearEachOther(held, from, to);
    for (let at = 0; at < near.length; at += NEAR_WORDS) {
      const own = near[at] ?? 0;
      const number = find(slots, held, own, near[at + 1] ?? 0, near[at + 2] ?? 0);
      if (number !== own) repeated?.(own, number);
    }
  };
  /** At most half of them are taken. */
  const makeRoom = (held: Uint32Array, size: number, wanted: number): void => {
    if (wanted * 2 <= slots.length) return;
    while (wanted * 2 > 1 << bits) bits += 1;
    slots = new Uint32Array(1 << bits);
    findAll(held, 0, size);
  };
  return {
    numberOf(held: Uint32Array, own: number): number {
      makeRoom(held, own, own + 1);
      return find(slots, held, own, held[own * IDENTITY_WORDS] ?? 0, held[own * IDENTITY_WORDS + 1] ?? 0);
    },
    /** Gives slots to those from one number up to another, and tells of each that an equal one has a slot already. */
    place(held: Uint32Array, from: number, to: number, repeated: Repeated): void {
      if (from === to) return;
      makeRoom(held, from, to);
      findAll(held, from, to, repeated);
    },
  };
}

type Repeated = (number: number, first: number) => void;

/** A number, and the first two words of its identity. */
const NEAR_WORDS = 3;
const NEAR_BITS = 8;
const NEAR_SHIFT = WORD_BITS - NEAR_BITS;

/** Numbers whose slots are near each other stand together, lower ones first: to fetch each slot from afar would take most of the time. */
function nearEachOther(held: Uint32Array, from: number, to: number): Uint32Array {
  const [next, near] = [groupBegins(held, from, to), new Uint32Array((to - from) * NEAR_WORDS)];
  for (let number = from; number < to; number += 1) {
    const word = held[number * IDENTITY_WORDS] ?? 0;
    const place = next[word >>> NEAR_SHIFT] ?? 0;
    next[word >>> NEAR_SHIFT] = place + 1;
    near[place * NEAR_WORDS] = number;
    near[place * NEAR_WORDS + 1] = word;
    near[place * NEAR_WORDS + 2] = held[number * IDENTITY_WORDS + 1] ?? 0;
  }
  return near;
}

/** Where the groups of those that begin with the same bits begin. */
function groupBegins(held: Uint32Array, from: number, to: number): Uint32Array {
  const sizes = new Uint32Array(1 << NEAR_BITS);
  for (let number = from; number < to; number += 1) {
    const group = (held[number * IDENTITY_WORDS] ?? 0) >>> NEAR_SHIFT;
    sizes[group] = (sizes[group] ?? 0) + 1;
  }
  let end = 0;
  return sizes.map((size) => (end += size) - size);
}

function wordAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 24 | text.charCodeAt(at + 1) << 16 | text.charCodeAt(at + 2) << 8 | text.charCodeAt(at + 3)) >>> 0;
}
