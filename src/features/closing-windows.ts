/** Which windows close soon, for what speaks by itself: from the days of the local copy on which they began. */
import { WINDOW_HOURS } from '../audit/commitment.ts';
import { isCertain, mayBePurchase, openCommitments, type OpenBatch, type PlacedRecord } from '../audit/commitments.ts';
import { HOUR_MS, utcDayOf } from '../audit/dates.ts';
import { matchesLasting, matchesState, type AuditFilter } from '../audit/filter.ts';
import { daysOfWindow } from '../audit/query.ts';
import { printRequest } from '../command/print-request.ts';
import { earlierHere, type EarlierDeps } from './earlier-here.ts';
import { readDays, type Look } from './read-days.ts';

/** What a digest says of windows that close soon. */
export interface ClosingWindows {
  readonly withinMs: number;
  /** The first to close, certain ones before the others. */
  readonly first: readonly OpenBatch[];
  /** Orders and known increases. */
  readonly certain: number;
  /** Changes of seats whose size is unknown. */
  readonly unknown: number;
  /** The command that lists all of them. */
  readonly command: string;
  /** There was no time for all days on which such windows began. */
  readonly mayBeMore?: true;
}

const CLOSING_SHOWN = 3;
const CLOSING_MS = 48 * HOUR_MS;

/**
 * What `commitments closing within 48h` would list under the same filter; undefined where that is nothing, which a filter
 * that lets no order through makes sure of, as far as there was time. Throws a `storage` Problem when Redis fails.
 */
export async function closingWindows(deps: EarlierDeps, filter: AuditFilter, wait: ClosingWait = {}): Promise<ClosingWindows | undefined> {
  const { placed: all, looked, asked } = await readClosing(deps, CLOSING_MS, wait);
  const [placed, now] = [all.filter(({ record }) => matchesLasting(record, filter) && matchesState(record, filter)), deps.clock().getTime()];
  const atFirst = openCommitments(placed, now, { withinMs: CLOSING_MS });
  const { open } = atFirst.open.every(isCertain) ? atFirst : openCommitments(placed, now, { withinMs: CLOSING_MS, earlier: await earlierHere(deps) });
  if (open.length === 0 && looked === asked) return undefined;
  const certain = open.filter(isCertain).length;
  const first = open.toSorted((a, b) => Number(isCertain(b)) - Number(isCertain(a)) || (a.until < b.until ? -1 : 1)).slice(0, CLOSING_SHOWN);
  const command = printRequest({ verb: 'commitments', condition: { filter }, options: { withinMs: CLOSING_MS } });
  return { withinMs: CLOSING_MS, first, certain, unknown: open.length - certain, command, ...(looked < asked && { mayBeMore: true }) };
}

/** How long somebody waits for it; where nothing is said, nobody does. */
export type ClosingWait = Pick<Look, 'lookMs'>;

export interface ReadClosing {
  /** Records that may have begun a window. */
  readonly placed: readonly PlacedRecord[];
  /** Days on which such windows began. */
  readonly asked: number;
  /** Of these, the oldest that were looked at: fewer where there was no time for more. */
  readonly looked: number;
  /** Of those that were looked at. */
  readonly held: number;
}

/** Reads the days on which windows began that close within a span, those that close first before the others. */
export async function readClosing({ copy, clock }: EarlierDeps, withinMs: number, { lookMs = Infinity }: ClosingWait = {}): Promise<ReadClosing> {
  const begunMs = clock().getTime() - WINDOW_HOURS * HOUR_MS;
  const days = daysOfWindow({ first: utcDayOf(new Date(begunMs)), last: utcDayOf(new Date(Math.min(begunMs + withinMs, clock().getTime()))) });
  const { rows, looked, days: held } = await readDays({ copy, clock }, days, { lookMs, mostRows: Infinity, wanted: mayBePurchase });
  return { placed: rows.map(({ day, row: { number, record } }) => ({ day, row: number, record })), asked: days.length, looked, held };
}
