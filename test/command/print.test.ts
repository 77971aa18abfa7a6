import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, isGuid, type AuditFilter, type FilterValues } from '../../src/audit/filter.ts';
import { OPERATIONS, RESOURCES, STATUSES } from '../../src/audit/operations.ts';
import type { Command, Search, Shape } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printSearch } from '../../src/command/print.ts';
import { decode } from '../../src/command/tokens.ts';
import { CONTEXT } from './cases.ts';
import { DIMENSIONS, OUTPUTS, SORT_COLUMNS } from '../../src/command/words.ts';
import { commandLikeText } from './command-like-text.ts';
import { anyTime } from './times.ts';

const LAST_WEEK: Pick<Search, 'time' | 'defaultTime'> = { time: { kind: 'last', count: 7, unit: 'd' }, defaultTime: true };

/** What a value can be once it was typed: decoded, trimmed, not empty. */
const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), commandLikeText.map((text) => text.slice(0, 25)))
  .map((text) => decode(text))
  .filter((text) => text !== '' && !isGuid(text));
const values = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.uniqueArray(one, { maxLength: 2, selector: (each) => JSON.stringify(each).toLowerCase() });
const listed = (known: readonly string[]): fc.Arbitrary<readonly string[]> => values(fc.oneof(fc.constantFrom(...known), value));

const named = fc.uniqueArray(value, { minLength: 1, maxLength: 2, selector: (each) => each.toLowerCase() });

const keys = {
  customers: values(fc.oneof(
    value.map((name) => ({ kind: 'name' as const, name })),
    fc.uuid().map((id) => ({ kind: 'id' as const, id })),
  )),
  users: values(fc.oneof(fc.emailAddress(), fc.constantFrom('*@partner.example', 'svc@*'), value)),
  operations: listed([...OPERATIONS.map((operation) => operation.value), 'granular_admin_*', '*_order']),
  resources: listed(RESOURCES.map((resource) => resource.value)),
  statuses: listed(STATUSES),
  risks: fc.subarray(['low', 'medium', 'high'] as const, { minLength: 1 }),
  categories: fc.subarray(['access', 'billing', 'configuration', 'identity', 'relationship'] as const, { minLength: 1 }),
  applications: named,
  texts: named,
} as const;
const given: readonly (keyof FilterValues)[] = ['customers', 'users', 'operations', 'resources', 'statuses'];
const unwanted = fc.record(keys, { requiredKeys: [] })
  .map((not) => Object.fromEntries(Object.entries(not).filter(([, some]) => some.length > 0)))
  .map((not) => (Object.keys(not).length > 0 ? { not } : {}));
const filter: fc.Arbitrary<AuditFilter> = fc.tuple(fc.record(keys, { requiredKeys: [...given] }), unwanted).map(([wanted, not]) => ({ ...wanted, ...not }));

const shape: fc.Arbitrary<Shape> = fc.record({
  by: fc.subarray([...DIMENSIONS], { minLength: 1 }),
  sort: fc.record({ column: fc.constantFrom(...SORT_COLUMNS), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  limit: fc.integer({ min: 1, max: 1_000 }),
  as: fc.constantFrom(...OUTPUTS),
}, { requiredKeys: [] }).filter((parts) => Object.keys(parts).length > 0);

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
    fc.assert(fc.property(fc.record({ filter, time: anyTime, defaultTime: fc.constant(false), shape, zone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Argentina/Ushuaia') }, { requiredKeys: ['filter', 'time', 'defaultTime'] }).filter(room), (search) => {
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
