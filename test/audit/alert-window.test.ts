import { describe, expect, it } from 'vitest';
import { addSighting, type Sighting, type Threshold } from '../../src/audit/alert-window.ts';

/** What was reached with each sighting, in the order in which they became known. */
function reached(times: readonly (readonly [number, string] | number)[], threshold: Threshold): readonly boolean[] {
  const seen: Sighting[] = [];
  return times.map((one) => {
    const [atMs, customer] = typeof one === 'number' ? [one, 'a'] : one;
    return addSighting(seen, [atMs, customer], threshold);
  });
}

describe('audit/alert-window', () => {
  it('is reached by the last one that makes it enough, and not by one before', () => {
    expect(reached([0, 1, 2, 3], { least: 3, inMs: 10 })).toEqual([false, false, true, true]);
  });

  it('counts only what is closer together than the span', () => {
    expect(reached([0, 5, 9], { least: 3, inMs: 10 })).toEqual([false, false, true]);
    expect(reached([0, 5, 10], { least: 3, inMs: 10 })).toEqual([false, false, false]);
  });

  it('finds the same in whatever order it becomes known', () => {
    expect(reached([9, 0, 5], { least: 3, inMs: 10 })).toEqual([false, false, true]);
    expect(reached([20, 9, 0, 5, 25], { least: 3, inMs: 10 })).toEqual([false, false, false, true, false]);
  });

  it('asks for as many customers as it is told to', () => {
    const threshold = { least: 3, inMs: 10, customers: 2 };

    expect(reached([[0, 'a'], [1, 'a'], [2, 'a'], [3, 'b'], [12, 'b']], threshold)).toEqual([false, false, false, true, false]);
  });

  it('does not lose the other customers in a burst at one of them', () => {
    const burst = (size: number) => [...[0, 1, 2].map((at) => [at, `other ${at}`] as const), ...Array.from({ length: size }, (_, at) => [3 + at, 'a'] as const), [size + 3, 'last'] as const];
    const threshold = { least: 20, inMs: 5_000, customers: 5 };

    for (const size of [400, 600, 3_000]) expect([size, reached(burst(size), threshold).indexOf(true)]).toEqual([size, size + 3]);
  });

  it('counts one that becomes known again, in a later state, once', () => {
    const seen: Sighting[] = [];
    const places = ['a', 'b', 'b', 'a', 'c'];

    expect(places.map((place) => addSighting(seen, [5, '', place], { least: 3, inMs: 10 }))).toEqual([false, false, false, false, true]);
  });

  it('forgets what no window can hold any more', () => {
    const seen: Sighting[] = [];
    for (let day = 0; day < 100; day += 1) addSighting(seen, [day * 86_400_000, 'a'], { least: 3, inMs: 600_000 });

    expect(seen.length).toBeLessThan(5);
  });
});
