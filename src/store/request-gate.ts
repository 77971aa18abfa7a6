/** The gate that all processes of one partner tenant pass before they ask Partner Center anything. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Log, RequestGate } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { CLOSE, ENTER } from './request-gate-scripts.ts';
import { stored } from './storage.ts';

export interface RequestGateDeps {
  readonly redis: Redis;
  readonly prefix: string;
  /** The partner's tenant id: Partner Center's limits count per tenant. */
  readonly partner: string;
  readonly concurrency: number;
  readonly requestsPerMinute: number;
  readonly log: Log;
  /** How long a permit is held for a process that crashed, in milliseconds. */
  readonly leaseMs?: number;
}

/** Longer than any request: the record source gives each 45 seconds. */
const LEASE_MS = 60_000;
/** Other processes cannot wake this one, so the next look is never further away than this. */
const LONGEST_SLEEP_MS = 1_000;
/** A gate closed for longer is told to whoever runs the search: nothing should sleep that long within a job. */
const LONGEST_CLOSURE_MS = 30_000;

/** Rung when a permit comes back in this process; the first in line listens. */
interface Bell {
  ring: () => void;
}

type Look = { readonly kind: 'in' } | { readonly kind: 'full' | 'closed'; readonly waitMs: number };

/**
 * Permits with leases, a token bucket that holds one minute's requests, and a closure that no later, shorter one cuts.
 * After a closure requests come one at a time, slower than those that led to it, and recover over minutes.
 * Throws `storage` when Redis cannot be reached; `enter` also `throttled` when closed for over 30 s, and `cancelled`.
 * https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
 */
export function createRequestGate(deps: RequestGateDeps): RequestGate {
  const { redis, log, concurrency, requestsPerMinute, leaseMs = LEASE_MS } = deps;
  const keyOf = (part: string): string => `${deps.prefix}:gate:{${deps.partner}}:${part}`;
  const [permits, bucket, closed, entered, slowed] = ['permits', 'bucket', 'closed', 'entered', 'slowed'].map(keyOf) as [string, string, string, string, string];
  // Within a process only the first in line looks into Redis; a permit that is given back here wakes it.
  let line: Promise<unknown> = Promise.resolve();
  const bell: Bell = { ring: () => undefined };

  const look = (permit: string): Promise<Look> => stored(async () =>
    readLook(await redis.eval(ENTER, 5, permits, bucket, closed, entered, slowed, permit, concurrency, requestsPerMinute, leaseMs)));
  const giveBack = async (permit: string): Promise<void> => {
    await redis.zrem(permits, permit).catch(() => log.warn({ leaseMs }, 'permit left to expire, because Redis did not answer'));
    bell.ring();
  };
  return {
    async enter(signal) {
      const permit = randomUUID();
      const ahead = line;
      const turn = whicheverFirst(ahead, signal).then(() => waitUntilIn(() => look(permit), bell, signal));
      line = Promise.allSettled([ahead, turn]);
      // A look whose answer was lost may have taken the permit all the same.
      await turn.catch(async (error: unknown) => {
        await giveBack(permit);
        throw error;
      });
      let leaving: Promise<void> | undefined;
      return { leave: () => (leaving ??= giveBack(permit)) };
    },
    async close(forMs) {
      const pace = await stored(() => redis.eval(CLOSE, 3, closed, entered, slowed, Math.max(1, Math.ceil(forMs)), requestsPerMinute));
      log.warn({ forMs, requestsPerMinute: pace }, 'request gate closed');
    },
  };
}

/** Looks until it is let in, as often as the looks advise or the bell rings. */
async function waitUntilIn(look: () => Promise<Look>, bell: Bell, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (signal.aborted) throw cancelled();
    const { promise: rung, resolve } = Promise.withResolvers<void>();
    bell.ring = resolve;
    const seen = await look();
    if (seen.kind === 'in') return;
    if (seen.kind === 'closed' && seen.waitMs > LONGEST_CLOSURE_MS) throw throttled(seen.waitMs);
    await nap(Math.min(seen.waitMs, LONGEST_SLEEP_MS), rung, signal);
  }
}

/** Waits for those ahead in line, or until the signal aborts. */
async function whicheverFirst(ahead: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  signal.addEventListener('abort', stop, { once: true });
  await Promise.race([ahead, promise]);
  signal.removeEventListener('abort', stop);
}

async function nap(ms: number, rung: Promise<void>, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  await Promise.race([rung, sleep(ms, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined)]);
  woken.abort();
}

function readLook(answer: unknown): Look {
  const [kind, waitMs] = Array.isArray(answer) ? answer as readonly unknown[] : [];
  if (kind === 'in') return { kind };
  if (kind !== 'full' && kind !== 'closed') throw new Error('Redis did not answer as the script does');
  return { kind, waitMs: Math.max(1, Number(waitMs)) };
}

function throttled(waitMs: number): Problem {
  return new Problem({
    kind: 'throttled',
    retryable: true,
    whatHappened: 'Partner Center asked the bot to wait before its next question.',
    whatToDo: `Run it again in ${Math.ceil(waitMs / 60_000)} min.`,
    retryAfterMs: waitMs,
  });
}

function cancelled(): Problem {
  return new Problem({
    kind: 'cancelled',
    retryable: false,
    whatHappened: 'The search was stopped before it was answered.',
    whatToDo: 'Run it again when you want it.',
  });
}
