import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLease } from '../../src/store/lease.ts';
import { testConnection } from '../support/connection.ts';
import { until } from '../support/until.ts';

const { redis, prefix, url } = testConnection();
const never = new AbortController().signal;

const leases = (count: number, times: { readonly leaseMs?: number; readonly renewMs?: number } = {}) => {
  const part = `${prefix}:${randomUUID()}`;
  return { part, all: Array.from({ length: count }, () => createLease({ redis, prefix: part, ...times })) };
};

describe('store/lease', () => {
  it('lets one at a time work, whoever asks, and the next when it is done', async () => {
    const { all } = leases(10);
    let [inside, most] = [0, 0];
    const outcomes = await Promise.all(all.map((lease, at) => lease.hold('sync', async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(30);
      inside -= 1;
      return at;
    }, { waitMs: 20_000, signal: never })));

    expect(most).toBe(1);
    expect(outcomes.map((outcome) => outcome?.value)).toEqual(all.map((_, at) => at));
  });

  it('says at once that somebody else holds it, and knows names apart', async () => {
    const { all: [one, other] } = leases(2);
    const inner = await one?.hold('sync', async () => [await other?.hold('sync', async () => 'in'), await other?.hold('silence', async () => 'in')]);

    expect(inner?.value).toEqual([undefined, { value: 'in' }]);
  });

  it('is kept up for as long as the work takes', async () => {
    const { part, all: [one, other] } = leases(2, { leaseMs: 60_000, renewMs: 50 });
    const key = `${part}:lease:sync`;
    const held = await one?.hold('sync', async (lost) => {
      for (let times = 0; times < 3; times += 1) {
        await redis.pexpire(key, 30_000);
        await until(async () => await redis.pttl(key) > 30_000);
      }
      return { lost: lost.aborted, others: await other?.hold('sync', async () => 'in') };
    });

    expect(held).toEqual({ value: { lost: false, others: undefined } });
  });

  it('tells the holder when it was lost, and leaves what the next one holds alone', async () => {
    const { part, all: [one, other] } = leases(2, { renewMs: 50 });
    await one?.hold('sync', async (lost) => {
      await redis.del(`${part}:lease:sync`);
      await until(() => lost.aborted);
      await other?.hold('sync', async () => {
        expect(await redis.exists(`${part}:lease:sync`)).toBe(1);
      });
    });

    expect(await redis.exists(`${part}:lease:sync`)).toBe(0);
  });

  it('comes free when the work fails', async () => {
    const { all: [one] } = leases(1);
    await expect(one?.hold('sync', async () => { throw new Error('failed'); })).rejects.toThrow('failed');

    expect(await one?.hold('sync', async () => 'in')).toEqual({ value: 'in' });
  });

  it('comes free after 20 seconds when its process was killed', async () => {
    const { part, all: [other] } = leases(1);
    const child = spawn(process.execPath, ['--input-type=module', '--eval', `
      import { Redis } from 'ioredis';
      import { createLease } from '${new URL('../../src/store/lease.ts', import.meta.url).pathname}';
      createLease({ redis: new Redis('${url}'), prefix: '${part}' }).hold('sync', () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000); }));
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    const killed = performance.now();

    const outcome = await other?.hold('sync', async () => performance.now() - killed, { waitMs: 60_000, signal: never });

    expect(outcome?.value).toBeGreaterThan(10_000);
    expect(outcome?.value).toBeLessThan(40_000);
  }, 120_000);
});
