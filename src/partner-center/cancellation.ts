/** Waiting that ends at once when somebody cancels. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../features/problem.ts';

/** The failure of everything that a signal stopped. */
export function cancelled(): Problem {
  return new Problem({
    kind: 'cancelled',
    retryable: false,
    whatHappened: 'The search was stopped before it was answered.',
    whatToDo: 'Run it again when you want it.',
  });
}

/** Waits some milliseconds; throws the `cancelled` Problem as soon as the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  if (signal.aborted) throw cancelled();
}

/** Waits for work that others may share: aborting stops the waiting, not the work. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(cancelled());
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
