import { describe, expect, it } from 'vitest';
import { createPoliteGate } from '../../src/partner-center/polite-gate.ts';
import { openGate } from './loopback.ts';

const never = new AbortController().signal;

describe('partner-center/polite-gate', () => {
  it('takes no more than half of the rate, however many ask', async () => {
    const gate = createPoliteGate({ gate: openGate(), requestsPerMinute: 1_200, now: () => performance.now() });
    const started = performance.now();
    const entered = await Promise.all(Array.from({ length: 6 }, async () => {
      await gate.enter(never);
      return performance.now() - started;
    }));

    // 600 a minute are 100 ms apart.
    expect(entered.slice(1).every((at, index) => at >= 100 * (index + 1) - 5)).toBe(true);
  });

  it('does not wait when the last request was long ago', async () => {
    let now = 0;
    const gate = createPoliteGate({ gate: openGate(), requestsPerMinute: 1, now: () => now });
    await gate.enter(never);
    now = 120_000;
    const started = performance.now();
    await gate.enter(never);

    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('stops waiting when it is cancelled, and hands closures on', async () => {
    const open = openGate();
    const gate = createPoliteGate({ gate: open, requestsPerMinute: 1, now: () => performance.now() });
    const stop = new AbortController();
    await gate.enter(never);
    const waiting = gate.enter(stop.signal);
    stop.abort();
    await gate.close(5_000);

    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    expect([open.closures, open.inside]).toEqual([[5_000], 1]);
  });
});
