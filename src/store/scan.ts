/** Keys of Redis by a pattern, without keeping it busy. */
import type { Redis } from 'ioredis';

const SCANNED_AT_ONCE = 500;

/** Every key that fits; one that is added or removed meanwhile may be missing or come twice. */
export async function* scan(redis: Redis, pattern: string): AsyncGenerator<string> {
  for (let cursor = ''; cursor !== '0';) {
    const [next, keys] = await redis.scan(cursor || '0', 'MATCH', pattern, 'COUNT', SCANNED_AT_ONCE);
    yield* keys;
    cursor = next;
  }
}
