/** Rows of 32-bit words that grow as they are written: a tenth of the room that objects would take. */

export interface WordTable {
  get(row: number, place: number): number;
  /** Rows up to this one begin as zeros. */
  set(row: number, place: number, word: number): void;
}

const ROWS_AT_FIRST = 1_024;

/** An empty table whose rows are `width` words wide. */
export function createWordTable(width: number): WordTable {
  let words = new Uint32Array(ROWS_AT_FIRST * width);
  return {
    get: (row, place) => words[row * width + place] ?? 0,
    set(row, place, word) {
      if ((row + 1) * width > words.length) {
        const grown = new Uint32Array(Math.max(words.length * 2, (row + 1) * width));
        grown.set(words);
        words = grown;
      }
      words[row * width + place] = word;
    },
  };
}
