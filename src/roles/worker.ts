/** The job side: does what is queued. */
import { createHash } from 'node:crypto';
import { ConfigError } from '../config.ts';
import { runComparison } from '../features/compare-search.ts';
import { runRecordLookup, type LookupDeps } from '../features/find-record.ts';
import type { Job } from '../features/jobs.ts';
import { exportResult, type ExportDeps } from '../features/export-result.ts';
import { createCopiedSource } from '../features/read-copy.ts';
import { runSearch, type SearchDeps } from '../features/run-search.ts';
import { tellFailure, tellUnreadable } from '../features/tell-failure.ts';
import { connectPartnerCenter } from '../partner-center/connect.ts';
import { startJobWorker, type JobWorker, type JobWorkerOptions } from '../queue/job-worker.ts';
import { connectRedis } from '../runtime/redis.ts';
import { openSpool } from '../runtime/spool.ts';
import { timers } from '../runtime/timers.ts';
import { allowedOriginsFor } from '../slack/response-url.ts';
import { createFileDelivery } from '../slack/upload.ts';
import { createEndDateReading } from '../store/end-date-reading.ts';
import { createErasedCustomers } from '../store/erased-customers.ts';
import { createRequestGate } from '../store/request-gate.ts';
import { buildCopying } from './copying.ts';
import type { Base, Shared } from './shared.ts';

/** Searches of one process at a time; requests to Partner Center are limited apart from this, for all processes. */
const SEARCHES_AT_ONCE = 4;

export type WorkerRoleOptions = Omit<JobWorkerOptions, 'run' | 'tellFailure' | 'tellUnreadable' | 'concurrency' | 'log'>;

export type WorkerDeps = SearchDeps & ExportDeps & LookupDeps;

/** Begins to take searches from the queue. */
function startWorker(options: WorkerRoleOptions, deps: WorkerDeps): JobWorker {
  return startJobWorker({
    ...options,
    concurrency: SEARCHES_AT_ONCE,
    log: deps.log,
    run: (jobId, job, signal) => runJob(deps, jobId, job, signal),
    tellFailure: (jobId, job, error) => tellFailure(deps, jobId, job, error),
    tellUnreadable: (jobId, place) => tellUnreadable(deps, jobId, place),
  });
}

function runJob(deps: WorkerDeps, jobId: string, job: Job, signal: AbortSignal): Promise<void> {
  switch (job.kind) {
    case 'search': return runSearch(deps, jobId, job, signal);
    case 'export': return exportResult(deps, jobId, job, signal);
    case 'compare': return runComparison(deps, jobId, job, signal);
    case 'record': return runRecordLookup(deps, jobId, job, signal);
  }
}

/** Connects this process to Partner Center, and begins to do what is queued and what nobody asks for. */
export function buildWorker(base: Base, shared: Shared) {
  const { config, credential, log, lifecycle, metrics, clock, random, newId, sleep, environment } = base;
  const { partner, slack } = config;
  if (!partner || !credential) throw new ConfigError('The worker role needs the PARTNER_* variables.');
  const gate = createRequestGate({ ...shared.storage, ...partner, partner: partner.tenantId, log });
  const endDateReading = createEndDateReading({ ...shared.storage, partner: partner.tenantId });
  const partnerCenter = connectPartnerCenter({
    ...partner, credential, environment, gate, endDateReading, clock, log, random, newId,
  });
  lifecycle.onStop('Partner Center', () => partnerCenter.close());
  const connection = connectRedis(config.redis.url.reveal(), 'blocking', log);
  lifecycle.onStop('worker connection', () => connection.disconnect());
  const erased = createErasedCustomers(shared.storage);
  const worker = startWorker({ connection, prefix: config.redis.prefix, vault: shared.storage.vault, now: () => clock().getTime(), searchEnded: metrics.searchEnded }, {
    ...shared,
    source: createCopiedSource({ source: partnerCenter.source, copy: shared.copy, erased, retentionDays: shared.retentionDays, clock, log }),
    lookup: partnerCenter.lookup,
    recordCopy: shared.copy,
    erased,
    timers,
    openSpool,
    files: createFileDelivery({ client: shared.client, sleep, allowedOrigins: allowedOriginsFor(slack.apiUrl) }),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  });
  log.info({}, 'taking searches from the queue');
  return { ...worker, copying: buildCopying(base, shared, partnerCenter.background(partner.requestsPerMinute)) };
}
