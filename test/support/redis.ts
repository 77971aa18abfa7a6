/** The Redis of this test run, cut into parts that cannot meet. */
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

/** The address of the real Redis of this run and a key prefix that nobody else has: a new one with every call. */
export function testRedis(): { readonly url: string; readonly prefix: string } {
  return { url: inject('redisUrl'), prefix: `test-${randomUUID()}` };
}
