/** The job side: answers queued searches. */
import { runSearch, type SearchDeps } from '../features/run-search.ts';
import { tellFailure, tellUnreadable } from '../features/tell-failure.ts';
import { startSearchWorker, type SearchWorker, type SearchWorkerOptions } from '../queue/search-worker.ts';

/** Searches of one process at a time; requests to Partner Center are limited apart from this, for all processes. */
const SEARCHES_AT_ONCE = 4;

export type WorkerRoleOptions = Omit<SearchWorkerOptions, 'run' | 'tellFailure' | 'tellUnreadable' | 'concurrency' | 'log'>;

/** Begins to take searches from the queue. */
export function startWorker(options: WorkerRoleOptions, deps: SearchDeps): SearchWorker {
  return startSearchWorker({
    ...options,
    concurrency: SEARCHES_AT_ONCE,
    log: deps.log,
    run: (jobId, job, signal) => runSearch(deps, jobId, job, signal),
    tellFailure: (jobId, job, error) => tellFailure(deps, jobId, job, error),
    tellUnreadable: (jobId, place) => tellUnreadable(deps, jobId, place),
  });
}
