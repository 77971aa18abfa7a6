/** The composition root: configuration → adapters → roles. With roles/, the only place that builds things. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError, readConfig } from './config.ts';
import { Problem } from './features/problem.ts';
import { readCredential } from './partner-center/credential.ts';
import { doctorCommand } from './roles/doctor-command.ts';
import { forgetCommand } from './roles/forget.ts';
import { buildShared, type Base } from './roles/shared.ts';
import { buildWeb } from './roles/web.ts';
import { buildWorker } from './roles/worker.ts';
import { startOpsServer, type HealthCheck } from './runtime/health.ts';
import { createLifecycle } from './runtime/lifecycle.ts';
import { createLogger, type Logger } from './runtime/logger.ts';
import { createMetrics } from './runtime/metrics.ts';
import { connectRedis, evictionPolicy, type RedisConnection } from './runtime/redis.ts';

/** Running searches are handed back this long before the deadline, so that handing back fits into it. */
const HAND_BACK_MS = 2_000;
const clock = (): Date => new Date();
const sleep = async (ms: number): Promise<void> => pause(ms);

/** Warns with every new connection: BullMQ loses jobs when Redis may evict keys. */
function warnOfEviction(redis: RedisConnection, log: Logger): void {
  redis.on('ready', () => {
    evictionPolicy(redis).then((policy) => {
      if (policy !== undefined && policy !== 'noeviction') log.warn({ policy }, 'Redis may evict keys and lose searches: set maxmemory-policy to noeviction');
    }, () => undefined);
  });
}

async function start(base: Base): Promise<void> {
  const { config, log, lifecycle, metrics, redis } = base;
  const checks: HealthCheck[] = [{ name: 'redis', fault: async () => (redis.status === 'ready' && await redis.ping() === 'PONG' ? undefined : 'not connected') }];
  const ops = await startOpsServer({ ...config.ops, checks, metrics: metrics.text });
  lifecycle.onStop('operators\' port', () => ops.close());
  checks.push({ name: 'start', fault: async () => 'still starting' });
  const shared = await buildShared(base);
  const web = config.role === 'worker' ? undefined : await buildWeb(base, shared);
  const worker = config.role === 'web' ? undefined : buildWorker(base, shared);
  if (web) checks.push({ name: 'slack', fault: async () => (web.isReady() ? undefined : 'not connected to Slack') });
  if (worker) checks.push({ name: 'worker', fault: async () => (worker.isRunning() ? undefined : 'not taking searches') });
  lifecycle.onStop('work', async () => {
    const deadline = Math.max(0, config.shutdownMs - HAND_BACK_MS);
    await Promise.all([web?.stop(deadline), worker?.stop(deadline), worker?.copying.stop()]);
  });
  checks.splice(checks.findIndex(({ name }) => name === 'start'), 1);
  log.info({ role: config.role, opsPort: ops.port }, 'ready');
}

function exitWith(error: unknown): never {
  const isTold = error instanceof ConfigError || error instanceof Problem;
  const told = error instanceof Problem ? `${error.whatHappened} ${error.whatToDo}` : String((error as Error).message);
  process.stderr.write(`${isTold ? told : `Could not start: ${told}`}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const credential = config.partner && readCredential(config.partner, clock());
  const log = createLogger(config.logLevel);
  const lifecycle = createLifecycle(log);
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    const tooLate = setTimeout(() => process.exit(1), config.shutdownMs + HAND_BACK_MS);
    await lifecycle.stop();
    clearTimeout(tooLate);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'));
  const redis = connectRedis(config.redis.url.reveal(), 'commands', log);
  warnOfEviction(redis, log);
  lifecycle.onStop('Redis', () => redis.disconnect());
  await start({ config, ...(credential && { credential }), log, lifecycle, metrics: createMetrics(), redis, clock, random: Math.random, newId: randomUUID, sleep, environment: process.env });
}

// What the environment holds already wins over the file.
if (existsSync('.env')) process.loadEnvFile('.env');
const [command, ...flags] = process.argv.slice(2);
if (command === 'doctor') {
  const world = { environment: process.env, clock, log: createLogger('silent'), newId: randomUUID };
  doctorCommand(flags, world).then((code) => (process.exitCode = code), exitWith);
} else if (command === 'forget') {
  forgetCommand(flags, { environment: process.env, clock, log: createLogger('silent') }).then((code) => (process.exitCode = code), exitWith);
} else {
  main().catch(exitWith);
}
