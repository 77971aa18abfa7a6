/** Whether enough happened close together, whatever the order in which it becomes known. */

/** At least so many within a span shorter than `inMs`, over at least so many customers. */
export interface Threshold {
  readonly least: number;
  readonly inMs: number;
  readonly customers?: number;
}

/** One of what was seen of a value; its place in the copy names it, so that a later state of it is not counted again. */
export type Sighting = readonly [atMs: number, customer: string, place?: string];

/** What is older than this when it becomes known is late, and part of no window. */
const REACH_MS = 48 * 3_600_000;
/** Beyond the threshold itself. */
const MOST_KEPT = 512;

/**
 * Puts one into its place in time, in a list in the order of time, and forgets what no window can hold any more. Gives
 * whether a window around it reaches the threshold; false for one that was counted before.
 */
export function addSighting(seen: Sighting[], sighting: Sighting, threshold: Threshold): boolean {
  const { least, inMs } = threshold;
  const [atMs] = sighting;
  let place = seen.length;
  while (place > 0 && timeOf(seen, place - 1) > atMs) place -= 1;
  if (isCounted(seen, place, sighting)) return false;
  if (place === seen.length) seen.push(sighting);
  else seen.splice(place, 0, sighting);
  const oldest = timeOf(seen, seen.length - 1) - REACH_MS - inMs;
  const reached = atMs >= oldest && isReached(seen, place, threshold);
  seen.splice(0, seen.findIndex(([at]) => at >= oldest));
  while (seen.length > Math.max(least, MOST_KEPT)) seen.splice(leastMissed(seen, inMs), 1);
  return reached;
}

/** The oldest, where it is outside the newest window; within it the oldest of the customer with most, so that no other is lost. */
function leastMissed(seen: readonly Sighting[], inMs: number): number {
  if (timeOf(seen, seen.length - 1) - timeOf(seen, 0) >= inMs) return 0;
  const counts = new Map<string, number>();
  for (const [, customer] of seen) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return seen.findIndex(([, customer]) => counts.get(customer) === most);
}

/** Equal ones are of one time, so they stand right before the place of another. */
function isCounted(seen: readonly Sighting[], place: number, [atMs, , name]: Sighting): boolean {
  if (name === undefined) return false;
  for (let at = place - 1; at >= 0 && timeOf(seen, at) === atMs; at -= 1) if (seen[at]?.[2] === name) return true;
  return false;
}

/** Looks at the longest windows that hold a place: every other one lies within one of them. */
function isReached(seen: readonly Sighting[], place: number, { least, inMs, customers = 1 }: Threshold): boolean {
  const atMs = timeOf(seen, place);
  let first = place;
  while (first > 0 && atMs - timeOf(seen, first - 1) < inMs) first -= 1;
  for (let last = place; first <= place; first += 1) {
    while (last + 1 < seen.length && timeOf(seen, last + 1) - timeOf(seen, first) < inMs) last += 1;
    if (last - first + 1 >= least && hasCustomers(seen, { first, last }, customers)) return true;
    if (last === seen.length - 1) return false;
  }
  return false;
}

function hasCustomers(seen: readonly Sighting[], { first, last }: { readonly first: number; readonly last: number }, wanted: number): boolean {
  if (wanted <= 1) return true;
  const customers = new Set<string>();
  for (let at = last; at >= first && customers.size < wanted; at -= 1) customers.add(seen[at]?.[1] ?? '');
  return customers.size >= wanted;
}

function timeOf(seen: readonly Sighting[], place: number): number {
  return seen[place]?.[0] ?? 0;
}
