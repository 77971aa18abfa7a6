/** What a receiver knows about a request beside its body: how it came, when it was signed, and what names it. */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** Slack asks receivers to refuse more: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const LARGEST_AGE_S = 300;

export type RequestFacts =
  | { readonly transport: 'http'; readonly signedAt: string | undefined; readonly signature: string | undefined }
  | { readonly transport: 'socket'; readonly envelopeId: string | undefined };

const envelope = z.object({ envelope_id: z.string() });

/** Bolt's `customPropertiesExtractor` over HTTP. Bolt has checked the signature already. */
export function httpRequestFacts(request: IncomingMessage): { readonly edge: RequestFacts } {
  return {
    edge: {
      transport: 'http',
      signedAt: headerOf(request, 'x-slack-request-timestamp'),
      signature: headerOf(request, 'x-slack-signature'),
    },
  };
}

/** Bolt's `customPropertiesExtractor` over Socket Mode. */
export function socketRequestFacts(args: unknown): { readonly edge: RequestFacts } {
  return { edge: { transport: 'socket', envelopeId: envelope.safeParse(args).data?.envelope_id } };
}

const requestFacts: z.ZodType<RequestFacts> = z.discriminatedUnion('transport', [
  z.object({ transport: z.literal('http'), signedAt: z.union([z.string(), z.undefined()]), signature: z.union([z.string(), z.undefined()]) }),
  z.object({ transport: z.literal('socket'), envelopeId: z.union([z.string(), z.undefined()]) }),
]);

const customProperties = z.object({ edge: requestFacts });

/** Reads the facts back from what Bolt passes along; undefined when no receiver of ours put them there. */
export function readRequestFacts(properties: unknown): RequestFacts | undefined {
  return customProperties.safeParse(properties).data?.edge;
}

/** Whether a request was signed within five minutes of now, before or after; Bolt lets the future pass. */
export function isSignedRecently(facts: RequestFacts, now: Date): boolean {
  if (facts.transport === 'socket') return true;
  if (facts.signedAt === undefined || !/^\d{1,12}$/.test(facts.signedAt)) return false;
  return Math.abs(now.getTime() / 1_000 - Number(facts.signedAt)) <= LARGEST_AGE_S;
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
