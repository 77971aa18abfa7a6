/** `record <id>`: one record by its id, as Partner Center has it now. */
import { answerJob, type AnswerDeps } from './answer-job.ts';
import type { JobOf } from './jobs.ts';
import type { Clock, RecordLookup } from './ports.ts';
import { printRequest } from '../command/print-request.ts';
import { jobIdOf, queueJob, type Asking, type QueueDeps } from './queue-job.ts';
import type { Screen } from './screens.ts';

export interface LookupDeps extends AnswerDeps {
  readonly lookup: RecordLookup;
  readonly clock: Clock;
}

/** Queues the look-up and says so. */
export async function askRecord(deps: QueueDeps, asking: Asking, id: string): Promise<Screen> {
  const command = printRequest({ verb: 'record', id });
  return queueJob(deps, asking, { kind: 'record', id, command, zone: asking.zone }, { kind: 'looking-up', id, jobId: jobIdOf(asking) });
}

/** Looks the record up and shows it, or says that there is none. Throws a Problem when Partner Center could not say. */
export async function runRecordLookup(deps: LookupDeps, jobId: string, job: JobOf<'record'>, signal: AbortSignal): Promise<void> {
  await answerJob(deps, jobId, job, signal, (aborted) => lookUpRecord(deps, job, aborted));
}

/** The record of that id, or that there is none. */
export async function lookUpRecord({ lookup, clock }: Pick<LookupDeps, 'lookup' | 'clock'>, { id, zone, correlationId }: Pick<JobOf<'record'>, 'id' | 'zone' | 'correlationId'>, signal: AbortSignal): Promise<Screen> {
  const record = await lookup.find(id, { correlationId, signal });
  return record ? { kind: 'one-record', record, zone, now: clock() } : { kind: 'no-record', id };
}
