/** A row of the table: what was asked, what came out, and against what it was held. */

export interface Row {
  readonly id: string;
  readonly what: string;
  readonly must: string;
  readonly baseline: string;
  readonly ours: string;
  readonly result: string;
  readonly holds: boolean;
}

const HEADERS = ['', 'what', 'must', 'baseline', 'ours', 'result', 'holds'] as const;

/** The rows as a Markdown table whose columns stand in line. */
export function printTable(rows: readonly Row[]): string {
  const cells = [
    [...HEADERS],
    ...rows.map(({ id, what, must, baseline, ours, result, holds }) => [id, what, must, baseline, ours, result, holds ? 'yes' : 'NO']),
  ];
  const widths = HEADERS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const line = (texts: readonly string[]): string => `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

/** Three digits that count. */
export function milliseconds(ms: number): string {
  return `${ms >= 100 ? ms.toFixed(0) : ms.toPrecision(3)} ms`;
}

/** The value that a share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
}

export function times(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}
