/** The audit records API as it travels: open and tolerant, since everything but four fields may be absent or null. */

export interface WirePair {
  readonly key: string;
  readonly value: string | null;
}

export interface WireRecord {
  readonly id?: string | null;
  readonly partnerId?: string | null;
  readonly participants?: readonly string[] | null;
  readonly customerId?: string | null;
  readonly customerName?: string | null;
  readonly userPrincipalName?: string | null;
  readonly applicationId?: string | null;
  readonly sessionId?: string | null;
  readonly resourceType: string;
  readonly resourceOldValue?: unknown;
  readonly resourceNewValue?: unknown;
  readonly operationType: string;
  readonly originalCorrelationId?: string | null;
  /** UTC, seven fractional digits: `2017-06-15T22:56:05.0589308Z`. */
  readonly operationDate: string;
  readonly operationStatus: string;
  readonly customizedData?: readonly WirePair[] | null;
  readonly attributes?: { readonly objectType?: string; readonly etag?: string } | null;
  readonly [unknownField: string]: unknown;
}

export interface WireLink {
  readonly uri: string;
  readonly method: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

export interface WirePage {
  /** Seen in the REST reference only; the next link is the usual place of the token. */
  readonly continuationToken?: string;
  /** The number of items on this page, not of all matches. */
  readonly totalCount: number;
  readonly items: readonly WireRecord[];
  readonly links: { readonly self: WireLink; readonly next?: WireLink };
  readonly attributes: { readonly objectType: string };
}
