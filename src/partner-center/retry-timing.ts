/** When a failed page is asked for again, and when that is given up. */

/** Times in milliseconds. The search's budget keeps many unlucky pages from adding up to hours. */
export interface RetryLimits {
  /** The whole exchange of a page; shorter than the lease of its permit, so that no request outlives it. */
  readonly pageMs: number;
  readonly pageRetries: number;
  readonly searchRetries: number;
  readonly firstWaitMs: number;
  readonly longestBackoffMs: number;
  /** A longer wish of the other side is handed on to whoever runs the search, instead of slept. */
  readonly longestWaitMs: number;
}

export const RETRY_LIMITS: RetryLimits = {
  pageMs: 45_000,
  pageRetries: 4,
  searchRetries: 20,
  firstWaitMs: 500,
  longestBackoffMs: 8_000,
  longestWaitMs: 30_000,
};

/** What was tried so far, and the wait that the other side asked for, if it did. */
export interface Attempts {
  readonly pageRetries: number;
  readonly searchRetries: number;
  readonly retryAfterMs?: number | undefined;
}

export type RetryDecision = { readonly kind: 'wait'; readonly ms: number } | { readonly kind: 'give-up' };

/**
 * Decides on one more attempt. `random` in [0, 1) spreads the waits of many: half of a backoff is fixed, half chance,
 * and up to a tenth is added to a wish, so that not everybody comes back in the same instant.
 */
export function decideRetry(attempts: Attempts, random: number, limits: RetryLimits): RetryDecision {
  if (attempts.pageRetries >= limits.pageRetries || attempts.searchRetries >= limits.searchRetries) return { kind: 'give-up' };
  const wish = attempts.retryAfterMs;
  if (wish !== undefined) return wish > limits.longestWaitMs ? { kind: 'give-up' } : { kind: 'wait', ms: Math.ceil(wish * (1 + random / 10)) };
  return { kind: 'wait', ms: Math.ceil(backoffMs(attempts.pageRetries, limits) * (0.5 + random / 2)) };
}

/** The longest wait after so many retries: it doubles each time up to a limit. */
export function backoffMs(retries: number, limits: RetryLimits): number {
  return Math.min(limits.firstWaitMs * 2 ** retries, limits.longestBackoffMs);
}
