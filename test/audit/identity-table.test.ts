import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordKey } from '../../src/audit/record.ts';
import { createIdentityTable, identityWords } from '../../src/audit/identity-table.ts';
import { aRecord } from '../support/records.ts';

/** Identities of which many begin alike, so that they meet in the table. */
const anyIdentity = fc.array(fc.constantFrom('\0', '\x01', '\x7F', '\xFF'), { minLength: 4, maxLength: 4 }).map((bytes) => bytes.join('').repeat(4));

describe('audit/identity-table', () => {
  it('numbers identities like a map, and orders them like their texts', () => {
    fc.assert(fc.property(fc.array(anyIdentity, { maxLength: 600 }), (identities) => {
      const table = createIdentityTable();
      const map = new Map<string, number>();

      const numbers = identities.map((identity) => table.numberOf(identity));

      for (const identity of identities) if (!map.has(identity)) map.set(identity, map.size);
      expect(numbers).toEqual(identities.map((identity) => map.get(identity)));
      expect(table.size()).toBe(map.size);
      const ordered = [...map].sort(([, a], [, b]) => table.compare(a, b)).map(([identity]) => identity);
      expect(ordered).toEqual([...map.keys()].sort((a, b) => a < b ? -1 : 1));
    }), { numRuns: 50 });
  });

  it('gives identities that stand as words numbers of their own, and tells which of them had one', () => {
    fc.assert(fc.property(fc.array(fc.array(anyIdentity, { maxLength: 200 }), { maxLength: 4 }), fc.array(anyIdentity, { maxLength: 20 }), (days, texts) => {
      const table = createIdentityTable();
      const known = new Map<string, number>();
      for (const text of texts) known.set(text, table.numberOf(text));
      const begin = table.size();
      const taken = days.map((day) => day.filter((_, place) => place % 3 > 0)).flat();

      for (const day of days) table.append(Uint32Array.from(day.flatMap((identity) => [...identityWords(identity)])), Uint32Array.from(day.keys()).filter((place) => place % 3 > 0));
      const repeats = table.repeats();

      const expected = taken.flatMap((identity, place) => {
        const first = known.get(identity);
        if (first === undefined) known.set(identity, begin + place);
        return first === undefined ? [] : [{ number: begin + place, first }];
      });
      expect(repeats.toSorted((a, b) => a.number - b.number)).toEqual(expected);
      expect(table.repeats()).toEqual([]);
      expect(table.size()).toBe(begin + taken.length);
      expect([...known.keys()].map((identity) => table.numberOf(identity))).toEqual([...known.values()]);
    }), { numRuns: 50 });
  });

  it('keeps every number while it grows', () => {
    const table = createIdentityTable();
    const identities = Array.from({ length: 20_000 }, (_, number) => recordKey(aRecord({ id: `record-${number}` })));

    const first = identities.map((identity) => table.numberOf(identity));
    const again = identities.map((identity) => table.numberOf(identity));

    expect(first).toEqual(identities.map((_, number) => number));
    expect(again).toEqual(first);
  });
});
