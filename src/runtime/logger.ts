/** JSON lines on stdout. */
import { pino, type DestinationStream } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What the rest of the program logs with: facts in fields, a static text. */
export interface Logger {
  debug(facts: Readonly<Record<string, unknown>>, text: string): void;
  info(facts: Readonly<Record<string, unknown>>, text: string): void;
  warn(facts: Readonly<Record<string, unknown>>, text: string): void;
  error(facts: Readonly<Record<string, unknown>>, text: string): void;
}

/** Field names that are never written, wherever they stand: a slip in a caller must not leak. */
const NEVER_LOGGED = ['token', 'secret', 'password', 'authorization', 'responseUrl', 'response_url', 'body', 'record', 'records'];

/**
 * Starts a logger; each line is written at once, since what waits for the end of a process keeps it from ending when
 * nobody reads its log any more. Errors are written as name, message and stack only: their other fields may hold anything.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  return pino({
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: NEVER_LOGGED.flatMap((name) => [name, `*.${name}`]), censor: '[not logged]' },
    serializers: { error: plainError, err: plainError },
  }, destination ?? pino.destination({ dest: 1, sync: true }));
}

function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  return { name: error.name, message: error.message, stack: error.stack };
}
