/** Numbers the operations of an answer by their identity. */
import { createWordTable } from './word-table.ts';

export interface IdentityTable {
  /** The number of an identity, counted from 0 in the order in which they came; a new one gets the next. */
  numberOf(identity: string): number;
  size(): number;
  /** Orders two numbers by the identities they stand for. */
  compare(a: number, b: number): number;
}

/** 128 bits of a SHA-256: no two operations will ever share them. */
const WORDS = 4;

/** Takes identities as `recordKey` gives them: a hash, one byte in each character. */
export function createIdentityTable(): IdentityTable {
  const identities = createWordTable(WORDS);
  let size = 0;
  // Open addressing: a slot holds a number and one, 0 where it is free. At most half of them are taken.
  let slots = new Uint32Array(2_048);
  const compare = (a: number, b: number): number => {
    for (let place = 0; place < WORDS; place += 1) {
      const difference = identities.get(a, place) - identities.get(b, place);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  /** The slot of the identity that stands under a number, or the free one where it belongs. */
  const slotOf = (number: number): number => {
    const mask = slots.length - 1;
    let slot = identities.get(number, 0) & mask;
    while (slots[slot] && compare((slots[slot] ?? 0) - 1, number) !== 0) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2);
    for (let number = 0; number < size; number += 1) slots[slotOf(number)] = number + 1;
  };
  return {
    numberOf(identity) {
      // Written behind the others, where it stays if it is a new one.
      for (let place = 0; place < WORDS; place += 1) identities.set(size, place, wordAt(identity, place * 4));
      const slot = slotOf(size);
      if (slots[slot]) return slots[slot] - 1;
      size += 1;
      slots[slot] = size;
      if (size * 2 > slots.length) grow();
      return size - 1;
    },
    size: () => size,
    compare,
  };
}

function wordAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 24 | text.charCodeAt(at + 1) << 16 | text.charCodeAt(at + 2) << 8 | text.charCodeAt(at + 3)) >>> 0;
}
