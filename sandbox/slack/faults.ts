/** Faults a test orders in advance: they hit the next calls of one method, or of `response_url`. */

/** A status, an error in Slack's own form, or what happens to the connection; `dropAfterAccept` does the work first. */
export type Failure = number | 'reset' | 'hang' | 'dropAfterAccept' | { readonly error: string };
export type SocketFault = 'refresh_requested' | 'warning' | 'drop' | 'app_rate_limited';

export type Fault =
  | { readonly kind: 'rateLimit'; readonly retryAfterSeconds: number }
  | { readonly kind: 'fail'; readonly how: Failure };

export interface Faults {
  /** The next `times` calls (1 by default) answer 429 with `Retry-After`. */
  readonly rateLimit: (method: string, retryAfterSeconds: number, times?: number) => void;
  /** The next `times` calls (1 by default) fail in this way. `method` is a Web API method, `response_url` or `upload`. */
  readonly fail: (method: string, how: Failure, times?: number) => void;
  /** Every call of the method waits this long first, until set to 0. */
  readonly slow: (method: string, ms: number) => void;
  /** Blocks of these types are answered with `invalid_blocks` everywhere; call without types to end it. */
  readonly refuseBlocks: (...types: readonly string[]) => void;
  /** From now on the bot's token is refused as one that was taken back; `clear` ends it. */
  readonly revokeToken: () => void;
  /** Hits every open socket; returns how many. */
  readonly socket: (fault: SocketFault) => number;
  readonly clear: () => void;
}

export interface FaultPlan {
  readonly next: (method: string) => Fault | undefined;
  readonly delayMs: (method: string) => number;
  readonly refusedBlocks: () => readonly string[];
  readonly isTokenRevoked: () => boolean;
  readonly order: Omit<Faults, 'socket'>;
}

export const createFaultPlan = (): FaultPlan => {
  const queues = new Map<string, Fault[]>();
  const delays = new Map<string, number>();
  let refused: readonly string[] = [];
  let isRevoked = false;

  const enqueue = (method: string, fault: Fault, times: number): void => {
    queues.set(method, [...(queues.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
  };

  return {
    next: (method) => queues.get(method)?.shift(),
    delayMs: (method) => delays.get(method) ?? 0,
    refusedBlocks: () => refused,
    isTokenRevoked: () => isRevoked,
    order: {
      rateLimit: (method, retryAfterSeconds, times = 1) => enqueue(method, { kind: 'rateLimit', retryAfterSeconds }, times),
      fail: (method, how, times = 1) => enqueue(method, { kind: 'fail', how }, times),
      slow: (method, ms) => { delays.set(method, ms); },
      refuseBlocks: (...types) => { refused = types; },
      revokeToken: () => { isRevoked = true; },
      clear: () => { queues.clear(); delays.clear(); refused = []; isRevoked = false; },
    },
  };
};
