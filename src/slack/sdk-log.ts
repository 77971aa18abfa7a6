/** What Slack's SDK has to say, in our log: warnings and errors only, because its other lines hold whole messages. */
import { LogLevel, type Logger } from '@slack/web-api';
import type { Log } from '../features/ports.ts';
import { errorFacts } from './error-facts.ts';

/** A line of the SDK is a hint, not a document. */
const LONGEST = 200;

/** A logger for Bolt, WebClient and Socket Mode. Quoted values, addresses and tokens are taken out of its lines. */
export function createSdkLog(log: Log): Logger {
  const say = (parts: readonly unknown[]): string => parts.map(describe).join(' ').slice(0, LONGEST);
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts: unknown[]) => log.warn({ said: say(parts) }, 'slack sdk'),
    error: (...parts: unknown[]) => log.error({ said: say(parts) }, 'slack sdk'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}

function describe(part: unknown): string {
  if (typeof part === 'string') return withoutValues(part);
  if (!(part instanceof Error)) return typeof part;
  const { error, code, status } = errorFacts(part);
  return [error, code, status].filter((fact) => typeof fact === 'string' || typeof fact === 'number').join(' ');
}

function withoutValues(line: string): string {
  return line
    .replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '<address>')
    .replaceAll(/\bx(?:ox|app)[\w-]+/g, '<token>')
    .replaceAll(/".*"/gs, '<value>')
    .replaceAll(/\{.*\}/gs, '<value>');
}
