/** Partner Center's audit log as the record source of the features. */
import type { RecordPage, RecordSource } from '../features/ports.ts';
import { RETRY_LIMITS, type RetryLimits } from './retry-timing.ts';
import { WALK_LIMITS, walkWindow, type Search, type WalkDeps } from './walk.ts';

export interface RecordSourceDeps extends Omit<WalkDeps, 'retryLimits' | 'walkLimits'> {
  readonly retryLimits?: RetryLimits;
  readonly walkLimits?: WalkDeps['walkLimits'];
}

/** Reads the windows of a plan one after the other, newest first, with one budget of retries for the whole search. */
export function createRecordSource(deps: RecordSourceDeps): RecordSource {
  const walkDeps: WalkDeps = { ...deps, retryLimits: deps.retryLimits ?? RETRY_LIMITS, walkLimits: deps.walkLimits ?? WALK_LIMITS };
  return {
    async *pages(plan, options): AsyncGenerator<RecordPage> {
      const search: Search = { ...options, spent: { retries: 0 } };
      for (const window of plan.windows) yield* walkWindow(walkDeps, search, window, plan.serverFilter);
    },
  };
}
