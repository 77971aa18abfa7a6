/** Where a search found nothing: searches next to it that do find something. */
import { oldestAnswered } from '../audit/copied-days.ts';
import { DAY_MS } from '../audit/dates.ts';
import { EVERYTHING } from '../audit/filter.ts';
import { dateOf } from '../audit/instant.ts';
import { planQuery, type CopiedDays, type QueryPlan } from '../audit/query.ts';
import { canonicalJson } from '../audit/record.ts';
import { resolveTime } from '../audit/time-range.ts';
import { printSearch } from '../command/print.ts';
import { countRecords, type MayGoOn } from './count-records.ts';
import type { FreshnessStore } from './answer-ports.ts';
import { isAllKnown } from './known-search.ts';
import type { Directory, ReadOptions, RecordSource } from './ports.ts';
import { readCopied, type CopiedDeps } from './read-copy.ts';
import type { Nearest, ResultFacts } from './result-facts.ts';
import { saidIn, searchIn } from './reworded.ts';
import { RANKS, RECENT_DAYS, variantsOf, type Variant } from './search-variants.ts';
import { spellingsOf } from './spellings.ts';

export interface NearestDeps extends CopiedDeps {
  readonly source: RecordSource;
  readonly directory: Pick<Directory, 'everybody' | 'customersNamed'>;
  readonly freshness: Pick<FreshnessStore, 'recall'>;
}

/** Pages that may be read for all of it, each one request. */
const MOST_PAGES = 6;
const SHOWN = 3;
/** Days that hold fewer records come as one page. */
const PAGE_RECORDS = 450;
const LAST = 100;

interface Planned extends Variant {
  readonly plan: QueryPlan;
}

/** `isWhole` is false where reading ended early: then there are at least so many. */
interface Found extends Planned {
  readonly count: number;
  readonly isWhole: boolean;
}

interface Reading {
  readonly now: Date;
  readonly copied: CopiedDays;
  readonly options: ReadOptions;
  readonly pagesLeft: () => number;
  readonly mayGoOn: MayGoOn;
}

/**
 * Looks for searches that would match: over a longer time, with a name that comes near, with one condition less; and
 * where no such change does, with the longest time and one condition less at once. It reads six pages at most; what
 * could not be counted to the end is said to be so. When time runs out, or Partner Center fails, it gives what was found
 * until then.
 */
export async function nearestSearches(deps: NearestDeps, facts: ResultFacts, options: ReadOptions): Promise<Nearest> {
  const [now, copied] = [deps.clock(), await readCopied(deps)];
  const search = searchIn(saidIn(facts));
  if (!search) return { searches: [] };
  const variants = await Promise.all((await variantsOf(deps.directory, search, facts)).map(async (variant): Promise<readonly Planned[]> => {
    const time = resolveTime(variant.search.time, now, facts.zone, oldestAnswered(now, copied));
    const { filter } = variant.search;
    return time.kind === 'range' ? [{ ...variant, plan: planQuery({ filter, range: time.range, spellings: await spellingsOf(deps.directory, filter.customers) }, now, copied) }] : [];
  }));
  const planned = variants.flat();
  let left = MOST_PAGES;
  const reading: Reading = { now, copied, options, pagesLeft: () => left, mayGoOn: () => (left -= 1) >= 0 };
  const counted: Found[] = [];
  let holdsRecords: boolean | undefined;
  try {
    const { along, apart } = inTurn(planned);
    for (const group of groupsOf(along, facts)) counted.push(...await countGroup(deps, group, reading));
    if (!counted.some(isSure)) for (const group of groupsOf(apart, facts)) counted.push(...await countGroup(deps, group, reading));
    holdsRecords = await holdsAny(deps, counted, facts, reading);
  } catch (error) {
    // Only our own time limit and faults of the other end are passed over; whoever stopped the job is heeded.
    if (options.signal.aborted && !isTimeout(options.signal.reason)) throw error;
  }
  const noneIn = Math.max(0, ...counted.filter(({ count, isWhole }) => isWhole && count === 0).map(({ days = 0 }) => days));
  const searches = nearestOf(counted);
  const isKnown = searches.length === 0 && await isAllKnown(deps.directory, search.filter);
  return { searches, ...(noneIn > 0 && { noneIn }), ...(holdsRecords !== undefined && { holdsRecords }), ...(isKnown && { isKnown }) };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/** Counts searches that are answered by reading the same; nothing where that alone would take more pages than are left. */
async function countGroup({ source }: NearestDeps, group: readonly Planned[], reading: Reading): Promise<readonly Found[]> {
  const [first] = group;
  const { options, pagesLeft, mayGoOn } = reading;
  const days = first && daysOf(group, reading);
  if (!first || !days || days.windows.length > pagesLeft()) return [];
  const read = { ...days, ...(first.plan.serverFilter && { serverFilter: first.plan.serverFilter }) };
  const { counts, isWhole } = await countRecords(source, { read, plans: group.map(({ plan }) => plan) }, options, mayGoOn);
  return group.map((variant, index) => ({ ...variant, count: counts[index] ?? 0, isWhole }));
}

function nearestOf(counted: readonly Found[]): Nearest['searches'] {
  const sure = counted.filter(isSure);
  const single = sure.filter(({ rank }) => rank !== RANKS.widened);
  const sorted = (single.length > 0 ? single : sure).toSorted((a, b) => a.rank - b.rank || a.count - b.count);
  // The whole log adds nothing where 30 days are enough.
  const isEnough = sorted.some(({ rank }) => rank === RANKS.recent);
  const kept = sorted.filter(({ rank }) => !(isEnough && rank === RANKS.wholeLog));
  return kept.slice(0, SHOWN).map(({ search, count, isWhole }) => ({ command: printSearch(search), count, ...(!isWhole && { isAtLeast: true as const }) }));
}

/** Of a record that was read, a later state may be on a page that was not: where states matter, parts prove nothing. */
function isSure({ count, isWhole, search: { filter } }: Found): boolean {
  const looksAtStates = [filter, filter.not ?? {}].some(({ statuses = [], texts = [] }) => statuses.length + texts.length > 0);
  return count > 0 && (isWhole || !looksAtStates);
}

function condition({ serverFilter }: QueryPlan): string {
  return canonicalJson(serverFilter ?? null);
}

/** Two changes at once cost nothing where a longer time is read under the same condition anyway; the others wait until nothing else matches. */
function inTurn(planned: readonly Planned[]): Readonly<Record<'along' | 'apart', readonly Planned[]>> {
  const read = new Set(planned.flatMap(({ days, plan }) => (days === undefined ? [] : [condition(plan)])));
  const isAlong = ({ rank, plan }: Planned): boolean => rank !== RANKS.widened || read.has(condition(plan));
  return { along: planned.filter(isAlong), apart: planned.filter((variant) => !isAlong(variant)) };
}

/**
 * One condition of the server each, the nearest searches first. Where the days asked for took more than a page, longer
 * times take many: they are read last and by themselves.
 */
function groupsOf(planned: readonly Planned[], { plan: asked, recordsRead }: ResultFacts): readonly (readonly Planned[])[] {
  const isLong = ({ days, rank, plan }: Planned): boolean => (days !== undefined || rank === RANKS.widened) && recordsRead > PAGE_RECORDS && condition(plan) === condition(asked);
  const groups = Map.groupBy(planned, (variant) => `${isLong(variant)} ${condition(variant.plan)}`);
  const order = (group: readonly Planned[]): number => (group.some(isLong) ? LAST : 0) + Math.min(...group.map(({ rank }) => rank));
  return [...groups.values()].sort((a, b) => order(a) - order(b));
}

/** The days of all these searches, which end at about the same time or lie within each other. */
function daysOf(group: readonly Planned[], { now, copied }: Reading): Pick<QueryPlan, 'windows' | 'copied'> {
  const from = Math.min(...group.map(({ plan }) => dateOf(plan.from).getTime()));
  const to = Math.max(...group.map(({ plan }) => dateOf(plan.to).getTime()));
  const { windows, copied: taken } = planQuery({ filter: EVERYTHING, range: { from: new Date(from), to: new Date(to) } }, now, copied);
  return { windows, ...(taken && { copied: taken }) };
}

/** Whether there is any record of the last 30 days: by what was found, what was ever read, and only then by asking. */
async function holdsAny(deps: NearestDeps, counted: readonly Found[], facts: ResultFacts, { now, copied, options, pagesLeft, mayGoOn }: Reading): Promise<boolean | undefined> {
  const since = new Date(now.getTime() - RECENT_DAYS * DAY_MS);
  const newest = [facts.newestRead, (await deps.freshness.recall())?.newestRecord].flatMap((instant) => instant ?? []);
  if (newest.some((instant) => dateOf(instant) >= since) || counted.some(({ count, plan }) => count > 0 && dateOf(plan.from) >= since)) return true;
  if (pagesLeft() <= 0) return undefined;
  const plan = planQuery({ filter: EVERYTHING, range: { from: since, to: now } }, now, copied);
  for await (const { records, fromCopy = false } of deps.source.pages(plan, options)) {
    if (records.length > 0) return true;
    if (!fromCopy && !mayGoOn()) return undefined;
  }
  return false;
}
