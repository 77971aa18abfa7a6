/** The real Slack side of the bot, connected to the stand-in by HTTP or by socket. */
import type { App } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import type { PostedMessage, PromisedMessages, ResponseUrlUses } from '../../src/features/answer-ports.ts';
import type { Log, ReplayGuard } from '../../src/features/ports.ts';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../src/slack/app.ts';
import { startSlack, type SlackStandIn } from '../../sandbox/slack/server.ts';

export const SECRETS = { signingSecret: 'signing-secret-of-a-test', botToken: 'xoxb-test-bot', appToken: 'xapp-test-app' } as const;

export type TransportKind = 'http' | 'socket';

export interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface Notebook extends Log {
  readonly lines: readonly Line[];
}

/** A log that can be read. */
export function notebook(): Notebook {
  const lines: Line[] = [];
  return {
    lines,
    info: (facts, text) => void lines.push({ level: 'info', facts, text }),
    warn: (facts, text) => void lines.push({ level: 'warn', facts, text }),
    error: (facts, text) => void lines.push({ level: 'error', facts, text }),
  };
}

/** Remembers in memory. */
export function memoryGuard(): ReplayGuard {
  const seen = new Set<string>();
  return {
    async isFirst(key) {
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    },
  };
}

/** Counts in memory. */
export function memoryUses(): ResponseUrlUses {
  const used = new Map<string, number>();
  return {
    async take(url) {
      const use = (used.get(url) ?? 0) + 1;
      used.set(url, use);
      return use <= 5 ? use : undefined;
    },
  };
}

/** What promises answers, in memory. */
export function memoryPromises(): PromisedMessages {
  const noted = new Map<string, PostedMessage>();
  const closed = new Set<string>();
  return {
    async note(jobId, message) {
      if (!noted.has(jobId)) noted.set(jobId, message);
      return noted.get(jobId) === message && !closed.has(jobId);
    },
    async find(jobId) {
      const message = noted.get(jobId);
      return { ...(message && { message }), isClosed: closed.has(jobId) };
    },
    async close(jobId) {
      closed.add(jobId);
      return noted.get(jobId);
    },
  };
}

/** More patient than Slack: in time or not is seen by what the acknowledgement says, also where the machine stands still. */
const PATIENCE = { ackTimeoutMs: 20_000, triggerLifeMs: 20_000 };

export async function testSlack(options: Partial<Parameters<typeof startSlack>[0]> = {}): Promise<SlackStandIn> {
  const slack = await startSlack({ ...SECRETS, ...PATIENCE, ...options });
  onTestFinished(() => slack.close());
  return slack;
}

export interface RunningApp {
  readonly slack: SlackStandIn;
  readonly bot: SlackApp;
  readonly log: Notebook;
}

export interface RunOptions extends Partial<Pick<SlackAppOptions, 'replayGuard' | 'clock' | 'metrics'>> {
  readonly transport?: TransportKind;
  readonly listen?: (app: App) => void;
}

/** Starts both and connects them; stops both when the test ends. */
export async function runApp({ transport = 'http', listen, ...options }: RunOptions = {}): Promise<RunningApp> {
  const slack = await testSlack();
  const log = notebook();
  const bot = createSlackApp({
    mode: transport === 'http'
      ? { kind: 'http', port: 0, signingSecret: () => SECRETS.signingSecret }
      : { kind: 'socket', appToken: () => SECRETS.appToken },
    botToken: () => SECRETS.botToken,
    apiUrl: slack.apiUrl,
    commandName: '/audit',
    replayGuard: memoryGuard(),
    clock: () => new Date(),
    log,
    ...options,
  });
  listen?.(bot.app);
  const { port } = await bot.start();
  onTestFinished(() => bot.stop(500));
  if (port !== undefined) slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  return { slack, bot, log };
}
