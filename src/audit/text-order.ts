/** Texts by their code units: for days, and for instants of one form, that is the order of time. */

/** Orders two texts; 0 where they are equal. */
export function textOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
