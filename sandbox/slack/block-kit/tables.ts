/** Tables. Pages: docs.slack.dev/reference/block-kit/blocks/table-block, /data-table-block */
import { button } from './elements.ts';
import { LIMITS } from './limits.ts';
import { RICH_TEXT } from './rich-text.ts';
import { at, boolean, byType, integer, isList, isObject, list, number, oneOf, report, shape, string } from './rules.ts';
import type { Rule } from './rules.ts';

const ANY = Number.POSITIVE_INFINITY;

/** An empty cell is refused: write “–”. */
const RAW = {
  raw_text: shape({ required: { text: string(ANY) } }),
  raw_number: shape({ required: { value: number }, optional: { text: string(ANY) } }),
} as const;
const CELLS = { ...RAW, rich_text: shape({ required: RICH_TEXT, optional: { block_id: string(LIMITS.id) } }) } as const;
const action = shape({ required: { element: byType({ button }), fallback: byType(RAW) } });

const columnSetting: Rule = (value, place) => {
  if (value === null) return;
  shape({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: boolean } })(value, place);
};

export const TABLE = {
  required: { rows: list(list(byType(CELLS), 1, LIMITS.table.columns), 1, LIMITS.table.rows) },
  optional: { column_settings: list(columnSetting, 0, LIMITS.table.columns) },
} as const;

export const DATA_TABLE = {
  required: {
    caption: string(ANY),
    rows: list(list(byType({ ...CELLS, action }), 1, LIMITS.dataTable.columns), 2, LIMITS.dataTable.rows),
  },
  optional: {
    page_size: integer(1, LIMITS.dataTable.pageSize),
    row_header_column_index: integer(0, LIMITS.dataTable.columns - 1),
  },
} as const;

/** Rows are equally long, the header is plain, and the row header points at a column. */
export const regularRows: Rule = (value, place) => {
  if (!isObject(value) || !isList(value['rows'])) return;
  const rows = value['rows'].map((row) => (isList(row) ? row : []));
  const header = rows[0] ?? [];
  rows.forEach((row, index) => {
    if (row.length !== header.length) report(at(at(place, 'rows'), index), 'count', `must have ${header.length} cells like the header`);
  });
  header.forEach((cell, index) => {
    if (isObject(cell) && cell['type'] !== 'raw_text' && cell['type'] !== 'raw_number') {
      report(at(at(at(place, 'rows'), 0), index), 'choice', 'a header cell must be raw_text or raw_number');
    }
  });
  const rowHeader = value['row_header_column_index'];
  if (typeof rowHeader === 'number' && rowHeader >= header.length) {
    report(at(place, 'row_header_column_index'), 'range', 'must point at an existing column');
  }
};
