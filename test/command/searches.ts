/** Every kind of search that can be said. */
import fc from 'fast-check';
import { isGuid, type AuditFilter, type FilterValues } from '../../src/audit/filter.ts';
import { OPERATIONS, RESOURCES, STATUSES } from '../../src/audit/operations.ts';
import type { Search, Shape } from '../../src/command/command.ts';
import { decode } from '../../src/command/tokens.ts';
import { DIMENSIONS, SORT_COLUMNS } from '../../src/audit/dimensions.ts';
import { OUTPUTS } from '../../src/command/words.ts';
import { commandLikeText } from './command-like-text.ts';
import { anyTime } from './times.ts';

/** What a value can be once it was typed: decoded, trimmed, not empty. */
export const anyValue = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), commandLikeText.map((text) => text.slice(0, 25)))
  .map((text) => decode(text))
  .filter((text) => text !== '' && !isGuid(text));
const values = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.uniqueArray(one, { maxLength: 2, selector: (each) => JSON.stringify(each).toLowerCase() });
const listed = (known: readonly string[]): fc.Arbitrary<readonly string[]> => values(fc.oneof(fc.constantFrom(...known), anyValue));

const named = fc.uniqueArray(anyValue, { minLength: 1, maxLength: 2, selector: (each) => each.toLowerCase() });

const keys = {
  customers: values(fc.oneof(
    anyValue.map((name) => ({ kind: 'name' as const, name })),
    fc.uuid().map((id) => ({ kind: 'id' as const, id })),
  )),
  users: values(fc.oneof(fc.emailAddress(), fc.constantFrom('*@partner.example', 'svc@*'), anyValue)),
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
export const anyFilter: fc.Arbitrary<AuditFilter> = fc.tuple(fc.record(keys, { requiredKeys: [...given] }), unwanted).map(([wanted, not]) => ({ ...wanted, ...not }));

export const anyShape: fc.Arbitrary<Shape> = fc.record({
  by: fc.subarray([...DIMENSIONS], { minLength: 1 }),
  sort: fc.record({ column: fc.constantFrom(...SORT_COLUMNS), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  limit: fc.integer({ min: 1, max: 1_000 }),
  as: fc.constantFrom(...OUTPUTS),
}, { requiredKeys: [] }).filter((parts) => Object.keys(parts).length > 0);

export const anyZone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Argentina/Ushuaia');

export const anySearch: fc.Arbitrary<Search> = fc.record(
  { filter: anyFilter, time: anyTime, defaultTime: fc.constant(false), shape: anyShape, zone: anyZone },
  { requiredKeys: ['filter', 'time', 'defaultTime'] },
);
