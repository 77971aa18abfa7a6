/** The real bot as a process of its own, as an operator would start it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const READY_MS = 40_000;

export interface BotLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface Bot {
  /** Where Slack posts to; undefined in Socket Mode and in the worker role. */
  readonly port: number | undefined;
  readonly opsPort: number;
  /** Everything logged so far. */
  readonly lines: readonly BotLine[];
  readonly process: ChildProcess;
  /** SIGTERM, as an operator stops it; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as the kernel does when memory is out. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts `src/main.ts` with these variables and no others; rejects with what it printed when it does not become ready.
 * `leaving` stops it, also while it starts.
 */
export async function startBot(environment: Readonly<Record<string, string>>, leaving?: AbortSignal): Promise<Bot> {
  leaving?.throwIfAborted();
  const child = spawn(process.execPath, [MAIN], {
    env: { PORT: '0', OPS_PORT: '0', PATH: process.env['PATH'], ...environment, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  leaving?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  child.once('exit', () => running.delete(child));
  const lines: BotLine[] = [];
  const told: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => told.push(line));
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = readLine(text);
      lines.push(line);
      if (line.msg === 'ready') resolve();
    });
    child.once('exit', (code) => reject(new Error(`the bot ended with ${code}: ${told.join('\n')}`)));
    setTimeout(() => reject(new Error(`the bot was not ready after ${READY_MS} ms: ${told.join('\n')}`)), READY_MS).unref();
  });
  await ready.catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    port: numberIn(lines, 'listening to Slack', 'port'),
    opsPort: numberIn(lines, 'ready', 'opsPort') ?? 0,
    lines,
    process: child,
    stop: () => endOf(child, 'SIGTERM'),
    kill: async () => void await endOf(child, 'SIGKILL'),
  };
}

async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}

function readLine(text: string): BotLine {
  try {
    return JSON.parse(text) as BotLine;
  } catch {
    return { level: 'raw', msg: text };
  }
}

function numberIn(lines: readonly BotLine[], message: string, field: string): number | undefined {
  const value = lines.find(({ msg }) => msg === message)?.[field];
  return typeof value === 'number' ? value : undefined;
}
