/** Some workers on one list of tasks; whoever reads from them sets their pace. */
import { cancelled } from './cancellation.ts';

export interface Crew<Task, Out> {
  /** At least one. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly tasks: readonly Task[];
  /** The order in which waiting tasks are taken. */
  readonly compare: (a: Task, b: Task) => number;
  /** Does one task, hands over what comes of it, and gives the tasks that it led to. */
  readonly work: (task: Task, hand: (out: Out) => Promise<void>, signal: AbortSignal) => Promise<readonly Task[]>;
  /** What is thrown in place of an error, given the tasks that were not done. */
  readonly explain: (error: unknown, undone: readonly Task[]) => unknown;
}

/**
 * Yields what the workers hand over, in the order in which it comes. At most one thing per worker waits to be taken,
 * then they pause. The first error, an abort or an early end of the reading stops all of them, and this waits until
 * they have stopped: nothing of theirs goes on afterwards.
 */
export async function* workTogether<Task, Out>(crew: Crew<Task, Out>): AsyncGenerator<Out> {
  const stop = new AbortController();
  const signal = AbortSignal.any([crew.signal, stop.signal]);
  const handover = createHandover<Out>(1, signal);
  const waiting = crew.tasks.toSorted(crew.compare);
  const running = new Map<Promise<void>, Task>();

  const finish = (more: readonly Task[]): void => {
    waiting.push(...more);
    waiting.sort(crew.compare);
    start();
  };
  const start = (): void => {
    while (running.size < crew.workers && !signal.aborted) {
      const task = waiting.shift();
      if (task === undefined) break;
      const done = crew.work(task, handover.put, signal).then(
        (more) => { running.delete(done); finish(more); },
        (error: unknown) => {
          handover.fail(error);
          stop.abort();
        },
      );
      running.set(done, task);
    }
    if (running.size === 0) handover.end();
  };
  try {
    if (crew.signal.aborted) throw cancelled();
    start();
    yield* handover.taken();
  } catch (error) {
    throw crew.explain(error, [...running.values(), ...waiting]);
  } finally {
    stop.abort();
    await Promise.all(running.keys());
  }
}

interface Handover<Out> {
  /** Resolves when there is room; rejects as `cancelled` when the work was stopped meanwhile. */
  put(out: Out): Promise<void>;
  fail(error: unknown): void;
  end(): void;
  taken(): AsyncGenerator<Out>;
}

function createHandover<Out>(room: number, signal: AbortSignal): Handover<Out> {
  const held: Out[] = [];
  let ending: { readonly error?: unknown } | undefined;
  let news = Promise.withResolvers<void>();
  let space = Promise.withResolvers<void>();
  const finish = (how: { readonly error?: unknown }): void => {
    ending ??= how;
    news.resolve();
  };
  signal.addEventListener('abort', () => {
    finish({ error: cancelled() });
    space.resolve();
  }, { once: true });
  return {
    async put(out) {
      while (held.length >= room && !signal.aborted) await space.promise;
      if (signal.aborted) throw cancelled();
      held.push(out);
      news.resolve();
    },
    fail: (error) => finish({ error }),
    end: () => finish({}),
    async* taken() {
      for (;;) {
        if (ending && 'error' in ending) throw ending.error;
        const out = held.shift();
        if (out !== undefined) {
          space.resolve();
          space = Promise.withResolvers();
          yield out;
        } else if (ending) {
          return;
        } else {
          await news.promise;
          news = Promise.withResolvers();
        }
      }
    },
  };
}
