/** A table in Slack's own block, and the same line by line where it takes none. */
import type { TableBlock } from '@slack/types';
import { labelled } from './elements.ts';
import type { Part } from './parts.ts';
import { plain } from './text.ts';

/** Text stands left, numbers right. */
export type Cell = string | number;

export interface TableContent {
  readonly columns: readonly string[];
  /** Each as long as the columns. */
  readonly rows: readonly (readonly Cell[])[];
}

/** Slack counts the characters of all cells: https://docs.slack.dev/reference/block-kit/blocks/table-block */
const CHARACTERS = 9_500;
const LONGEST_CELL = 60;
const SHORTEST_CELL = 15;
const MOST_ROWS = 99;

/** How many rows beside the heading a table of so many columns can take, so that its texts can still be read. */
export function rowsFor(columns: number): number {
  return Math.min(MOST_ROWS, Math.floor(CHARACTERS / (columns * SHORTEST_CELL)) - 1);
}

/** A table under Slack's limits whatever the texts are: cells are cut, rows are not left out. As many as `rowsFor` says, at most. */
export function tablePart({ columns, rows }: TableContent): Part {
  const longest = Math.min(LONGEST_CELL, Math.floor(CHARACTERS / ((rows.length + 1) * columns.length)));
  const textOf = (cell: Cell): string => plain(String(cell).replace(/\s+/g, ' '), longest).text;
  const block: TableBlock = {
    type: 'table',
    rows: [
      columns.map((column) => ({ type: 'raw_text', text: textOf(column) })),
      ...rows.map((row) => row.map((cell) => ({ type: 'raw_text' as const, text: typeof cell === 'number' ? cell.toLocaleString('en-US') : textOf(cell) }))),
    ],
    column_settings: columns.map((_, index) => ({ align: typeof rows[0]?.[index] === 'number' ? 'right' : 'left', is_wrapped: typeof rows[0]?.[index] !== 'number' })),
  };
  return { rich: [block], plain: [labelled(rows.map((row) => lineOf(columns, row, textOf)))] };
}

/** The first cell, then the others with their headings. */
function lineOf(columns: readonly string[], [first = '', ...others]: readonly Cell[], textOf: (cell: Cell) => string): readonly [string, string] {
  const rest = others.map((cell, index) => typeof cell === 'number' ? `${columns[index + 1]?.toLowerCase()} ${cell.toLocaleString('en-US')}` : textOf(cell));
  return [textOf(first), rest.join(' · ')];
}
