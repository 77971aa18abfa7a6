import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { afterEach, describe, expect, it } from 'vitest';
import { startTicks, type TickOptions } from '../../src/queue/ticks.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { connectRedis } from '../../src/runtime/redis.ts';
import { timers } from '../../src/runtime/timers.ts';
import { testRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const log = createLogger('silent');
const releases: (() => Promise<unknown> | void)[] = [];
const { url } = testRedis();

function connect(purpose: 'commands' | 'blocking') {
  const redis = connectRedis(url, purpose, log);
  releases.push(() => redis.disconnect());
  return redis;
}

async function listen(prefix: string, everyMs: number, run: TickOptions['run'], more: Partial<TickOptions> = {}) {
  const commands = connect('commands');
  await until(() => commands.status === 'ready');
  const ticks = startTicks({ name: 'copy', everyMs, commands, blocking: connect('blocking'), prefix, run, timers, log, ...more });
  releases.push(() => ticks.stop());
  return { ticks, commands };
}

const somewhere = () => `test-${randomUUID()}`;

describe('queue/ticks', () => {
  afterEach(async () => {
    for (const release of releases.splice(0).reverse()) await release();
  });

  it('ticks at once and then at its pace, for one of several workers at a time', async () => {
    const prefix = somewhere();
    let [inside, most, runs] = [0, 0, 0];
    const run = async () => {
      most = Math.max(most, inside += 1);
      await sleep(250);
      inside -= 1;
      runs += 1;
    };
    const started = performance.now();
    await Promise.all([listen(prefix, 200, run), listen(prefix, 200, run), listen(prefix, 200, run)]);
    await until(() => runs >= 5);

    expect(most).toBe(1);
    expect(performance.now() - started).toBeGreaterThan(4 * 250);
  });

  it('runs what became overdue while nobody was there, once', async () => {
    const prefix = somewhere();
    const paceMs = 4_000;
    const runs: number[] = [];
    const run = async () => void runs.push(Date.now());
    const first = await listen(prefix, paceMs, run);
    await until(() => runs.length === 1);
    const queue = new Queue('tick-copy', { connection: first.commands, prefix });
    const missed = (await queue.getJobScheduler('copy'))?.next ?? NaN;
    await queue.close();
    await first.ticks.stop();
    await until(() => Date.now() > missed + paceMs + 300);
    await listen(prefix, paceMs, run);
    await until(() => runs.length > 1);
    await sleep(500);

    const following = missed + 2 * paceMs;
    expect(runs[1]).toBeLessThan(following);
    expect(runs.slice(2).filter((at) => at < following)).toEqual([]);
  });

  it('keeps its slot when a worker starts again before it is due', async () => {
    const prefix = somewhere();
    let runs = 0;
    const first = await listen(prefix, 3_600_000, async () => void (runs += 1));
    await until(() => runs === 1);
    await first.ticks.stop();
    await listen(prefix, 3_600_000, async () => void (runs += 1));
    await sleep(500);

    expect(runs).toBe(1);
  });

  it('follows another pace from the next start on', async () => {
    const prefix = somewhere();
    let runs = 0;
    const first = await listen(prefix, 3_600_000, async () => void (runs += 1));
    await until(() => runs === 1);
    await first.ticks.stop();
    await listen(prefix, 200, async () => void (runs += 1));

    await until(() => runs >= 4);
    expect(runs).toBeLessThan(20);
  });

  it('goes on after a failure', async () => {
    let runs = 0;
    await listen(somewhere(), 200, async () => {
      runs += 1;
      throw new Error('failed');
    });

    await until(() => runs >= 3);
    expect(runs).toBeLessThan(20);
  });

  it('hands back what runs when it stops, and another worker does it at once', async () => {
    const prefix = somewhere();
    const done: string[] = [];
    const begun = Promise.withResolvers<void>();
    const { ticks } = await listen(prefix, 3_600_000, async (signal) => {
      begun.resolve();
      await sleep(30_000, undefined, { signal });
    });
    await begun.promise;
    await listen(prefix, 3_600_000, async () => void done.push('other'));
    await ticks.stop();

    await until(() => done.length > 0);
    expect(done).toEqual(['other']);
  });

  it('puts the scheduler back when Redis has lost it', async () => {
    const prefix = somewhere();
    const looks: (() => Promise<void>)[] = [];
    let runs = 0;
    const { commands } = await listen(prefix, 3_600_000, async () => void (runs += 1), {
      timers: { ...timers, every: (_ms, task) => { looks.push(task); return () => undefined; } },
    });
    await until(() => runs === 1);
    const queue = new Queue('tick-copy', { connection: commands, prefix });
    await queue.removeJobScheduler('copy');
    for (const look of looks) await look();

    await until(() => runs === 2);
    expect(await queue.getJobSchedulersCount()).toBe(1);
    await queue.close();
  });
});
