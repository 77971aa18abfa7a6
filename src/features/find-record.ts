/** `record <id>`: one record by its id, as Partner Center has it now. */
import { answerJob, type AnswerDeps } from './answer-job.ts';
import type { ErasedCustomers } from './copy-ports.ts';
import type { JobOf } from './jobs.ts';
import type { Clock, RecordLookup } from './ports.ts';
import { printRequest } from '../command/print-request.ts';
import { jobIdOf, queueJob, type Asking, type QueueDeps } from './queue-job.ts';
import type { Screen } from './screens.ts';

export interface LookupDeps extends AnswerDeps {
  readonly lookup: RecordLookup;
  /** Where there is no copy, nobody was ever erased. */
  readonly erased?: Pick<ErasedCustomers, 'test'>;
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

/** The record of that id, or that there is none; none either of a customer who was erased after it. */
export async function lookUpRecord({ lookup, erased, clock }: Pick<LookupDeps, 'lookup' | 'erased' | 'clock'>, { id, zone, correlationId }: Pick<JobOf<'record'>, 'id' | 'zone' | 'correlationId'>, signal: AbortSignal): Promise<Screen> {
  const record = await lookup.find(id, { correlationId, signal });
  if (record && (await erased?.test())?.(record)) return ERASED;
  return record ? { kind: 'one-record', record, zone, now: clock() } : { kind: 'no-record', id };
}

const ERASED: Screen = { kind: 'notice', text: 'The customer of this record was erased here after it happened, so it is not shown. Partner Center may still hold it.' };
