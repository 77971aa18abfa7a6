/** Tells the values of records apart and numbers them, so that counting them is counting numbers. */
import { textOrder } from './text-order.ts';

/** A value and how often it stands in the answer. */
export interface Count {
  readonly value: string;
  readonly count: number;
}

/** Values in the order in which they came, numbered from 0; letter case does not tell two apart. */
export interface Values<Record> {
  numberOf(record: Record): number;
  /** What each number is shown as: its first spelling, or its name. Where two have one name, the beginning of the key follows it. */
  shown(): readonly string[];
}

/** Digits of a key that tell two values of one name apart. */
const KEY_SHOWN = 8;

/** Starts numbering. A `name` is what people read in place of the key; the key itself is no better than none. */
export function createValues<Record>(keyOf: (record: Record) => string, nameOf?: (record: Record) => string): Values<Record> {
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  const names: string[] = [];
  const learn = (key: string): number => {
    const folded = key.toLowerCase();
    const number = numbers.get(folded) ?? keys.length;
    if (number === keys.length) {
      keys.push(key);
      names.push(key);
    }
    numbers.set(folded, number).set(key, number);
    return number;
  };
  return {
    numberOf(record) {
      const key = keyOf(record);
      const number = numbers.get(key) ?? learn(key);
      if (nameOf && names[number] === keys[number]) names[number] = nameOf(record);
      return number;
    },
    shown: () => toldApart(keys, names),
  };
}

function toldApart(keys: readonly string[], names: readonly string[]): readonly string[] {
  const bearers = new Map<string, number>();
  for (const name of names) bearers.set(name.toLowerCase(), (bearers.get(name.toLowerCase()) ?? 0) + 1);
  return names.map((name, number) => {
    const key = keys[number] ?? '';
    const isShared = (bearers.get(name.toLowerCase()) ?? 0) > 1 && key !== name;
    return isShared ? `${name} (${key.slice(0, KEY_SHOWN).toLowerCase()}…)` : name;
  });
}

/** Counts the values of records, one record at a time, or several that are alike. */
export interface Tally<Record> {
  add(record: Record, count?: number): void;
  /** Largest first; equal ones in the order of their text. */
  counts(): readonly Count[];
}

/** Counts records by what `keyOf` gives; `nameOf` gives what a key is shown as, if not itself. */
export function createTally<Record>(keyOf: (record: Record) => string, nameOf?: (record: Record) => string): Tally<Record> {
  const values = createValues(keyOf, nameOf);
  const counts: number[] = [];
  return {
    add(record, count = 1) {
      const number = values.numberOf(record);
      counts[number] = (counts[number] ?? 0) + count;
    },
    counts: () => values.shown().map((value, number) => ({ value, count: counts[number] ?? 0 })).sort(largestFirst),
  };
}

/** Orders counts by size, then by value, so that the order is the same each time. */
export function largestFirst(a: Count, b: Count): number {
  return b.count - a.count || textOrder(a.value, b.value);
}
