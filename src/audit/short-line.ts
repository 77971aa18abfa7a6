/** Text of a record as part of one line. */

/** A text on one line, cut by code points so that no character is halved, with a mark where something was cut. */
export function shortLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const points = line.length <= limit ? [] : Array.from(line);
  return points.length <= limit ? line : `${points.slice(0, limit - 1).join('')}…`;
}
