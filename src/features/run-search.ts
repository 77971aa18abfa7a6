/** Runs a queued search: plan, read, count, keep, answer. */
import { canonicalJson } from '../audit/record.ts';
import { foldCase, type AuditFilter, type CustomerRef } from '../audit/filter.ts';
import { planQuery, type QueryPlan } from '../audit/query.ts';
import { checkAccess, type AccessPolicy } from './access.ts';
import { createCollector } from './collect-records.ts';
import type { SearchJob } from './jobs.ts';
import type { AnswerLedger, Answers, Clock, Directory, Log, People, RecordSource, ResultStore } from './ports.ts';
import type { ResultFacts } from './result-facts.ts';
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
  const facts = await findAnswer(deps, job, signal);
  const access = await checkAccess(deps, job.answerTo);
  if (access.kind === 'refused') {
    deps.log.info({ user: job.answerTo.userId, refusal: access.refusal }, 'answer withheld');
    await deps.answers.send(job.answerTo, { kind: 'refused', refusal: access.refusal, userId: job.answerTo.userId });
  } else {
    await deps.answers.send(job.answerTo, await readPage(deps.results, facts, 0));
  }
  await deps.ledger.markAnswered(jobId);
}

/** Reads the answer to a search from a recent equal one or from Partner Center, and keeps it. */
export async function findAnswer(deps: Omit<SearchDeps, 'answers' | 'ledger' | 'people' | 'policy'>, job: SearchJob, signal: AbortSignal): Promise<ResultFacts> {
  const filter = { ...job.filter, customers: await knownCustomers(deps.directory, job.filter.customers) };
  const plan = planQuery({ filter, range: { from: new Date(job.from), to: new Date(job.to) } }, deps.clock());
  const planKey = deps.hash(canonicalJson({ filter: comparable(plan.filter), from: plan.from, to: plan.to, zone: job.zone, clamped: job.clamped }));
  const shared = await deps.results.findRecent(planKey, SHARED_FOR_MS);
  if (shared) return shared;
  return readAndKeep(deps, { job, plan, planKey }, signal);
}

interface Question {
  readonly job: SearchJob;
  readonly plan: QueryPlan;
  readonly planKey: string;
}

async function readAndKeep(deps: Pick<SearchDeps, 'source' | 'results' | 'directory' | 'clock' | 'log' | 'newResultId'>, question: Question, signal: AbortSignal): Promise<ResultFacts> {
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
 * A whole name of exactly one known customer becomes its id, unless another known name holds it too. A part of a name
 * stays one: the directory cannot know what it has not read.
 */
async function knownCustomers(directory: Directory, customers: readonly CustomerRef[]): Promise<readonly CustomerRef[]> {
  return Promise.all(customers.map(async (customer): Promise<CustomerRef> => {
    if (customer.kind === 'id') return customer;
    const [known, ...others] = await directory.customersNamed(customer.name);
    const isWholeName = known !== undefined && foldCase(known.name) === foldCase(customer.name);
    return isWholeName && others.length === 0 ? { kind: 'id', id: known.id } : customer;
  }));
}

/** The same filter whatever the order and letter case in which it was typed. */
function comparable(filter: AuditFilter): Record<string, readonly string[]> {
  const sorted = (values: readonly string[]): readonly string[] => values.map(foldCase).sort();
  return {
    customers: sorted(filter.customers.map((customer) => customer.kind === 'id' ? `id:${customer.id}` : `name:${customer.name}`)),
    users: sorted(filter.users),
    operations: sorted(filter.operations),
    resources: sorted(filter.resources),
    statuses: sorted(filter.statuses),
  };
}
