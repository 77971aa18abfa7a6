/** What is said beside an answer once it is there, as far as that is cheap: an answer never fails for it. */
import { oldestAnswered } from '../audit/copied-days.ts';
import { daysBetween, utcDayOf } from '../audit/dates.ts';
import { earlierSpan } from '../audit/earlier-span.ts';
import { dateOf } from '../audit/instant.ts';
import { planQuery } from '../audit/query.ts';
import { countedSearches, matchedCustomers } from './counted-searches.ts';
import { countRecords } from './count-records.ts';
import { nearestSearches } from './nearest-searches.ts';
import type { FreshnessStore } from './answer-ports.ts';
import type { Directory, Log, ReadOptions, RecordSource } from './ports.ts';
import { readCopied, type CopiedDeps } from './read-copy.ts';
import type { FirstSeen, ResultFacts } from './result-facts.ts';
import { spellingsOf } from './spellings.ts';

export interface CompleteDeps extends CopiedDeps {
  readonly source: RecordSource;
  readonly directory: Directory;
  readonly freshness: FreshnessStore;
  readonly log: Log;
}

/** Above this the span before is no cheap question. */
const CHEAP_RECORDS = 250;
const BEFORE_LIMIT_MS = 3_000;
const NEAREST_LIMIT_MS = 5_000;
/** People whose first sighting is looked up: those that an answer names. */
const PEOPLE_LOOKED_UP = 6;
/** Days that must be held before the span: without them everybody would be new. */
const DAYS_BEFORE = 7;

/** The facts with what can be said beside them. Rejects only when the signal aborts. */
export async function completeAnswer(deps: CompleteDeps, facts: ResultFacts, options: ReadOptions): Promise<ResultFacts> {
  const whereItIsKnown = async <T>(name: string, look: () => Promise<T | undefined>): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      options.signal.throwIfAborted();
      deps.log.info({ correlationId: options.correlationId, left: name, error: error instanceof Error ? error.name : typeof error }, 'said less beside an answer');
      return undefined;
    }
  };
  const limited = (ms: number): ReadOptions => ({ ...options, signal: AbortSignal.any([options.signal, AbortSignal.timeout(ms)]) });
  const [before, firstSeen, nearest, matched, counted] = await Promise.all([
    whereItIsKnown('the span before', () => countBefore(deps, facts, limited(BEFORE_LIMIT_MS))),
    whereItIsKnown('first sightings', () => firstSightings(deps, facts)),
    whereItIsKnown('nearest searches', async () => facts.summary.total === 0 ? nearestSearches(deps, facts, limited(NEAREST_LIMIT_MS)) : undefined),
    whereItIsKnown('customers of a name', () => matchedCustomers(deps, facts)),
    whereItIsKnown('searches of its counts', () => countedSearches(deps, facts)),
  ]);
  return { ...facts, ...(before !== undefined && { before }), ...(firstSeen && { firstSeen }), ...(nearest && { nearest }), ...(matched && { matched }), ...(counted && { counted }) };
}

/**
 * From the copy alone where it holds the whole span. Else one request at most: the days that it does not hold must fit
 * into one, and their records onto one page.
 */
async function countBefore(deps: CompleteDeps, { plan, zone, summary, recordsRead }: ResultFacts, options: ReadOptions): Promise<number | undefined> {
  if (summary.total === 0) return undefined;
  const range = earlierSpan({ from: dateOf(plan.from), to: dateOf(plan.to) }, zone);
  const [now, copied] = [deps.clock(), await readCopied(deps)];
  const spellings = await spellingsOf(deps.directory, plan.filter.customers);
  const before = planQuery({ filter: plan.filter, range, spellings }, now, copied);
  if (utcDayOf(range.from) < oldestAnswered(now, copied) || before.gaps || before.windows.length > 1) return undefined;
  if (before.windows.length > 0 && recordsRead > CHEAP_RECORDS) return undefined;
  let pages = 0;
  const { counts: [count], isWhole } = await countRecords(deps.source, { read: before, plans: [before] }, options, () => (pages += 1) === 1);
  return isWhole ? count : undefined;
}

/** Who is new, proven only where the days before the span are held without a gap. */
async function firstSightings({ directory, clock }: CompleteDeps, { plan, summary }: ResultFacts): Promise<FirstSeen | undefined> {
  const people = summary.people.map(({ value }) => value).filter((value) => value !== '').slice(0, PEOPLE_LOOKED_UP);
  if (people.length === 0) return undefined;
  const { daysHeld, first } = await directory.firstSeen(people);
  const heldBefore = daysHeld - 1 - daysBetween(plan.from.slice(0, 10), utcDayOf(clock()));
  if (heldBefore < DAYS_BEFORE) return undefined;
  // Sightings are kept in whole milliseconds.
  const fromMs = dateOf(plan.from).getTime();
  const fresh = people.filter((_, index) => {
    const seen = first[index];
    return seen !== undefined && dateOf(seen).getTime() >= fromMs && seen < plan.to;
  });
  return fresh.length === 0 ? undefined : { daysHeld, people: fresh };
}
