import { describe, expect, it } from 'vitest';
import { pack, packList, unpack, unpackBytes } from '../../src/store/packing.ts';

describe('store/packing', () => {
  it.each([
    ['nothing', []],
    ['one', [{ name: 'Contoso' }]],
    ['several, in scripts of one to four bytes', [{ name: 'Contoso' }, { name: 'Ärger' }, { name: 'חברת הדוגמה' }, { name: '例え 🎉' }, 'a "quoted" text', 7, null]],
    ['more than usual', Array.from({ length: 3 }, () => ({ text: 'é'.repeat(400_000) }))],
  ])('packs a list of %s like any other value', (_, items) => {
    const packed = packList(items);

    expect(unpack(packed)).toEqual(items);
    expect(unpackBytes(packed).equals(unpackBytes(pack(items)))).toBe(true);
  });

  it('gives bytes of its own, which the next list does not overwrite', () => {
    const first = packList([{ name: 'first' }]);
    packList([{ name: 'second' }]);

    expect(unpack(first)).toEqual([{ name: 'first' }]);
  });
});
