/** The part of the job side that nobody asks for: keeps the local copy, and watches that the log is read. */
import { keepCopy, type KeepCopyDeps } from '../features/keep-copy.ts';
import type { RecordSource, Timers } from '../features/ports.ts';
import { watchSilence, type SilenceDeps } from '../features/watch-silence.ts';
import { startTicks, type TickOptions } from '../queue/ticks.ts';
import { connectRedis } from '../runtime/redis.ts';
import { timers } from '../runtime/timers.ts';
import { createOpsPosts } from '../slack/ops-posts.ts';
import { createErasedCustomers } from '../store/erased-customers.ts';
import { createFeed } from '../store/feed.ts';
import { createLease } from '../store/lease.ts';
import { createSilence } from '../store/silence.ts';
import type { Base, Shared } from './shared.ts';
import { startTelling } from './telling.ts';

export type CopyingDeps = KeepCopyDeps & SilenceDeps & { readonly timers: Timers };

export interface Copying {
  /** Ends a round where it is: another worker, or the next start, goes on from there. */
  stop(): Promise<void>;
}

const WATCH_MS = 60_000;

/** Any number of workers may start it: each tick is run by one of them. */
function startCopying(connections: Pick<TickOptions, 'commands' | 'blocking' | 'prefix'>, deps: CopyingDeps): Copying {
  const { everyMs, timers, log } = deps;
  const parts = [
    startTicks({ ...connections, name: 'copy', everyMs, timers, log, run: async (signal) => void await keepCopy(deps, signal) }),
    startTicks({ ...connections, name: 'silence', everyMs: WATCH_MS, timers, log, run: () => watchSilence(deps) }),
  ];
  return { stop: async () => void await Promise.all(parts.map((part) => part.stop())) };
}

/** Begins what runs by itself: reading the log, digests, alerts, reminders. */
export function buildCopying({ config, log, metrics, lifecycle, newId, sleep }: Base, shared: Shared, source: RecordSource) {
  const { storage, client, workspace } = shared;
  const blocking = connectRedis(config.redis.url.reveal(), 'blocking', log);
  lifecycle.onStop('ticks connection', () => blocking.disconnect());
  const connections = { commands: storage.redis, blocking, prefix: storage.prefix };
  const telling = startTelling(connections, shared.watching, timers);
  const copying = startCopying(connections, {
    ...shared, source, timers,
    erased: createErasedCustomers(storage),
    feed: createFeed(storage),
    lease: createLease(storage),
    silence: createSilence(storage),
    posts: createOpsPosts({
      client, admins: config.admins, teamId: workspace.teamId, log, sleep, sentPlain: metrics.sentPlain,
      ...(config.opsChannel !== undefined && { channel: config.opsChannel }),
    }),
    newCorrelationId: newId,
  });
  return { stop: async () => void await Promise.all([copying.stop(), telling.stop()]) };
}
