/**
 * The one door for what Slack sends, around Bolt's processEvent: age, replays, shutdown, an acknowledgement in time,
 * and an answer where no listener gives one. Middleware could not do it: listeners never see an `ack` wrapped there.
 */
import type { ReceiverEvent } from '@slack/bolt';
import type { ReplayGuard } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { errorFacts } from './error-facts.ts';
import { createExchange, type Exchange, type ExchangeDeps } from './exchange.ts';
import { createInFlight } from './in-flight.ts';
import { type Incoming, readIncoming, replayKey } from './incoming.ts';
import { NOTICES, unknownNotice } from './ingress-notices.ts';
import { isSignedRecently, readRequestFacts, type RequestFacts } from './request-facts.ts';
import { within } from '../runtime/time-limit.ts';

/** A guard that needs longer than this counts as down: the acknowledgement must still be in time. */
const GUARD_TIMEOUT_MS = 1_000;

export interface IngressDeps extends ExchangeDeps {
  readonly replayGuard: ReplayGuard;
  readonly commandName: string;
}

/** Runs the listeners for one request. */
export type Run = (event: ReceiverEvent) => Promise<void>;

export interface Ingress {
  /** Takes one request; rejects with a RequestRefused for one signed too long ago or too far ahead, else never. */
  receive(event: ReceiverEvent, run: Run): Promise<void>;
  /**
   * From now on requests are answered politely and not run. Waits for what runs, also for listeners that go on after
   * their acknowledgement; false when that was not finished within this time, in milliseconds.
   */
  drain(deadlineMs: number): Promise<boolean>;
}

/** A request that is not from now. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
}

/** What every request from Slack passes before a listener sees it. */
export function createIngress(deps: IngressDeps): Ingress {
  const inFlight = createInFlight();
  let isDraining = false;
  const door: Door = { ...deps, isDraining: () => isDraining };
  return {
    receive: (event, run) => inFlight.track(receive(door, event, run)),
    drain: async (deadlineMs) => {
      isDraining = true;
      const isDone = await inFlight.drained(deadlineMs);
      if (!isDone) deps.log.warn({ left: inFlight.count() }, 'requests of Slack were still being worked on at shutdown');
      return isDone;
    },
  };
}

interface Door extends IngressDeps {
  readonly isDraining: () => boolean;
}

async function receive(door: Door, event: ReceiverEvent, run: Run): Promise<void> {
  const facts = readRequestFacts(event.customProperties);
  if (!facts || !isSignedRecently(facts, door.clock())) {
    door.log.warn({}, 'request of Slack is not from now');
    throw new RequestRefused('signed too long ago or too far ahead');
  }
  const incoming = readIncoming(event.body);
  const exchange = createExchange(door, incoming, async (body) => event.ack(body));
  try {
    const refusal = await refusalOf(door, incoming, facts);
    if (refusal !== undefined) return await exchange.answer(refusal);
    await runListeners(door, { event, incoming, exchange }, run);
  } finally {
    exchange.close();
  }
}

/** Why a request is not run, in words for the person; undefined when it is. */
async function refusalOf(door: Door, incoming: Incoming, facts: RequestFacts): Promise<string | undefined> {
  if (incoming.kind === 'event' || incoming.kind === 'unknown') return undefined;
  if (door.isDraining()) return NOTICES.restarting;
  // Typing the same letter again within a second is signed alike and is no replay; choices change nothing.
  if (incoming.kind === 'options') return undefined;
  const key = replayKey(incoming, facts);
  if (key === undefined) return undefined;
  try {
    if (await within(door.replayGuard.isFirst(key), GUARD_TIMEOUT_MS)) return undefined;
    door.log.warn({ request: incoming.kind }, 'request of Slack came a second time');
    return NOTICES.replayed;
  } catch (error) {
    door.log.error({ ...errorFacts(error), request: incoming.kind }, 'replay guard cannot be reached; request not run');
    return NOTICES.storageDown;
  }
}

interface Request {
  readonly event: ReceiverEvent;
  readonly incoming: Incoming;
  readonly exchange: Exchange;
}

async function runListeners(door: Door, { event, incoming, exchange }: Request, run: Run): Promise<void> {
  try {
    await run({ ...event, ack: exchange.ack });
    if (exchange.state() !== 'open') return;
    door.log.warn({ request: incoming.kind }, 'no listener for a request of Slack');
    await exchange.answer(unknownNotice(incoming, door.commandName));
  } catch (error) {
    door.log.error({ ...errorFacts(error), request: incoming.kind }, 'listener failed');
    // A listener that showed its answer first has said what it had to say.
    if (exchange.state() !== 'answered') await exchange.answer(noticeOf(error));
  }
}

function noticeOf(error: unknown): string {
  return error instanceof Problem ? `${error.whatHappened} ${error.whatToDo}` : NOTICES.failed;
}
