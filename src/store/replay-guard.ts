/** What came in from Slack during the last ten minutes, so that a captured request cannot be sent again. */
import type { Redis } from 'ioredis';
import type { ReplayGuard } from '../features/ports.ts';
import { stored } from './storage.ts';

/** Slack's signatures are taken for 5 minutes around now; twice that covers clocks that differ. */
const REMEMBERED_MS = 10 * 60_000;

/** Keeps the guard in Redis. `isFirst` rejects with a Problem of kind storage when Redis does not answer. */
export function createReplayGuard({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): ReplayGuard {
  return {
    isFirst: (key) => stored(async () => await redis.set(`${prefix}:received:${key}`, '1', 'PX', REMEMBERED_MS, 'NX') === 'OK'),
  };
}
