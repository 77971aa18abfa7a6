/** Whether Redis is there, and whether it keeps what it is given. Reads only. */
import { once } from 'node:events';
import type { Redis } from 'ioredis';
import type { Finding } from '../features/diagnosis.ts';
import { evictionPolicy } from '../runtime/redis.ts';
import { TimeLimitError, within } from '../runtime/time-limit.ts';

const READY_MS = 8_000;
const PINGS = 5;
/** A command's acknowledgement asks Redis several times and has 3 seconds. */
const SLOW_MS = 100;
/** BullMQ recommends it: https://docs.bullmq.io/guide/going-to-production */
const RECOMMENDED = { major: 6, minor: 2 };

const START = 'Start Redis there, or set REDIS_URL to where it runs.';
const LOG_IN = 'Check the user and the password in REDIS_URL, and that this user may use INFO.';
const CURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: START,
  EHOSTUNREACH: START,
  ENETUNREACH: START,
  ETIMEDOUT: 'Check host and port in REDIS_URL, rediss:// or redis:// as the server wants it, and the firewall in between.',
  ENOTFOUND: 'Check the host in REDIS_URL: its name is not known here.',
  EAI_AGAIN: 'Check the host in REDIS_URL: its name is not known here.',
  NOAUTH: LOG_IN,
  WRONGPASS: LOG_IN,
  NOPERM: LOG_IN,
};

/** Looks at a connection that is being opened (by `connectRedis`) to this URL; the caller closes it. */
export async function checkRedis(redis: Redis, url: string): Promise<readonly Finding[]> {
  try {
    if (redis.status !== 'ready') await within(once(redis, 'ready'), READY_MS);
    const facts = readFacts(await redis.info());
    return [judgeServer(facts, await latencyMs(redis)), evictionFinding(await evictionPolicy(redis)), persistenceFinding(facts)];
  } catch (error) {
    const code = codeOf(error);
    return [{ name: 'Redis', status: 'fail', says: `${placeOf(url)}cannot be used (${code})`, cure: CURES[code] ?? 'Check REDIS_URL: host, port, password, and rediss:// where the server wants TLS.' }];
  }
}

/** By the facts of INFO, and how long a PING takes in milliseconds. */
export function judgeServer(facts: ReadonlyMap<string, string>, ms: number): Finding {
  const version = facts.get('redis_version') ?? '';
  const server = facts.has('valkey_version') ? `Valkey ${facts.get('valkey_version')}` : `Redis ${version}`;
  const finding = { name: 'Redis', says: `${server} answers in ${ms.toFixed(1)} ms` };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < RECOMMENDED.major || (major === RECOMMENDED.major && minor < RECOMMENDED.minor)) {
    return { ...finding, status: 'warn', says: `${finding.says}, but is older than recommended`, cure: 'Use Redis 6.2 or newer, or Valkey.' };
  }
  if (ms > SLOW_MS) return { ...finding, status: 'warn', says: `${finding.says}, which is slow`, cure: 'Run the bot nearer to its Redis: people wait for several such answers.' };
  return { ...finding, status: 'ok' };
}

function evictionFinding(policy: string | undefined): Finding {
  const name = 'Redis eviction';
  if (policy === 'noeviction') return { name, status: 'ok', says: 'noeviction: nothing is dropped when memory is full' };
  const cure = 'Set maxmemory-policy to noeviction (a Redis of its own for the bot, if others need another policy).';
  if (policy === undefined) return { name, status: 'warn', says: 'Redis does not say what it drops when its memory is full', cure };
  return { name, status: 'fail', says: `${policy}: Redis may drop queued searches when its memory is full`, cure };
}

function persistenceFinding(facts: ReadonlyMap<string, string>): Finding {
  const name = 'Redis persistence';
  const aof = facts.get('aof_enabled');
  if (aof === '1') return { name, status: 'ok', says: 'append-only file on: what was queued survives a restart of Redis' };
  const says = aof === undefined ? 'Redis does not say whether it keeps an append-only file' : 'append-only file off';
  return {
    name, status: 'warn',
    says: `${says}: when Redis restarts, searches that wait and answers that were given since its last snapshot are lost`,
    cure: 'Set appendonly to yes.',
  };
}

/** The fastest of some: this process is busy with its other checks meanwhile. */
async function latencyMs(redis: Redis): Promise<number> {
  const times: number[] = [];
  for (let ping = 0; ping < PINGS; ping++) {
    const started = performance.now();
    await redis.ping();
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

/** `field:value` lines: https://redis.io/docs/latest/commands/info/ */
function readFacts(info: string): ReadonlyMap<string, string> {
  return new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, field = '', value = '']) => [field, value]));
}

const DEFAULT_PORT = '6379';

/** Host and port. Nothing where an @ stands behind them: a password with a / or # in it is taken for the host then. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { hostname, port, pathname, search, hash } = new URL(url);
  if (hostname === '' || `${pathname}${search}${hash}`.includes('@')) return '';
  return `${hostname}:${port || DEFAULT_PORT} `;
}

/** Node's code, or the word with which Redis begins an error; the rest of the text is not repeated. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  // The client's own time limit for a command has no code.
  if (error instanceof TimeLimitError || error.message.includes('timed out')) return 'ETIMEDOUT';
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string') return code;
  return /\b(?:NOAUTH|WRONGPASS|NOPERM|LOADING|MASTERDOWN|DENIED)\b/.exec(error.message)?.[0] ?? error.name;
}
