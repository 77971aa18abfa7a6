/** Starts the simulator in a process of its own and asks it what it saw. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the simulator holds and how it behaves. */
export interface UpstreamSpec {
  readonly records: number;
  readonly days: number;
  /** The instant that is now for it, and where its log ends. */
  readonly to: string;
  readonly latencyMs: number;
  /** Share of the records on one day in the middle; none otherwise. */
  readonly heaviestDayShare?: number;
  /** Records of one customer, on top of the others. */
  readonly ofRelecloud?: number;
  /** A token bucket of this many requests in front of it. */
  readonly perSecond?: number;
}

/** Where it listens, and as whom it lets one sign in. */
export interface Upstream {
  readonly url: string;
  readonly entraUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What it was asked since it started. */
export interface Seen {
  readonly requests: number;
  readonly throttled: number;
  readonly tokens: number;
}

export interface RunningUpstream extends Upstream {
  seen(): Promise<Seen>;
  stop(): void;
}

/** The instant that all rows take for now, so that today is half over whenever they run. */
export const NOW = new Date('2026-11-20T18:00:00Z');

export async function startUpstream(spec: Omit<UpstreamSpec, 'to'>): Promise<RunningUpstream> {
  const child = fork(fileURLToPath(new URL('simulator.ts', import.meta.url)), [JSON.stringify({ ...spec, to: NOW.toISOString() })]);
  const upstream = await messageOf<Upstream>(child);
  return {
    ...upstream,
    async seen() {
      child.send('seen');
      return messageOf<Seen>(child);
    },
    stop: () => child.disconnect(),
  };
}

/** The next message; rejects when the process ends without one. */
export async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const early = once(child, 'exit', { signal: ended.signal }).then(([code]) => { throw new Error(`a process of the benchmark ended with ${String(code)}`); });
  try {
    const messages: readonly unknown[] = await Promise.race([once(child, 'message', { signal: ended.signal }), early]);
    return messages[0] as T;
  } finally {
    early.catch(() => undefined);
    ended.abort();
  }
}
