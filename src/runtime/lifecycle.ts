/** Whoever acquires something pushes its release; releases run in reverse, once, even if one of them fails. */
import type { Logger } from './logger.ts';

export interface Lifecycle {
  onStop(name: string, release: () => Promise<void> | void): void;
  /** Releases everything; later calls wait for the first. */
  stop(): Promise<void>;
}

export function createLifecycle(log: Logger): Lifecycle {
  const releases: { readonly name: string; readonly release: () => Promise<void> | void }[] = [];
  let stopping: Promise<void> | undefined;
  const releaseAll = async (): Promise<void> => {
    for (const { name, release } of releases.reverse()) {
      try {
        await release();
      } catch (error) {
        log.error({ error, name }, 'could not be released');
      }
    }
  };
  return {
    onStop(name, release) {
      releases.push({ name, release });
    },
    stop: () => (stopping ??= releaseAll()),
  };
}
