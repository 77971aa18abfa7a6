/** `record <id>`: one record by its id, as Partner Center has it now, else as the local copy holds it. */
import { answerJob, type AnswerDeps } from './answer-job.ts';
import { findCopied, type RecordCopy } from './copied-record.ts';
import type { ErasedCustomers } from './copy-ports.ts';
import { earlierRecordHere, lookForEarlier } from './earlier-here.ts';
import type { JobOf } from './jobs.ts';
import type { Clock, RecordLookup } from './ports.ts';
import { Problem } from './problem.ts';
import { printRequest } from '../command/print-request.ts';
import { jobIdOf, queueJob, type Asking, type QueueDeps } from './queue-job.ts';
import type { Screen } from './screens.ts';

export interface LookupDeps extends AnswerDeps {
  readonly lookup: RecordLookup;
  /** Where there is none, only Partner Center is asked. */
  readonly recordCopy?: RecordCopy;
  /** Where there is no copy, nobody was ever erased. */
  readonly erased?: Pick<ErasedCustomers, 'test'>;
  readonly clock: Clock;
}

/** Queues the look-up and says so. */
export async function askRecord(deps: QueueDeps, asking: Asking, id: string): Promise<Screen> {
  const command = printRequest({ verb: 'record', id });
  return queueJob(deps, asking, { kind: 'record', id, command, zone: asking.zone }, { kind: 'looking-up', id, jobId: jobIdOf(asking) });
}

/** Looks the record up and shows it, or says that there is none. Throws a Problem when Partner Center could not say, and the copy does not hold it. */
export async function runRecordLookup(deps: LookupDeps, jobId: string, job: JobOf<'record'>, signal: AbortSignal): Promise<void> {
  await answerJob(deps, jobId, job, signal, async (aborted) => withEarlier(deps, await lookUpRecord(deps, job, aborted)));
}

async function withEarlier({ recordCopy: copy, clock, log }: Pick<LookupDeps, 'recordCopy' | 'clock' | 'log'>, screen: Screen): Promise<Screen> {
  if (screen.kind !== 'one-record' || !copy) return screen;
  const { record } = screen;
  const seen = await lookForEarlier(log, record, () => earlierRecordHere({ copy, clock }, record));
  return seen?.kind === 'found' ? { ...screen, earlier: seen.record } : screen;
}

/**
 * The record of that id, from the copy where Partner Center does not know it or cannot be asked, or that there is none;
 * none either of a customer who was erased after it. Throws what asking threw where the copy does not hold it either.
 */
export async function lookUpRecord(deps: Pick<LookupDeps, 'lookup' | 'recordCopy' | 'erased' | 'clock'>, asked: Pick<JobOf<'record'>, 'id' | 'zone' | 'correlationId'>, signal: AbortSignal): Promise<Screen> {
  const { id, zone, correlationId } = asked;
  const asking = await deps.lookup.find(id, { correlationId, signal }).then((record) => ({ record }), (error: unknown) => {
    if (signal.aborted || !(error instanceof Problem)) throw error;
    return { error };
  });
  const isErased = await deps.erased?.test() ?? (() => false);
  const now = deps.clock();
  if ('record' in asking && asking.record) return isErased(asking.record) ? ERASED : { kind: 'one-record', record: asking.record, zone, now };
  const copied = deps.recordCopy && await findCopied(deps.recordCopy, id, signal);
  if (copied?.kind === 'held' && !isErased(copied.record)) {
    return { kind: 'one-record', record: copied.record, zone, now, copied: { readAt: copied.readAt, ...('error' in asking && { fault: asking.error.whatHappened }) } };
  }
  if ('error' in asking) throw asking.error;
  return { kind: 'no-record', id, now, ...(copied?.kind === 'none' && copied.held && { held: copied.held }) };
}

const ERASED: Screen = { kind: 'notice', text: 'The customer of this record was erased here after it happened, so it is not shown. Partner Center still holds it.' };
