/** What the doctor looks at, put together from the parts of the configuration that are right. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspectConfig, type ConfigInspection } from '../config.ts';
import { checkCopy } from '../features/check-copy.ts';
import { waiting, withWaiting, type Finding, type FindingStatus } from '../features/diagnosis.ts';
import type { Clock } from '../features/ports.ts';
import { checkClock, checkRecords } from '../partner-center/check-records.ts';
import { checkCredential, checkSignIn } from '../partner-center/check-sign-in.ts';
import { readCredential, type Credential, type CredentialPlace } from '../partner-center/credential.ts';
import { openDirectLine, type DirectLine } from '../partner-center/direct-line.ts';
import type { Logger } from '../runtime/logger.ts';
import { connectRedis, type RedisConnection } from '../runtime/redis.ts';
import { checkSlack } from '../slack/check-slack.ts';
import { checkSocket } from '../slack/check-socket.ts';
import { checkRedis } from '../store/check-redis.ts';
import { createCopy } from '../store/copy.ts';
import { createSeals } from '../store/seals.ts';
import { openVault } from '../store/vault.ts';
import { look, type Section } from './doctor.ts';

export interface DoctorWorld {
  /** Where proxy variables are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
}

/** Configuration, Redis, the local copy, Slack, Microsoft: what lacks its variables says which it waits for. */
export function doctorSections(world: DoctorWorld): readonly Section[] {
  const inspection = inspectConfig(world.environment);
  // Slack can be asked without the secret that it signs with.
  const { slack: config } = inspectConfig({ ...world.environment, SLACK_SIGNING_SECRET: 'not-needed-to-ask' });
  const ofSlack = { ...inspection, ...(config && { slack: config }) };
  return [
    async () => configuration(inspection),
    () => redis(inspection, world),
    () => copy(inspection, world),
    () => slack(ofSlack, world),
    () => socket(ofSlack, world),
    () => microsoft(inspection, world),
  ];
}

function configuration({ faults, rest }: ConfigInspection): readonly Finding[] {
  if (faults.length > 0) return faults.map(({ variable, text }) => ({ name: 'Configuration', status: 'fail', says: `${variable} ${text}` }));
  return [{ name: 'Configuration', status: 'ok', says: `every variable is right; ROLE is ${rest?.role}` }];
}

async function redis({ redis: config }: ConfigInspection, { log }: DoctorWorld): Promise<readonly Finding[]> {
  const further = ['Redis eviction', 'Redis persistence'];
  if (!config) return withWaiting([], ['Redis', ...further], 'waits for the REDIS_* variables');
  const found = await look('Redis', async () => {
    const url = config.url.reveal();
    const connection = connectRedis(url, 'commands', log);
    try {
      return await checkRedis(connection, url);
    } finally {
      connection.disconnect();
    }
  });
  return withWaiting(found, further, 'waits for Redis');
}

/** Checksums may take this long: a section has ten seconds. */
const SEALS_MS = 5_000;
/** A worker seals what it corrected in less than this. */
const WRITES_MS = 3_000;

async function copy({ redis: config, rest }: ConfigInspection, { log, clock }: DoctorWorld): Promise<readonly Finding[]> {
  const further = ['Copy reading', 'Copy gaps', 'Copy seals'];
  if (!config || !rest) return withWaiting([], ['Copy', ...further], 'waits for a right configuration');
  const found = await look('Copy', async () => {
    const connection = connectRedis(config.url.reveal(), 'commands', log);
    try {
      if (connection.status !== 'ready' && !await isReady(connection)) return [waiting('Copy', 'waits for Redis')];
      const storage = { redis: connection, prefix: config.prefix, vault: openVault(config.encryptionKey?.reveal()) };
      const pause = async (): Promise<void> => sleep(WRITES_MS);
      return await checkCopy({ copy: createCopy(storage), seals: createSeals(storage), ...rest.copy, clock, limitMs: SEALS_MS, pause });
    } finally {
      connection.disconnect();
    }
  });
  // An empty copy has one line, and nothing to wait for.
  return found.every(({ status }) => status === 'ok') ? found : withWaiting(found, further, 'waits for Copy');
}

async function isReady(connection: RedisConnection): Promise<boolean> {
  return once(connection, 'ready').then(() => true, () => false);
}

async function slack({ slack: config, rest }: ConfigInspection, { clock, log }: DoctorWorld): Promise<readonly Finding[]> {
  const further = ['Slack scopes', 'Slack clock'];
  if (!config) return withWaiting([], ['Slack', ...further], 'waits for the SLACK_* variables');
  const namesGroup = rest?.access.some(({ kind }) => kind === 'group') ?? false;
  const found = await look('Slack', () => checkSlack({ botToken: config.botToken.reveal, apiUrl: config.apiUrl, namesGroup, clock, log }));
  return withWaiting(found, further, 'waits for an answer of Slack');
}

async function socket({ slack: config, rest }: ConfigInspection, { clock, log }: DoctorWorld): Promise<readonly Finding[]> {
  const name = 'Slack socket';
  if (!config) return [waiting(name, 'waits for the SLACK_* variables')];
  if (rest?.role === 'worker') return [waiting(name, 'not needed: ROLE=worker takes nothing from Slack')];
  const { appToken, apiUrl, port } = config;
  if (!appToken) return [waiting(name, `not needed: without SLACK_APP_TOKEN Slack posts to port ${port}; whether it gets there shows when ${config.command} is typed`)];
  return look(name, async (signal) => [await checkSocket({ appToken: appToken.reveal, apiUrl, clock, log, signal })]);
}

const OF_MICROSOFT = ['Entra', 'Partner Center', 'Microsoft clock'];

async function microsoft({ partner }: ConfigInspection, world: DoctorWorld): Promise<readonly Finding[]> {
  if (world.environment['ROLE'] === 'web') return withWaiting([], ['Credential', ...OF_MICROSOFT], 'not needed: ROLE=web asks nothing of Partner Center');
  const place = credentialPlace(world.environment);
  if (!place) return withWaiting([], ['Credential', ...OF_MICROSOFT], 'waits for the PARTNER_* variables');
  const { credential, findings } = await readFiles(place, world.clock());
  if (!credential) return withWaiting(findings, OF_MICROSOFT, 'waits for the credential');
  const described = (entra: FindingStatus) => look('Credential', async () => checkCredential(credential, world.clock(), entra));
  if (!partner) return withWaiting(await described('skipped'), OF_MICROSOFT, 'waits for the PARTNER_* variables');
  const line = openDirectLine({ ...partner, ...world, credential });
  try {
    const answers = await askMicrosoft(line, credential, world.clock);
    const entra = answers.find(({ name }) => name === 'Entra');
    return [...await described(entra?.status ?? 'skipped'), ...answers];
  } finally {
    await line.close();
  }
}

/** Any GUID: a credential can be read without knowing whose it is. */
const ANYBODY = '00000000-0000-0000-0000-000000000000';

/** Looks at the credential's own variables only, so that no fault of another one hides what is wrong with it. */
function credentialPlace(environment: DoctorWorld['environment']): CredentialPlace | undefined {
  const { PARTNER_CLIENT_SECRET, PARTNER_CLIENT_CERTIFICATE_FILE, PARTNER_REFRESH_TOKEN_FILE } = environment;
  return inspectConfig({
    PARTNER_TENANT_ID: ANYBODY, PARTNER_CLIENT_ID: ANYBODY, PARTNER_CLIENT_SECRET, PARTNER_CLIENT_CERTIFICATE_FILE, PARTNER_REFRESH_TOKEN_FILE,
  }).partner;
}

async function readFiles(place: CredentialPlace, now: Date): Promise<{ readonly credential?: Credential; readonly findings: readonly Finding[] }> {
  let credential: Credential | undefined;
  const findings = await look('Credential', async () => {
    credential = readCredential(place, now);
    return [];
  });
  return { findings, ...(credential && { credential }) };
}

/** One after the other: without a token there is nothing to ask Partner Center with. */
async function askMicrosoft(line: DirectLine, credential: Credential, clock: Clock): Promise<readonly Finding[]> {
  const entra = await look('Entra', async (signal) => [await checkSignIn(line, credential, clock, signal)]);
  const isSignedIn = entra.every(({ status }) => status === 'ok');
  const records = isSignedIn
    ? await look('Partner Center', async (signal) => [await checkRecords(line, clock, signal)])
    : [waiting('Partner Center', 'waits for a token of Entra')];
  return [...entra, ...records, ...await look('Microsoft clock', async (signal) => [await checkClock(line, signal)])];
}
