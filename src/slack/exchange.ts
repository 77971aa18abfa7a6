/** One request of Slack and its acknowledgement: exactly one reaches Slack, in time, whatever the listener does. */
import { z } from 'zod';
import type { Clock, Log } from '../features/ports.ts';
import { errorFacts } from './error-facts.ts';
import type { Incoming, IncomingKind } from './incoming.ts';
import type { MessagePayload } from './message.ts';
import { acknowledgementOf, NOTICES, textMessage } from './ingress-notices.ts';
import type { Tell } from './tell.ts';

/** Slack gives up after 3 s: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
const SAFETY_ACK_MS = 2_500;

export interface ExchangeDeps {
  readonly tell: Tell;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: { acknowledged(kind: string, ms: number): void };
}

/**
 * `open`: nothing was sent. `silent`: acknowledged without a word. `answered`: acknowledged with something to see.
 * `late`: acknowledged in the listener's place, and the person waits for what it has to say.
 */
export type ExchangeState = 'open' | 'silent' | 'answered' | 'late';

export interface Exchange {
  readonly state: () => ExchangeState;
  /** What listeners get. The first call counts; after a late one the content goes out as a private message. Never rejects. */
  readonly ack: (body?: unknown) => Promise<void>;
  /** Tells the person a text: with the acknowledgement if it can still carry one, else privately. Never rejects. */
  readonly answer: (text: string) => Promise<void>;
  /** Ends the wait for the listener. */
  readonly close: () => void;
}

/** What a listener's acknowledgement of a command holds: a text, or a message with blocks. */
const commandAnswer = z.union([
  z.string().min(1).transform(textMessage),
  z.custom<MessagePayload>((body) => z.looseObject({ text: z.string(), blocks: z.array(z.unknown()) }).safeParse(body).success),
  z.looseObject({ text: z.string().min(1) }).transform(({ text }) => textMessage(text)),
]);

/** Starts the clock of one request; `send` hands an acknowledgement to the receiver. */
export function createExchange(deps: ExchangeDeps, incoming: Incoming, send: (body?: unknown) => Promise<void>): Exchange {
  const began = deps.clock().getTime();
  let state: ExchangeState = 'open';

  const acknowledge = async (body: unknown, next: ExchangeState): Promise<void> => {
    state = next;
    clearTimeout(safety);
    deps.metrics?.acknowledged(labelOf(incoming.kind), deps.clock().getTime() - began);
    try {
      await send(body);
    } catch (error) {
      // The listener goes on: its work may reach the person by another way.
      deps.log.warn({ ...errorFacts(error), request: incoming.kind }, 'acknowledgement could not be sent');
    }
  };
  const safety = setTimeout(() => {
    deps.log.warn({ request: incoming.kind }, 'listener was not in time; acknowledged in its place');
    // Without a field to name, a form is replaced by the text: an error in it would ask for the form to be sent again.
    void acknowledge(acknowledgementOf({ kind: incoming.kind }, NOTICES.late).body, 'late');
  }, SAFETY_ACK_MS);

  return {
    state: () => state,
    ack: async (body) => {
      if (state === 'open') return acknowledge(body, hasContent(body) ? 'answered' : 'silent');
      if (state !== 'late' || !hasContent(body)) return;
      state = 'answered';
      await tellLate(deps, incoming, body);
    },
    answer: async (text) => {
      const { body, shows } = acknowledgementOf(incoming, text);
      const isOpen = state === 'open';
      if (isOpen) await acknowledge(body, 'answered');
      state = 'answered';
      if (!(isOpen && shows) && canBeTold(incoming.kind)) await deps.tell(incoming, textMessage(text));
    },
    close: () => clearTimeout(safety),
  };
}

async function tellLate({ tell, log }: ExchangeDeps, incoming: Incoming, body: unknown): Promise<void> {
  const message = incoming.kind === 'command' ? commandAnswer.safeParse(body).data : undefined;
  if (!message) return log.warn({ request: incoming.kind }, 'an acknowledgement came too late to be shown');
  await tell(incoming, { text: message.text, blocks: message.blocks });
}

function hasContent(body: unknown): boolean {
  return body !== undefined && body !== '';
}

/** Somebody pressed or typed something and waits; the other kinds have nobody to tell. */
function canBeTold(kind: IncomingKind): boolean {
  return kind === 'command' || kind === 'click' || kind === 'submission';
}

function labelOf(kind: IncomingKind): string {
  switch (kind) {
    case 'command': return 'command';
    case 'click': case 'options': return 'click';
    case 'submission': case 'closed': return 'view';
    case 'event': case 'unknown': return 'event';
  }
}
