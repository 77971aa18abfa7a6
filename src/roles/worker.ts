/** The job side: does what is queued. */
import { runComparison } from '../features/compare-search.ts';
import { runRecordLookup, type LookupDeps } from '../features/find-record.ts';
import type { Job } from '../features/jobs.ts';
import { exportResult, type ExportDeps } from '../features/export-result.ts';
import { runSearch, type SearchDeps } from '../features/run-search.ts';
import { tellFailure, tellUnreadable } from '../features/tell-failure.ts';
import { startJobWorker, type JobWorker, type JobWorkerOptions } from '../queue/job-worker.ts';

/** Searches of one process at a time; requests to Partner Center are limited apart from this, for all processes. */
const SEARCHES_AT_ONCE = 4;

export type WorkerRoleOptions = Omit<JobWorkerOptions, 'run' | 'tellFailure' | 'tellUnreadable' | 'concurrency' | 'log'>;

export type WorkerDeps = SearchDeps & ExportDeps & LookupDeps;

/** Begins to take searches from the queue. */
export function startWorker(options: WorkerRoleOptions, deps: WorkerDeps): JobWorker {
  return startJobWorker({
    ...options,
    concurrency: SEARCHES_AT_ONCE,
    log: deps.log,
    run: (jobId, job, signal) => runJob(deps, jobId, job, signal),
    tellFailure: (jobId, job, error) => tellFailure(deps, jobId, job, error),
    tellUnreadable: (jobId, place) => tellUnreadable(deps, jobId, place),
  });
}

function runJob(deps: WorkerDeps, jobId: string, job: Job, signal: AbortSignal): Promise<void> {
  switch (job.kind) {
    case 'search': return runSearch(deps, jobId, job, signal);
    case 'export': return exportResult(deps, jobId, job, signal);
    case 'compare': return runComparison(deps, jobId, job, signal);
    case 'record': return runRecordLookup(deps, jobId, job, signal);
  }
}
