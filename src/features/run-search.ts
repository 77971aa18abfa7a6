/** Runs a queued search: plan, read, count, keep, answer. */
import { canonicalJson } from '../audit/record.ts';
import { FILTER_FIELDS, foldCase, isGuid, type AuditFilter, type CustomerRef, type FilterValues } from '../audit/filter.ts';
import { instantOf } from '../audit/instant.ts';
import { planQuery, type QueryPlan } from '../audit/query.ts';
import type { TimeRange } from '../audit/time-range.ts';
import { checkAccess, type AccessPolicy } from './access.ts';
import { createCollector } from './collect-records.ts';
import type { SearchJob } from './jobs.ts';
import type { AnswerLedger, Answers, Clock, Directory, Log, People, RecordSource, ResultStore } from './ports.ts';
import type { ResultFacts } from './result-facts.ts';
import { Problem } from './problem.ts';
import { readPage } from './show-page.ts';

export interface SearchDeps {
  readonly source: RecordSource;
  readonly results: ResultStore;
  readonly directory: Directory;
  readonly answers: Answers;
  readonly ledger: AnswerLedger;
  readonly people: People;
  readonly policy: AccessPolicy;
  readonly clock: Clock;
  readonly log: Log;
  /** A fresh id that nobody can guess. */
  readonly newResultId: () => string;
  readonly hash: (text: string) => string;
}

/** An equal plan read within this time is answered from the same result: the screen says when it was read. */
const SHARED_FOR_MS = 60_000;

/**
 * Answers one search, once, however often the job is run. Throws a Problem when Partner Center or Slack fails; whoever
 * runs the job decides whether it is tried again and tells the person in the end.
 */
export async function runSearch(deps: SearchDeps, jobId: string, job: SearchJob, signal: AbortSignal): Promise<void> {
  if (await deps.ledger.isAnswered(jobId)) return;
  const answer = await readPage(deps.results, await findAnswer(deps, job, signal), 0);
  const access = await checkAccess(deps, job.answerTo);
  if (access.kind === 'refused' && access.refusal === 'unknown-person') throw slackIsSilent();
  if (access.kind === 'refused') {
    deps.log.info({ user: job.answerTo.userId, refusal: access.refusal }, 'answer withheld');
    await deps.answers.send(job.answerTo, { kind: 'refused', refusal: access.refusal, userId: job.answerTo.userId });
  } else {
    await deps.answers.send(job.answerTo, answer);
  }
  await deps.ledger.markAnswered(jobId);
}

export type ReadingDeps = Omit<SearchDeps, 'answers' | 'ledger' | 'people' | 'policy'>;

/** Reads the answer to a search from a recent equal one or from Partner Center, and keeps it. */
export async function findAnswer(deps: ReadingDeps, job: SearchJob, signal: AbortSignal): Promise<ResultFacts> {
  const asked = planQuery({ filter: job.filter, range: rangeOf(job) }, deps.clock());
  const filter = { ...job.filter, customers: await knownCustomers(deps, job.filter.customers, asked) };
  const plan = planQuery({ filter, range: rangeOf(job) }, deps.clock());
  const clamped = job.clamped || plan.from > instantOf(new Date(job.from));
  const planKey = deps.hash(canonicalJson({ filter: comparable(plan.filter), from: plan.from, to: plan.to, zone: job.zone, clamped }));
  const shared = await deps.results.findRecent(planKey, SHARED_FOR_MS);
  // A shared answer may have made room for newer ones since.
  if (shared && await deps.results.records(shared.id, 0, 1)) return shared;
  return readAndKeep(deps, { job: { ...job, clamped }, plan, planKey }, signal);
}

function rangeOf(job: SearchJob): TimeRange {
  return { from: new Date(job.from), to: new Date(job.to) };
}

/** The answer is there, but not whether it may be shown: it waits for Slack to say. */
function slackIsSilent(): Problem {
  return new Problem({
    kind: 'unavailable',
    retryable: true,
    whatHappened: 'Slack could not say who you are, so the answer was held back.',
    whatToDo: 'Run the search again in a minute.',
  });
}

interface Question {
  readonly job: SearchJob;
  readonly plan: QueryPlan;
  readonly planKey: string;
}

async function readAndKeep(deps: ReadingDeps, question: Question, signal: AbortSignal): Promise<ResultFacts> {
  const { job, plan, planKey } = question;
  const id = deps.newResultId();
  const readAt = deps.clock().toISOString();
  const writer = deps.results.begin(id);
  const collector = createCollector(plan, writer);
  try {
    for await (const page of deps.source.pages(plan, { correlationId: job.correlationId, signal })) {
      await collector.add(page);
      await deps.directory.learn(page.records);
    }
    if (!plan.serverFilter) await deps.directory.coverDays(plan.windows, readAt);
    const { order, ...counts } = collector.finish();
    const facts: ResultFacts = {
      id, planKey, command: job.command, zone: job.zone, plan, clamped: job.clamped, readAt, listed: order.length, ...counts,
    };
    await writer.finish(facts, order);
    deps.log.info({ correlationId: job.correlationId, read: counts.recordsRead, listed: order.length }, 'search answered');
    return facts;
  } catch (error) {
    await writer.discard().catch(() => deps.log.warn({ correlationId: job.correlationId }, 'unfinished result left to expire'));
    throw error;
  }
}

/**
 * A name becomes an id once the directory knows exactly one customer with it. It knows that only where every day of
 * the question was read without a condition before; otherwise a customer not seen yet would be left out in silence.
 */
async function knownCustomers({ directory }: ReadingDeps, customers: readonly CustomerRef[], asked: QueryPlan): Promise<readonly CustomerRef[]> {
  const isNamed = customers.some(({ kind }) => kind === 'name');
  if (!isNamed || !await directory.knowsDays(asked.windows)) return customers;
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
