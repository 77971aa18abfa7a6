import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRequestGate, type RequestGateDeps } from '../../src/store/request-gate.ts';
import { testConnection } from '../support/connection.ts';

const { redis, prefix, url } = testConnection();
const signal = new AbortController().signal;

interface Line {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function aLog(lines: Line[] = []) {
  const write = (facts: Line['facts'], text: string) => void lines.push({ facts, text });
  return { info: write, warn: write, error: write };
}

/** Gates of one partner, as so many processes would hold them. */
function gates(count: number, more: Partial<RequestGateDeps> = {}) {
  const partner = randomUUID();
  return Array.from({ length: count }, () => createRequestGate({ redis, prefix, partner, concurrency: 4, requestsPerMinute: 6_000, log: aLog(), ...more }));
}

function one(more: Partial<RequestGateDeps> = {}) {
  return gates(1, more)[0] as ReturnType<typeof createRequestGate>;
}

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(() => 'no problem', (error: unknown) => error);
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

describe('store/request-gate', () => {
  it('lets no more in at once than allowed, over all processes, and lets everybody in at last', async () => {
    const processes = gates(3, { concurrency: 4 });
    let [inside, most, served] = [0, 0, 0];
    const visit = async (index: number) => {
      const permit = await processes[index % 3]?.enter(signal);
      inside += 1;
      most = Math.max(most, inside);
      await sleep(10);
      inside -= 1;
      served += 1;
      await permit?.leave();
    };

    await Promise.all(Array.from({ length: 40 }, (_, index) => visit(index)));

    expect({ most, served }).toEqual({ most: 4, served: 40 });
  });

  it('hands a permit on within a process without waiting for the next look', async () => {
    const gate = one({ concurrency: 1 });
    let held = await gate.enter(signal);

    const waits: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      const next = gate.enter(signal);
      await sleep(2);
      waits.push(await msOf(async () => {
        await held.leave();
        held = await next;
      }));
    }

    // Looks are 50 ms apart. A busy machine may delay some turns, but not all.
    expect(Math.min(...waits)).toBeLessThan(25);
  });

  it('lets those of one process in by the order in which they came', async () => {
    const gate = one({ concurrency: 1 });
    const order: number[] = [];

    await Promise.all([1, 2, 3, 4, 5].map(async (number) => {
      const permit = await gate.enter(signal);
      order.push(number);
      await permit.leave();
    }));

    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  it('counts a permit that is given back twice once', async () => {
    const gate = one({ concurrency: 1 });
    const first = await gate.enter(signal);
    await first.leave();
    const second = await gate.enter(signal);

    await first.leave();

    const third = problemOf(gate.enter(AbortSignal.timeout(150)));
    expect(await third).toMatchObject({ kind: 'cancelled' });
    await second.leave();
  });

  it('takes a crashed process’s permit back by itself', async () => {
    const [crashed, gate] = gates(2, { concurrency: 1, leaseMs: 200 });

    const waited = await msOf(async () => {
      await crashed?.enter(signal);
      await gate?.enter(signal);
    });

    expect(waited).toBeGreaterThanOrEqual(195);
  });

  it('lets a minute’s worth through at once and then paces', async () => {
    const gate = one({ concurrency: 100, requestsPerMinute: 600 });
    const pass = async (times: number) => {
      for (let time = 0; time < times; time += 1) await (await gate.enter(signal)).leave();
    };
    const fresh = one({ concurrency: 100, requestsPerMinute: 1 });

    const [begin, burst] = [performance.now(), await msOf(() => pass(600))];
    await pass(5);
    const whole = performance.now() - begin;
    const others = await msOf(async () => fresh.enter(signal));

    // Paced from the first on, they would take a minute; the last five take half a second, whatever the first took.
    expect(burst).toBeLessThan(30_000);
    expect(whole).toBeGreaterThanOrEqual(490);
    expect(others).toBeLessThan(20_000);
  });

  it('stays shut for all processes while it is closed, and opens by itself', async () => {
    const [closing, gate] = gates(2);

    const waited = await msOf(async () => {
      await closing?.close(300);
      await gate?.enter(signal);
    });

    expect(waited).toBeGreaterThanOrEqual(295);
  });

  it('is never opened sooner by a shorter closure, and is kept shut by a longer one', async () => {
    const gate = one();
    const closedFor = async (first: number, second: number): Promise<number> => msOf(async () => {
      await gate.close(first);
      await gate.close(second);
      await gate.enter(signal);
    });

    const afterShorter = await closedFor(400, 10);
    const afterLonger = await closedFor(10, 250);

    expect(afterShorter).toBeGreaterThanOrEqual(390);
    expect(afterLonger).toBeGreaterThanOrEqual(245);
  });

  it('tells the caller when it is closed for longer than half a minute', async () => {
    const lines: Line[] = [];
    const gate = one({ log: aLog(lines) });
    await gate.close(57_000);

    const problems = await Promise.all([problemOf(gate.enter(signal)), problemOf(gate.enter(signal))]);

    for (const problem of problems) {
      expect(problem).toMatchObject({ kind: 'throttled', retryable: true, whatToDo: 'Run it again in 1 min.' });
      expect((problem as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(40_000);
    }
    expect(lines).toMatchObject([{ facts: { forMs: 57_000 }, text: 'request gate closed' }]);
  });

  it('stops waiting when the signal aborts, first in line or not, and keeps the line moving', async () => {
    const gate = one({ concurrency: 1 });
    const held = await gate.enter(signal);
    const controller = new AbortController();
    const first = problemOf(gate.enter(controller.signal));
    const second = problemOf(gate.enter(controller.signal));
    const third = gate.enter(signal);
    await sleep(50);

    controller.abort();
    const stopped = await Promise.all([first, second]);
    await held.leave();
    const permit = await third;

    expect(stopped).toMatchObject([{ kind: 'cancelled', retryable: false }, { kind: 'cancelled' }]);
    await permit.leave();
    expect(await problemOf(gate.enter(AbortSignal.abort()))).toMatchObject({ kind: 'cancelled' });
  });

  it('keeps partners apart', async () => {
    const [here, there] = [one({ concurrency: 1 }), one({ concurrency: 1 })];
    await here.enter(signal);
    await here.close(20_000);

    const waited = await msOf(async () => there.enter(signal));

    expect(waited).toBeLessThan(15_000);
  });

  it('leaves nothing in Redis for ever', async () => {
    const partner = randomUUID();
    const gate = one({ partner });
    await gate.enter(signal);
    await gate.close(60_000);

    const keys = await redis.keys(`${prefix}:gate:{${partner}}:*`);
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));

    expect(keys).toHaveLength(4);
    expect(lives.every((ms) => ms > 0 && ms < 24 * 60 * 60_000)).toBe(true);
  });

  it('says that storage cannot be reached when Redis is gone, and never fails to leave', async () => {
    const lines: Line[] = [];
    const connection = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: () => null });
    onTestFinished(() => connection.disconnect());
    await new Promise((resolve) => connection.once('ready', resolve));
    const gate = one({ redis: connection, log: aLog(lines) });
    const permit = await gate.enter(signal);
    connection.disconnect();

    const [entering, closing] = await Promise.all([problemOf(gate.enter(signal)), problemOf(gate.close(1_000))]);
    await permit.leave();

    expect([entering, closing]).toMatchObject([{ kind: 'storage', retryable: true }, { kind: 'storage', retryable: true }]);
    expect(lines.map(({ text }) => text)).toContain('permit left to expire, because Redis did not answer');
  });
});
