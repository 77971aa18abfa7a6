/** `npm run forget -- <customer GUID>`: erases a customer from what the bot keeps, and says what that does not reach. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { ConfigError, inspectConfig } from '../config.ts';
import { countCustomer, forgetCustomer, type ForgetDeps, type Forgotten, type Staying } from '../features/forget-customer.ts';
import type { Clock } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { Logger } from '../runtime/logger.ts';
import { connectRedis } from '../runtime/redis.ts';
import { within } from '../runtime/time-limit.ts';
import { createCopy } from '../store/copy.ts';
import { createCustomerMemory } from '../store/customer-memory.ts';
import { createErasedCustomers } from '../store/erased-customers.ts';
import { createLease } from '../store/lease.ts';
import { createSeals } from '../store/seals.ts';
import { checkVault, openVault } from '../store/vault.ts';

export interface ForgetWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Where the command prints, and how it asks; without `ask` nobody sits at the terminal. */
export interface ForgetTalk {
  readonly print: (line: string) => void;
  readonly ask?: (question: string) => Promise<string>;
}

const READY_MS = 8_000;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What no program can take back, or what is not the bot's. */
const REMAINS = [
  'What remains:',
  '- answers that only one person sees in a channel: gone from Slack when that person reloads it',
  '- answers kept in direct messages, and answers shared to channels: delete these messages in Slack',
  '- exported CSV and JSON files in direct messages, and copies that people made of them',
  '- alerts, notices and digests in channels and direct messages that named the customer: delete these messages in Slack',
  '- saved searches and rules that name the customer, as listed above: rules go on until somebody removes them',
  '- searches that run or wait right now, and their answers: run this again when they have ended',
  '- how many seats a subscription had, as a number under its id, where the copy no longer holds a record of it',
  '- Partner Center’s own log, for up to 90 days: searches here leave out what it still holds from before now',
  '- backups of Redis, and its append-only file until Redis rewrites it (BGREWRITEAOF)',
];

/** Gives the exit code; throws a ConfigError or a Problem. */
export async function forgetCommand(flags: readonly string[], world: ForgetWorld): Promise<number> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  return process.stdin.isTTY ? forget(flags, world, { print, ask: askAtTerminal }) : forget(flags, world, { print });
}

/** The same with another terminal. Without `--yes` or the id typed again it counts and erases nothing. */
export async function forget(flags: readonly string[], world: ForgetWorld, { print, ask }: ForgetTalk): Promise<number> {
  const [customerId = '', ...options] = flags.toSorted((a, b) => Number(a.startsWith('--')) - Number(b.startsWith('--')));
  if (!GUID.test(customerId) || options.some((option) => option !== '--yes')) {
    print('Which customer? npm run forget -- 11111111-2222-3333-4444-555555555555 (and --yes to erase without being asked)');
    return 1;
  }
  return withStorage(world, async (deps) => {
    const found = await countCustomer(deps, customerId);
    for (const line of [...linesOf(found, 'would be erased'), ...staysOf(found), ...brokenOf(found, 'would be erased')]) print(line);
    if (!await isConfirmed(customerId, options, ask)) {
      print('Nothing was erased. Add --yes to erase it.');
      return 0;
    }
    const erased = await forgetCustomer(deps, customerId);
    for (const line of [...linesOf(erased, 'erased'), ...staysOf(erased), ...brokenOf(erased, 'erased'), ...REMAINS]) print(line);
    return 0;
  });
}

async function isConfirmed(customerId: string, options: readonly string[], ask: ForgetTalk['ask']): Promise<boolean> {
  if (options.includes('--yes')) return true;
  if (!ask) return false;
  const typed = await ask('This cannot be undone. Type the customer id again to erase: ');
  return typed.trim().toLowerCase() === customerId.toLowerCase();
}

async function askAtTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

async function withStorage(world: ForgetWorld, work: (deps: ForgetDeps) => Promise<number>): Promise<number> {
  const { redis: config, faults } = inspectConfig(world.environment);
  if (!config) throw new ConfigError(faults.filter(({ variable }) => variable.startsWith('REDIS_') || variable === 'STORE_ENCRYPTION_KEY').map(({ variable, text }) => `${variable} ${text}`).join('\n'));
  const redis = connectRedis(config.url.reveal(), 'commands', world.log);
  try {
    if (redis.status !== 'ready') await within(once(redis, 'ready'), READY_MS).catch(unreachable);
    const storage = { redis, prefix: config.prefix, vault: openVault(config.encryptionKey?.reveal()) };
    await checkVault(storage);
    return await work({
      copy: createCopy(storage), seals: createSeals(storage), erased: createErasedCustomers(storage),
      memory: createCustomerMemory(storage), lease: createLease(storage), clock: world.clock,
    });
  } finally {
    redis.disconnect();
  }
}

function unreachable(cause: unknown): never {
  throw new Problem({ kind: 'storage', retryable: true, whatHappened: 'Redis cannot be reached.', whatToDo: 'Check REDIS_URL; `npm run doctor` says more.', cause });
}

function linesOf({ records, days, sealedDays, answers, searches, messages, known, directoryEntries }: Forgotten, how: string): readonly string[] {
  return [
    `- ${records} records in ${days} days of the copy ${how}; ${sealedDays} of these days are sealed, and a link of the chain says that something was erased`,
    `- ${answers} kept answers and ${searches} remembered searches ${how}`,
    `- ${directoryEntries} entries of the directories (the customer, and people who appear nowhere else) ${how}`,
    `- the customer ${how} from ${messages} alerts and messages that the bot keeps, and ${known} values that tell what is new`,
  ];
}

/** Each by its name and place, so that it can be found and removed. */
function staysOf({ stays }: Forgotten): readonly string[] {
  const saved = stays.filter(({ what }) => what === 'saved search').length;
  return [
    `- ${saved} saved searches and ${stays.length - saved} rules name the customer and stay${stays.length === 0 ? '' : ':'}`,
    ...stays.map(({ what, name, where }) => `  - ${what} “${oneLine(name)}” ${placeInWords(what, where)}: ${CURES[what]} ${oneLine(name)}`),
  ];
}

/** What could not be read, each by its place in Redis. */
function brokenOf({ unreadable }: Forgotten, how: string): readonly string[] {
  const [stays, gone] = [unreadable.filter(({ fate }) => fate === 'stays'), unreadable.filter(({ fate }) => fate === 'erased')];
  const place = ({ what, key, field }: Forgotten['unreadable'][number]): string => `  - ${what} ${field === undefined ? 'at' : `${oneLine(field)} of the hash`} ${oneLine(key)}`;
  return [
    ...(gone.length === 0 ? [] : [`- ${gone.length} values ${how} that cannot be read and may name the customer:`, ...gone.map(place)]),
    ...(stays.length === 0 ? [] : [`- ${stays.length} values cannot be read, may name the customer and stay: restore or remove them in Redis:`, ...stays.map(place)]),
  ];
}

const CURES: Readonly<Record<Staying['what'], string>> = { 'saved search': 'unsave', digest: 'remove', alert: 'remove', reminder: 'remove', mute: 'unmute' };

function placeInWords(what: Staying['what'], { kind, id }: Staying['where']): string {
  if (what === 'saved search') return `of ${id}`;
  return kind === 'channel' ? `in the channel ${id}` : `in direct messages to ${id}`;
}

/** A name may hold anything, also what moves a terminal's cursor. */
function oneLine(name: string): string {
  return name.replace(/\p{C}/gu, ' ');
}
