/** A failure, classified once where it happens, in words for the person who waits for the answer. */

export type ProblemKind =
  | 'sign-in'        // Entra gives us no token
  | 'not-allowed'    // Partner Center refuses us
  | 'bad-request'    // Partner Center does not take the question
  | 'throttled'      // Partner Center asks us to wait
  | 'unavailable'    // no answer, or a fault at the other end
  | 'bad-answer'     // an answer that cannot be read
  | 'cancelled'      // stopped from our side
  | 'storage';       // Redis cannot be reached

export interface ProblemFacts {
  readonly kind: ProblemKind;
  /** Whether the same attempt may succeed later without anybody doing anything. */
  readonly retryable: boolean;
  /** One sentence: what happened. */
  readonly whatHappened: string;
  /** One sentence: what the person or an administrator does next. */
  readonly whatToDo: string;
  /** Names the conversation in a support case with Microsoft. */
  readonly correlationId?: string;
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A classified failure. Its texts hold no token, secret or record value. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly kind: ProblemKind;
  readonly retryable: boolean;
  readonly whatHappened: string;
  readonly whatToDo: string;
  readonly correlationId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(facts: ProblemFacts) {
    super(`${facts.kind}: ${facts.whatHappened}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.kind = facts.kind;
    this.retryable = facts.retryable;
    this.whatHappened = facts.whatHappened;
    this.whatToDo = facts.whatToDo;
    this.correlationId = facts.correlationId;
    this.retryAfterMs = facts.retryAfterMs;
  }
}
