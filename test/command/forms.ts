/** Every kind of search form that can be filled in. */
import fc from 'fast-check';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { OPERATIONS, RESOURCES, STATUSES } from '../../src/audit/operations.ts';
import { DIMENSIONS } from '../../src/audit/dimensions.ts';
import type { Condition } from '../../src/command/command.ts';
import { asPerson, asTyped, EMPTY_FORM, formOfSearch, type SearchForm } from '../../src/command/form.ts';
import { SPANS, readSpan, type FormTime } from '../../src/command/form-time.ts';
import { anySearch, anyValue } from './searches.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
export const CONTEXT = { now: NOW, zone: 'Europe/Berlin' };

const choices = <T>(one: fc.Arbitrary<T>, maxLength = 2): fc.Arbitrary<readonly T[]> => fc.uniqueArray(one, { maxLength, selector: (each) => JSON.stringify(each).toLowerCase() });
const typed = anyValue.map(asTyped);

const day = fc.integer({ min: 1, max: 89 }).map((back) => new Date(NOW.getTime() - back * 86_400_000).toISOString().slice(0, 10));
const span = fc.constantFrom(...SPANS.map(([, time]) => time), 'around 2026-11-20T14:05', 'before monday').map((time) => {
  const spec = readSpan(time, CONTEXT);
  return spec ? { span: spec } : {};
});
const anyFormTime: fc.Arbitrary<FormTime> = fc.oneof(
  fc.constant({}), span, day.map((from) => ({ from })), day.map((to) => ({ to })),
  fc.tuple(day, day).map(([one, other]) => (one < other ? { from: one, to: other } : { from: other, to: one })),
);

const kept: fc.Arbitrary<Condition> = anySearch.map((search) => formOfSearch(search).kept);

/** Values as the fields give them; nothing in it is a fault but, perhaps, its length. */
export const anyForm: fc.Arbitrary<SearchForm> = fc.record({
  customers: choices(fc.oneof(fc.uuid().map((id) => ({ kind: 'id' as const, id })), typed.map((name) => ({ kind: 'name' as const, name })))),
  people: choices(fc.oneof(fc.emailAddress(), typed.map(asPerson))),
  operations: choices(fc.oneof(fc.constantFrom(...OPERATIONS.map(({ value }) => value)), typed)),
  resources: choices(fc.constantFrom(...RESOURCES.map(({ value }) => value))),
  statuses: choices(fc.constantFrom(...STATUSES)),
  risks: fc.subarray(['low', 'medium', 'high'] as const),
  texts: choices(typed),
  by: fc.shuffledSubarray([...DIMENSIONS], { maxLength: 2 }),
  time: anyFormTime,
  kept,
}).map((form) => ({ ...EMPTY_FORM, ...form, kept: { ...form.kept, filter: { ...EVERYTHING, ...form.kept.filter } } }));
