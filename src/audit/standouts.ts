/** Which records of an answer stand out: few, and as different from each other as they are. */
import { createPairs } from './alike-rows.ts';
import { inOrder, type AnswerRows } from './answer-rows.ts';
import type { Grouped } from './dimensions.ts';
import { isFailure, operationOf, RISKS } from './operations.ts';
import { customerKey, failuresOf, personOf, type Summary } from './summary.ts';

/** Records shown above the others. */
const MOST_STANDOUTS = 5;

/** Why a record stands out: it did not happen, its own values lift it, or its kind of operation does. */
type Why = 'failed' | 'lifted' | 'kind';

/** Records that stand out alike: of one kind, actor and customer, for one reason. Places stand newest first. */
interface OddGroup {
  readonly why: Why;
  /** Of the newest one. */
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
export function standoutsOf(rows: AnswerRows, list: Uint32Array, summary: Summary): readonly number[] {
  const newestFirst = (a: number, b: number): number => rows.newestFirst(list[a] ?? 0, list[b] ?? 0);
  const groups = groupsOf(rows, list, inOrder(oddPlaces(rows, list, summary), newestFirst));
  const chosen: { readonly group: OddGroup; readonly place: number }[] = [];
  while (chosen.length < MOST_STANDOUTS) {
    const before = chosen.map(({ group }) => group);
    const open = groups.filter((one) => one.places.length > 0).map((group) => ({ group, likeness: likenessOf(group, before) }));
    const [first, ...others] = open;
    if (!first) break;
    const best = others.reduce((least, one) => (firstDifference(one.likeness, least.likeness) || newestFirst(one.group.places[0] ?? 0, least.group.places[0] ?? 0)) < 0 ? one : least, first);
    chosen.push({ group: best.group, place: best.group.places.shift() ?? 0 });
  }
  return chosen.sort((a, b) => Number(b.group.isHigh) - Number(a.group.isHigh) || newestFirst(a.place, b.place)).map(({ place }) => place);
}

function oddPlaces(rows: AnswerRows, list: Uint32Array, summary: Summary): Uint32Array {
  const [isHighOdd, isFailureOdd] = [summary.risks.high < summary.total, failuresOf(summary) < summary.total];
  const isOddOne = ({ risk, status }: Grouped): boolean => (isHighOdd && risk === 'high') || (isFailureOdd && isFailure(status));
  const [risks, statuses] = [rows.codesOf('risk'), rows.codesOf('status')];
  const known = Array<boolean | undefined>(rows.codes() * RISKS.length);
  const odd = new Uint32Array(list.length);
  let found = 0;
  for (let place = 0; place < list.length; place += 1) {
    const row = list[place] ?? 0;
    const isOdd = known[(statuses[row] ?? 0) * RISKS.length + (risks[row] ?? 0)] ??= isOddOne(rows.at(row));
    odd[found] = place;
    if (isOdd) found += 1;
  }
  return odd.subarray(0, found);
}

/**
 * Groups of places that stand newest first. Of those that differ in their customer alone, the five with the newest
 * places are enough: while fewer than five are chosen, one of these is of a customer that is not among them.
 */
function groupsOf(rows: AnswerRows, list: Uint32Array, odd: Uint32Array): readonly OddGroup[] {
  const [operations, statuses, people, ids, names] = [rows.codesOf('operationType'), rows.codesOf('status'), rows.codesOf('person'), rows.codesOf('customerId'), rows.codesOf('customerName')];
  const [operationStatus, withPerson] = [createPairs(), createPairs()];
  const [known, customers] = [[] as OddGroup[][], Array<string | undefined>(rows.codes())];
  const kinds = new Map<string, OddGroup[]>();
  for (let at = 0; at < odd.length; at += 1) {
    const place = odd[at] ?? 0;
    const row = list[place] ?? 0;
    const groups = known[withPerson(operationStatus(operations[row] ?? 0, statuses[row] ?? 0), people[row] ?? 0)] ??= groupsOfKind(kinds, rows.at(row));
    if (groups.length === MOST_STANDOUTS && groups.every(isFull)) continue;
    // Equal texts have equal codes, whatever the field.
    const customer = customers[(ids[row] || names[row]) ?? 0] ??= customerKey(rows.at(row)).toLowerCase();
    const held = groups.find((group) => group.customer === customer);
    if (!held && groups.length < MOST_STANDOUTS) groups.push({ ...partsOf(rows.at(row)), customer, isHigh: rows.at(row).risk === 'high', places: [place] });
    if (held && !isFull(held)) held.places.push(place);
  }
  return [...kinds.values()].flat();
}

function isFull({ places }: OddGroup): boolean {
  return places.length === MOST_STANDOUTS;
}

function partsOf(record: Grouped): Pick<OddGroup, 'why' | 'operation' | 'person'> {
  const kindIsHigh = operationOf(record.operationType).risk === 'high';
  return { why: isFailure(record.status) ? 'failed' : kindIsHigh ? 'kind' : 'lifted', operation: record.operationType.toLowerCase(), person: personOf(record).toLowerCase() };
}

function groupsOfKind(kinds: Map<string, OddGroup[]>, record: Grouped): OddGroup[] {
  const key = JSON.stringify(Object.values(partsOf(record)));
  const groups = kinds.get(key) ?? [];
  kinds.set(key, groups);
  return groups;
}

/** How much one is like those chosen before; what comes first matters most. */
function likenessOf(one: OddGroup, chosen: readonly OddGroup[]): readonly number[] {
  const alike = (test: (other: OddGroup) => boolean): number => chosen.filter(test).length;
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
