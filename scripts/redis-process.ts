/** Starts a Redis as a child that cannot outlive this process, and waits until it answers. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, realpathSync } from 'node:fs';
import { connect, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const KEEPER = fileURLToPath(new URL('redis-keeper.ts', import.meta.url));
const IMAGE = 'redis:7-alpine';
const NO_PERSISTENCE = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
const START_MS = 10_000;
const PULL_MS = 180_000;
const PORT_ATTEMPTS = 3;

/** A Redis that answers; `how` says in plain words where it came from, without any password. */
export interface FoundRedis {
  readonly url: string;
  readonly how: string;
  /** Ends what was started and removes its files; does nothing for an address that was given. */
  stop(): Promise<void>;
}

/** One way to get a Redis: it runs, or why this way is closed here. */
export type Attempt =
  | { readonly kind: 'running'; readonly redis: FoundRedis }
  | { readonly kind: 'absent'; readonly why: string };

interface Kept {
  readonly hasEnded: () => boolean;
  readonly lastWords: () => string;
  stop(): Promise<void>;
}

/** Runs a short command to its end and gives its stdout; rejects when it fails or exceeds the time, in milliseconds. */
export async function run(command: string, args: readonly string[], limits: { readonly timeout: number; readonly cwd?: string }): Promise<string> {
  const { stdout } = await promisify(execFile)(command, [...args], limits);
  return stdout;
}

/** The full path of a command on `env.PATH`, if there is one this user may run. */
export function findOnPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).find(mayRun);
}

/** Starts a server binary (a command line without Redis options) on a free loopback port; rejects with its last words. */
export async function startServer(command: readonly string[]): Promise<{ readonly url: string; stop(): Promise<void> }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'audit-redis-')));
    const kept = keep(folder, [...command, ...NO_PERSISTENCE, '--bind', '127.0.0.1', '--port', String(port), '--dir', folder]);
    // Its own folder in the answer proves that no other server took the port in between.
    if (await answers(kept, START_MS, async () => (await ask(port, 'CONFIG GET dir')).includes(folder))) {
      return { url: `redis://127.0.0.1:${port}`, stop: kept.stop };
    }
    await kept.stop();
    if (attempt === PORT_ATTEMPTS) throw new Error(kept.lastWords() || `no answer within ${START_MS / 1000} s`);
  }
}

/** Runs an ephemeral container bound to a loopback port that Docker chooses. */
export async function redisInDocker(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<Attempt> {
  const docker = findOnPath('docker', env);
  if (!docker) return { kind: 'absent', why: 'docker is not on PATH' };
  const engine = await run(docker, ['info', '--format', '{{.ServerVersion}}'], { timeout: 4_000 }).catch(() => '');
  if (engine.trim() === '') return { kind: 'absent', why: 'docker is there, but no engine answers' };
  log(`Starting Redis in Docker (${IMAGE}); the first time the image is fetched`);
  const name = `audit-redis-${randomBytes(6).toString('hex')}`;
  const kept = keep('', [docker, 'run', '--rm', '--name', name, '-p', '127.0.0.1::6379', IMAGE, 'redis-server', ...NO_PERSISTENCE]);
  const findPort = async () => Number(/:(\d+)\s*$/m.exec(await run(docker, ['port', name, '6379/tcp'], { timeout: 4_000 }))?.[1]);
  if (await answers(kept, PULL_MS, async () => (await ask(await findPort(), 'PING')).includes('PONG'))) {
    return { kind: 'running', redis: { url: `redis://127.0.0.1:${await findPort()}`, how: `Docker (${IMAGE})`, stop: kept.stop } };
  }
  await kept.stop();
  return { kind: 'absent', why: `docker could not run ${IMAGE}: ${kept.lastWords()}` };
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The keeper ends the command and removes the folder as soon as our end of its stdin closes, even by SIGKILL. */
function keep(folder: string, command: readonly string[]): Kept {
  const keeper = spawn(process.execPath, [KEEPER, folder, ...command], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, windowsHide: true });
  const ended = once(keeper, 'exit');
  let words = '';
  for (const pipe of [keeper.stdout, keeper.stderr]) pipe.on('data', (text: Buffer) => (words = (words + text.toString()).slice(-1_000)));
  keeper.stdin.on('error', () => undefined);
  // It must never hold this process open: leaving closes the pipe, and that is the order to stop.
  keeper.unref();
  for (const pipe of [keeper.stdin, keeper.stdout, keeper.stderr]) if (pipe instanceof Socket) pipe.unref();
  const hasEnded = () => keeper.exitCode !== null || keeper.signalCode !== null;
  const stop = async () => {
    keeper.ref();
    keeper.stdin.end();
    if (!hasEnded()) await ended;
  };
  return { hasEnded, lastWords: () => words.trim().split('\n').slice(-3).join(' / '), stop };
}

/** True as soon as the check holds; false when the command has ended or the time, in milliseconds, is over. */
async function answers(kept: Kept, limit: number, check: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + limit;
  while (Date.now() < end && !kept.hasEnded()) {
    if (await check().catch(() => false)) return true;
    await sleep(25);
  }
  return false;
}

/** Sends one inline command over a connection of its own and gives the start of the answer. */
async function ask(port: number, command: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    socket.end(`${command}\r\n`);
    const answer: unknown[] = await once(socket, 'data', { signal: AbortSignal.timeout(1_000) });
    return String(answer[0]);
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free loopback port');
  return address.port;
}
