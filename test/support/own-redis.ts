/** A Redis of the test's own that keeps everything on disk, as operators run it, so that it can be killed and started again. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { serverFromDebianPackages } from '../../scripts/redis-packages.ts';
import { findOnPath } from '../../scripts/redis-process.ts';
import { until } from './until.ts';

const KEEPER = fileURLToPath(new URL('../../scripts/redis-keeper.ts', import.meta.url));
const START_MS = 20_000;

export interface OwnRedis {
  readonly url: string;
  /** Ends the server, politely or not; what it has said yes to is on disk. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port, with what it held. */
  start(): Promise<void>;
  /** Ends it for good and removes its files. */
  remove(): Promise<void>;
}

/** Starts one; undefined on machines where Redis runs only in a container or elsewhere. */
export async function startOwnRedis(): Promise<OwnRedis | undefined> {
  const onPath = findOnPath('redis-server', process.env) ?? findOnPath('valkey-server', process.env);
  const command = onPath === undefined ? await serverFromDebianPackages(process.env, console.log).catch(() => undefined) : [onPath];
  if (!command) return undefined;
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'audit-own-redis-')), await freePort()];
  // The process is killed here, not the machine: without fsync each command is written before it is answered; with it,
  // a slow disk puts the writing off, also for operators.
  const kept = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'no', '--maxmemory-policy', 'noeviction'];
  let server = keep([...command, ...kept]);
  await answers(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    async kill(signal) {
      process.kill(await processId(port), signal);
      await server.ended;
    },
    async start() {
      server = keep([...command, ...kept]);
      await answers(port);
    },
    async remove() {
      await server.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The keeper ends the server when this process goes, however it goes. */
function keep([...command]: readonly string[]) {
  const keeper = spawn(process.execPath, [KEEPER, '', ...command], { stdio: ['pipe', 'ignore', 'ignore'] });
  keeper.stdin.on('error', () => undefined);
  const ended = once(keeper, 'exit');
  return { ended, end: async () => { keeper.stdin.end(); await ended; } };
}

async function asked<T>(port: number, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(port, '127.0.0.1', { retryStrategy: null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    return await ask(redis);
  } finally {
    redis.disconnect();
  }
}

/** It refuses while it reads back what it held. */
function answers(port: number): Promise<void> {
  return until(() => asked(port, (redis) => redis.ping()).then(() => true, () => false), START_MS);
}

async function processId(port: number): Promise<number> {
  const info = await asked(port, (redis) => redis.info('server'));
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

/** Below those that systems give to connections: one of them must not take it while the server is down. */
async function freePort(): Promise<number> {
  const port = randomInt(20_000, 30_000);
  const server = createServer().listen(port, '127.0.0.1');
  const isFree = await once(server, 'listening').then(() => true, () => false);
  if (!isFree) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}
