/** Starts one Redis for the whole test run; each test asks for its own part of it with `testRedis()`. */
import type { TestProject } from 'vitest/node';
import { startRedis } from '../../scripts/find-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly redisUrl: string;
  }
}

/** Runs before all tests; what it returns runs after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startRedis({ url: process.env['TEST_REDIS_URL'], log: console.log });
  project.provide('redisUrl', redis.url);
  return redis.stop;
}
