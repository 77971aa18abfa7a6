import { describe, expect, it } from 'vitest';
import { readAccessRules } from '../../src/features/access.ts';
import type { Person } from '../../src/features/people-ports.ts';
import type { KnownCustomer } from '../../src/features/ports.ts';
import { suggestValues, type SuggestDeps, type SuggestedField } from '../../src/features/suggest-values.ts';
import { notebook } from '../slack/running-app.ts';

const ADMIN: Person = { id: 'U0ONE', teamId: 'T1', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
const id = (index: number): string => `${String(index).padStart(8, '0')}-cc2c-dd3d-ee4e-ffffff5f5f5f`;
const CUSTOMERS: readonly KnownCustomer[] = [
  { id: id(1), name: 'Alpine Ski House' }, { id: id(2), name: 'Contoso Alps' }, { id: id(3), name: 'Real estate' }, { id: id(4), name: 'Relecloud' },
  { id: id(5), name: 'Wholesale' }, { id: 'not-a-guid', name: '<!channel>' },
];
const PEOPLE = ['alice@partner.example', 'bob@partner.example', 'ops-alice@partner.example'];

interface World {
  readonly access?: string;
  readonly customers?: readonly KnownCustomer[];
  readonly isDown?: true;
}

/** The labels and values offered to an admin in one channel. */
async function offered(field: SuggestedField, typed: string, { access = 'admins', customers = CUSTOMERS, isDown }: World = {}): Promise<readonly (readonly [string, string])[]> {
  const deps: SuggestDeps = {
    people: { find: async () => ADMIN, isInGroup: async () => false },
    policy: { rules: readAccessRules(access).rules, organisation: { teamId: 'T1' } },
    directory: { everybody: async () => { if (isDown) throw new Error('down'); return { customers, people: PEOPLE }; } },
    log: notebook(),
  };
  const choices = await suggestValues(deps, { userId: ADMIN.id, channelId: 'C0ONE' }, field, typed);
  return choices.map(({ label, value }) => [label, value]);
}

describe('features/suggest-values', () => {
  it('offers the text itself first, then names that begin with it, then those with a word that does, then those that hold it', async () => {
    expect(await offered('customers', 'al')).toEqual([
      ['Search "al"', 'name:al'], ['Alpine Ski House', `id:${id(1)}`], ['Contoso Alps', `id:${id(2)}`],
      ['Real estate', `id:${id(3)}`], ['Wholesale', `id:${id(5)}`],
    ]);
  });

  it('offers what comes near to a mistyped name last', async () => {
    expect(await offered('customers', 'relecluod')).toEqual([['Search "relecluod"', 'name:relecluod'], ['Relecloud', `id:${id(4)}`]]);
  });

  it('finds a customer by a pasted id, and offers an unknown id as one', async () => {
    expect(await offered('customers', id(4))).toEqual([[`Search "${id(4)}"`, `id:${id(4)}`]]);
    expect(await offered('customers', id(9))).toEqual([[`Search "${id(9)}"`, `id:${id(9)}`]]);
  });

  it('looks into ids from four characters of one on, and lists names before them', async () => {
    const customers = [{ id: 'face0001-cc2c-dd3d-ee4e-ffffff5f5f5f', name: 'Adventure Works' }, { id: id(7), name: 'Fabrikam' }, { id: id(8), name: 'Surface Ltd' }];

    expect((await offered('customers', 'f', { customers })).map(([label]) => label)).toEqual(['Search "f"', 'Fabrikam', 'Surface Ltd']);
    expect((await offered('customers', 'face', { customers })).map(([label]) => label)).toEqual(['Search "face"', 'Surface Ltd', 'Adventure Works']);
  });

  it('takes a customer whose id is none by its name', async () => {
    expect(await offered('customers', '<!')).toEqual([['Search "<!"', 'name:<!'], ['<!channel>', 'name:<!channel>']]);
  });

  it('offers people by any part of their sign-in name', async () => {
    expect(await offered('people', 'alice')).toEqual([
      ['Search "alice"', '*alice*'], ['alice@partner.example', 'alice@partner.example'], ['ops-alice@partner.example', 'ops-alice@partner.example'],
    ]);
    expect(await offered('people', 'bob@partner.example')).toEqual([['Search "bob@partner.example"', 'bob@partner.example']]);
  });

  it('finds operations by label and by value, patterns, and values that are too new', async () => {
    const values = async (typed: string) => (await offered('operations', typed)).map(([, value]) => value);

    expect((await values('order placed'))[0]).toBe('create_order');
    expect((await values('create_ord'))[0]).toBe('create_order');
    expect((await values('granular_admin_*'))[0]).toBe('granular_admin_*');
    expect(await offered('operations', 'invent_new_thing')).toContainEqual(['Exactly "invent_new_thing"', 'invent_new_thing']);
    expect(await values('create_order')).not.toContain('Exactly');
    expect((await values('')).length).toBeGreaterThan(50);
  });

  it('offers at most 100, with values of at most 150 characters', async () => {
    const customers = Array.from({ length: 500 }, (_, index) => ({ id: 'none', name: `Customer ${index} ${'x'.repeat(index)}` }));

    const choices = await offered('customers', 'c', { customers });
    const long = await offered('customers', 'y'.repeat(400));

    expect(choices).toHaveLength(100);
    expect([...choices, ...long].every(([, value]) => value.length <= 150)).toBe(true);
  });

  it('offers nobody anything without access, not even the text', async () => {
    expect(await offered('customers', 'rele', { access: 'U0OTHER' })).toEqual([]);
    expect(await offered('operations', '', { access: 'C0TWO' })).toEqual([]);
    expect(await offered('customers', 'rele', { access: 'C0ONE' })).toHaveLength(2);
  });

  it('offers the text itself when the directory cannot be read', async () => {
    expect(await offered('customers', 'rele', { isDown: true })).toEqual([['Search "rele"', 'name:rele']]);
  });
});
