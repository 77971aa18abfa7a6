/** Proof that settled days were not altered: each day has a checksum, and each link holds the one before it. */
import { hash } from 'node:crypto';
import { isSettledDay, oldestWanted, type DayCoverage, type Reach } from './coverage.ts';
import { addDays, type Day } from './dates.ts';
import type { DayRow } from './day-copy.ts';
import { canonicalJson } from './record.ts';
import { oldestDay } from './time-range.ts';

/** A day as it was when it was sealed, or sealed again after a correction or an erasure; hexadecimal SHA-256. */
export interface SealLink {
  readonly kind: 'day' | 'correction' | 'erasure';
  readonly day: Day;
  readonly sha256: string;
  /** The link before, all zeros for the first: whoever holds a later one can prove every earlier one. */
  readonly previous: string;
  readonly sealedAt: string;
  readonly link: string;
}

const NOTHING_BEFORE = '0'.repeat(64);

/** The checksum of a day's rows, which stand in the order of their numbers. */
export function dayChecksum(rows: readonly DayRow[]): string {
  return hash('sha256', rows.map((row) => canonicalJson(row)).join('\n'));
}

/** The next link of a chain. */
export function sealDay(chain: readonly SealLink[], facts: Omit<SealLink, 'previous' | 'link'>): SealLink {
  const open = { ...facts, previous: chain.at(-1)?.link ?? NOTHING_BEFORE };
  return { ...open, link: linkOf(open) };
}

/** The latest link of each day. */
export function latestLinks(chain: readonly SealLink[]): ReadonlyMap<Day, SealLink> {
  return new Map(chain.map((link) => [link.day, link]));
}

/** The place of the first link that does not follow from what stands before it; undefined where all do. */
export function brokenAt(chain: readonly SealLink[]): number | undefined {
  const at = chain.findIndex(({ link, ...open }, position) =>
    open.previous !== (chain[position - 1]?.link ?? NOTHING_BEFORE) || link !== linkOf(open));
  return at === -1 ? undefined : at;
}

/** A day and its checksum as the ledger holds them. */
export type SealableDay = DayCoverage & { readonly sha256: string };

/**
 * What is to be linked next, in its order: sealed days with another checksum than their latest link, then days that
 * follow the last sealed one without a gap and are settled. The first day waits until the fill is complete. A day that
 * the log no longer holds is lost for good and keeps nobody waiting.
 */
export function dueSeals(ledger: readonly SealableDay[], chain: readonly SealLink[], reach: Reach): readonly Pick<SealLink, 'kind' | 'day' | 'sha256'>[] {
  const latest = latestLinks(chain);
  const known = new Map(ledger.map((facts) => [facts.day, facts]));
  const corrections = ledger.flatMap(({ day, sha256 }) => {
    const link = latest.get(day);
    return link && link.sha256 !== sha256 ? [{ kind: 'correction' as const, day, sha256 }] : [];
  });
  return [...corrections, ...newSeals(known, firstUnsealed(ledger, chain, reach), reach)];
}

function firstUnsealed(ledger: readonly DayCoverage[], chain: readonly SealLink[], reach: Reach): Day | undefined {
  const sealed = chain.filter(({ kind }) => kind === 'day').at(-1)?.day;
  if (sealed !== undefined) return addDays(sealed, 1);
  const oldest = ledger.map(({ day }) => day).toSorted()[0];
  return oldest !== undefined && oldest <= oldestWanted(reach) ? oldest : undefined;
}

function newSeals(known: ReadonlyMap<Day, SealableDay>, from: Day | undefined, { now }: Reach) {
  const due: { readonly kind: 'day'; readonly day: Day; readonly sha256: string }[] = [];
  for (let day = from; day !== undefined; day = addDays(day, 1)) {
    const facts = known.get(day);
    const isGone = day < oldestDay(now);
    if (!isGone && !(facts && isSettledDay(facts))) break;
    if (facts) due.push({ kind: 'day', day, sha256: facts.sha256 });
  }
  return due;
}

function linkOf(open: Omit<SealLink, 'link'>): string {
  return hash('sha256', canonicalJson(open));
}
