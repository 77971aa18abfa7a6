/** The gate as the copy passes it: half of the rate and more is left to people, who wait for their answers. */
import type { RequestGate } from '../features/ports.ts';
import { pause } from './cancellation.ts';

export interface PoliteGateDeps {
  readonly gate: RequestGate;
  readonly requestsPerMinute: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
}

/** Lets one request after the other to the shared gate, no faster than half of what that allows. */
export function createPoliteGate({ gate, requestsPerMinute, now }: PoliteGateDeps): RequestGate {
  const apartMs = 2 * 60_000 / requestsPerMinute;
  let nextAt = 0;
  return {
    async enter(signal) {
      const turn = Math.max(now(), nextAt);
      nextAt = turn + apartMs;
      await pause(Math.max(0, turn - now()), signal);
      return gate.enter(signal);
    },
    close: (forMs) => gate.close(forMs),
  };
}
