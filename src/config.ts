/** The environment, read once: every wrong or missing variable is named in one error, and no secret is printed. */
import { z } from 'zod';
import { isTimeZone } from './audit/dates.ts';
import { readAccessRules, type AccessRule } from './features/access.ts';
import type { LogLevel } from './runtime/logger.ts';

/** A text that no log, error or JSON prints. */
export interface Secret {
  readonly reveal: () => string;
}

export type Role = 'all' | 'web' | 'worker';

export interface PartnerConfig {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
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
  readonly redis: { readonly url: Secret; readonly prefix: string };
  /** What the job side needs; absent in the web role. */
  readonly partner?: PartnerConfig;
  readonly access: readonly AccessRule[];
  readonly defaultZone: string;
  readonly logLevel: LogLevel;
  readonly shutdownMs: number;
}

/** Names every fault of the configuration, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Of the contract, but not built yet: refused, because a variable that does nothing would be believed. */
const NOT_BUILT = [
  'PARTNER_CLIENT_CERTIFICATE_FILE', 'PARTNER_REFRESH_TOKEN_FILE', 'AUDIT_CHANNEL_SCOPES', 'SYNC_SECONDS', 'RETENTION_DAYS',
  'STORE_ENCRYPTION_KEY', 'OPS_CHANNEL',
];

/** A variable and what it should look like: said when it is missing as well as when it is wrong. */
const text = (pattern: RegExp, shape: string) => z.string(shape).regex(pattern, shape);
const secret = (pattern: RegExp, shape: string) => text(pattern, shape).transform(toSecret);
const wholeNumber = (least: number, most: number, fallback: number) => text(/^\d{1,9}$/, `a whole number from ${least} to ${most}`)
  .transform(Number).refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`).default(fallback);
const guid = text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a GUID, such as 11111111-2222-3333-4444-555555555555');
const host = z.string().refine(isSafeUrl, 'a URL that begins with https:// (plain http:// only for 127.0.0.1, localhost and [::1])');
const accessList = z.string().default('admins').transform((list, context) => {
  const { rules, wrong } = readAccessRules(list);
  if (wrong.length > 0 || rules.length === 0) {
    context.addIssue({ code: 'custom', message: 'a comma list of admins, everyone, people U…, groups S… and channels C…' });
  }
  return rules;
});

const COMMON = {
  ROLE: z.enum(['all', 'web', 'worker'], 'all, web or worker').default('all'),
  SLACK_BOT_TOKEN: secret(/^xoxb-\S+$/, 'the bot token of the Slack app, which begins with xoxb-'),
  SLACK_SIGNING_SECRET: secret(/^\S{8,}$/, 'the signing secret from the Slack app\'s basic information').optional(),
  SLACK_APP_TOKEN: secret(/^xapp-\S+$/, 'an app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: host.default('https://slack.com/api/').transform((url) => (url.endsWith('/') ? url : `${url}/`)),
  SLACK_COMMAND: text(/^\/[a-z0-9_-]{1,31}$/, 'a slash and at most 31 lower-case letters, digits, - or _').default('/audit'),
  PORT: wholeNumber(0, 65_535, 3_000),
  OPS_HOST: text(/^\S+$/, 'an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  OPS_PORT: wholeNumber(0, 65_535, 9_090),
  REDIS_URL: text(/^rediss?:\/\/\S+$/, 'a URL that begins with redis:// or rediss://').default('redis://127.0.0.1:6379').transform(toSecret),
  REDIS_PREFIX: text(/^[A-Za-z0-9_{}-]{1,40}$/, 'up to 40 letters, digits, - or _').default('audit'),
  AUDIT_ACCESS: accessList,
  AUDIT_ADMINS: accessList,
  DEFAULT_TIMEZONE: z.string().refine(isTimeZone, 'an IANA time zone, such as Europe/Berlin').default('UTC'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent').default('info'),
  SHUTDOWN_SECONDS: wholeNumber(0, 600, 20),
};

const PARTNER = {
  PARTNER_TENANT_ID: guid,
  PARTNER_CLIENT_ID: guid,
  PARTNER_CLIENT_SECRET: secret(/^\S+$/, 'a client secret of the app registration'),
  PARTNER_CLOUD: z.enum(['global', 'usgov', 'china'], 'global, usgov or china (Microsoft closed the German cloud on 29 October 2021)').default('global'),
  PARTNER_CENTER_URL: host.transform((url) => url.replace(/\/+$/, '')).optional(),
  ENTRA_AUTHORITY_URL: host.transform((url) => url.replace(/\/+$/, '')).optional(),
  PARTNER_CONCURRENCY: wholeNumber(1, 64, 4),
  PARTNER_REQUESTS_PER_MINUTE: wholeNumber(1, 100_000, 500),
};

const commonSchema = z.object(COMMON);
const partnerSchema = z.object(PARTNER);

/** Reads the configuration. Throws a ConfigError that names every fault and no value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const common = commonSchema.safeParse(given);
  const partner = given['ROLE'] === 'web' ? undefined : partnerSchema.safeParse(given);
  const faults = [
    ...(common.error?.issues ?? []).map((issue) => faultLine(issue, given)),
    ...(partner?.error?.issues ?? []).map((issue) => faultLine(issue, given)),
    ...(needsSigningSecret(given) ? ['SLACK_SIGNING_SECRET is missing: the signing secret from the Slack app\'s basic information (or set SLACK_APP_TOKEN for Socket Mode)'] : []),
    ...NOT_BUILT.filter((name) => given[name] !== undefined).map((name) => `${name} is set, but what it does is not built yet: remove it`),
  ];
  if (faults.length > 0 || !common.data) {
    throw new ConfigError(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((line) => `  - ${line}`).join('\n')}`);
  }
  return configOf(common.data, partner?.data);
}

function configOf(common: z.infer<typeof commonSchema>, partner: z.infer<typeof partnerSchema> | undefined): Config {
  return {
    role: common.ROLE,
    slack: {
      botToken: common.SLACK_BOT_TOKEN,
      ...(common.SLACK_SIGNING_SECRET && { signingSecret: common.SLACK_SIGNING_SECRET }),
      ...(common.SLACK_APP_TOKEN && { appToken: common.SLACK_APP_TOKEN }),
      apiUrl: common.SLACK_API_URL,
      command: common.SLACK_COMMAND,
      port: common.PORT,
    },
    ops: { host: common.OPS_HOST, port: common.OPS_PORT },
    redis: { url: common.REDIS_URL, prefix: common.REDIS_PREFIX },
    ...(partner && { partner: partnerOf(partner) }),
    // Whoever may manage rules may also ask.
    access: [...common.AUDIT_ACCESS, ...common.AUDIT_ADMINS],
    defaultZone: common.DEFAULT_TIMEZONE,
    logLevel: common.LOG_LEVEL,
    shutdownMs: common.SHUTDOWN_SECONDS * 1_000,
  };
}

/** Reads only what a terminal command needs to ask Partner Center; undefined when none of it is set. */
export function readPartnerConfig(environment: Readonly<Record<string, string | undefined>>): PartnerConfig | undefined {
  const names = Object.keys(PARTNER);
  if (!names.some((name) => environment[name])) return undefined;
  const given = Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
  const parsed = partnerSchema.safeParse(given);
  if (parsed.data) return partnerOf(parsed.data);
  throw new ConfigError(parsed.error?.issues.map((issue) => faultLine(issue, given)).join('\n') ?? '');
}

function partnerOf(partner: z.infer<typeof partnerSchema>): PartnerConfig {
  return {
    tenantId: partner.PARTNER_TENANT_ID,
    clientId: partner.PARTNER_CLIENT_ID,
    clientSecret: partner.PARTNER_CLIENT_SECRET,
    cloud: partner.PARTNER_CLOUD,
    ...(partner.PARTNER_CENTER_URL && { partnerCenterUrl: partner.PARTNER_CENTER_URL }),
    ...(partner.ENTRA_AUTHORITY_URL && { entraAuthorityUrl: partner.ENTRA_AUTHORITY_URL }),
    concurrency: partner.PARTNER_CONCURRENCY,
    requestsPerMinute: partner.PARTNER_REQUESTS_PER_MINUTE,
  };
}

function faultLine(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  return `${name} is ${given[name] === undefined ? 'missing' : 'not right'}: it should be ${issue.message}`;
}

function needsSigningSecret(given: Readonly<Record<string, unknown>>): boolean {
  return given['ROLE'] !== 'worker' && given['SLACK_APP_TOKEN'] === undefined && given['SLACK_SIGNING_SECRET'] === undefined;
}

function toSecret(value: string): Secret {
  return { reveal: () => value };
}

function isSafeUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback));
}
