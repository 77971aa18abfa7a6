/** Plays a season hour by hour: operations happen, two workers look, and everything around them fails at random. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createRandom, type Random } from '../../../sandbox/partner-center/story/random.ts';
import type { Failure } from '../../../sandbox/slack/faults.ts';
import { PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Day } from '../../../src/audit/dates.ts';
import { changePressed } from '../../../src/features/change-rule.ts';
import { keepCopy } from '../../../src/features/keep-copy.ts';
import { deliverDue } from '../../../src/features/deliver-outbox.ts';
import { learnHistory } from '../../../src/features/learn-values.ts';
import { raiseAlerts } from '../../../src/features/raise-alerts.ts';
import { remindCommitments } from '../../../src/features/remind-commitments.ts';
import { sendDigests } from '../../../src/features/send-digests.ts';
import { watchSilence } from '../../../src/features/watch-silence.ts';
import type { OwnRedis } from '../../support/own-redis.ts';
import { until } from '../../support/until.ts';
import { createHappenings, type Happening } from './happenings.ts';
import { planOf, type Troubles } from './troubles.ts';
import { createWorld, type YearDeps, type YearWorker, type YearWorld } from './world.ts';

export interface SeasonOptions {
  readonly seed: string;
  readonly beginMs: number;
  readonly days: number;
  readonly redisRestarts: number;
  /** The Redis that may be stopped; without it, another one is used and stays. */
  readonly own: OwnRedis | undefined;
  readonly redisUrl: string;
}

/** The last days are calm, so that everything can be told. */
const CALM_MS = 4 * DAY_MS;
const LIVE = new AbortController().signal;
/** When within each half hour workers look at the outbox; a digest that waits for the log is looked at within 10 minutes. */
const LOOKS_MS = [5_000, 25_000, 6 * MINUTE_MS, 12 * MINUTE_MS];
/** Seconds after the hour at which the log is read. */
const SYNC_MS = 5_000;

export interface Played {
  readonly world: YearWorld;
  readonly happened: readonly Happening[];
  readonly troubles: Troubles;
  readonly counts: Record<'kills' | 'cuts' | 'restarts' | 'failures', number>;
  /** Rounds of the copy that ended well. */
  readonly readAt: readonly number[];
  /** What the ledger said of each day after each round, well or not. */
  readonly ledgers: readonly Ledger[];
  readonly worker: YearWorker;
}

/** When each day was read last, at an instant. */
export interface Ledger {
  readonly atMs: number;
  readonly readAt: ReadonlyMap<Day, string>;
}

type Step = (deps: YearDeps) => Promise<unknown>;

const STEPS = {
  copy: (deps) => keepCopy(deps, LIVE),
  alerts: (deps) => raiseAlerts(deps, LIVE),
  digests: (deps) => sendDigests(deps, LIVE),
  outbox: (deps) => deliverDue(deps, LIVE),
  deadlines: async (deps) => { await learnHistory(deps, LIVE); await remindCommitments(deps, LIVE); },
  silence: (deps) => watchSilence({ ...deps, posts: deps.opsPosts }),
} satisfies Record<string, Step>;

export async function playSeason(options: SeasonOptions): Promise<Played> {
  const { seed, beginMs, days, own } = options;
  const endMs = beginMs + days * DAY_MS;
  const world = await createWorld(options);
  // Each draws from a row of its own: what happens does not depend on who was quicker.
  const [api, slack, random] = [createRandom(`${seed} api`), createRandom(`${seed} slack`), createRandom(`${seed} workers`)];
  const troubles = planOf(createRandom(`${seed} troubles`), { beginMs, calmMs: endMs - CALM_MS, restarts: own ? options.redisRestarts : 0 });
  const log = createLog(world, createRandom(`${seed} happenings`));
  const { observer } = world;
  const crew = createCrew(world, { random, own });
  const [readAt, ledgers]: [number[], Ledger[]] = [[], []];
  await begin(world);
  for (let hourMs = beginMs + HOUR_MS; hourMs <= endMs; hourMs += HOUR_MS) {
    const isCalm = hourMs > endMs - CALM_MS;
    log.pass(hourMs, isCalm ? 'nothing' : 'something');
    world.stand.faults.clear();
    if (troubles.isApiDown(hourMs)) world.stand.faults.whenever(() => (api.chance(0.5) ? { kind: 'reset' } : { kind: 'status', status: 503 }));
    await archive(world, troubles, hourMs);
    if (troubles.areWorkersDown(hourMs)) continue;
    const weather = (atMs: number): Weather => (troubles.isSlackDown(atMs) ? 'down' : isCalm ? 'calm' : slack.chance(0.05) ? 'losing' : 'usual');
    world.at(hourMs + SYNC_MS);
    if (await crew.play(['copy'], { mayKill: !isCalm, one: !random.chance(0.02) })) readAt.push(hourMs + SYNC_MS);
    ledgers.push({ atMs: hourMs + SYNC_MS, readAt: new Map((await observer.deps.copy.ledger()).map(({ day, readAt: at }) => [day, at])) });
    for (const atMs of [hourMs, hourMs + HOUR_MS / 2]) {
      const now = weather(atMs);
      for (const [look, afterMs] of LOOKS_MS.entries()) {
        world.at(atMs + afterMs);
        orderSlackFaults(world, slack, now);
        if (look === 1 && troubles.restarts.includes(atMs)) await crew.restartRedis();
        if (!isCalm && random.chance(0.004)) crew.cutSoon();
        await crew.play(look === 0 ? ['alerts', 'digests', 'outbox'] : look === 1 ? ['outbox'] : ['digests', 'outbox'], { mayKill: !isCalm });
      }
    }
    if (hourMs % (2 * HOUR_MS) === 0) await crew.play(['deadlines', 'silence'], { mayKill: !isCalm, one: true });
  }
  return { world, happened: log.happened, troubles, counts: crew.counts, readAt, ledgers, worker: observer };
}

/** What happens hour by hour, and comes to stand in the log when it is its time. */
function createLog(world: YearWorld, random: Random) {
  const happenings = createHappenings(random);
  const happened: Happening[] = [];
  let waiting: Happening['states'][number][] = [];
  return {
    happened: happened as readonly Happening[],
    pass(toMs: number, what: 'something' | 'nothing'): void {
      const news = what === 'something' ? happenings(toMs) : [];
      happened.push(...news);
      waiting.push(...news.flatMap(({ states }) => states));
      world.stand.addRecords(waiting.filter(({ shownAt }) => shownAt <= toMs).map(({ record }) => record));
      waiting = waiting.filter(({ shownAt }) => shownAt > toMs);
    },
  };
}

/** Before anything happens: everybody of the days before is known, and the rules speak. */
async function begin(world: YearWorld): Promise<void> {
  const { deps } = world.observer;
  await keepCopy(deps, LIVE);
  for (let round = 0; round < 10; round += 1) await learnHistory(deps, LIVE);
  const madeAt = world.clock().toISOString();
  for (const rule of world.rules.all) await deps.rules.add(rule, { state: { kind: 'on' }, cursor: 0, coveredTo: madeAt, lastSlot: madeAt, held: 0 });
}

interface CrewOptions {
  readonly random: Random;
  readonly own: OwnRedis | undefined;
}

/** Two workers; one that dies is replaced by another with objects and connections of its own. */
function createCrew(world: YearWorld, { random, own }: CrewOptions) {
  const admin = world.observer.redis;
  const workers = [world.worker(), world.worker()] as [YearWorker, YearWorker];
  const counts = { kills: 0, cuts: 0, restarts: 0, failures: 0 };
  const take = async (slot: 0 | 1, steps: readonly (keyof typeof STEPS)[], mayKill: boolean): Promise<boolean> => {
    const { life, deps } = workers[slot];
    if (mayKill && random.chance(0.006)) life.endAfter(random.int(1, random.pick([6, 30, 90])));
    let isWell = true;
    const work = async (): Promise<void> => {
      for (const step of steps) await STEPS[step](deps).catch(() => { counts.failures += 1; isWell = false; });
    };
    await Promise.race([work(), life.over]);
    life.endAfter(Infinity);
    if (!life.isOver()) return isWell;
    counts.kills += 1;
    workers[slot] = world.worker();
    return false;
  };
  /** Both do the same at the same time, as their ticks tell them, or one alone; true when one did all of it. */
  const play = async (steps: readonly (keyof typeof STEPS)[], { mayKill, one = false }: { readonly mayKill: boolean; readonly one?: boolean }): Promise<boolean> => {
    const slots = one ? [random.pick([0, 1] as const)] : [0, 1] as const;
    const well = await Promise.all(slots.map((slot) => take(slot, steps, mayKill)));
    await Promise.all(workers.map(({ redis }) => until(() => redis.status === 'ready', 20_000)));
    return well.includes(true);
  };
  return {
    counts, play,
    /** The server goes while both workers are at it; they fail until it is back. */
    async restartRedis(): Promise<void> {
      if (!own) return;
      const [signal, waitMs] = [random.pick(['SIGTERM', 'SIGKILL'] as const), random.int(0, 8)];
      const gone = sleep(waitMs).then(() => own.kill(signal)).then(() => own.start());
      await Promise.all([gone, play(['alerts', 'digests', 'outbox'], { mayKill: false })]);
      await until(() => admin.status === 'ready', 20_000);
      counts.restarts += 1;
    },
    /** Connections are cut in the middle of what comes next; they come back by themselves. */
    cutSoon(): void {
      counts.cuts += 1;
      setTimeout(() => (own ? cutAll(admin) : workers.forEach(({ redis }) => redis.disconnect(true))), random.int(0, 8));
    },
  };
}

/** All but this one's own: only where nobody else uses the server. */
function cutAll(redis: Redis): void {
  redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes').catch(() => undefined);
}

/** `losing`: every answer to a post is lost, so that no repeat is confirmed either. */
type Weather = 'down' | 'calm' | 'usual' | 'losing';

const FAULTS: readonly (readonly [number, 'limit' | Failure])[] = [
  [3, 'limit'], [2, 'reset'], [3, 'dropAfterAccept'], [1, 503], [1, { error: 'service_unavailable' }], [1, { error: 'internal_error' }],
];

function orderSlackFaults({ slack: { faults } }: YearWorld, random: Random, weather: Weather): void {
  faults.clear();
  const methods = ['chat.postMessage', 'chat.update', 'conversations.open'];
  if (weather === 'down') {
    const how = random.pick(['reset', 503] as const);
    for (const method of [...methods, 'auth.test']) faults.fail(method, how, 40);
  }
  if (weather === 'losing') faults.fail('chat.postMessage', random.pick(['reset', 'dropAfterAccept'] as const), 40);
  if (weather !== 'usual') return;
  for (const method of methods) {
    if (!random.chance(0.15)) continue;
    const fault = random.weighted(FAULTS);
    if (fault === 'limit') faults.rateLimit(method, random.int(1, 30));
    else faults.fail(method, fault, random.pick([1, 1, 1, 2, 3]));
  }
}

/** A channel is archived for some days; then somebody brings it back and resumes the rule. */
async function archive(world: YearWorld, { archived }: Troubles, hourMs: number): Promise<void> {
  const { rule: at, fromMs, toMs } = archived;
  const rule = world.rules.digests[at];
  const channel = world.rules.channels.find(({ id }) => id === rule?.place.id);
  if (!rule || !channel) return;
  if (hourMs === fromMs) world.slack.setChannel({ ...channel, isArchived: true });
  if (hourMs !== toMs) return;
  world.slack.setChannel(channel);
  await changePressed(world.observer.deps, { responseUrl: '', openUntil: 0, userId: PEOPLE.admin.id }, { kind: 'rule-resume', ruleId: rule.id });
}
