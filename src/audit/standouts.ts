/** Which records of an answer stand out: few, and as different from each other as they are. */
import type { AnswerRows } from './answer-rows.ts';
import { isFailure, operationOf } from './operations.ts';
import { customerKey, failuresOf, personOf, type Summary } from './summary.ts';

/** Records shown above the others. */
const MOST_STANDOUTS = 5;

/** Why a record stands out: it did not happen, its own values lift it, or its kind of operation does. */
type Why = 'failed' | 'lifted' | 'kind';

/** Records that stand out alike: of one kind, actor and customer, for one reason. Places stand newest first. */
interface Alike {
  readonly why: Why;
  readonly isHigh: boolean;
  readonly operation: string;
  readonly person: string;
  readonly customer: string;
  readonly places: number[];
}

/**
 * The places, from 0, of at most five records of a list that stand out: of high risk, failed or declined, where not all
 * of the answer are. Each reason there is has one; after that those come first that are least like the ones chosen, and
 * of equals the newest. High risk stands first, then the newest.
 */
export function standoutsOf(rows: AnswerRows, list: readonly number[], summary: Summary): readonly number[] {
  const newestFirst = (a: number, b: number): number => rows.newestFirst(list[a] ?? 0, list[b] ?? 0);
  const groups = alikeOf(rows, list, summary, newestFirst);
  const chosen: { readonly alike: Alike; readonly place: number }[] = [];
  while (chosen.length < MOST_STANDOUTS) {
    const before = chosen.map(({ alike }) => alike);
    const open = groups.filter((one) => one.places.length > 0).map((alike) => ({ alike, likeness: likenessOf(alike, before) }));
    const [first, ...others] = open;
    if (!first) break;
    const best = others.reduce((least, one) => (firstDifference(one.likeness, least.likeness) || newestFirst(one.alike.places[0] ?? 0, least.alike.places[0] ?? 0)) < 0 ? one : least, first);
    chosen.push({ alike: best.alike, place: best.alike.places.shift() ?? 0 });
  }
  return chosen.sort((a, b) => Number(b.alike.isHigh) - Number(a.alike.isHigh) || newestFirst(a.place, b.place)).map(({ place }) => place);
}

function alikeOf(rows: AnswerRows, list: readonly number[], summary: Summary, newestFirst: (a: number, b: number) => number): readonly Alike[] {
  const [isHighOdd, isFailureOdd] = [summary.risks.high < summary.total, failuresOf(summary) < summary.total];
  const odd = list.flatMap((row, place) => {
    return (isHighOdd && rows.riskAt(row) === 'high') || (isFailureOdd && isFailure(rows.statusAt(row))) ? [place] : [];
  });
  const groups = new Map<string, Alike>();
  for (const place of odd.sort(newestFirst)) {
    const record = rows.at(list[place] ?? 0);
    const parts = { operation: record.operationType.toLowerCase(), person: personOf(record).toLowerCase(), customer: customerKey(record).toLowerCase() };
    const kindIsHigh = operationOf(record.operationType).risk === 'high';
    const why = isFailure(record.status) ? 'failed' : kindIsHigh ? 'kind' : 'lifted';
    const key = JSON.stringify([why, ...Object.values(parts)]);
    const held = groups.get(key) ?? { ...parts, why, isHigh: record.risk === 'high', places: [] };
    groups.set(key, held);
    if (held.places.length < MOST_STANDOUTS) held.places.push(place);
  }
  return [...groups.values()];
}

/** How much one is like those chosen before; what comes first matters most. */
function likenessOf(one: Alike, chosen: readonly Alike[]): readonly number[] {
  const alike = (test: (other: Alike) => boolean): number => chosen.filter(test).length;
  const ofWhy = alike(({ why }) => why === one.why);
  return [
    Math.min(1, ofWhy),
    alike(({ operation, person }) => operation === one.operation && person === one.person),
    ofWhy,
    alike(({ operation }) => operation === one.operation),
    alike(({ person }) => person === one.person),
    alike(({ customer }) => customer === one.customer),
  ];
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    if (value !== b[index]) return value - (b[index] ?? 0);
  }
  return 0;
}
