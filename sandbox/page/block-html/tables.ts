/** `table` and `data_table` as native tables: the library throws at raw numbers and draws nothing for data tables. */
import { createElement as h } from 'react';
import type { ReactNode } from 'react';
import { isList, isObject } from '../../slack/block-kit/rules.ts';
import type { JsonObject } from '../../slack/block-kit/rules.ts';
import { controlNode } from './controls.ts';
import { objects, word } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { richTextNode } from './texts.ts';

const cellNode = (cell: JsonObject, blockId: string, drawing: Drawing): ReactNode => {
  if (cell['type'] === 'rich_text') return richTextNode(cell, drawing);
  if (cell['type'] === 'action' && isObject(cell['element'])) return controlNode(cell['element'], blockId, drawing);
  return word(cell['text']) || word(cell['value']);
};

const alignment = (block: JsonObject, column: number, cell: JsonObject): 'left' | 'center' | 'right' => {
  const setting = isList(block['column_settings']) ? block['column_settings'][column] : undefined;
  const align = isObject(setting) ? setting['align'] : undefined;
  if (align === 'center' || align === 'right' || align === 'left') return align;
  return cell['type'] === 'raw_number' ? 'right' : 'left';
};

/** The first row is the header, as in Slack. `data_table` pages and sorts in Slack; here all of it is shown. */
export const tableNode = (block: JsonObject, drawing: Drawing): ReactNode => {
  const rows = (isList(block['rows']) ? block['rows'] : []).map(objects);
  const blockId = word(block['block_id']);
  const rowHeader = block['type'] === 'data_table' ? Number(block['row_header_column_index'] ?? 0) : -1;
  const cell = (tag: 'th' | 'td', scope: string | undefined) => (one: JsonObject, column: number): ReactNode =>
    h(tag, { scope, style: { textAlign: alignment(block, column, one) } }, cellNode(one, blockId, drawing));
  const head = (row: readonly JsonObject[]): ReactNode => h('tr', {}, ...row.map(cell('th', 'col')));
  const line = (row: readonly JsonObject[]): ReactNode =>
    h('tr', {}, ...row.map((one, column) => (column === rowHeader ? cell('th', 'row') : cell('td', undefined))(one, column)));
  return h('div', { className: 'bk-table', tabIndex: 0, role: 'region', 'aria-label': word(block['caption']) || 'Table' }, h(
    'table', {},
    ...(block['caption'] === undefined ? [] : [h('caption', {}, word(block['caption']))]),
    h('thead', {}, ...rows.slice(0, 1).map(head)),
    h('tbody', {}, ...rows.slice(1).map(line)),
  ));
};
