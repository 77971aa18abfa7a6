/** Columns of 32-bit words that grow as rows are added: a tenth of the room that objects would take. */

export interface WordTable {
  /** One column; good until room is made for more rows. Rows that were never written are zeros. */
  column(this: void, place: number): Uint32Array;
  /** Makes room for so many rows. */
  makeRoom(rows: number): void;
}

const ROWS_AT_FIRST = 4_096;

/** An empty table of so many columns. */
export function createWordTable(columns: number): WordTable {
  const words = Array.from({ length: columns }, () => new Uint32Array(ROWS_AT_FIRST));
  return {
    column: (place) => words[place] ?? NO_WORDS,
    makeRoom(rows) {
      if (rows <= (words[0]?.length ?? 0)) return;
      for (const [place, column] of words.entries()) words[place] = withRoom(column, rows);
    },
  };
}

const NO_WORDS = new Uint32Array(0);

const GROWTH = 4;

/** The same words with room for at least so many. Those that were given are gone: their memory is free at once. */
export function withRoom(words: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  if (room <= words.length) return words;
  let length = words.length;
  // Room that was never written takes no memory.
  while (length < room) length *= GROWTH;
  const longer = new Uint32Array(length);
  longer.set(words);
  words.buffer.transfer(0);
  return longer;
}
