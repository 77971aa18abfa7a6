/** The job side of the queue: takes searches, hands them back on shutdown, and leaves nobody without an answer. */
import { DelayedError, UnrecoverableError, WaitingError, Worker, type Job } from 'bullmq';
import { readAnswerPlace, readSearchJob, type SearchJob } from '../features/jobs.ts';
import type { AnswerPlace, Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { RedisConnection } from '../runtime/redis.ts';
import { SEARCH_QUEUE } from './search-queue.ts';

/** A worker that was killed is replaced after about this lock and two checks: https://docs.bullmq.io/guide/workers/stalled-jobs */
const LOCK_MS = 6_000;
const STALLED_CHECK_MS = 1_500;
/** A search that outlived this many killed workers is given up, and its person told. */
const MAX_STALLED = 3;
/** Nobody waits longer for one search than Slack keeps its answer's place open. */
const SEARCH_TIMEOUT_MS = 25 * 60_000;

export interface SearchWorkerOptions {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly concurrency: number;
  /** Answers one search; throws when it could not. */
  readonly run: (jobId: string, job: SearchJob, signal: AbortSignal) => Promise<void>;
  /** Tells the person that their search failed for good. */
  readonly tellFailure: (jobId: string, job: SearchJob, error: unknown) => Promise<void>;
  /** Tells the person whose search was queued in a form that this version does not know. */
  readonly tellUnreadable: (jobId: string, place: AnswerPlace) => Promise<void>;
  readonly searchEnded: (outcome: string, ms: number) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

export interface SearchWorker {
  isRunning(): boolean;
  /** Takes no more jobs; running ones may finish within this time and are handed back to the queue after it. */
  stop(deadlineMs: number): Promise<void>;
}

export function startSearchWorker(options: SearchWorkerOptions): SearchWorker {
  const { connection, prefix, concurrency, log } = options;
  // The third parameter must be declared: BullMQ gives the signal only to processors that take three.
  const worker = new Worker(SEARCH_QUEUE, async (job, token, signal) => processJob(options, job, token, signal), {
    connection, prefix, concurrency, lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: MAX_STALLED,
  });
  worker.on('error', (error) => log.warn({ error }, 'search worker'));
  worker.on('failed', (job, error) => {
    if (!job || !/stalled/.test(error.message)) return;
    const payload = readSearchJob(job.data);
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

async function processJob(options: SearchWorkerOptions, job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  const payload = readSearchJob(job.data);
  if (!payload) {
    options.log.error({ job: job.id }, 'job of an unknown form left out');
    const place = readAnswerPlace(job.data);
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

interface FailedRun {
  readonly job: Job;
  readonly payload: SearchJob;
  readonly token: string | undefined;
  readonly isCancelled: boolean;
}

/** What becomes of a search that did not succeed this time, and the error that makes BullMQ do it. */
async function endingOf(options: SearchWorkerOptions, run: FailedRun, error: unknown): Promise<{ readonly outcome: string; readonly error: Error }> {
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
  if (mayRetry) return { outcome: 'retried', error: error instanceof Error ? error : new Error('unknown failure') };
  await options.tellFailure(jobIdOf(job), payload, error);
  return { outcome: 'failed', error: new UnrecoverableError(problem?.message ?? 'unknown failure') };
}

function jobIdOf(job: Job): string {
  return job.id ?? '';
}
