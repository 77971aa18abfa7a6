/** Partner Center put together from its parts: one sign-in, one gate, one set of connections. */
import type { Clock, EndDateReading, Log, RecordLookup, RecordSource, RequestGate } from '../features/ports.ts';
import { addressesOf, type Cloud } from './clouds.ts';
import type { Credential } from './credential.ts';
import { createDispatcher } from './http.ts';
import { createPoliteGate } from './polite-gate.ts';
import { createRecordLookup } from './record-by-id.ts';
import { createRecordSource } from './record-source.ts';
import { createSignIn } from './sign-in.ts';

export interface PartnerCenterOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: Credential;
  readonly cloud: Cloud;
  readonly partnerCenterUrl?: string;
  readonly entraAuthorityUrl?: string;
  /** Where proxy variables are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly gate: RequestGate;
  /** Pages that one search asks for at the same time. */
  readonly concurrency: number;
  readonly endDateReading: EndDateReading;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newId: () => string;
  readonly log: Log;
}

/** The audit log of one partner tenant: by days, and by the id of a record. */
export interface PartnerCenter {
  readonly source: RecordSource;
  /** The same log for work that nobody waits for: one request at a time, and half of this rate at most. */
  background(requestsPerMinute: number): RecordSource;
  readonly lookup: RecordLookup;
  close(): Promise<void>;
}

/** Puts the parts together; nothing is asked before the first search. */
export function connectPartnerCenter(options: PartnerCenterOptions): PartnerCenter {
  const dispatcher = createDispatcher(options.environment);
  const addresses = addressesOf(options.cloud, options);
  const signIn = createSignIn({ ...options, addresses, dispatcher });
  const asking = { ...options, apiUrl: addresses.apiUrl, signIn, dispatcher };
  return {
    source: createRecordSource(asking),
    background: (requestsPerMinute) => createRecordSource({
      ...asking, gate: createPoliteGate({ gate: options.gate, requestsPerMinute, now: () => performance.now() }), concurrency: 1,
    }),
    lookup: createRecordLookup(asking),
    close: () => dispatcher.destroy(),
  };
}
