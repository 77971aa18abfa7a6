import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, isGuid, type AuditFilter } from '../../src/audit/filter.ts';
import { OPERATIONS, RESOURCES, STATUSES } from '../../src/audit/operations.ts';
import type { TimeSpec } from '../../src/audit/time-range.ts';
import type { Search } from '../../src/command/command.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { printSearch } from '../../src/command/print.ts';
import { decode } from '../../src/command/tokens.ts';
import { CONTEXT } from './cases.ts';
import { commandLikeText } from './command-like-text.ts';

const LAST_WEEK: Pick<Search, 'time' | 'defaultTime'> = { time: { kind: 'last', count: 7, unit: 'd' }, defaultTime: true };

/** What a value can be once it was typed: decoded, trimmed, not empty. */
const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), commandLikeText.map((text) => text.slice(0, 25)))
  .map((text) => decode(text))
  .filter((text) => text !== '' && !isGuid(text));
const values = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.uniqueArray(one, { maxLength: 2, selector: (each) => JSON.stringify(each).toLowerCase() });
const listed = (known: readonly string[]): fc.Arbitrary<readonly string[]> => values(fc.oneof(fc.constantFrom(...known), value));

const filter: fc.Arbitrary<AuditFilter> = fc.record({
  customers: values(fc.oneof(
    value.map((name) => ({ kind: 'name' as const, name })),
    fc.uuid().map((id) => ({ kind: 'id' as const, id })),
  )),
  users: values(fc.oneof(fc.emailAddress(), value)),
  operations: listed(OPERATIONS.map((operation) => operation.value)),
  resources: listed(RESOURCES.map((resource) => resource.value)),
  statuses: listed(STATUSES),
});

const day = fc.integer({ min: 1, max: 21 }).map((date) => `2026-11-${String(date).padStart(2, '0')}`);
const time: fc.Arbitrary<TimeSpec> = fc.oneof(
  fc.record({ kind: fc.constant('last' as const), count: fc.integer({ min: 1, max: 400 }), unit: fc.constantFrom('h' as const, 'd' as const, 'w' as const) }),
  fc.constantFrom<TimeSpec>({ kind: 'today' }, { kind: 'yesterday' }),
  fc.record({ kind: fc.constantFrom('since' as const, 'on' as const), day }),
  fc.tuple(day, day).map(([a, b]) => ({ kind: 'between' as const, from: a < b ? a : b, to: a < b ? b : a })),
);

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
    fc.assert(fc.property(fc.record({ filter, time, defaultTime: fc.constant(false) }).filter(room), (search) => {
      const command = parseCommand(printSearch(search), CONTEXT);

      expect(command).toMatchObject({ kind: 'search', search });
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
