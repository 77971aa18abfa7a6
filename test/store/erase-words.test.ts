import { describe, expect, it } from 'vitest';
import { ERASED, namesAny, withoutNames } from '../../src/store/erase-words.ts';

describe('store/erase-words', () => {
  it.each([
    ['Relecloud', 'Order for RELECLOUD, failed', true],
    ['Relecloud', 'Order for Relecloudia', false],
    ['A. Datum (EU)+', 'Order for a.  datum (eu)+.', true],
    ['A. Datum', 'Order for AB Datum', false],
    ['Zażółć', 'zażółć, 3 seats', true],
    ['The Very Long Name of a Customer That Lines Cut Off', 'Order for The Very Long Name of a Custom…', true],
    ['  ', 'anything', false],
  ])('finds %j in %j: %s', (name, text, isFound) => {
    expect(namesAny([name])(text)).toBe(isFound);
  });

  it('takes away items that name somebody and replaces texts, and leaves what is its own', () => {
    const tells = namesAny(['one', 'Relecloud']);
    const card = { kind: 'one', card: { form: 'one', lead: { at: 'one', customer: 'Relecloud', count: 2 }, lines: [{ customer: 'Relecloud' }, { customer: 'Contoso' }] }, names: ['one', 'two'] };

    expect(withoutNames(card, tells)).toEqual({ kind: 'one', card: { form: 'one', lead: { at: 'one', customer: ERASED, count: 2 }, lines: [{ customer: 'Contoso' }] }, names: ['two'] });
  });
});
