/** What speaks by itself: the rules that people keep, and the way of their messages to Slack. */
import type { AccessPolicy, AccessRule } from '../features/access.ts';
import type { WatchingDeps } from '../features/answer-request.ts';
import type { CopyStore, SealStore } from '../features/copy-ports.ts';
import { deliverDue, type DeliverDeps } from '../features/deliver-outbox.ts';
import { learnHistory } from '../features/learn-values.ts';
import { endMutes } from '../features/mute.ts';
import type { ResultStore } from '../features/answer-ports.ts';
import type { Audiences, People } from '../features/people-ports.ts';
import type { Clock, Log, Timers } from '../features/ports.ts';
import { raiseAlerts, type RaiseDeps } from '../features/raise-alerts.ts';
import { remindCommitments, type RemindDeps } from '../features/remind-commitments.ts';
import { reminderNow } from '../features/reminder-messages.ts';
import { createObjection } from '../features/rule-readers.ts';
import type { Screen } from '../features/screens.ts';
import type { Vault } from '../features/vault-port.ts';
import { sendDigests } from '../features/send-digests.ts';
import { cardNow } from '../features/take-alert.ts';
import { startTicks, type TickOptions } from '../queue/ticks.ts';
import type { RedisConnection } from '../runtime/redis.ts';
import { createChannels } from '../slack/channel-names.ts';
import type { Rendered } from '../slack/message.ts';
import { createPosts, type PostsDeps } from '../slack/posts.ts';
import { createAlertStore } from '../store/alert-groups.ts';
import { createFeed } from '../store/feed.ts';
import { createKnownValues } from '../store/known-values.ts';
import { createOutbox } from '../store/outbox.ts';
import { createReminders } from '../store/reminders.ts';
import { createRules } from '../store/rules.ts';

export interface WatchingParts {
  readonly storage: { readonly redis: RedisConnection; readonly prefix: string; readonly vault?: Vault };
  readonly client: PostsDeps['client'];
  readonly render: (screen: Screen) => Rendered;
  readonly people: People;
  readonly policy: AccessPolicy;
  /** AUDIT_ADMINS. */
  readonly admins: readonly AccessRule[];
  readonly audiences: Audiences;
  readonly copy: CopyStore;
  readonly seals: SealStore;
  readonly results: ResultStore;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly sentPlain: (surface: string) => void;
  readonly deliveryEnded: DeliverDeps['deliveryEnded'];
  readonly newId: () => string;
  readonly newResultId: () => string;
}

export type Watching = WatchingDeps & DeliverDeps & RaiseDeps & RemindDeps;

/** Puts together what rules need, for whoever makes them and whoever sends what they say. */
export function buildWatching(parts: WatchingParts): Watching {
  const { policy, admins, newId } = parts;
  const storage = { ...parts.storage, log: parts.log };
  const [alerts, rules, reminders] = [createAlertStore(storage), createRules(storage), createReminders(storage)];
  return {
    ...parts,
    objection: createObjection({ ...parts, rules }),
    adminPolicy: { ...policy, rules: admins },
    channels: createChannels(parts),
    posts: createPosts(parts),
    rules,
    outbox: createOutbox(storage),
    feed: createFeed(storage),
    newRuleId: newId,
    alerts,
    newest: async (message) => reminderNow({ reminders }, await cardNow({ alerts }, message)),
    known: createKnownValues(storage),
    reminders,
  };
}

export interface Telling {
  stop(): Promise<void>;
}

/** Slots are on whole minutes; what is in the outbox waits for people. */
const [DIGESTS_MS, OUTBOX_MS] = [60_000, 3_000];
/** An alert is to stand there 5 seconds after the log was read. */
const ALERTS_MS = 2_000;

/** Any number of workers may start it: each tick is run by one of them. */
export function startTelling(connections: Pick<TickOptions, 'commands' | 'blocking' | 'prefix'>, watching: Watching, timers: Timers): Telling {
  const { log } = watching;
  const parts = [
    startTicks({ ...connections, name: 'digests', everyMs: DIGESTS_MS, timers, log, run: (signal) => sendDigests(watching, signal) }),
    startTicks({ ...connections, name: 'outbox', everyMs: OUTBOX_MS, timers, log, run: (signal) => deliverDue(watching, signal) }),
    startTicks({ ...connections, name: 'alerts', everyMs: ALERTS_MS, timers, log, run: (signal) => tellNews(watching, signal) }),
    startTicks({ ...connections, name: 'deadlines', everyMs: DIGESTS_MS, timers, log, run: (signal) => tellDeadlines(watching, signal) }),
  ];
  return { stop: async () => void await Promise.all(parts.map((part) => part.stop())) };
}

/** What is new goes out at once: nobody waits for the next look at the outbox. */
async function tellNews(watching: Watching, signal: AbortSignal): Promise<void> {
  await raiseAlerts(watching, signal);
  await deliverDue(watching, signal);
}

async function tellDeadlines(watching: Watching, signal: AbortSignal): Promise<void> {
  await learnHistory(watching, signal);
  await endMutes(watching);
  await remindCommitments(watching, signal);
}
