/** The world of the year: Redis, Slack and Partner Center on loopback, a clock that is turned, and workers that can die. */
import { hash, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { memoryDirectory, memoryFreshness } from '../../../sandbox/memory.ts';
import { DAY_MS, HOUR_MS } from '../../../src/audit/dates.ts';
import type { ResultStore } from '../../../src/features/answer-ports.ts';
import type { RecordSource } from '../../../src/features/ports.ts';
import type { Posts } from '../../../src/features/rule-ports.ts';
import type { Screen } from '../../../src/features/screens.ts';
import type { AccessRule } from '../../../src/features/access.ts';
import { createLogger, type Logger } from '../../../src/runtime/logger.ts';
import { connectRedis } from '../../../src/runtime/redis.ts';
import type { CopyingDeps } from '../../../src/roles/copying.ts';
import { buildWatching, type Watching } from '../../../src/roles/telling.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { createPosts } from '../../../src/slack/posts.ts';
import { createWebClient } from '../../../src/slack/web-client.ts';
import { createCopy } from '../../../src/store/copy.ts';
import { createErasedCustomers } from '../../../src/store/erased-customers.ts';
import { createFeed } from '../../../src/store/feed.ts';
import { createLease } from '../../../src/store/lease.ts';
import { createResultStore } from '../../../src/store/results.ts';
import { createSeals } from '../../../src/store/seals.ts';
import { createSilence } from '../../../src/store/silence.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import { partnerCenter, sourceAt } from '../../partner-center/loopback.ts';
import { RETRY_LIMITS } from '../../../src/partner-center/retry-timing.ts';
import { SECRETS } from '../../slack/running-app.ts';
import { pastOf } from './happenings.ts';
import { createLife, mortal, mortalRedis, type Life } from './life.ts';
import { rulesOfTheYear } from './rules.ts';

/** In real time: a worker that died holds up nobody for long. */
const LEASE = { leaseMs: 400, renewMs: 100, lookMs: 20 };
/** For whoever fills the copy at the beginning, though the machine stands still for a while. */
const LONG_LEASE = { ...LEASE, leaseMs: 60_000 };
const RENDER = createRenderer('/audit');
const ANYBODY = { teamId: 'T0', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/Berlin' } as const;

export type YearDeps = Watching & Omit<CopyingDeps, 'posts' | 'timers'> & { readonly opsPosts: CopyingDeps['posts']; readonly results: ResultStore };

export interface YearWorker {
  readonly life: Life;
  readonly redis: Redis;
  readonly deps: YearDeps;
}

/** Nothing happens in it before somebody turns the clock. */
export async function createWorld({ redisUrl, beginMs, days }: { readonly redisUrl: string; readonly beginMs: number; readonly days: number }) {
  let nowMs = beginMs;
  const clock = (): Date => new Date(nowMs);
  const rules = rulesOfTheYear({ beginMs, endMs: beginMs + days * DAY_MS });
  const stand = await partnerCenter({ records: pastOf(beginMs), now: clock });
  const slack = await startSlack({ ...SECRETS, now: () => nowMs, channels: rules.channels });
  onTestFinished(() => slack.close());
  const [attempted, told] = [new Map<string, Attempted>(), [] as string[]];
  const shared = {
    clock, attempted, told, slackUrl: slack.apiUrl, prefix: `year-${randomUUID()}`, alive: new Set<Redis>(),
    source: sourceAt(stand.url, { clock, concurrency: 1, retryLimits: { ...RETRY_LIMITS, firstWaitMs: 1 } }),
    log: createLogger('silent'), freshness: memoryFreshness(), directory: memoryDirectory(),
  };
  onTestFinished(() => shared.alive.forEach((redis) => redis.disconnect()));
  return {
    rules, slack, stand, clock,
    worker: () => createWorker(shared, connectRedis(redisUrl, 'commands', shared.log), LEASE),
    /** Somebody who does not die and waits for Redis, to look after it all. */
    observer: createWorker(shared, connectRedis(redisUrl, 'blocking', shared.log), LONG_LEASE),
    at: (ms: number) => void (nowMs = ms),
    /** By the name of a delivery as it stands below the post. */
    attempted: attempted as ReadonlyMap<string, Attempted>,
    /** What operators were told. */
    told: told as readonly string[],
  };
}

interface Shared {
  readonly slackUrl: string;
  readonly prefix: string;
  readonly clock: () => Date;
  readonly log: Logger;
  readonly source: RecordSource;
  readonly freshness: ReturnType<typeof memoryFreshness>;
  readonly directory: ReturnType<typeof memoryDirectory>;
  readonly attempted: Map<string, Attempted>;
  readonly told: string[];
  /** Connections that are still to be closed. */
  readonly alive: Set<Redis>;
}

/** A worker with objects and connections of its own, as a process builds them. */
function createWorker({ slackUrl, prefix, clock, log, source, freshness, directory, attempted, told, alive }: Shared, redis: Redis, lease: typeof LEASE): YearWorker {
  const life = createLife();
  alive.add(redis);
  void life.over.then(() => { redis.disconnect(); alive.delete(redis); });
  const storage = { redis: mortalRedis(redis, life), prefix };
  const admins: readonly AccessRule[] = [{ kind: 'admins' }];
  const parts = {
    storage, render: RENDER, clock, log, admins, client: createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slackUrl, log }),
    people: { find: async (id: string) => ({ id, ...ANYBODY }), isInGroup: async () => undefined },
    policy: { rules: admins, organisation: { teamId: ANYBODY.teamId } }, audiences: { of: async () => 'members' as const },
    copy: createCopy(storage), seals: createSeals(storage), results: createResultStore({ ...storage, now: Date.now }), sentPlain: () => undefined, deliveryEnded: () => undefined,
    newId: randomUUID, newResultId: () => randomUUID(), everyMs: HOUR_MS,
  };
  const deps: YearDeps = {
    ...buildWatching(parts), ...parts, posts: mortal(noting(createPosts(parts), attempted), life),
    source: mortalSource(source, life), directory, freshness, erased: createErasedCustomers(storage), feed: createFeed(storage), lease: createLease({ ...storage, ...lease }),
    silence: createSilence(storage), opsPosts: { post: async (text) => void told.push(text) }, newCorrelationId: randomUUID, retentionDays: 500,
  };
  return { life, redis, deps };
}

export type YearWorld = Awaited<ReturnType<typeof createWorld>>;

/** How a delivery is named below its post. */
export function shownKey(deliveryKey: string): string {
  return hash('sha256', deliveryKey).slice(0, 10);
}

/** What was tried to be posted under the name of a delivery, at last. */
export interface Attempted {
  readonly key: string;
  readonly channel: string;
  readonly screen: Screen;
  /** How often Slack took it, or may have. */
  readonly sent: number;
}

function noting(posts: Posts, attempted: Map<string, Attempted>): Posts {
  const note = (key: string, channel: string, screen: Screen, sent: number): void =>
    void attempted.set(shownKey(key), { key, channel, screen, sent: sent + (attempted.get(shownKey(key))?.sent ?? 0) });
  return {
    ...posts,
    async post(place, message, { deliveryKey, ...marks }, threadTs) {
      const channel = place.kind === 'channel' ? place.id : `D${place.id.slice(1)}`;
      note(deliveryKey, channel, message, 0);
      const outcome = await posts.post(place, message, { deliveryKey, ...marks }, threadTs);
      note(deliveryKey, channel, message, Number(outcome.kind === 'taken' || outcome.kind === 'lost'));
      return outcome;
    },
    edit(at, message, marks) {
      note(marks.deliveryKey, at.channel, message, 0);
      return posts.edit(at, message, marks);
    },
  };
}

function mortalSource(source: RecordSource, life: Life): RecordSource {
  return {
    async *pages(plan, options) {
      const pages = source.pages(plan, options)[Symbol.asyncIterator]();
      for (;;) {
        const next = await life.pass(() => pages.next());
        if (next.done) return;
        yield next.value;
      }
    },
  };
}
