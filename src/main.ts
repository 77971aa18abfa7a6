/** The composition root: configuration → adapters → roles. With roles/, the only place that builds things. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, readConfig, type Config } from './config.ts';
import type { AccessPolicy } from './features/access.ts';
import type { About } from './features/show-about.ts';
import type { RecordSource } from './features/ports.ts';
import { Problem } from './features/problem.ts';
import { createCopiedSource } from './features/read-copy.ts';
import { connectPartnerCenter } from './partner-center/connect.ts';
import { readCredential, type Credential } from './partner-center/credential.ts';
import { createJobQueue } from './queue/job-queue.ts';
import { startCopying } from './roles/copying.ts';
import { doctorCommand } from './roles/doctor-command.ts';
import { forgetCommand } from './roles/forget.ts';
import { buildWatching, startTelling } from './roles/telling.ts';
import { startWeb } from './roles/web.ts';
import { startWorker } from './roles/worker.ts';
import { startOpsServer, type HealthCheck } from './runtime/health.ts';
import { createLifecycle, type Lifecycle } from './runtime/lifecycle.ts';
import { createLogger, type Logger } from './runtime/logger.ts';
import { createMetrics, type Metrics } from './runtime/metrics.ts';
import { openSpool } from './runtime/spool.ts';
import { timers } from './runtime/timers.ts';
import { connectRedis, evictionPolicy, type RedisConnection } from './runtime/redis.ts';
import { createSlackApp } from './slack/app.ts';
import { createRenderer } from './slack/blocks/render.ts';
import { createAnswers } from './slack/delivery.ts';
import { createPeople } from './slack/people.ts';
import { allowedOriginsFor } from './slack/response-url.ts';
import { createOpsPosts } from './slack/ops-posts.ts';
import { createAudiences } from './slack/share-audience.ts';
import { createFileDelivery } from './slack/upload.ts';
import { createWebClient } from './slack/web-client.ts';
import { readWorkspace, type Workspace } from './slack/workspace.ts';
import { createAnswerLedger } from './store/answer-ledger.ts';
import { createCopy } from './store/copy.ts';
import { createDirectory } from './store/directory.ts';
import { createEndDateReading } from './store/end-date-reading.ts';
import { createErasedCustomers } from './store/erased-customers.ts';
import { createFeed } from './store/feed.ts';
import { createLease } from './store/lease.ts';
import { createReplayGuard } from './store/replay-guard.ts';
import { createRequestGate } from './store/request-gate.ts';
import { createResponseUrlUses } from './store/response-url-uses.ts';
import { createResultStore } from './store/results.ts';
import { createFreshnessStore } from './store/freshness.ts';
import { createOnce } from './store/once.ts';
import { createSearchHistory } from './store/history.ts';
import { createSavedSearches } from './store/saved-searches.ts';
import { createSeals } from './store/seals.ts';
import { createSilence } from './store/silence.ts';
import { checkVault, openVault } from './store/vault.ts';

/** Running searches are handed back this long before the deadline, so that handing back fits into it. */
const HAND_BACK_MS = 2_000;
const clock = (): Date => new Date();

interface Base {
  readonly config: Config;
  /** Absent in the web role. */
  readonly credential?: Credential;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly redis: RedisConnection;
}

/** What both roles use: they answer people, and find out who they are. */
async function buildShared({ config, log, metrics, redis }: Base) {
  const { apiUrl, botToken, command } = config.slack;
  const client = createWebClient({ botToken: botToken.reveal, apiUrl, log });
  const workspace = await readWorkspace(client);
  const policy = accessPolicy(config, workspace);
  const people = createPeople({ client, clock, log });
  const storage = { redis, prefix: config.redis.prefix, vault: openVault(config.redis.encryptionKey?.reveal()) };
  await checkVault(storage);
  const render = createRenderer(command);
  const shared = {
    clock, log, policy, render, storage, client, workspace,
    commandName: command,
    about: aboutUs(workspace),
    defaultZone: config.defaultZone,
    people,
    audiences: createAudiences({ client, people, botUserId: workspace.botUserId, log }),
    once: createOnce(storage),
    results: createResultStore({ ...storage, now: Date.now }),
    ledger: createAnswerLedger(storage),
    directory: createDirectory({ ...storage, now: Date.now }),
    freshness: createFreshnessStore(storage),
    copy: createCopy(storage),
    seals: createSeals(storage),
    retentionDays: config.copy.retentionDays,
    answers: createAnswers({
      client, render, clock, log, metrics, uses: createResponseUrlUses(storage), allowedOrigins: allowedOriginsFor(apiUrl),
      sleep: async (ms) => sleep(ms),
    }),
    newResultId: () => randomBytes(16).toString('base64url'),
  };
  return { ...shared, watching: buildWatching({ ...shared, admins: config.admins, sentPlain: metrics.sentPlain, newId: randomUUID }) };
}

type Shared = Awaited<ReturnType<typeof buildShared>>;

function aboutUs({ name, scopes }: Workspace): About {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return { version, node: process.version, workspace: name, readsEmail: scopes.includes('users:read.email') };
}

function accessPolicy(config: Config, { teamId, enterpriseId, scopes }: Workspace): AccessPolicy {
  if (config.access.some(({ kind }) => kind === 'group') && !scopes.includes('usergroups:read')) {
    throw new ConfigError('AUDIT_ACCESS or AUDIT_ADMINS names a user group (S…), but the Slack app lacks the scope usergroups:read: add it and reinstall the app, or take the group out.');
  }
  return { rules: config.access, organisation: { teamId, ...(enterpriseId !== undefined && { enterpriseId }) } };
}

async function buildWeb({ config, log, lifecycle, metrics, redis }: Base, shared: Shared) {
  const { slack } = config;
  const queue = createJobQueue({ connection: redis, prefix: config.redis.prefix, vault: shared.storage.vault });
  lifecycle.onStop('search queue', () => queue.close());
  const app = createSlackApp({
    mode: slack.appToken ? { kind: 'socket', appToken: slack.appToken.reveal } : { kind: 'http', port: slack.port, signingSecret: slack.signingSecret?.reveal ?? (() => '') },
    botToken: slack.botToken.reveal, apiUrl: slack.apiUrl, commandName: slack.command,
    replayGuard: createReplayGuard(shared.storage), clock, log, metrics,
  });
  const web = await startWeb(app, { ...shared, queue, history: createSearchHistory({ ...shared.storage, now: Date.now }), saved: createSavedSearches(shared.storage), sleep: async (ms) => sleep(ms), newCorrelationId: randomUUID });
  log.info({ mode: slack.appToken ? 'socket' : 'http', port: web.port }, 'listening to Slack');
  return web;
}

function buildWorker({ config, credential, log, lifecycle, metrics }: Base, shared: Shared) {
  const { partner, slack } = config;
  if (!partner || !credential) throw new ConfigError('The worker role needs the PARTNER_* variables.');
  const gate = createRequestGate({ ...shared.storage, ...partner, partner: partner.tenantId, log });
  const endDateReading = createEndDateReading({ ...shared.storage, partner: partner.tenantId });
  const partnerCenter = connectPartnerCenter({
    ...partner, credential, environment: process.env, gate, endDateReading, clock, log, random: Math.random, newId: randomUUID,
  });
  lifecycle.onStop('Partner Center', () => partnerCenter.close());
  const connection = connectRedis(config.redis.url.reveal(), 'blocking', log);
  lifecycle.onStop('worker connection', () => connection.disconnect());
  const worker = startWorker({ connection, prefix: config.redis.prefix, vault: shared.storage.vault, now: Date.now, searchEnded: metrics.searchEnded }, {
    ...shared,
    source: createCopiedSource({ source: partnerCenter.source, copy: shared.copy, clock, log }),
    lookup: partnerCenter.lookup,
    timers,
    openSpool,
    files: createFileDelivery({ client: shared.client, sleep: async (ms) => sleep(ms), allowedOrigins: allowedOriginsFor(slack.apiUrl) }),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  log.info({}, 'taking searches from the queue');
  return { ...worker, copying: buildCopying({ config, log, metrics, lifecycle }, shared, partnerCenter.background(partner.requestsPerMinute)) };
}

function buildCopying({ config, log, metrics, lifecycle }: Pick<Base, 'config' | 'log' | 'metrics' | 'lifecycle'>, shared: Shared, source: RecordSource) {
  const { storage, client, workspace } = shared;
  const blocking = connectRedis(config.redis.url.reveal(), 'blocking', log);
  lifecycle.onStop('ticks connection', () => blocking.disconnect());
  const connections = { commands: storage.redis, blocking, prefix: storage.prefix };
  const telling = startTelling(connections, shared.watching, timers);
  const copying = startCopying(connections, {
    ...shared, source, timers,
    everyMs: config.copy.everyMs,
    erased: createErasedCustomers(storage),
    feed: createFeed(storage),
    lease: createLease(storage),
    silence: createSilence(storage),
    posts: createOpsPosts({
      client, admins: config.admins, teamId: workspace.teamId, log, sleep: async (ms) => sleep(ms), sentPlain: metrics.sentPlain,
      ...(config.opsChannel !== undefined && { channel: config.opsChannel }),
    }),
    newCorrelationId: randomUUID,
  });
  return { stop: async () => void await Promise.all([copying.stop(), telling.stop()]) };
}

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
  await start({ config, ...(credential && { credential }), log, lifecycle, metrics: createMetrics(), redis });
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
