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

  const ID = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';
  const filter = { customers: [{ kind: 'id', id: ID }, { kind: 'name', name: 'Relecloud' }, { kind: 'name', name: 'Contoso' }], users: ['only@relecloud.example'], risks: ['high'], not: { texts: ['Relecloud'] } };
  const tells = namesAny([ID, 'Relecloud', 'name', 'high']);

  it('leaves no filter that asks for more than before: what names somebody in it is replaced, an id too', () => {
    expect(withoutNames({ kind: 'digest', filter }, tells)).toEqual({ kind: 'digest', filter: {
      customers: [{ kind: 'id', id: ERASED }, { kind: 'name', name: ERASED }, { kind: 'name', name: 'Contoso' }], users: [ERASED], risks: ['high'], not: { texts: [ERASED] },
    } });
  });

  it.each([
    [{ customers: [{ kind: 'id', id: ID }] }], [{ customers: [{ kind: 'name', name: 'Relecloud' }] }], [{ users: ['only@relecloud.example'] }], [{ not: { texts: ['of relecloud'] } }],
  ])('drops a search for %j', (asked) => {
    const search = { filter: asked, from: '2026-11-21T11:00:00Z', to: '2026-11-21T12:00:00Z' };

    expect(withoutNames({ message: { kind: 'alert-thread', search, more: 3 } }, namesAny([ID, 'Relecloud']))).toEqual({ message: { kind: 'alert-thread', more: 3 } });
    expect(withoutNames({ search }, namesAny(['Contoso']))).toEqual({ search });
  });
});
