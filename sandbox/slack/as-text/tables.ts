/** Tables and charts as lines of text. */
import { isList, isObject } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';
import { textOf } from '../form-values.ts';
import type { Reader } from './date-tokens.ts';
import { readRichText } from './rich-text.ts';

const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);
const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const readCell = (cell: JsonObject, reader: Reader): string => {
  if (cell['type'] === 'rich_text') return readRichText(cell, reader).replaceAll('\n', ' ');
  if (cell['type'] === 'action' && isObject(cell['element'])) return `[${textOf(cell['element']['text'])}]`;
  return word(cell['text']) || word(cell['value']);
};

export const readTable = (block: JsonObject, reader: Reader): string => {
  const rows = (isList(block['rows']) ? block['rows'] : []).map((row) => objects(row).map((cell) => readCell(cell, reader)));
  const settings = isList(block['column_settings']) ? block['column_settings'] : [];
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) => row.map((cell, column) => {
    const setting = settings[column];
    const width = widths[column] ?? 0;
    return isObject(setting) && setting['align'] === 'right' ? cell.padStart(width) : cell.padEnd(width);
  }).join(' | ').trimEnd());
  return [...(block['caption'] === undefined ? [] : [word(block['caption'])]), ...lines].join('\n');
};

export const readChart = (block: JsonObject): string => {
  const chart = isObject(block['chart']) ? block['chart'] : {};
  const points = (list: unknown): string => objects(list).map((point) => `${word(point['label'])} ${word(point['value'])}`).join(' · ');
  const lines = chart['type'] === 'pie'
    ? [points(chart['segments'])]
    : objects(chart['series']).map((series) => `${word(series['name'])}: ${points(series['data'])}`);
  return [`[${word(chart['type'])} chart] ${word(block['title'])}`, ...lines.map((line) => `  ${line}`)].join('\n');
};
