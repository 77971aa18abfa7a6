/** Two answers side by side: which values were counted more often or less often than before. */
import type { Count } from './tally.ts';
import { textOrder } from './text-order.ts';

export interface CountChange {
  readonly value: string;
  readonly before: number;
  readonly now: number;
}

/** Every value of either answer whose count differs, largest difference first; `before` or `now` is 0 for new and gone ones. */
export function countChanges(before: readonly Count[], now: readonly Count[]): readonly CountChange[] {
  const shared = namesOfBoth(before, now);
  const [earlier, later] = [summed(before, shared), summed(now, shared)];
  return [...new Set([...later.keys(), ...earlier.keys()])]
    .map((value) => ({ value, before: earlier.get(value) ?? 0, now: later.get(value) ?? 0 }))
    .filter((change) => change.before !== change.now)
    .sort((a, b) => sizeOf(b) - sizeOf(a) || textOrder(a.value, b.value));
}

function sizeOf({ before, now }: CountChange): number {
  return Math.abs(now - before);
}

/** How a tally tells two customers of one name apart. */
const TOLD_APART = / \([0-9a-f-]{1,8}…\)$/;

function nameOf(value: string): string {
  return value.replace(TOLD_APART, '');
}

/** Names that one answer tells apart and the other does not: only taken together can they be compared. */
function namesOfBoth(before: readonly Count[], now: readonly Count[]): ReadonlySet<string> {
  const apart = [...before, ...now].map(({ value }) => value).filter((value) => TOLD_APART.test(value)).map(nameOf);
  const plain = new Set([...before, ...now].map(({ value }) => value));
  return new Set(apart.filter((name) => plain.has(name)));
}

function summed(counts: readonly Count[], shared: ReadonlySet<string>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { value, count } of counts) {
    const key = shared.has(nameOf(value)) ? nameOf(value) : value;
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return sums;
}
