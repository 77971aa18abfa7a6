/** Finds a Redis for the tests and the demo: the nearest one this machine can start, gone again with the process that asked. */
import { redisFromDebianPackages } from './redis-packages.ts';
import { type Attempt, findOnPath, type FoundRedis, redisInDocker, startServer } from './redis-process.ts';

/** What the search may use. */
export interface RedisWishes {
  /** Taken as it is, unchecked; an empty one counts as none. */
  readonly url?: string | undefined;
  /** Hears about steps that take longer than a moment. */
  readonly log?: (line: string) => void;
  /** Where PATH and the cache folder are looked up; the environment of this process otherwise. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Gives an empty Redis on a loopback port, without persistence and without eviction. Tries in this order: the given
 * address, `redis-server` or `valkey-server` on PATH, Docker, the Debian packages unpacked into a cache folder.
 * It ends with this process, however that ends. Throws one Error that lists what was tried and what a person can do.
 */
export async function startRedis(wishes: RedisWishes = {}): Promise<FoundRedis> {
  if (wishes.url) return { url: wishes.url, how: 'the given address', stop: () => Promise.resolve() };
  const env = wishes.env ?? process.env;
  const log = wishes.log ?? (() => undefined);
  const closed: string[] = [];
  for (const way of [redisOnPath, redisInDocker, redisFromDebianPackages]) {
    const attempt = await way(env, log);
    if (attempt.kind === 'running') return attempt.redis;
    closed.push(attempt.why);
  }
  throw new Error(noRedis(closed));
}

async function redisOnPath(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const binary = findOnPath('redis-server', env) ?? findOnPath('valkey-server', env);
  if (!binary) return { kind: 'absent', why: 'redis-server and valkey-server are not on PATH' };
  try {
    return { kind: 'running', redis: { how: `${binary} on PATH`, ...(await startServer([binary])) } };
  } catch (error) {
    return { kind: 'absent', why: `${binary} did not start: ${String(error)}` };
  }
}

function noRedis(closed: readonly string[]): string {
  return [
    'No Redis could be found or started on this machine:',
    ...closed.map((why) => `  - ${why}`),
    'Do one of these and try again:',
    '  - install Redis 6.2 or newer (Debian, Ubuntu: sudo apt-get install redis-server; macOS: brew install redis)',
    '  - start Docker',
    '  - give the address of a Redis that may be written to: TEST_REDIS_URL for the tests, REDIS_URL for the demo',
  ].join('\n');
}
