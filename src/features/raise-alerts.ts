/** Tells what is new to those who asked to be told: reads the feed once for all alerts of a place. */
import type { AlertEvent } from '../audit/alert-events.ts';
import { advance, freshState, isBehind, type AlertPost, type AlertRound, type WatchedRule } from '../audit/alerts.ts';
import { dateOf } from '../audit/instant.ts';
import type { Mute } from '../audit/mutes.ts';
import type { AlertMemory, AlertStore, KnownValues } from './alert-ports.ts';
import type { FeedEntry } from './copy-ports.ts';
import { learnNews, type LearnDeps } from './learn-values.ts';
import { mayBeTold, type ToldDeps } from './may-be-told.ts';
import type { Clock, Log } from './ports.ts';
import type { Delivery, Outbox, RuleStore } from './rule-ports.ts';
import type { AlertRule, KeptRule, MuteRule, RulePlace } from './rule.ts';

export interface RaiseDeps extends LearnDeps, ToldDeps {
  readonly rules: Pick<RuleStore, 'all' | 'advance'>;
  readonly alerts: AlertStore;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly known: KnownValues;
  readonly clock: Clock;
  readonly log: Log;
}

const ENTRIES_AT_ONCE = 1_000;

/**
 * One look: everything new is judged, and everything due is said. Any number of workers may look at a time: of two that
 * write the state of a place one is too late and looks again. A place that cannot be told holds up no other. Throws a
 * `storage` Problem when Redis fails; nothing is lost or said twice then.
 */
export async function raiseAlerts(deps: RaiseDeps, signal: AbortSignal): Promise<void> {
  const kept = await deps.rules.all();
  const places = Map.groupBy(kept.filter(({ rule }) => rule.kind === 'alert'), ({ rule }) => placeKey(rule.place));
  if (places.size === 0) return;
  await learnNews(deps, signal);
  const reading = createReading(deps, await deps.known.cursor());
  const failures: unknown[] = [];
  for (const [key, alerts] of places) {
    const mutes = kept.flatMap(({ rule, progress }) => (rule.kind === 'mute' && progress.state.kind === 'on' && placeKey(rule.place) === key ? [rule] : []));
    const place = alerts[0]?.rule.place;
    if (!place) continue;
    try {
      if (await mayBeTold(deps, place, alerts)) await raiseIn(deps, place, { alerts, mutes, reading, signal });
    } catch (error) {
      deps.log.warn({ error, place }, 'alerts of a place could not be told; the next look tries again');
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function placeKey({ kind, id }: RulePlace): string {
  return `${kind}:${id}`;
}

interface Looking {
  readonly alerts: readonly KeptRule[];
  readonly mutes: readonly MuteRule[];
  readonly reading: Reading;
  readonly signal: AbortSignal;
}

async function raiseIn(deps: RaiseDeps, place: RulePlace, looking: Looking): Promise<void> {
  const { alerts, mutes, reading, signal } = looking;
  const watched = alerts.flatMap(watchedRule);
  while (!signal.aborted) {
    const memory = await putWaiting(deps, place, await deps.alerts.read(place));
    if (!memory) continue;
    const before = memory.state ?? freshState(memory.isLost ? reading.upTo : Math.min(...alerts.map(({ progress }) => progress.cursor)));
    const entries = await reading.entries(before.cursor);
    const now = deps.clock().getTime();
    if (entries.length === 0 && !memory.isLost && !isBehind(before) && !before.groups.some(({ endsMs }) => endsMs <= now)) return;
    const events = await reading.events(before.cursor);
    const isLast = entries.length < ENTRIES_AT_ONCE;
    const round = advance(before, watched, mutes.map(muteOf), events, isLast ? now : events.at(-1)?.seenAtMs ?? before.clockMs, isLast ? 'everything' : 'new cards');
    const cursor = entries.at(-1)?.number ?? before.cursor;
    const posts = round.posts.map((post) => deliveryOf(post, place, deps.clock()));
    const cards = round.posts.flatMap(({ message, ruleId }) => (message.kind === 'alert' ? [{ card: message, place, ruleId }] : []));
    if (!await deps.alerts.write(place, { version: memory.version, state: { ...round.state, cursor }, waiting: posts }, cards)) continue;
    await putWaiting(deps, place, { version: memory.version + 1, state: { ...round.state, cursor }, waiting: posts });
    await noteFired(deps, round);
    if (isLast) return;
  }
}

/** Gives to the outbox what was decided, which takes each once; undefined when somebody else did meanwhile. */
async function putWaiting({ alerts, outbox, clock }: RaiseDeps, place: RulePlace, memory: AlertMemory): Promise<AlertMemory | undefined> {
  if (memory.waiting.length === 0) return memory;
  const now = clock();
  // A card goes before everything that waits below others: a burst fills threads for minutes.
  for (const delivery of memory.waiting) await outbox.put(delivery, delivery.under ? now : new Date(now.getTime() - 1));
  if (!await alerts.write(place, { ...memory, waiting: [] }, [])) return undefined;
  return { ...memory, version: memory.version + 1, waiting: [] };
}

async function noteFired({ rules, clock, log }: RaiseDeps, { fired, posts, muted }: AlertRound): Promise<void> {
  const at = clock().toISOString();
  for (const [id, operations] of Object.entries(fired)) {
    await rules.advance(id, (now) => ({ ...now, lastFired: at }));
    log.info({ rule: id, operations, posts: posts.filter(({ ruleId }) => ruleId === id).length }, 'alert fired');
  }
  for (const [id, operations] of Object.entries(muted)) {
    await rules.advance(id, (now) => ({ ...now, held: now.held + operations, lastFired: at }));
  }
}

function deliveryOf({ key, ruleId, message, under }: AlertPost, place: RulePlace, now: Date): Delivery {
  return {
    key: deliveryKey(key), ruleId, place, message, dueAt: now.toISOString(),
    // What becomes of a card tells whether the rule reaches its place.
    ...(under ? { under: { ...under, key: deliveryKey(under.key) } } : { onceTaken: {} }),
  };
}

/** The key under which a card, or what belongs to it, stands in the outbox. */
export function deliveryKey(key: string): string {
  return `alert:${key}`;
}

/** An alert as it is watched for; nothing for one that does not speak. */
function watchedRule({ rule, progress }: KeptRule): readonly WatchedRule[] {
  return rule.kind === 'alert' && progress.state.kind === 'on' ? [{ ...watchedAs(rule), after: progress.cursor }] : [];
}

/** What an alert looks for and how it speaks, from the first event on. */
export function watchedAs(rule: AlertRule): WatchedRule {
  const { id, name, zone, filter, isPack, moreThan, firstSeen, outside, quiet, mention } = rule;
  return {
    id, name, zone, filter, isPack, after: 0,
    ...(moreThan && { moreThan }), ...(firstSeen && { firstSeen }), ...(outside && { outside }), ...(quiet && { quiet }), ...(mention !== undefined && { mention }),
  };
}

function muteOf({ id, filter, madeAt, until, includingHigh }: MuteRule): Mute {
  return { id, filter, madeAt, until, includingHigh };
}

/** The feed behind a cursor, read once for all places that stand at the same number. */
interface Reading {
  /** The last entry that may be judged. */
  readonly upTo: number;
  entries(cursor: number): Promise<readonly FeedEntry[]>;
  events(cursor: number): Promise<readonly AlertEvent[]>;
}

/** Nothing is judged before it was learned from: `upTo` is the last entry of which it is known what was new about it. */
function createReading({ feed, known }: RaiseDeps, upTo: number): Reading {
  const pieces = new Map<number, { readonly entries: readonly FeedEntry[]; events?: readonly AlertEvent[] }>();
  const piece = async (cursor: number) => {
    const held = pieces.get(cursor) ?? { entries: (await feed.after(cursor, ENTRIES_AT_ONCE)).filter(({ number }) => number <= upTo) };
    pieces.set(cursor, held);
    return held;
  };
  return {
    upTo,
    entries: async (cursor) => (await piece(cursor)).entries,
    async events(cursor) {
      const held = await piece(cursor);
      held.events ??= await eventsOf({ feed, known }, held.entries);
      return held.events;
    },
  };
}

async function eventsOf({ feed, known }: Pick<RaiseDeps, 'feed' | 'known'>, entries: readonly FeedEntry[]): Promise<readonly AlertEvent[]> {
  const rows = await feed.rows(entries);
  const novelties = await known.novelties(rows.map(({ entry }) => entry.number));
  return rows.map(({ entry: { number, kind, day, row }, row: { record, seenAt } }) => {
    const { first = [], earlier } = novelties.get(number) ?? {};
    return { number, kind, day, row, record, atMs: dateOf(record.operationDate).getTime(), seenAtMs: Date.parse(seenAt), first, ...(earlier !== undefined && { earlier }) };
  });
}
