/** Everything that can go wrong with Partner Center on demand. */
import type { FaultControls } from './fault-queue.ts';

export type UnauthorizedReason = '900421' | '900420' | '800001' | '400' | 'mfaEmpty' | 'expired';
export type ForbiddenCode = '900329' | '900150' | '900308' | '900309' | '2032' | '20002';

/** Faults that replace the whole answer. */
export type AnswerFault =
  /** 429 in the published shape; seconds, an HTTP date, or null for no Retry-After header. */
  | { readonly kind: 'throttle'; readonly retryAfter: number | string | null }
  /** Any status, with the documented body for it or an HTML page of one's own. */
  | { readonly kind: 'status'; readonly status: number; readonly html?: string }
  /** A gateway's HTML page, even under status 200. */
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'unauthorized'; readonly reason: UnauthorizedReason }
  | { readonly kind: 'forbidden'; readonly code: ForbiddenCode }
  /** The connection is reset before a byte of the answer. */
  | { readonly kind: 'reset' }
  /** Nothing is ever answered; the socket lives until `close()` or the client gives up. */
  | { readonly kind: 'hang' };

/** Faults that bend an otherwise correct answer. */
export type PageFault =
  | { readonly kind: 'slow'; readonly ms: number }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The body begins with a byte order mark. */
  | { readonly kind: 'bom' }
  /** The next link leads to another origin, such as `//evil.example/v1/auditrecords`. */
  | { readonly kind: 'foreignNext'; readonly uri: string }
  /** The next link leads to this very page, again and again, always with the same token. */
  | { readonly kind: 'repeatToken' }
  /** No items, but a next link to where this page would have begun. */
  | { readonly kind: 'emptyPages' }
  /** `size=2?seekOperation=Next`, as in a published invoice sample. */
  | { readonly kind: 'malformedNext' }
  /** `continuationToken` beside the items, and no next link. */
  | { readonly kind: 'tokenOnlyInBody' }
  /** `totalCount` says this, whatever the page holds. */
  | { readonly kind: 'wrongTotal'; readonly total: number }
  /** The next page begins with the last records of this one. */
  | { readonly kind: 'duplicates' }
  /** Items that are no audit records stand among the good ones. */
  | { readonly kind: 'badItem'; readonly items?: readonly unknown[] };

export type Fault = AnswerFault | PageFault;

/** What a rule may look at: the request so far, numbered from 1. */
export interface SeenRequest {
  readonly ordinal: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export type Faults = FaultControls<Fault, SeenRequest>;
