/** Seeded chance: the same seed tells the same story on every machine. */

export interface Random {
  /** At least 0, below 1. */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly int: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Throws a RangeError on an empty list. */
  readonly pick: <T>(from: readonly T[]) => T;
  /** Picks by weight: `[[3, 'often'], [1, 'seldom']]`. */
  readonly weighted: <T>(from: readonly (readonly [number, T])[]) => T;
  readonly guid: () => string;
}

export function createRandom(seed: string): Random {
  const next = mulberry32(fnv1a(seed));
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const hex = () => Math.floor(next() * 4_294_967_296).toString(16).padStart(8, '0');

  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (from) => present(from[int(0, from.length - 1)]),
    weighted: (from) => {
      let left = next() * from.reduce((sum, [weight]) => sum + weight, 0);
      return present(from.find(([weight]) => (left -= weight) < 0) ?? from.at(-1))[1];
    },
    guid: () => {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

/** Bryc's public-domain generator: 32 bits of state, good enough for stories. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
