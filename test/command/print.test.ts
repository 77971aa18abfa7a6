import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import type { Command, Search } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printSearch } from '../../src/command/print.ts';
import { CONTEXT } from './cases.ts';
import { commandLikeText } from './command-like-text.ts';
import { anySearch } from './searches.ts';

const LAST_WEEK: Pick<Search, 'time' | 'defaultTime'> = { time: { kind: 'last', count: 7, unit: 'd' }, defaultTime: true };

/** A span of the future, one too old or one with its ends swapped is understood, and refused by its code. */
function isRange(command: Command): boolean {
  return command.kind === 'mistake' && command.mistake.code.startsWith('E_RANGE');
}

describe('command/print', () => {
  it('prints every key once, in one order, and a relative time as it was said', () => {
    const search: Search = {
      filter: {
        customers: [{ kind: 'name', name: 'Relecloud' }, { kind: 'id', id: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f' }],
        users: ['alice@partner.example'], operations: ['create_order', 'new_thing'], resources: ['order'], statuses: ['failed'],
      },
      time: { kind: 'last', count: 2, unit: 'w' },
      defaultTime: false,
    };

    const line = printSearch(search);

    expect(line).toBe('customer Relecloud, bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f user alice@partner.example op create_order, "new_thing" raw resource "order" status failed last 2w');
  });

  it('leaves a time out that nobody said', () => {
    expect(printSearch({ filter: EVERYTHING, ...LAST_WEEK })).toBe('search');
    expect(printSearch({ filter: { ...EVERYTHING, statuses: ['failed'] }, ...LAST_WEEK })).toBe('status failed');
  });

  it.each([
    ['Relecloud', 'Relecloud'], ['relecloud.example', 'relecloud.example'], ["O'Brien", "O'Brien"],
    ['Fabrikam Inc', '"Fabrikam Inc"'], ['Last', '"Last"'], ['orders', '"orders"'], ['3M', '"3M"'], ['a:b', '"a:b"'],
    ['a@b', '"a@b"'], ['say "hi"', '"say \\"hi\\""'], ['back\\', '"back\\\\"'], ['A & B', '"A & B"'], ['&amp;', '"&amp;amp;"'],
  ])('writes the customer %s as %s', (name, printed) => {
    expect(printSearch({ filter: { ...EVERYTHING, customers: [{ kind: 'name', name }] }, ...LAST_WEEK })).toBe(`customer ${printed}`);
  });

  it('parses back to the same filter and time', () => {
    const room = (search: Search): boolean => printSearch(search).length <= 500;
    fc.assert(fc.property(anySearch.filter(room), (search) => {
      const command = parseCommand(printSearch(search), CONTEXT);

      const parsed = command.kind === 'search' ? command.search : command;
      expect(isRange(command) ? search : parsed).toEqual(search);
    }), { numRuns: 3_000 });
  });

  it('prints what was typed so that it is understood the same way', () => {
    fc.assert(fc.property(commandLikeText, (text) => {
      const command = parseCommand(text, CONTEXT);
      fc.pre(command.kind === 'search');
      if (command.kind !== 'search') return;

      expect(parseCommand(printSearch(command.search), CONTEXT)).toEqual(command);
    }), { numRuns: 300 });
  });
});
