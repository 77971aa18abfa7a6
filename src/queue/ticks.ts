/** Ticks: a scheduler in Redis that says when something is due, for one worker of all that listen. It does nothing else. */
import { Queue, WaitingError, Worker } from 'bullmq';
import type { Log, Timers } from '../features/ports.ts';
import type { RedisConnection } from '../runtime/redis.ts';

/** A worker that was killed is replaced after about this lock and two checks: https://docs.bullmq.io/guide/workers/stalled-jobs */
const LOCK_MS = 8_000;
const STALLED_CHECK_MS = 4_000;
/** What outlives every killed worker is done by the next. */
const MAX_STALLED = 1_000;
/** A Redis that lost its memory lost the scheduler too. */
const LOOK_MS = 60_000;

export interface TickOptions {
  /** Names what is done; letters, digits and hyphens. */
  readonly name: string;
  readonly everyMs: number;
  /** For commands; the caller keeps it open until the ticks are stopped. */
  readonly commands: RedisConnection;
  /** For waiting, as `connectRedis` makes it for `blocking`. */
  readonly blocking: RedisConnection;
  readonly prefix: string;
  /** Never runs twice at a time while Redis is there. A failure is logged, and the next tick comes as usual. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly timers: Timers;
  readonly log: Log;
}

export interface Ticks {
  /** Stops what runs and hands it back, so that another worker, or the next start, does it at once. */
  stop(): Promise<void>;
}

/** Begins to listen. Any number of workers may: one of them runs each tick; missed ones come once, late. */
export function startTicks(options: TickOptions): Ticks {
  const { name, commands, blocking, prefix, log } = options;
  const queueName = `tick-${name}`;
  const queue = new Queue(queueName, { connection: commands, prefix });
  queue.on('error', () => undefined); // the connection reports itself, once
  const stopping = new AbortController();
  // The third parameter must be declared: BullMQ gives the signal only to processors that take three.
  const worker = new Worker(queueName, async (job, token, cancelled) => {
    const signal = cancelled ? AbortSignal.any([cancelled, stopping.signal]) : stopping.signal;
    try {
      await options.run(signal);
    } catch (error) {
      if (signal.aborted) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      log.warn({ error, tick: name }, 'tick failed; the next one comes as usual');
    }
  }, { connection: blocking, prefix, concurrency: 1, lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: MAX_STALLED });
  worker.on('error', (error) => log.warn({ error, tick: name }, 'tick worker'));
  const stopLooking = lookAfter(queue, options);
  return {
    async stop() {
      stopLooking();
      stopping.abort();
      await worker.close();
      await queue.close();
    },
  };
}

/** Looks at once, every minute, and whenever Redis is back; gives the means to stop. */
function lookAfter(queue: Queue, options: TickOptions): () => void {
  let hasSet = false;
  const look = async (): Promise<void> => {
    try {
      await ensureScheduler(queue, options, hasSet ? 'missing' : 'other');
      hasSet = true;
    } catch (error) {
      options.log.warn({ error, tick: options.name }, 'scheduler could not be looked after');
    }
  };
  const lookNow = (): void => void look();
  const stop = options.timers.every(LOOK_MS, look);
  options.commands.on('ready', lookNow);
  lookNow();
  return () => {
    stop();
    options.commands.off('ready', lookNow);
  };
}

/**
 * Writes a scheduler that is missing and, at the start, one of another pace: workers of two paces must not take turns.
 * An equal one is left alone: written again, it would lose a run that is overdue.
 */
async function ensureScheduler(queue: Queue, { name, everyMs }: TickOptions, replace: 'missing' | 'other'): Promise<void> {
  await queue.setGlobalConcurrency(1);
  const held = await queue.getJobScheduler(name);
  if (held && (replace === 'missing' || held.every === everyMs)) return;
  // Written over, it would keep the offset of its old pace: the next run of a faster one might be hours away.
  if (held) await queue.removeJobScheduler(name);
  await queue.upsertJobScheduler(name, { every: everyMs }, { name, opts: { removeOnComplete: true, removeOnFail: true } });
}
