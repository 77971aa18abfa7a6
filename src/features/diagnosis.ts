/** What the doctor found: plain data, so that whoever looks needs not know who prints. */
import type { Problem } from './problem.ts';

/** `skipped` was not looked at, and says what it waits for. */
export type FindingStatus = 'ok' | 'warn' | 'fail' | 'skipped';

/** One line: what was looked at, what is so, and what to do about it. No secret, token, customer or person. */
export interface Finding {
  readonly name: string;
  readonly status: FindingStatus;
  readonly says: string;
  readonly cure?: string;
}

/** Slack signs for 5 minutes, and Entra allows certificates about as much. */
const CLOCK_FAIL_MS = 240_000;
const CLOCK_WARN_MS = 60_000;

/** A failure as a line, with the id by which Microsoft finds the conversation, and the wait where one was asked for. */
export function findingOf(name: string, { kind, whatHappened, whatToDo, correlationId, retryAfterMs }: Problem): Finding {
  const id = correlationId === undefined ? '' : ` (correlation id ${correlationId})`;
  const cure = kind === 'throttled' && retryAfterMs !== undefined ? `Run it again in ${waitInWords(retryAfterMs)}.` : whatToDo;
  return { name, status: 'fail', says: `${whatHappened}${id}`, cure };
}

/** Rounded up: who comes too early is sent away again. */
function waitInWords(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** What a line says that could not be looked at. */
export function waiting(name: string, says: string): Finding {
  return { name, status: 'skipped', says };
}

/** The findings, and behind them a line for each name that none of them has: it says what it waits for. */
export function withWaiting(findings: readonly Finding[], names: readonly string[], says: string): readonly Finding[] {
  const missing = names.filter((name) => !findings.some((finding) => finding.name === name));
  return [...findings, ...missing.map((name) => waiting(name, says))];
}

/** How far our clock is ahead of the one in a Date header, in milliseconds; undefined where there is no such header. */
export function clockAheadMs(dateHeader: string | null | undefined, now: Date): number | undefined {
  const theirs = Date.parse(dateHeader ?? '');
  return Number.isNaN(theirs) ? undefined : now.getTime() - theirs;
}

/** Judges our clock by somebody else's; a Date header has whole seconds, so less than two are none. */
export function clockFinding(name: string, aheadMs: number | undefined, peer: string): Finding {
  if (aheadMs === undefined) return waiting(name, `waits for an answer of ${peer} that carries its time`);
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  if (seconds < 2) return { name, status: 'ok', says: `this machine and ${peer} agree` };
  const says = `this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} ${peer}`;
  const size = Math.abs(aheadMs);
  if (size <= CLOCK_WARN_MS) return { name, status: 'ok', says };
  const cure = 'Let this machine set its clock by NTP.';
  if (size <= CLOCK_FAIL_MS) return { name, status: 'warn', says: `${says}: beyond 300 s nothing is accepted any more`, cure };
  return { name, status: 'fail', says: `${says}: signatures and tokens count as too old or not yet valid`, cure };
}
