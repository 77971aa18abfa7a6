/** What a digest says: reads the feed from a rule's cursor on, counts it, and keeps the list that its buttons open. */
import { later } from '../audit/dates.ts';
import { createDigestTally, type Digest } from '../audit/digest.ts';
import { instantOf } from '../audit/instant.ts';
import { matchesLasting, matchesState, type AuditFilter } from '../audit/filter.ts';
import { isSettled } from '../audit/operations.ts';
import { planQuery } from '../audit/query.ts';
import { countMuted } from '../audit/mutes.ts';
import { actorIn, type AuditRecord } from '../audit/record.ts';
import { riskOf } from '../audit/sentence-risk.ts';
import { summarise, type Counted } from '../audit/summary.ts';
import { printSearch } from '../command/print.ts';
import type { CopyStore, Feed, FeedEntry, SealStore } from './copy-ports.ts';
import type { ResultStore, ResultWriter } from './answer-ports.ts';
import { closingWindows, type ClosingWindows } from './closing-windows.ts';
import { coverageSince, toldUntil } from './digest-coverage.ts';
import type { Clock } from './ports.ts';
import type { RuleStore } from './rule-ports.ts';
import type { DigestCoverage, DigestRow } from './rule-screens.ts';
import type { DigestRule, RuleProgress } from './rule.ts';

export interface GatherDeps {
  readonly feed: Pick<Feed, 'head' | 'after' | 'rows'>;
  readonly copy: Pick<CopyStore, 'ledger' | 'read'>;
  readonly seals: Pick<SealStore, 'chain'>;
  readonly results: Pick<ResultStore, 'begin'>;
  readonly rules: Pick<RuleStore, 'in'>;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
  /** A fresh id for a list that is kept. */
  readonly newResultId: () => string;
}

/** What is new for a rule since it last spoke. */
export interface Gathered {
  /** Up to when the log was read for it, ISO in UTC; `coverage` says what is missing before and after. */
  readonly to: string;
  readonly coverage: DigestCoverage;
  readonly digest: Digest;
  /** Newest first. */
  readonly rows: readonly DigestRow[];
  readonly resultId?: string;
  /** How many of them the mutes of this place keep out of its alerts. */
  readonly muted: number;
  /** What can be cancelled for less than 48 hours more, by the same filter. */
  readonly closing?: ClosingWindows;
  /** The feed is told up to here, and these are to be looked at again. */
  readonly cursor: number;
  readonly unfinished: readonly FeedEntry[];
}

/** Entries read at once: a whole day is unpacked for each piece, so pieces are large. */
const ENTRIES_AT_ONCE = 10_000;
/** Operations that a rule waits for, at most. */
const MOST_UNFINISHED = 1_000;

interface Found {
  readonly entry: FeedEntry;
  readonly record: AuditRecord;
  readonly number: number | undefined;
}

/**
 * Reads every entry behind the cursor. An operation that a filter leaves out only by its state is looked at again with
 * the next digest until it has ended: `failed orders` must not miss one that was in progress when it was first seen.
 * The ledger is read before the feed, so that it never claims a reading whose entries are not told.
 */
export async function gatherDigest(deps: GatherDeps, rule: DigestRule, progress: RuleProgress): Promise<Gathered> {
  const since = toldUntil(rule, progress);
  const coverage = await coverageSince(deps, new Date(since));
  const [head, id] = [await deps.feed.head(), deps.newResultId()];
  const writer = deps.results.begin(id);
  const mutes = (await deps.rules.in(rule.place)).flatMap(({ rule: one, progress: { state } }) => (one.kind === 'mute' && state.kind === 'on' ? [one] : []));
  let muted = 0;
  const found: Omit<Found, 'record'>[] = [];
  const [tally, rows, counted, unfinished] = [createDigestTally(), [] as DigestRow[], [] as Counted[], [] as FeedEntry[]];
  const take = async (entries: readonly FeedEntry[]): Promise<void> => {
    const { fitting, waiting } = sorted(await deps.feed.rows(entries), rule.filter);
    const numbers = await writer.append(fitting.map(({ record }) => record));
    unfinished.push(...waiting);
    muted += countMuted(fitting, mutes);
    for (const [at, { entry, record }] of fitting.entries()) {
      const number = found.push({ entry, number: numbers[at] }) - 1;
      tally.add({ record, kind: entry.kind === 'late' ? 'late' : 'news', number });
      rows.push(rowOf(entry, record));
      counted.push(countedOf(record));
    }
  };
  await take(progress.unfinished ?? []);
  let cursor = progress.cursor;
  while (cursor < head) {
    const entries = (await deps.feed.after(cursor, ENTRIES_AT_ONCE)).filter(({ number }) => number <= head);
    await take(entries.filter(({ kind }) => kind !== 'changed'));
    cursor = entries.at(-1)?.number ?? head;
  }
  const newestFirst = rows.map((_, index) => index).sort((a, b) => ((rows[a]?.at ?? '') > (rows[b]?.at ?? '') ? -1 : 1));
  const kept = newestFirst.flatMap((index) => { const number = found[index]?.number; return number === undefined ? [] : [{ index, number }]; });
  const digest = withPlaces(tally.finish(), new Map(kept.map(({ index }, place) => [index, place])));
  if (kept.length === 0) await writer.discard();
  else await keepList(deps, writer, { id, rule, rows, counted, readAt: coverage.readAt, order: kept.map(({ number }) => number) });
  const closing = await closingWindows(deps, rule.filter);
  return {
    to: later(since, coverage.readAt ?? since), coverage, digest, muted, ...(closing && { closing }), cursor: head, unfinished: unfinished.slice(-MOST_UNFINISHED),
    rows: newestFirst.flatMap((index) => rows[index] ?? []),
    ...(kept.length > 0 && { resultId: id }),
  };
}

function sorted(held: Awaited<ReturnType<Feed['rows']>>, filter: AuditFilter) {
  const asked = held.filter(({ row }) => matchesLasting(row.record, filter)).map(({ entry, row }) => ({ entry, record: row.record, seenAtMs: Date.parse(row.seenAt) }));
  return {
    fitting: asked.filter(({ record }) => matchesState(record, filter)),
    waiting: asked.filter(({ record }) => !matchesState(record, filter) && !isSettled(record.operationStatus)).map(({ entry }) => entry),
  };
}

function rowOf({ kind }: FeedEntry, record: AuditRecord): DigestRow {
  const customer = record.customerName ?? record.customerId;
  return {
    at: record.operationDate, operationType: record.operationType, status: record.operationStatus, isLate: kind === 'late',
    ...(customer !== undefined && { customer }),
    ...actorIn(record),
  };
}

function countedOf(record: AuditRecord): Counted {
  return {
    operationType: record.operationType, status: record.operationStatus, user: record.userPrincipalName,
    application: record.applicationId, customerId: record.customerId, customerName: record.customerName, risk: riskOf(record).risk,
  };
}

/** Lines name the number of an operation; their buttons need its place in the list. */
function withPlaces(digest: Digest, places: ReadonlyMap<number, number>): Digest {
  const lookAt = digest.lookAt.map(({ number, ...line }) => {
    const place = number === undefined ? undefined : places.get(number);
    return { ...line, ...(place !== undefined && { number: place }) };
  });
  return { ...digest, lookAt };
}

interface List {
  readonly id: string;
  readonly rule: DigestRule;
  readonly rows: readonly DigestRow[];
  readonly counted: readonly Counted[];
  readonly order: readonly number[];
  readonly readAt: string | undefined;
}

/** Kept like the answer to a search over the days of these operations, so that it is paged, opened and exported like one. */
async function keepList({ clock }: GatherDeps, writer: ResultWriter, { id, rule, rows, counted, order, readAt }: List): Promise<void> {
  const now = clock();
  const dates = rows.map(({ at }) => at).sort();
  const [first, last] = [dates[0]?.slice(0, 10) ?? '', dates.at(-1)?.slice(0, 10) ?? ''];
  const command = printSearch({
    filter: rule.filter, defaultTime: false, zone: 'UTC',
    time: { kind: 'between', from: { kind: 'day', day: first }, to: { kind: 'day', day: last } },
  });
  const range = { from: new Date(`${first}T00:00:00Z`), to: now };
  await writer.finish({
    id, planKey: `digest:${id}`, command, zone: rule.zone, clamped: false,
    plan: { ...planQuery({ filter: rule.filter, range }, now), from: dates[0] ?? instantOf(now), to: instantOf(now) },
    summary: summarise(counted), standouts: [], listed: order.length, recordsRead: rows.length, unreadable: 0,
    readAt: readAt ?? now.toISOString(),
  }, order);
}
