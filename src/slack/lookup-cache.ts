/** What was looked up a moment ago. */
import type { Clock } from '../features/ports.ts';
import { within } from '../runtime/time-limit.ts';

export interface LookupCacheOptions<T> {
  /** Looks one up; may throw. */
  readonly look: (key: string) => Promise<T>;
  readonly limitMs: number;
  readonly keptMs: number;
  /** The oldest entries make room beyond this many. */
  readonly size: number;
  readonly clock: Clock;
}

/**
 * Looks things up within a time limit, once for everybody who asks meanwhile. Found ones are kept for a while; failures
 * and time-outs throw and are not kept. An answer that comes too late still serves the next who asks.
 */
export function createLookupCache<T>({ look, limitMs, keptMs, size, clock }: LookupCacheOptions<T>): (key: string) => Promise<T> {
  const kept = new Map<string, { readonly value: T; readonly until: number }>();
  const underway = new Map<string, Promise<T>>();

  const begun = new Map<string, number>();
  let lookups = 0;

  const lookNow = async (key: string): Promise<T> => {
    lookups += 1;
    const mine = lookups;
    begun.set(key, mine);
    let isNewest = false;
    const value = await look(key).finally(() => {
      isNewest = begun.get(key) === mine;
      if (isNewest) begun.delete(key);
    });
    // A slow answer must not replace that of a look-up which was begun after it.
    if (!isNewest) return value;
    kept.delete(key);
    kept.set(key, { value, until: clock().getTime() + keptMs });
    const [oldest] = kept.keys();
    if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    return value;
  };
  return async (key) => {
    const known = kept.get(key);
    if (known && clock().getTime() < known.until) return known.value;
    const asked = underway.get(key) ?? lookNow(key);
    underway.set(key, asked);
    try {
      return await within(asked, limitMs);
    } finally {
      if (underway.get(key) === asked) underway.delete(key);
    }
  };
}
