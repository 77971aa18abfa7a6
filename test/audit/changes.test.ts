import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesOf, readValue, removedFrom } from '../../src/audit/changes.ts';
import { maskRecord } from '../../src/audit/masking.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

function published(year: number): readonly AuditRecord[] {
  const file = new URL(`../../sandbox/partner-center/published/response-${year}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly items: readonly AuditRecord[] }).items;
}

describe('audit/changes', () => {
  it('reads the published order of 2016, which is JSON inside JSON', () => {
    const [order] = published(2016);

    expect(changesOf(order ?? aRecord())).toEqual([
      { label: 'Reference customer id', after: '49bd2a7e-0776-487d-99f6-e7536fb82049' },
      { label: 'Line items 1 · Line item number', after: '0' },
      { label: 'Line items 1 · Offer id', after: '5C9FD4CC-EDCE-44A8-8E91-07DF09744609' },
      { label: 'Line items 1 · Friendly name', after: 'Office 365 Business' },
      { label: 'Line items 1 · Quantity', after: '2' },
    ]);
  });

  it('reads the published licence change of 2017, which is plain JSON', () => {
    const licence = published(2017)[1];

    expect(changesOf(licence ?? aRecord())).toEqual([
      { label: 'Licenses to assign 1 · Sku id', after: 'efccb6f7-5641-4e0e-bd10-b4976e1bf68e' },
    ]);
  });

  it('sets old and new values of one field side by side', () => {
    const record = aRecord({ resourceOldValue: '{"Quantity":25,"Status":"active"}', resourceNewValue: '{"Quantity":250}' });

    expect(changesOf(record)).toEqual([
      { label: 'Quantity', before: '25', after: '250' },
      { label: 'Status', before: 'active' },
    ]);
  });

  it.each([
    ['plain words', 'not json at all', [{ label: 'Value', after: 'not json at all' }]],
    ['cut JSON', '{"Quantity":2', [{ label: 'Value', after: '{"Quantity":2' }]],
    ['a number', '42', [{ label: 'Value', after: '42' }]],
    ['an array', '["a","b"]', [{ label: 'Item 1', after: 'a' }, { label: 'Item 2', after: 'b' }]],
    ['nothing', '', []],
    ['null', 'null', [{ label: 'Value', after: 'null' }]],
    ['an empty object', '{}', []],
    ['a BOM first', '\uFEFF{"Name":"x"}', [{ label: 'Name', after: 'x' }]],
  ])('shows %s', (_, text, changes) => {
    expect(changesOf(aRecord({ resourceNewValue: text }))).toEqual(changes);
  });

  it('takes a value before from what was seen earlier only where the record has no old value', () => {
    const record = aRecord({ resourceNewValue: '{"Quantity":250,"Status":"active"}' });

    expect(changesOf(record, { Quantity: 25, Name: 'x' })).toEqual([
      { label: 'Quantity', before: '25', after: '250', seenEarlier: true },
      { label: 'Status', after: 'active' },
    ]);
    expect(changesOf({ ...record, resourceOldValue: '{"Quantity":200}' }, { Quantity: 25 })[0]).toEqual({ label: 'Quantity', before: '200', after: '250' });
  });

  it('counts where secrets were taken out, by the names of their fields, through every layer', () => {
    const value = JSON.stringify(JSON.stringify({ User: { Password: 'x', PasswordProfile: { Password: 'y' } }, Keys: ['password=abc', 'b'], Etag: 'z' }));
    const record = maskRecord(aRecord({ resourceNewValue: value, customizedData: [{ key: 'ProductKey', value: 'k' }, { key: 'Other', value: 'o' }] }));

    const { count, names } = removedFrom(record, '[masked]');

    expect(count).toBe(JSON.stringify(record).split('[masked]').length - 1);
    expect(names).toEqual(['Password', 'PasswordProfile', 'Keys', 'Etag', 'ProductKey']);
    expect(removedFrom(record, '[left out]')).toEqual({ count: 0, names: [] });
  });

  it('does not unpack more than three layers', () => {
    const four = [1, 2, 3, 4].reduce((value: unknown) => JSON.stringify(value), { a: 1 });

    expect(readValue(String(four))).toBe('{"a":1}');
  });

  it('stays finite on very deep and very wide values', () => {
    const deep = `${'['.repeat(5_000)}1${']'.repeat(5_000)}`;
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, index])));

    expect(changesOf(aRecord({ resourceNewValue: deep }))).toHaveLength(1);
    expect(changesOf(aRecord({ resourceNewValue: wide }))).toHaveLength(2_000);
  });
});
