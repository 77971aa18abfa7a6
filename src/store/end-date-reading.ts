/** Remembers for one partner how its end dates are read, for all processes. */
import type { EndDate, EndDateReading } from '../features/ports.ts';
import type { Redis } from 'ioredis';
import { stored } from './storage.ts';

/** After this it is found out anew, which costs a request at most: a service may change its mind. */
const KNOWN_S = 24 * 60 * 60;

export interface EndDateReadingDeps {
  readonly redis: Redis;
  readonly prefix: string;
  /** The partner's tenant id. */
  readonly partner: string;
}

/** Both functions throw a `storage` Problem when Redis cannot be reached. */
export function createEndDateReading({ redis, prefix, partner }: EndDateReadingDeps): EndDateReading {
  const key = `${prefix}:end-date:{${partner}}`;
  return {
    recall: () => stored(async () => readEndDate(await redis.get(key))),
    remember: (reading) => stored(async () => void await redis.set(key, reading, 'EX', KNOWN_S)),
  };
}

function readEndDate(text: string | null): EndDate | undefined {
  return text === 'inclusive' || text === 'exclusive' ? text : undefined;
}
