/** The part of the job side that nobody asks for: keeps the local copy, and watches that the log is read. */
import { keepCopy, type KeepCopyDeps } from '../features/keep-copy.ts';
import type { Timers } from '../features/ports.ts';
import { watchSilence, type SilenceDeps } from '../features/watch-silence.ts';
import { startTicks, type TickOptions } from '../queue/ticks.ts';

export type CopyingDeps = KeepCopyDeps & SilenceDeps & { readonly timers: Timers };

export interface Copying {
  /** Ends a round where it is: another worker, or the next start, goes on from there. */
  stop(): Promise<void>;
}

const WATCH_MS = 60_000;

/** Any number of workers may start it: each tick is run by one of them. */
export function startCopying(connections: Pick<TickOptions, 'commands' | 'blocking' | 'prefix'>, deps: CopyingDeps): Copying {
  const { everyMs, timers, log } = deps;
  const parts = [
    startTicks({ ...connections, name: 'copy', everyMs, timers, log, run: async (signal) => void await keepCopy(deps, signal) }),
    startTicks({ ...connections, name: 'silence', everyMs: WATCH_MS, timers, log, run: () => watchSilence(deps) }),
  ];
  return { stop: async () => void await Promise.all(parts.map((part) => part.stop())) };
}
