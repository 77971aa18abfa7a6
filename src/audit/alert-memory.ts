/** What windows of one rule have seen so far, as plain data that can be kept. */
import { addSighting, type Sighting, type Threshold } from './alert-window.ts';

/** By window and value. */
export type WindowMemory = Readonly<Record<string, readonly Sighting[]>>;

/** Values watched at a time by one rule; beyond them the one seen longest ago is forgotten. */
const MOST_VALUES = 200;

/** The windows of one rule while events are judged. */
export interface Windows {
  /** Notes one more under a name and gives whether a window around it reaches the threshold; false for one noted before. */
  note(name: string, at: { readonly atMs: number; readonly customer: string; readonly place: string }, threshold: Threshold): boolean;
  memory(): WindowMemory;
}

export function openWindows(memory: WindowMemory): Windows {
  const seen = new Map(Object.entries(memory).map(([name, sightings]) => [name, [...sightings]]));
  return {
    note(name, { atMs, customer, place }, threshold) {
      return addSighting(seen.get(name) ?? newcomer(seen, name), [atMs, customer, place], threshold);
    },
    memory: () => Object.fromEntries(seen),
  };
}

function newcomer(seen: Map<string, Sighting[]>, name: string): Sighting[] {
  if (seen.size >= MOST_VALUES) {
    const lastSeen = ([, sightings]: readonly [string, readonly Sighting[]]): number => sightings.at(-1)?.[0] ?? 0;
    const oldest = [...seen].reduce((a, b) => (lastSeen(b) < lastSeen(a) ? b : a));
    seen.delete(oldest[0]);
  }
  const sightings: Sighting[] = [];
  seen.set(name, sightings);
  return sightings;
}
