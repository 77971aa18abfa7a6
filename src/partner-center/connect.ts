/** Partner Center put together from its parts: one sign-in, one gate, one set of connections. */
import type { Clock, EndDateReading, Log, RecordSource, RequestGate } from '../features/ports.ts';
import { addressesOf, type Cloud } from './clouds.ts';
import type { Credential } from './credential.ts';
import { createDispatcher } from './http.ts';
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

/** The audit log of one partner tenant; nothing is asked before the first search. */
export function connectPartnerCenter(options: PartnerCenterOptions): { readonly source: RecordSource; close(): Promise<void> } {
  const dispatcher = createDispatcher(options.environment);
  const addresses = addressesOf(options.cloud, options);
  const signIn = createSignIn({ ...options, addresses, dispatcher });
  const source = createRecordSource({ ...options, apiUrl: addresses.apiUrl, signIn, dispatcher });
  return { source, close: () => dispatcher.destroy() };
}
