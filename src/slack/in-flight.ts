/** What is being worked on right now, so that a shutdown can wait for it. */

export interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  count(): number;
  /** Waits until nothing runs, also what begins meanwhile; false when the time, in milliseconds, was not enough. */
  drained(deadlineMs: number): Promise<boolean>;
}

/** Counts what is being answered, from nothing. */
export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    track(work) {
      running.add(work);
      work.catch(() => undefined).finally(() => running.delete(work));
      return work;
    },
    count: () => running.size,
    async drained(deadlineMs) {
      const { promise: late, resolve } = Promise.withResolvers<false>();
      const timer = setTimeout(() => resolve(false), deadlineMs);
      try {
        while (running.size > 0) {
          const settled = Promise.allSettled(running).then(() => true);
          if (!await Promise.race([settled, late])) return false;
        }
        return true;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
