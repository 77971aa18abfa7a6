import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPage, readRecord, type WirePage } from '../../src/partner-center/wire.ts';
import { aPage, anItem } from './loopback.ts';

function published(file: string): string {
  return readFileSync(new URL(`../../sandbox/partner-center/published/${file}`, import.meta.url), 'utf8');
}

function pageOf(body: string): WirePage {
  const reading = readPage(body);
  if (reading.kind !== 'page') throw new Error(`no page but ${reading.kind}`);
  return reading.page;
}

describe('partner-center/wire', () => {
  it.each([['response-2016.json', 1], ['response-2017.json', 2], ['response-2021-page.json', 2]] as const)('reads %s as Microsoft published it', (file, count) => {
    const body = published(file);
    const { items } = JSON.parse(body) as { items: Record<string, unknown>[] };

    const page = pageOf(body);

    expect(page).toMatchObject({ unreadable: 0, records: items.map(({ operationDate, operationType, customerId, customerName }) => ({ operationDate, operationType, customerId, customerName })) });
    expect(page.records).toHaveLength(count);
    expect(page.next).toBeUndefined();
    expect(JSON.stringify(page.records)).not.toContain('eyJpZCI6');
  });

  it('says that the response of 2016 is no whole JSON as it was published', () => {
    expect(readPage(published('response-2016-as-published.txt'))).toEqual({ kind: 'cut' });
  });

  it('keeps the nulls within customized data and leaves the others out', () => {
    const record = readRecord(anItem({ customerName: null, resourceOldValue: null, newField: null, customizedData: [{ key: 'PartnerOnRecord-0', value: null }] }));

    expect(record).toEqual(anItem({ customizedData: [{ key: 'PartnerOnRecord-0', value: null }] }));
  });

  it('keeps fields and values that no page names', () => {
    const item = anItem({ operationType: 'brew_coffee', operationStatus: 'half_done', participants: ['a'], future: { deep: [1, null] } });

    expect(readRecord(item)).toEqual(item);
  });

  it('turns scalars of text fields into text, and objects into their JSON', () => {
    const record = readRecord(anItem({
      operationType: 7, customerId: 12, userPrincipalName: true, customerName: { a: 1 }, resourceNewValue: { Id: 'x', Etag: 'hunter2' }, resourceOldValue: [1],
    }));

    expect(record).toEqual(anItem({
      operationType: '7', customerId: '12', userPrincipalName: 'true', customerName: '{"a":1}', resourceNewValue: '{"Id":"x","Etag":"[masked]"}', resourceOldValue: '[1]',
    }));
  });

  it.each([
    ['2026-11-20T15:05:12Z', '2026-11-20T15:05:12.0000000Z'], ['2026-11-20T15:05:12.5Z', '2026-11-20T15:05:12.5000000Z'],
    ['2026-11-20T17:05:12.1234567+02:00', '2026-11-20T15:05:12.1234567Z'], ['2026-11-20 15:05:12', '2026-11-20T15:05:12.0000000Z'],
  ])('reads the date %s as %s', (operationDate, expected) => {
    expect(readRecord(anItem({ operationDate }))?.operationDate).toBe(expected);
  });

  it.each([
    [[{ key: 'A', value: 1 }, { key: 2, value: false }, null, 'odd', { value: 'x' }, { key: 'B', value: { c: 1 }, more: 1 }],
      [{ key: 'A', value: '1' }, { key: '2', value: 'false' }, { key: '', value: 'odd' }, { key: '', value: '{"value":"x"}' }, { key: 'B', value: '{"c":1}', more: 1 }]],
    [{ A: 'x', B: null }, [{ key: 'A', value: 'x' }, { key: 'B', value: null }]],
    ['plain', [{ key: '', value: 'plain' }]],
  ])('reads the customized data %j as a list of entries', (customizedData, expected) => {
    expect(readRecord(anItem({ customizedData }))?.customizedData).toEqual(expected);
  });

  it.each([
    ['no object', 'text'], ['null', null], ['a list', [anItem()]], ['without a date', anItem({ operationDate: undefined })], ['with no real date', anItem({ operationDate: 'yesterday' })],
    ['without an operation', anItem({ operationType: null })], ['with a blank status', anItem({ operationStatus: ' ' })], ['with a resource type that is an object', anItem({ resourceType: {} })],
  ])('counts an item %s as unreadable and keeps the others', (_, item) => {
    const page = pageOf(aPage([anItem({ id: '1' }), item, anItem({ id: '2' })]));

    expect(page.unreadable).toBe(1);
    expect(page.records.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('reads a next link with its headers', () => {
    const next = { uri: '/auditrecords?x', method: 'GET', headers: [{ key: 'MS-ContinuationToken', value: 'a/+=' }, { key: 'N', value: 5 }] };

    expect(pageOf(aPage([], { links: { next } })).next).toEqual({ kind: 'link', uri: '/auditrecords?x', method: 'GET', headers: [['MS-ContinuationToken', 'a/+='], ['N', '5']] });
  });

  it.each([[{}], [{ uri: null }], [{ uri: '' }], ['text'], [{ uri: 'x', headers: [{ key: 'a' }] }], [{ uri: 'x', headers: 'a' }]])('says that the next link %j cannot be used, instead of ending there', (next) => {
    expect(pageOf(aPage([], { links: { next } })).next).toEqual({ kind: 'unusable' });
  });

  it.each([[{ links: null }], [{ links: {} }], [{ links: { next: null } }], [{ continuationToken: null }], [{ continuationToken: '' }]])('takes %j for the last page', (rest) => {
    const page = pageOf(aPage([], rest));

    expect(page).toEqual({ records: [], unreadable: 0 });
  });

  it.each([
    ['', 'cut'], ['{"items":[{"id":', 'cut'], ['  [1,', 'cut'], ['<html>', 'no-json'], ['Service Unavailable', 'no-json'],
    ['null', 'no-page'], ['[]', 'no-page'], ['{}', 'no-page'], ['{"items":null}', 'no-page'], ['{"items":{}}', 'no-page'], ['{"code":"2000"}', 'no-page'], ['7', 'no-page'],
  ] as const)('says that %j is %s', (body, kind) => {
    expect(readPage(body)).toEqual({ kind });
  });

  it('accounts for every item, whatever it is', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.jsonValue().map((extra) => anItem({ extra })))), (items) => {
      const page = pageOf(aPage(items));

      expect(page.records.length + page.unreadable).toBe(items.length);
    }));
  });

  it('counts an item that is nested too deep to be worked on, and keeps the rest of the page', () => {
    const deep = `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`;
    const good = '{"operationDate":"2026-11-20T15:05:12Z","operationType":"create_order","operationStatus":"succeeded","resourceType":"order"}';
    const odd = good.replace('{', `{"secrets":${deep},"extra":${deep},`);

    const page = readPage(`{"items":[${odd},${good}]}`);

    expect(page).toMatchObject({ kind: 'page', page: { unreadable: 1, records: [{ operationType: 'create_order' }] } });
  });
});
