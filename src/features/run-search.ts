/** Runs a queued search: plan, read, count, keep, answer. */
import { columnsAnswer } from '../audit/column-verdicts.ts';
import { canonicalJson } from '../audit/record.ts';
import { FILTER_FIELDS, foldCase, isGuid, type AuditFilter, type CustomerRef, type FilterValues } from '../audit/filter.ts';
import { instantOf } from '../audit/instant.ts';
import { daysIn, daysOfWindow, planQuery, planWithout, type QueryPlan } from '../audit/query.ts';
import type { TimeRange } from '../audit/time-range.ts';
import { answerJob, type AnswerDeps, type Progress } from './answer-job.ts';
import { createCollector } from './collect-records.ts';
import { completeAnswer } from './complete-answer.ts';
import { namesBehind } from './known-names.ts';
import type { Question, SearchJob } from './jobs.ts';
import type { FreshnessStore, ResultStore } from './answer-ports.ts';
import type { Directory, Log, ReadOptions, RecordSource } from './ports.ts';
import type { ResultFacts } from './result-facts.ts';
import { readCopied, type CopiedDeps } from './read-copy.ts';
import { readPage } from './show-page.ts';
import { createSightings } from './sightings.ts';
import { spellingsOf } from './spellings.ts';

/** What reading an answer needs. */
export interface ReadingDeps extends CopiedDeps {
  readonly source: RecordSource;
  readonly results: ResultStore;
  readonly directory: Directory;
  readonly freshness: FreshnessStore;
  readonly log: Log;
  /** A fresh id that nobody can guess. */
  readonly newResultId: () => string;
  readonly hash: (text: string) => string;
  /** Adds what is said beside an answer, before it is kept. */
  readonly complete?: (facts: ResultFacts, options: ReadOptions) => Promise<ResultFacts>;
}

export type SearchDeps = ReadingDeps & AnswerDeps;

/** A search with the id of its conversation with Partner Center. */
export type Asked = Question & { readonly correlationId: string };

/** An equal plan read within this time is answered from the same result: the screen says when it was read. */
const SHARED_FOR_MS = 60_000;

/** Answers one search, once, however often the job is run. Throws a Problem when it could not be. */
export async function runSearch(deps: SearchDeps, jobId: string, job: SearchJob, signal: AbortSignal): Promise<void> {
  const complete: ReadingDeps['complete'] = (facts, options) => completeAnswer(deps, facts, options);
  await answerJob(deps, jobId, job, signal, async (aborted, progress) => {
    const facts = await findAnswer({ ...deps, complete }, job, aborted, progress);
    await deps.results.showTo(facts.id, job.answerTo.userId);
    return readPage(deps.results, facts, 0);
  });
}

/** Reads the answer to a search from a recent equal one, from the local copy or from Partner Center, and keeps it. */
export async function findAnswer(deps: ReadingDeps, asked: Asked, signal: AbortSignal, progress?: Progress): Promise<ResultFacts> {
  const plan = await planSearch(deps, asked);
  const clamped = asked.clamped || plan.from > instantOf(new Date(asked.from));
  const planKey = deps.hash(canonicalJson({
    filter: comparable(plan.filter), shape: asked.shape, from: plan.from, to: plan.to, zone: asked.zone, clamped,
  }));
  const shared = await deps.results.findRecent(planKey, SHARED_FOR_MS);
  // A shared answer may have made room for newer ones since.
  if (shared && await deps.results.records(shared.id, 0, 1)) return shared;
  return readAndKeep(deps, { asked: { ...asked, clamped }, plan, planKey }, signal, progress);
}

/** What planning looks at. */
export interface PlanDeps extends CopiedDeps {
  readonly directory: Pick<Directory, 'knowsDays' | 'customersNamed'>;
}

/** How a search would be read now. */
export async function planSearch(deps: PlanDeps, { filter, from, to }: Pick<Question, 'filter' | 'from' | 'to'>): Promise<QueryPlan> {
  const range: TimeRange = { from: new Date(from), to: new Date(to) };
  const copied = await readCopied(deps);
  const customers = await withKnownIds(deps, filter.customers, planQuery({ filter, range }, deps.clock(), copied));
  const spellings = await spellingsOf(deps.directory, customers);
  return planQuery({ filter: { ...filter, customers }, range, spellings }, deps.clock(), copied);
}

interface Planned {
  readonly asked: Asked;
  readonly plan: QueryPlan;
  readonly planKey: string;
}

async function readAndKeep(deps: ReadingDeps, { asked, plan, planKey }: Planned, signal: AbortSignal, progress?: Progress): Promise<ResultFacts> {
  const { command, zone, shape, clamped, correlationId } = asked;
  const id = deps.newResultId();
  const readAt = deps.clock().toISOString();
  const writer = deps.results.begin(id);
  const collector = createCollector(plan, writer, { zone, shape });
  const sightings = createSightings(deps.directory);
  try {
    const taken = new Set<string>();
    progress?.expect(daysIn([...plan.windows, ...plan.copied?.windows ?? []]));
    for await (const page of deps.source.pages(plan, { correlationId, signal, days: writer.refer && columnsAnswer(plan) ? 'columns' : 'records' })) {
      progress?.note(page);
      await collector.add(page);
      if (page.fromCopy) taken.add(page.window.first);
      // What the copy holds was learned when it was read into it.
      else await sightings.note(page.records);
    }
    await sightings.finish();
    const missing = plan.copied?.windows.flatMap(daysOfWindow).filter((day) => !taken.has(day)) ?? [];
    const read = planWithout(plan, missing, deps.clock());
    if (!read.serverFilter) await deps.directory.coverDays(read.windows, readAt);
    const { order, ...counts } = collector.finish();
    const found: ResultFacts = {
      id, planKey, command, zone, plan: read, clamped, readAt, listed: order.length, ...(shape && { shape }), ...counts,
      ...await namesBehind(deps, [read.filter, read.filter.not].flatMap((values) => values?.customers ?? []).flatMap((customer) => (customer.kind === 'id' ? [customer.id] : []))),
    };
    const facts = await deps.complete?.(found, { correlationId, signal }) ?? found;
    await writer.finish(facts, order);
    if (read.windows.length > 0) await deps.freshness.note({ readAt, ...(counts.newestRead !== undefined && { newestRecord: counts.newestRead }) });
    deps.log.info({ correlationId, read: counts.recordsRead, listed: order.length }, 'search answered');
    return facts;
  } catch (error) {
    await writer.discard().catch(() => deps.log.warn({ correlationId }, 'unfinished result left to expire'));
    throw error;
  }
}

/**
 * A name becomes an id once the directory knows exactly one customer with it. It knows that only where every day of
 * the question was read without a condition before; otherwise a customer not seen yet would be left out in silence.
 */
async function withKnownIds({ directory }: PlanDeps, customers: readonly CustomerRef[], asked: QueryPlan): Promise<readonly CustomerRef[]> {
  const isNamed = customers.some(({ kind }) => kind === 'name');
  const days = [...asked.windows, ...asked.copied?.windows ?? []];
  if (!isNamed || asked.gaps || !await directory.knowsDays(days)) return customers;
  return Promise.all(customers.map(async (customer): Promise<CustomerRef> => {
    if (customer.kind === 'id') return customer;
    const [known, ...others] = await directory.customersNamed(customer.name);
    return known && others.length === 0 && isGuid(known.id) ? { kind: 'id', id: known.id } : customer;
  }));
}

/** The same filter whatever the order and letter case in which it was typed. */
function comparable(filter: AuditFilter): Record<string, unknown> {
  return { ...comparableValues(filter), not: comparableValues(filter.not ?? {}) };
}

function comparableValues(values: Partial<FilterValues>): Record<string, readonly string[]> {
  const sorted = (texts: readonly string[]): readonly string[] => texts.map(foldCase).sort();
  return Object.fromEntries(FILTER_FIELDS.map(([, field]) => [field, sorted(field === 'customers'
    ? (values.customers ?? []).map((customer) => customer.kind === 'id' ? `id:${customer.id}` : `name:${customer.name}`)
    : values[field] ?? [])]));
}
