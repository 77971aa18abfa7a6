/** Partner Center's audit log as the record source of the features. */
import { readableDays } from '../audit/calendar.ts';
import { joinedWindows, type DayWindow } from '../audit/query.ts';
import { textOrder } from '../audit/text-order.ts';
import type { EndDateReading, RecordPage, RecordSource } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { cancelled } from './cancellation.ts';
import { workTogether } from './crew.ts';
import { createEndDates } from './end-date.ts';
import { readDays } from './read-days.ts';
import { RETRY_LIMITS, type RetryLimits } from './retry-timing.ts';
import { byUrgency, type Part } from './split.ts';
import { WALK_LIMITS, type WalkDeps, type WalkLimits } from './walk.ts';

export interface RecordSourceDeps extends Omit<WalkDeps, 'retryLimits' | 'walkLimits'> {
  /** Pages that one search asks for at the same time. */
  readonly concurrency: number;
  readonly endDateReading: EndDateReading;
  readonly retryLimits?: RetryLimits;
  readonly walkLimits?: WalkLimits;
}

/**
 * Reads the windows of a plan at the same time, newest first, with one crew and one budget of retries for the search.
 * A window begins with one request; only where its page has a next link its days are read in parts.
 */
export function createRecordSource(deps: RecordSourceDeps): RecordSource {
  const limits = { retryLimits: deps.retryLimits ?? RETRY_LIMITS, walkLimits: deps.walkLimits ?? WALK_LIMITS };
  return {
    async *pages(plan, options): AsyncGenerator<RecordPage> {
      if (options.signal.aborted) throw cancelled();
      const endDates = createEndDates(await deps.endDateReading.recall(), deps.endDateReading.remember);
      const spent = { retries: 0 };
      yield* workTogether<Part, RecordPage>({
        workers: deps.concurrency,
        signal: options.signal,
        tasks: plan.windows.map((window) => ({ window, known: 0 })),
        compare: byUrgency,
        work: (part, hand, signal) => readDays({ ...deps, ...limits, search: { ...options, signal, spent }, filter: plan.serverFilter, endDates }, part, hand),
        explain: (error, undone) => nameUnread(error, undone.map(({ window }) => window)),
      });
    },
  };
}

/** A fault of the other end concerns certain days: the person can search around them. */
function nameUnread(error: unknown, windows: readonly DayWindow[]): unknown {
  if (!(error instanceof Problem) || (error.kind !== 'unavailable' && error.kind !== 'bad-answer')) return error;
  const { kind, retryable, whatHappened, whatToDo, correlationId, retryAfterMs } = error;
  return new Problem({
    kind, retryable, whatToDo,
    whatHappened: `${whatHappened} Not read: ${joined(windows).map(readableDays).join(', ')}.`,
    ...(correlationId !== undefined && { correlationId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    cause: error,
  });
}

/** The same days with neighbours made one, newest first. */
function joined(windows: readonly DayWindow[]): readonly DayWindow[] {
  return joinedWindows(windows.toSorted((a, b) => textOrder(a.first, b.first))).toReversed();
}
