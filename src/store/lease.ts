/** One holder at a time over all processes, by a key in Redis that its holder keeps alive. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Lease, LeaseWait } from '../features/copy-ports.ts';
import { stored } from './storage.ts';

/** A worker that died is replaced after this at most. */
const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
/** Between two looks whether a lease is free. */
const LOOK_MS = 500;

/** Only the holder may renew or end a lease. */
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const END = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

export interface LeaseOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly leaseMs?: number;
  readonly renewMs?: number;
  readonly lookMs?: number;
}

/** `hold` throws a `storage` Problem when Redis cannot be reached; `lost` aborts when the lease could not be kept. */
export function createLease({ redis, prefix, leaseMs = LEASE_MS, renewMs = RENEW_MS, lookMs = LOOK_MS }: LeaseOptions): Lease {
  const take = async (key: string, holder: string): Promise<boolean> => await stored(() => redis.set(key, holder, 'PX', leaseMs, 'NX')) === 'OK';
  return {
    async hold(name, work, wait) {
      const [key, holder] = [`${prefix}:lease:${name}`, randomUUID()];
      if (!await takeWithin(() => take(key, holder), lookMs, wait)) return undefined;
      const lost = new AbortController();
      let heldUntil = performance.now() + leaseMs;
      const renewing = setInterval(() => {
        const asked = performance.now();
        redis.eval(RENEW, 1, key, holder, leaseMs).then((renewed) => {
          if (renewed === 1) heldUntil = asked + leaseMs;
          else lose();
        }, () => undefined);
        if (asked > heldUntil) lose();
      }, renewMs);
      const lose = (): void => {
        clearInterval(renewing);
        lost.abort();
      };
      try {
        return { value: await work(lost.signal) };
      } finally {
        clearInterval(renewing);
        await redis.eval(END, 1, key, holder).catch(() => undefined);
      }
    },
  };
}

async function takeWithin(take: () => Promise<boolean>, lookMs: number, wait: LeaseWait | undefined): Promise<boolean> {
  const until = performance.now() + (wait?.waitMs ?? 0);
  while (!await take()) {
    if (!wait || wait.signal.aborted || performance.now() >= until) return false;
    await sleep(lookMs, undefined, { signal: wait.signal }).catch(() => undefined);
  }
  return true;
}
