/** What both roles use: who we are in Slack, who may ask, and what Redis remembers. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError, type Config } from '../config.ts';
import type { AccessPolicy } from '../features/access.ts';
import type { Clock } from '../features/ports.ts';
import type { About } from '../features/show-about.ts';
import type { Credential } from '../partner-center/credential.ts';
import type { Lifecycle } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { RedisConnection } from '../runtime/redis.ts';
import { createRenderer } from '../slack/blocks/render.ts';
import { createAnswers } from '../slack/delivery.ts';
import { createPeople } from '../slack/people.ts';
import { allowedOriginsFor } from '../slack/response-url.ts';
import { createAudiences } from '../slack/share-audience.ts';
import { createWebClient } from '../slack/web-client.ts';
import { readWorkspace, type Workspace } from '../slack/workspace.ts';
import { createAnswerLedger } from '../store/answer-ledger.ts';
import { createCopy } from '../store/copy.ts';
import { createDirectory } from '../store/directory.ts';
import { createFreshnessStore } from '../store/freshness.ts';
import { createOnce } from '../store/once.ts';
import { createPromisedMessages } from '../store/promised-messages.ts';
import { createResponseUrlUses } from '../store/response-url-uses.ts';
import { createResultStore } from '../store/results.ts';
import { createSeals } from '../store/seals.ts';
import { checkVault, openVault } from '../store/vault.ts';
import { buildWatching } from './telling.ts';

/** What is there before Slack was asked anything. */
export interface Base {
  readonly config: Config;
  /** Absent in the web role. */
  readonly credential?: Credential;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  readonly metrics: Metrics;
  readonly redis: RedisConnection;
  readonly clock: Clock;
  /** At least 0 and less than 1, for pauses of different length. */
  readonly random: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
  readonly sleep: (ms: number) => Promise<void>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What both roles use: they answer people, and find out who they are. */
export async function buildShared({ config, log, metrics, redis, clock, newId, sleep }: Base) {
  const now = (): number => clock().getTime();
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
    results: createResultStore({ ...storage, now }),
    ledger: createAnswerLedger(storage),
    directory: createDirectory({ ...storage, now }),
    freshness: createFreshnessStore(storage),
    copy: createCopy(storage),
    seals: createSeals(storage),
    retentionDays: config.copy.retentionDays,
    everyMs: config.copy.everyMs,
    answers: createAnswers({
      client, render, clock, log, metrics, uses: createResponseUrlUses(storage), promises: createPromisedMessages(storage), allowedOrigins: allowedOriginsFor(apiUrl), sleep,
    }),
    newResultId: () => randomBytes(16).toString('base64url'),
  };
  return { ...shared, watching: buildWatching({ ...shared, admins: config.admins, sentPlain: metrics.sentPlain, deliveryEnded: metrics.deliveryEnded, newId }) };
}

export type Shared = Awaited<ReturnType<typeof buildShared>>;

function aboutUs({ name, scopes }: Workspace): About {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return { version, node: process.version, workspace: name, readsEmail: scopes.includes('users:read.email') };
}

function accessPolicy(config: Config, { teamId, enterpriseId, scopes }: Workspace): AccessPolicy {
  if (config.access.some(({ kind }) => kind === 'group') && !scopes.includes('usergroups:read')) {
    throw new ConfigError('AUDIT_ACCESS or AUDIT_ADMINS names a user group (S…), but the Slack app lacks the scope usergroups:read: add it and reinstall the app, or take the group out.');
  }
  return { rules: config.access, organisation: { teamId, ...(enterpriseId !== undefined && { enterpriseId }) } };
}
