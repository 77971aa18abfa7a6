import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/audit/day-columns.ts';
import { packColumns, unpackColumns } from '../../src/store/column-bytes.ts';
import { packBytes } from '../../src/store/packing.ts';
import { drawCase, recordCases } from '../support/record-case.ts';

const SHA256 = 'ab'.repeat(32);
/** Every documented shape of a record, and every rule by which one is of high risk. */
const ROWS = recordCases().map((name, number) => ({ number, record: drawCase(name).screen.record, seenAt: '2026-11-21T10:00:00.000Z' }));
/** So many that they are not compressed. */
const LONG_DAY = Array.from({ length: Math.ceil(1_000 / ROWS.length) }, () => ROWS).flat().map((row, number) => ({ ...row, number }));
const WRITTEN = 'bc044b83768ec5c950ef431412be9b820c06baa24925ddb236dd813f7746f9a2';

describe('store/column-bytes', () => {
  it('gives equal rows equal columns from one version of this program to the next', () => {
    const columns = columnsOf(ROWS);

    const said = 'columns in Redis would disagree with their records: raise FORMAT in src/store/column-bytes.ts, then write the new hash down here';
    expect(hash('sha256', JSON.stringify(columns)), said).toBe(WRITTEN);
  });

  it.each([['a day', ROWS], ['a long day', LONG_DAY]])('reads back what was written of %s, and nothing that was written for other rows', (_which, rows) => {
    const columns = columnsOf(rows);
    const packed = packColumns(columns, SHA256);

    expect(unpackColumns(packed, SHA256)).toEqual(columns);
    expect(unpackColumns(packed, 'cd'.repeat(32))).toBeUndefined();
  });

  it('reads a long day that was compressed, as all were once', () => {
    const columns = columnsOf(LONG_DAY);

    const asBefore = packBytes(packColumns(columns, SHA256).subarray(1));

    expect(unpackColumns(asBefore, SHA256)).toEqual(columns);
  });

  it('reads no columns whose last bytes are missing', () => {
    const packed = packColumns(columnsOf(LONG_DAY), SHA256);

    expect(() => unpackColumns(packed.subarray(0, -1), SHA256)).toThrow(RangeError);
  });
});
