/** A private word to somebody whose request cannot be answered by its acknowledgement. */
import type { WebClient } from '@slack/web-api';
import type { Log } from '../features/ports.ts';
import { postDirectMessage } from './direct-message.ts';
import { errorFacts } from './error-facts.ts';
import type { Incoming } from './incoming.ts';
import { textMessage } from './ingress-notices.ts';
import type { MessagePayload } from './message.ts';
import { isAllowedResponseUrl, postToResponseUrl } from './response-url.ts';

/** Never rejects: who cannot be told is logged. */
export type Tell = (incoming: Incoming, message: MessagePayload) => Promise<void>;

export interface TellDeps {
  readonly client: WebClient;
  readonly allowedOrigins: readonly string[];
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: Log;
}

/** Tells through the request's own response_url, else by direct message. */
export function createTell(deps: TellDeps): Tell {
  return async (incoming, message) => {
    try {
      if (await postedInPlace(deps, incoming, message) || incoming.userId === undefined) return;
      const direct = { client: deps.client, sleep: deps.sleep, sentPlain: () => undefined };
      await postDirectMessage(direct, incoming.userId, { rich: message, plain: textMessage(message.text) });
    } catch (error) {
      deps.log.warn({ ...errorFacts(error), user: incoming.userId }, 'person could not be told');
    }
  };
}

async function postedInPlace({ allowedOrigins, log }: TellDeps, { responseUrl }: Incoming, message: MessagePayload): Promise<boolean> {
  if (responseUrl === undefined || !isAllowedResponseUrl(responseUrl, allowedOrigins)) return false;
  const outcome = await postToResponseUrl(responseUrl, { response_type: 'ephemeral', replace_original: false, ...message });
  if (outcome.kind !== 'taken') log.warn({ outcome: outcome.kind }, 'response_url did not take a notice');
  return outcome.kind === 'taken';
}
