/** The job side of the queue: takes jobs, hands them back on shutdown, and leaves nobody without an answer. */
import { DelayedError, UnrecoverableError, WaitingError, Worker, type Job as QueuedJob } from 'bullmq';
import { readAnswerPlace, readJob, type Job } from '../features/jobs.ts';
import type { AnswerPlace } from '../features/answer-ports.ts';
import type { Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { Vault } from '../features/vault-port.ts';
import type { RedisConnection } from '../runtime/redis.ts';
import { JOB_QUEUE, jobKey } from './job-queue.ts';
import { openJob } from './sealed-job.ts';

/** A worker that was killed is replaced after about this lock and two checks: https://docs.bullmq.io/guide/workers/stalled-jobs */
const LOCK_MS = 6_000;
const STALLED_CHECK_MS = 1_500;
/** A search that outlived this many killed workers is given up, and its person told. */
const MAX_STALLED = 3;
/** Nobody waits longer for one search than Slack keeps its answer's place open. */
const SEARCH_TIMEOUT_MS = 25 * 60_000;

export interface JobWorkerOptions {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly vault: Vault;
  readonly concurrency: number;
  /** Answers one search; throws when it could not. */
  readonly run: (jobId: string, job: Job, signal: AbortSignal) => Promise<void>;
  /** Tells the person that their search failed for good. */
  readonly tellFailure: (jobId: string, job: Job, error: unknown) => Promise<void>;
  /** Tells the person whose search was queued in a form that this version does not know. */
  readonly tellUnreadable: (jobId: string, place: AnswerPlace) => Promise<void>;
  readonly searchEnded: (outcome: string, ms: number) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

export interface JobWorker {
  isRunning(): boolean;
  /** Takes no more jobs; running ones may finish within this time and are handed back to the queue after it. */
  stop(deadlineMs: number): Promise<void>;
}

export function startJobWorker(options: JobWorkerOptions): JobWorker {
  const { connection, prefix, concurrency, log } = options;
  // The third parameter must be declared: BullMQ gives the signal only to processors that take three.
  const worker = new Worker(JOB_QUEUE, async (job, token, signal) => processJob(options, job, token, signal), {
    connection, prefix, concurrency, lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: MAX_STALLED,
  });
  worker.on('error', (error) => log.warn({ error }, 'job worker'));
  worker.on('failed', (job, error) => {
    if (!job || !/stalled/.test(error.message)) return;
    const payload = readJob(dataOf(options, job));
    if (payload) options.tellFailure(jobIdOf(job), payload, error).catch((cause: unknown) => log.error({ error: cause }, 'failure could not be told'));
  });
  return {
    isRunning: () => worker.isRunning(),
    async stop(deadlineMs) {
      const handBack = setTimeout(() => worker.cancelAllJobs('shutdown'), deadlineMs);
      await worker.close();
      clearTimeout(handBack);
    },
  };
}

async function processJob(options: JobWorkerOptions, job: QueuedJob, token: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  const data = dataOf(options, job);
  const payload = readJob(data);
  if (!payload) {
    options.log.error({ job: job.id }, 'job of an unknown form left out');
    const place = readAnswerPlace(data);
    if (place) await options.tellUnreadable(jobIdOf(job), place);
    throw new UnrecoverableError('a job of a form this version does not know');
  }
  const started = performance.now();
  const cancelled = signal ?? new AbortController().signal;
  try {
    await options.run(jobIdOf(job), payload, AbortSignal.any([cancelled, AbortSignal.timeout(SEARCH_TIMEOUT_MS)]));
    options.searchEnded('answered', performance.now() - started);
  } catch (error) {
    const ending = await endingOf(options, { job, payload, token, isCancelled: cancelled.aborted }, error);
    options.searchEnded(ending.outcome, performance.now() - started);
    throw ending.error;
  }
}

/** Undefined for a job that was sealed with another key, which nobody can read any more. */
function dataOf({ prefix, vault, log }: JobWorkerOptions, job: QueuedJob): unknown {
  try {
    return openJob(vault, jobKey(prefix, jobIdOf(job)), job.data);
  } catch (error) {
    log.error({ error, job: job.id }, 'sealed job cannot be opened');
    return undefined;
  }
}

interface FailedRun {
  readonly job: QueuedJob;
  readonly payload: Job;
  readonly token: string | undefined;
  readonly isCancelled: boolean;
}

/** What becomes of a search that did not succeed this time, and the error that makes BullMQ do it. */
async function endingOf(options: JobWorkerOptions, run: FailedRun, error: unknown): Promise<{ readonly outcome: string; readonly error: Error }> {
  const { job, payload, token } = run;
  if (run.isCancelled) {
    await job.moveToWait(token);
    return { outcome: 'handed back', error: new WaitingError() };
  }
  const problem = error instanceof Problem ? error : undefined;
  options.log.warn({ error, correlationId: payload.correlationId, attempt: job.attemptsMade + 1 }, 'search failed');
  const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  if (problem?.retryAfterMs !== undefined && options.now() + problem.retryAfterMs < payload.answerTo.openUntil) {
    await job.moveToDelayed(options.now() + problem.retryAfterMs, token);
    return { outcome: 'delayed', error: new DelayedError() };
  }
  const mayRetry = problem?.retryable !== false && !isLast;
  // BullMQ keeps the text in Redis: only a Problem's is known to hold nothing of a record.
  if (mayRetry) return { outcome: 'retried', error: new Error(problem?.message ?? 'unknown failure') };
  await options.tellFailure(jobIdOf(job), payload, error);
  return { outcome: 'failed', error: new UnrecoverableError(problem?.message ?? 'unknown failure') };
}

function jobIdOf(job: QueuedJob): string {
  return job.id ?? '';
}
