import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createClock, variablesOf } from '../../../sandbox/page/clock.ts';

const HOUR_MS = 3_600_000;
const SLACK_MS = 10_000;

/** What a program prints that knows nothing of a moved clock. */
async function told(aheadMs: number, program: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', `console.log(JSON.stringify(${program}))`], { env: { ...process.env, ...variablesOf(aheadMs) } });
  return JSON.parse(stdout);
}

describe('sandbox/page/clock', () => {
  it('goes with the machine until it is moved, and then never back', () => {
    const clock = createClock();
    const before = clock.aheadMs();

    clock.moveTo(Date.now() + HOUR_MS);
    const moved = clock.now() - Date.now();
    clock.moveTo(Date.now() - HOUR_MS);

    expect(before).toBe(0);
    expect(moved).toBeCloseTo(HOUR_MS, -2);
    expect(clock.now() - Date.now()).toBeCloseTo(HOUR_MS, -2);
  });

  it('leaves a program alone while it is not moved', () => {
    expect(variablesOf(0)).toEqual({});
  });

  it('moves every way in which a program can ask for the time', async () => {
    const times = await told(16 * HOUR_MS, '[Date.now(), new Date().getTime(), Date.parse(Date()), new (class extends Date {})().getTime()]') as readonly number[];

    for (const time of times) expect(Math.abs(time - Date.now() - 16 * HOUR_MS)).toBeLessThan(SLACK_MS);
    expect(times).toHaveLength(4);
  });

  it('leaves every given date as it is, and its kind', async () => {
    const kinds = await told(HOUR_MS, '[new Date(5).getTime(), new Date("2026-11-21").toISOString(), Date.UTC(2026, 0), new Date(2026, 0, 2).getDate(), new Date() instanceof Date, new Date(5).constructor === Date, new (class Own extends Date {})() instanceof Date]');

    expect(kinds).toEqual([5, '2026-11-21T00:00:00.000Z', Date.UTC(2026, 0), 2, true, true, true]);
  });
});
