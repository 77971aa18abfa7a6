import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, decideRetry, RETRY_LIMITS } from '../../src/partner-center/retry-timing.ts';

describe('partner-center/retry-timing', () => {
  it.each([[0, 250, 500], [1, 500, 1_000], [2, 1_000, 2_000], [3, 2_000, 4_000]])('waits after %i retries between %i and %i ms', (pageRetries, least, most) => {
    const at = (random: number) => decideRetry({ pageRetries, searchRetries: pageRetries }, random, RETRY_LIMITS);

    expect(at(0)).toEqual({ kind: 'wait', ms: least });
    expect(at(0.999_999)).toEqual({ kind: 'wait', ms: most });
  });

  it('doubles its waits up to a limit', () => {
    expect([0, 3, 4, 10].map((retries) => backoffMs(retries, RETRY_LIMITS))).toEqual([500, 4_000, 8_000, 8_000]);
  });

  it('gives up when the page or the whole search has used up its retries', () => {
    expect(decideRetry({ pageRetries: 4, searchRetries: 4 }, 0, RETRY_LIMITS)).toEqual({ kind: 'give-up' });
    expect(decideRetry({ pageRetries: 0, searchRetries: 20 }, 0, RETRY_LIMITS)).toEqual({ kind: 'give-up' });
  });

  it('never waits less than it was asked to, and hardly more', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 30_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (retryAfterMs, random) => {
      const decision = decideRetry({ pageRetries: 0, searchRetries: 0, retryAfterMs }, random, RETRY_LIMITS);
      const ms = decision.kind === 'wait' ? decision.ms : -1;

      expect(ms).toBeGreaterThanOrEqual(retryAfterMs);
      expect(ms).toBeLessThanOrEqual(retryAfterMs * 1.1 + 1);
    }));
  });

  it('hands a wait of more than half a minute on', () => {
    expect(decideRetry({ pageRetries: 0, searchRetries: 0, retryAfterMs: 30_001 }, 0, RETRY_LIMITS)).toEqual({ kind: 'give-up' });
  });
});
