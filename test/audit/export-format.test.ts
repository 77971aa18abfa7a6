import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_COLUMNS, recordFormat, type ExportFormat } from '../../src/audit/export-format.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { aRecord } from '../support/records.ts';

/** A whole file of two parts. */
function fileOf(format: ExportFormat, first: readonly AuditRecord[], later: readonly AuditRecord[] = []): string {
  const { begin, part, end } = recordFormat(format);
  return begin + part(first, 'first') + (later.length > 0 ? part(later, 'later') : '') + end;
}

/** Reads CSV the way RFC 4180 defines it, one character at a time. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ',') [cell] = [(rows.at(-1)?.push(cell), '')];
    else if (!quoted && sign === '\r' && text[at + 1] === '\n') {
      rows.at(-1)?.push(cell);
      rows.push([]);
      [cell, at] = ['', at + 1];
    } else cell += sign;
  }
  return rows.slice(0, -1);
}

describe('audit/export-format', () => {
  it('begins CSV with a byte order mark and the columns, Partner Center’s own first', () => {
    const text = fileOf('csv', [aRecord({ id: 'a', operationType: 'create_order', customerName: 'Relecloud' })]);

    expect(text.startsWith('\uFEFFoperationDate,operationType,operationStatus,')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    const [, row = []] = readCsv(text.slice(1));
    expect(row[CSV_COLUMNS.indexOf('customerName')]).toBe('Relecloud');
    expect(row[CSV_COLUMNS.indexOf('operation')]).toBe('Order placed');
  });

  it('names the risk of each record and why', () => {
    const [, lost = [], plain = []] = readCsv(fileOf('csv', [aRecord({ operationStatus: 'failed' }), aRecord()]).slice(1));

    expect(['risk', 'riskReason'].map((column) => lost[CSV_COLUMNS.indexOf(column)])).toEqual(['high', 'an order that did not succeed']);
    expect(['risk', 'riskReason'].map((column) => plain[CSV_COLUMNS.indexOf(column)])).toEqual(['medium', 'by kind of operation']);
  });

  it('keeps every cell whatever it holds', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string(), fc.string().map((rest) => `'=${rest}`));
    fc.assert(fc.property(text, text, (customerName, resourceNewValue) => {
      const [, row = []] = readCsv(fileOf('csv', [aRecord({ customerName, resourceNewValue })]).slice(1));
      const harmless = (value: string): string => /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}\p{DI}]*[=+\-@＝＋－＠﹦﹢﹣﹫])/u.test(value) ? `'${value}` : value;

      expect(row[CSV_COLUMNS.indexOf('customerName')]).toBe(harmless(customerName));
      expect(row[CSV_COLUMNS.indexOf('resourceNewValue')]).toBe(harmless(resourceNewValue));
      expect(row).toHaveLength(CSV_COLUMNS.length);
    }));
  });

  it.each(['=cmd|x', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '\n=1+1', ' =1', '\u00a0=1', '\u200b=1', '\ufeff=1', '\u061c \u000b+1', '﹦1', '﹣1', '﹢1', '﹫x'])('makes %j harmless for a spreadsheet', (customerName) => {
    const [, row = []] = readCsv(fileOf('csv', [aRecord({ customerName })]).slice(1));

    expect(row[CSV_COLUMNS.indexOf('customerName')]).toBe(`'${customerName}`);
  });

  it.each(['Relecloud', ' Relecloud', 'a=b', '\u200bRelecloud', '1-2'])('leaves %j as it is', (customerName) => {
    const [, row = []] = readCsv(fileOf('csv', [aRecord({ customerName })]).slice(1));

    expect(row[CSV_COLUMNS.indexOf('customerName')]).toBe(customerName);
  });

  it('puts fields that no page names into a column of their own', () => {
    const [, row = []] = readCsv(fileOf('csv', [aRecord({ newField: { deep: 1 } })]).slice(1));

    expect(row[CSV_COLUMNS.indexOf('otherFields')]).toBe('{"newField":{"deep":1}}');
  });

  it.each([[[]], [[aRecord({ id: 'a' })]], [[aRecord({ id: 'a' }), aRecord({ id: 'b' })]]])('writes JSON in parts that is one list', (first) => {
    const later = first.length > 0 ? [aRecord({ id: 'z', customerName: '<!channel>' })] : [];

    expect(JSON.parse(fileOf('json', first, later))).toEqual([...first, ...later]);
    expect(fileOf('ndjson', first, later).split('\n').slice(0, -1).map((line): unknown => JSON.parse(line))).toEqual([...first, ...later]);
  });
});
