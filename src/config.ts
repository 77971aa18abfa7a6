/** The environment, read once: every wrong or missing variable is named in one error, and no secret is printed. */
import { z } from 'zod';
import { isTimeZone } from './audit/dates.ts';
import { accessList, filePath, guid, host, secret, text, toSecret, wholeNumber, type Secret } from './config-fields.ts';
import type { AccessRule } from './features/access.ts';
import type { LogLevel } from './runtime/logger.ts';

export type Role = 'all' | 'web' | 'worker';

export interface PartnerConfig {
  readonly tenantId: string;
  readonly clientId: string;
  /** How the bot proves which app it is; the file holds a certificate and its key as PEM. */
  readonly proof: { readonly kind: 'secret'; readonly secret: Secret } | { readonly kind: 'certificate'; readonly file: string };
  /** Signs the app in together with a person when it is there. */
  readonly refreshTokenFile?: string;
  readonly cloud: 'global' | 'usgov' | 'china';
  readonly partnerCenterUrl?: string;
  readonly entraAuthorityUrl?: string;
  readonly concurrency: number;
  readonly requestsPerMinute: number;
}

export interface Config {
  readonly role: Role;
  readonly slack: {
    readonly botToken: Secret;
    /** Socket Mode when there is an app token, HTTP with the signing secret when there is none. */
    readonly signingSecret?: Secret;
    readonly appToken?: Secret;
    readonly apiUrl: string;
    readonly command: string;
    readonly port: number;
  };
  readonly ops: { readonly host: string; readonly port: number };
  /** With a key, 32 bytes in base64, what is taken from records is encrypted there. */
  readonly redis: { readonly url: Secret; readonly prefix: string; readonly encryptionKey?: Secret };
  /** What the job side needs; absent in the web role. */
  readonly partner?: PartnerConfig;
  readonly access: readonly AccessRule[];
  /** Who may manage rules; part of `access` too. */
  readonly admins: readonly AccessRule[];
  /** The local copy of the log: how often it is read, and how long it is kept. */
  readonly copy: { readonly everyMs: number; readonly retentionDays: number };
  /** Where the operators are told of silence. */
  readonly opsChannel?: string;
  readonly defaultZone: string;
  readonly logLevel: LogLevel;
  readonly shutdownMs: number;
}

/** A variable and what is wrong with it, as the rest of a sentence that begins with its name. It tells no value. */
export interface ConfigFault {
  readonly variable: string;
  readonly text: string;
}

/** The faults, and each part whose own variables are right; `partner` is absent in the web role too. */
export interface ConfigInspection {
  readonly faults: readonly ConfigFault[];
  readonly slack?: Config['slack'];
  readonly redis?: Config['redis'];
  readonly partner?: PartnerConfig;
  readonly rest?: Omit<Config, 'slack' | 'redis' | 'partner'>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Names every fault of the configuration, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Of the contract, but not built yet: refused, because a variable that does nothing would be believed. */
const NOT_BUILT = ['AUDIT_CHANNEL_SCOPES'];

const slackSchema = z.object({
  SLACK_BOT_TOKEN: secret(/^xoxb-\S+$/, 'the bot token of the Slack app, which begins with xoxb-'),
  SLACK_SIGNING_SECRET: secret(/^\S{8,}$/, 'the signing secret from the Slack app\'s basic information').optional(),
  SLACK_APP_TOKEN: secret(/^xapp-\S+$/, 'an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: host.default('https://slack.com/api/').transform((url) => (url.endsWith('/') ? url : `${url}/`)),
  SLACK_COMMAND: text(/^\/[a-z0-9_-]{1,31}$/, 'a slash and at most 31 lower-case letters, digits, - or _').default('/audit'),
  PORT: wholeNumber(0, 65_535, 3_000),
});

const redisSchema = z.object({
  REDIS_URL: text(/^rediss?:\/\/\S+$/, 'a URL that begins with redis:// or rediss://')
    .refine((url) => URL.canParse(url), 'a URL; :, /, ?, # and @ within a password are written as %3A, %2F, %3F, %23 and %40')
    .default('redis://127.0.0.1:6379').transform(toSecret),
  REDIS_PREFIX: text(/^[A-Za-z0-9_{}-]{1,40}$/, 'up to 40 letters, digits, - or _').default('audit'),
  // 32 bytes end with a letter whose last two bits are nothing.
  STORE_ENCRYPTION_KEY: secret(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, '32 random bytes in base64, which are 44 characters, as `openssl rand -base64 32` prints them').optional(),
});

const restSchema = z.object({
  ROLE: z.enum(['all', 'web', 'worker'], 'all, web or worker').default('all'),
  OPS_HOST: text(/^\S+$/, 'an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  OPS_PORT: wholeNumber(0, 65_535, 9_090),
  AUDIT_ACCESS: accessList,
  AUDIT_ADMINS: accessList,
  SYNC_SECONDS: wholeNumber(5, 86_400, 300),
  RETENTION_DAYS: wholeNumber(30, 2_555, 400),
  OPS_CHANNEL: text(/^[CG][A-Z0-9]{2,}$/, 'the id of a channel, such as C0123456789').optional(),
  DEFAULT_TIMEZONE: z.string().refine(isTimeZone, 'an IANA time zone, such as Europe/Berlin').default('UTC'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent').default('info'),
  SHUTDOWN_SECONDS: wholeNumber(0, 600, 20),
});

const partnerSchema = z.object({
  PARTNER_TENANT_ID: guid,
  PARTNER_CLIENT_ID: guid,
  PARTNER_CLIENT_SECRET: secret(/^\S+$/, 'a client secret of the app registration').optional(),
  PARTNER_CLIENT_CERTIFICATE_FILE: filePath('the app\'s certificate and its private key as PEM').optional(),
  PARTNER_REFRESH_TOKEN_FILE: filePath('a refresh token').optional(),
  PARTNER_CLOUD: z.enum(['global', 'usgov', 'china'], { error: ({ input }) => `global, usgov or china${isGerman(input) ? ' (Microsoft closed the German cloud on 29 October 2021)' : ''}` }).default('global'),
  PARTNER_CENTER_URL: host.transform((url) => url.replace(/\/+$/, '')).optional(),
  ENTRA_AUTHORITY_URL: host.transform((url) => url.replace(/\/+$/, '')).optional(),
  PARTNER_CONCURRENCY: wholeNumber(1, 64, 4),
  PARTNER_REQUESTS_PER_MINUTE: wholeNumber(1, 100_000, 500),
});

/** Reads the configuration. Throws a ConfigError that names every fault and no value. */
export function readConfig(environment: Environment): Config {
  const { faults, slack, redis, rest, partner } = inspectConfig(environment);
  if (faults.length > 0 || !slack || !redis || !rest) throw new ConfigError(`The configuration has ${printFaults(faults)}`);
  return { ...rest, slack, redis, ...(partner && { partner }) };
}

/** Reads as much of the configuration as is right, without throwing. An empty variable counts as one that is not set. */
export function inspectConfig(environment: Environment): ConfigInspection {
  const given = onlySet(environment);
  const [slack, redis, rest] = [slackSchema.safeParse(given), redisSchema.safeParse(given), restSchema.safeParse(given)];
  const partner = given['ROLE'] === 'web' ? { faults: [] } : inspectPartner(given);
  const signingFaults = needsSigningSecret(given)
    ? [{ variable: 'SLACK_SIGNING_SECRET', text: 'is missing: the signing secret from the Slack app\'s basic information (or set SLACK_APP_TOKEN for Socket Mode)' }]
    : [];
  return {
    faults: [
      ...[slack, redis, rest].flatMap((read) => faultsOf(read.error, given)),
      ...partner.faults,
      ...signingFaults,
      ...NOT_BUILT.filter((name) => given[name] !== undefined).map((variable) => ({ variable, text: 'is set, but what it does is not built yet: remove it' })),
    ],
    ...(slack.data && signingFaults.length === 0 && { slack: slackOf(slack.data) }),
    ...(redis.data && { redis: redisOf(redis.data) }),
    ...(rest.data && { rest: restOf(rest.data) }),
    ...(partner.partner && { partner: partner.partner }),
  };
}

/** Reads only what a terminal command needs to ask Partner Center; undefined when none of it is set. */
export function readPartnerConfig(environment: Environment): PartnerConfig | undefined {
  const given = onlySet(environment);
  if (!Object.keys(partnerSchema.shape).some((name) => given[name] !== undefined)) return undefined;
  const { faults, partner } = inspectPartner(given);
  if (partner) return partner;
  throw new ConfigError(`Access to Partner Center has ${printFaults(faults)}`);
}

function inspectPartner(given: Environment): Pick<ConfigInspection, 'faults' | 'partner'> {
  const read = partnerSchema.safeParse(given);
  const faults = [...faultsOf(read.error, given), ...proofFaults(given)];
  return { faults, ...(read.data && faults.length === 0 && { partner: partnerOf(read.data) }) };
}

/** Exactly one of the two: with both, a forgotten one would be believed to be in use. */
function proofFaults(given: Environment): readonly ConfigFault[] {
  const { PARTNER_CLIENT_SECRET: clientSecret, PARTNER_CLIENT_CERTIFICATE_FILE: file } = given;
  if ((clientSecret === undefined) !== (file === undefined)) return [];
  return [{
    variable: 'PARTNER_CLIENT_SECRET',
    text: clientSecret === undefined
      ? 'is missing: it should be a client secret of the app registration (or set PARTNER_CLIENT_CERTIFICATE_FILE)'
      : 'is set, and so is PARTNER_CLIENT_CERTIFICATE_FILE: keep exactly one of the two',
  }];
}

function slackOf(slack: z.infer<typeof slackSchema>): Config['slack'] {
  return {
    botToken: slack.SLACK_BOT_TOKEN,
    ...(slack.SLACK_SIGNING_SECRET && { signingSecret: slack.SLACK_SIGNING_SECRET }),
    ...(slack.SLACK_APP_TOKEN && { appToken: slack.SLACK_APP_TOKEN }),
    apiUrl: slack.SLACK_API_URL,
    command: slack.SLACK_COMMAND,
    port: slack.PORT,
  };
}

function redisOf({ REDIS_URL: url, REDIS_PREFIX: prefix, STORE_ENCRYPTION_KEY: encryptionKey }: z.infer<typeof redisSchema>): Config['redis'] {
  return { url, prefix, ...(encryptionKey && { encryptionKey }) };
}

function restOf(rest: z.infer<typeof restSchema>): NonNullable<ConfigInspection['rest']> {
  return {
    role: rest.ROLE,
    ops: { host: rest.OPS_HOST, port: rest.OPS_PORT },
    // Whoever may manage rules may also ask.
    access: [...rest.AUDIT_ACCESS, ...rest.AUDIT_ADMINS],
    admins: rest.AUDIT_ADMINS,
    copy: { everyMs: rest.SYNC_SECONDS * 1_000, retentionDays: rest.RETENTION_DAYS },
    ...(rest.OPS_CHANNEL !== undefined && { opsChannel: rest.OPS_CHANNEL }),
    defaultZone: rest.DEFAULT_TIMEZONE,
    logLevel: rest.LOG_LEVEL,
    shutdownMs: rest.SHUTDOWN_SECONDS * 1_000,
  };
}

/** Only for variables of which exactly one of secret and certificate file is set. */
function partnerOf(partner: z.infer<typeof partnerSchema>): PartnerConfig {
  const { PARTNER_CLIENT_SECRET: clientSecret, PARTNER_CLIENT_CERTIFICATE_FILE: file = '' } = partner;
  return {
    tenantId: partner.PARTNER_TENANT_ID,
    clientId: partner.PARTNER_CLIENT_ID,
    proof: clientSecret ? { kind: 'secret', secret: clientSecret } : { kind: 'certificate', file },
    ...(partner.PARTNER_REFRESH_TOKEN_FILE && { refreshTokenFile: partner.PARTNER_REFRESH_TOKEN_FILE }),
    cloud: partner.PARTNER_CLOUD,
    ...(partner.PARTNER_CENTER_URL && { partnerCenterUrl: partner.PARTNER_CENTER_URL }),
    ...(partner.ENTRA_AUTHORITY_URL && { entraAuthorityUrl: partner.ENTRA_AUTHORITY_URL }),
    concurrency: partner.PARTNER_CONCURRENCY,
    requestsPerMinute: partner.PARTNER_REQUESTS_PER_MINUTE,
  };
}

function isGerman(cloud: unknown): boolean {
  return typeof cloud === 'string' && /^de$|german|deutsch/i.test(cloud);
}

function onlySet(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

function faultsOf(error: z.ZodError | undefined, given: Environment): readonly ConfigFault[] {
  return (error?.issues ?? []).map(({ path: [name], message }) => {
    const variable = String(name);
    return { variable, text: `is ${given[variable] === undefined ? 'missing' : 'not right'}: it should be ${message}` };
  });
}

function printFaults(faults: readonly ConfigFault[]): string {
  const lines = faults.map(({ variable, text: fault }) => `  - ${variable} ${fault}`);
  return `${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`;
}

function needsSigningSecret(given: Environment): boolean {
  return given['ROLE'] !== 'worker' && given['SLACK_APP_TOKEN'] === undefined && given['SLACK_SIGNING_SECRET'] === undefined;
}
