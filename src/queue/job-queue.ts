/** The web side of the queue: jobs are added here before Slack is told that they were taken. */
import { Queue } from 'bullmq';
import type { JobQueue } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { Vault } from '../features/vault-port.ts';
import type { RedisConnection } from '../runtime/redis.ts';
import { within } from '../runtime/time-limit.ts';
import { sealJob } from './sealed-job.ts';

/** One queue for what people wait for; names may not hold a colon. */
export const JOB_QUEUE = 'searches';

/** Slack waits 3 s for an acknowledgement; a queue that needs longer than this counts as down. */
const ADD_TIMEOUT_MS = 1_500;
/** A job is a question, never an answer. */
const JOB_BYTES = 64_000;
const ATTEMPTS = 5;
const FIRST_RETRY_MS = 1_000;

/** Where BullMQ keeps a job. */
export function jobKey(prefix: string, id: string): string {
  return `${prefix}:${JOB_QUEUE}:${id}`;
}

export interface JobQueueOptions {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly vault: Vault;
}

/** Opens the queue for adding. `add` throws a Problem when Redis does not take the job in time. */
export function createJobQueue({ connection, prefix, vault }: JobQueueOptions): JobQueue & { close(): Promise<void> } {
  const queue = new Queue(JOB_QUEUE, { connection, prefix });
  queue.on('error', () => undefined); // the connection reports itself, once
  return {
    async add(id, job) {
      // BullMQ waits without limit for a Redis that was never reached, so that is asked first.
      if (connection.status !== 'ready') throw notQueued();
      const added = queue.add(job.kind, sealJob(vault, jobKey(prefix, id), job), {
        jobId: id,
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: FIRST_RETRY_MS, jitter: 0.5 },
        // A job holds a response_url, so nothing of it stays: what was answered stands in the ledger.
        removeOnComplete: true,
        removeOnFail: true,
        sizeLimit: JOB_BYTES,
      });
      await within(added, ADD_TIMEOUT_MS).catch((error: unknown) => {
        // Told as not started, so it must not start when Redis takes it late after all.
        added.then(() => queue.remove(id)).catch(() => undefined);
        throw notQueued(error);
      });
    },
    close: () => queue.close(),
  };
}

function notQueued(cause?: unknown): Problem {
  return new Problem({
    kind: 'storage',
    retryable: true,
    whatHappened: 'The search was not started: the bot cannot reach its queue right now.',
    whatToDo: 'Try again in a minute; if it goes on, tell whoever runs this bot to look at Redis.',
    ...(cause !== undefined && { cause }),
  });
}
