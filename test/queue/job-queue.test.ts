import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../src/features/jobs.ts';
import type { AnswerPlace } from '../../src/features/answer-ports.ts';
import { Problem } from '../../src/features/problem.ts';
import type { Vault } from '../../src/features/vault-port.ts';
import { createJobQueue } from '../../src/queue/job-queue.ts';
import { startJobWorker, type JobWorkerOptions } from '../../src/queue/job-worker.ts';
import { connectRedis } from '../../src/runtime/redis.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { OPEN_VAULT } from '../../src/store/vault.ts';
import { testRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const log = createLogger('silent');
const releases: (() => Promise<unknown> | void)[] = [];

const JOB: Job = {
  kind: 'search', version: 3, command: 'last 7d', zone: 'UTC', from: '2026-11-14T10:00:00.000Z', to: '2026-11-21T10:00:00.000Z', clamped: false,
  filter: { customers: [], users: [], operations: [], resources: [], statuses: [] },
  correlationId: 'c0ffee00-0000-4000-8000-000000000001',
  answerTo: { responseUrl: 'https://hooks.slack.com/commands/x', openUntil: Date.now() + 600_000, userId: 'U0ONE' },
};

/** A queue with a worker whose search does what the test says. */
async function pipeline(run: JobWorkerOptions['run'], vault: Vault = OPEN_VAULT, prefix = `test-${randomUUID()}`) {
  const { url } = testRedis();
  const producer = connectRedis(url, 'commands', log);
  releases.push(() => producer.disconnect());
  await until(() => producer.status === 'ready');
  const queue = createJobQueue({ connection: producer, prefix, vault });
  releases.push(() => queue.close());
  const told: unknown[] = [];
  const outcomes: string[] = [];
  const unreadable: AnswerPlace[] = [];
  const start = () => {
    const connection = connectRedis(url, 'blocking', log);
    const worker = startJobWorker({
      connection, prefix, vault, concurrency: 2, run, log, now: () => Date.now(),
      tellFailure: async (_id, _job, error) => void told.push(error),
      tellUnreadable: async (_id, place) => void unreadable.push(place),
      searchEnded: (outcome) => outcomes.push(outcome),
    });
    releases.push(() => connection.disconnect(), () => worker.stop(0));
    return worker;
  };
  return { queue, told, outcomes, unreadable, start, prefix };
}

const refusal = new Problem({ kind: 'not-allowed', retryable: false, whatHappened: 'Refused.', whatToDo: 'Ask.' });
const outage = new Problem({ kind: 'unavailable', retryable: true, whatHappened: 'Down.', whatToDo: 'Wait.' });

describe('queue/job-queue and queue/job-worker', () => {
  afterEach(async () => {
    for (const release of releases.splice(0).reverse()) await release();
  });

  it('runs a search that is added twice under one id once', async () => {
    const runs: string[] = [];
    const { queue, start, outcomes } = await pipeline(async (id) => void runs.push(id));
    await Promise.all([queue.add('command-a', JOB), queue.add('command-a', JOB), queue.add('command-b', JOB)]);

    start();
    await until(() => outcomes.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(runs.toSorted()).toEqual(['command-a', 'command-b']);
  });

  it('leaves nothing of a finished search in the queue: it holds a response_url', async () => {
    const { queue, start, outcomes, prefix } = await pipeline(async () => undefined);
    start();
    await queue.add('command-a', JOB);
    await until(() => outcomes.length === 1);
    const redis = connectRedis(testRedis().url, 'blocking', log);
    releases.push(() => redis.disconnect());

    const left = () => redis.keys(`${prefix}:*command-a*`);
    await until(async () => (await left()).length === 0);

    expect(await left()).toEqual([]);
  });

  it('tells the person whose search was queued by a version that nobody can read', async () => {
    const { queue, start, unreadable } = await pipeline(async () => undefined);
    await queue.add('command-a', { ...JOB, version: 99 } as unknown as Job);
    start();
    await until(() => unreadable.length === 1);

    expect(unreadable).toEqual([JOB.answerTo]);
  });

  it('tries an outage again until it is answered, and tells nobody', async () => {
    let tries = 0;
    const { queue, start, outcomes, told } = await pipeline(async () => {
      tries += 1;
      if (tries < 3) throw outage;
    });
    start();
    await queue.add('command-a', JOB);
    await until(() => outcomes.includes('answered'), 40_000);

    expect(outcomes).toEqual(['retried', 'retried', 'answered']);
    expect(told).toEqual([]);
  });

  it('does not try a refusal again, and tells the person at once', async () => {
    const { queue, start, outcomes, told } = await pipeline(async () => {
      throw refusal;
    });
    start();
    await queue.add('command-a', JOB);
    await until(() => told.length > 0);

    expect(told).toEqual([refusal]);
    expect(outcomes).toEqual(['failed']);
  });

  it('waits as long as the other side asked, without using up a try', async () => {
    const at: number[] = [];
    const { queue, start, outcomes } = await pipeline(async () => {
      at.push(performance.now());
      if (at.length === 1) throw new Problem({ kind: 'throttled', retryable: true, whatHappened: 'Busy.', whatToDo: 'Wait.', retryAfterMs: 1_500 });
    });
    start();
    await queue.add('command-a', JOB);
    await until(() => outcomes.includes('answered'));

    expect(outcomes).toEqual(['delayed', 'answered']);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(1_400);
  });

  it('hands a running search back on shutdown, for another worker to answer', async () => {
    let started = 0;
    const { queue, start, outcomes } = await pipeline(async (_id, _job, signal) => {
      started += 1;
      if (started > 1) return;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
    const first = start();
    await queue.add('command-a', JOB);
    await until(() => started === 1);

    await first.stop(50);
    start();
    await until(() => outcomes.includes('answered'));

    expect(outcomes).toEqual(['handed back', 'answered']);
  });

  it('says that a search was not queued when Redis cannot be reached, and does not wait for it', async () => {
    const nowhere = connectRedis('redis://127.0.0.1:1', 'commands', log);
    releases.push(() => nowhere.disconnect());
    const queue = createJobQueue({ connection: nowhere, prefix: 'nowhere', vault: OPEN_VAULT });

    await expect(queue.add('command-a', JOB)).rejects.toMatchObject({ kind: 'storage', whatHappened: expect.stringContaining('not started') });
  }, 30_000);
});
