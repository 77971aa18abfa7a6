/** From what is new to what is said of it in one channel: state, events and a clock in, state and posts out. */
import { placeOf, type AlertCondition, type AlertEvent, type AlertVerdict } from './alert-events.ts';
import type { AlertCard, AlertThread } from './alert-cards.ts';
import { createJudge, type Judge } from './alert-conditions.ts';
import { addToGroup, CARD_MS, cardOf, freeze, noteSaid, noteThread, openGroup, placeInOverflow, restate, thaw, threadOf, type CardRule, type Group, type LiveGroup } from './alert-groups.ts';
import { readHoursIn, type ClockHours, type HourReader } from './alert-hours.ts';
import { openWindows, type WindowMemory, type Windows } from './alert-memory.ts';
import { actorKey } from './alert-pack.ts';
import { HOUR_MS } from './dates.ts';
import { isMuted, type Mute } from './mutes.ts';
import { isFailure } from './operations.ts';

/** An alert of one channel or person. Events up to `after` are none of its business. */
export interface WatchedRule extends CardRule, AlertCondition {
  readonly quiet?: ClockHours & { readonly all: boolean };
  readonly after: number;
}

/** New cards of one channel within an hour. */
const MOST_CARDS = 10;
/** Operations of one rule that are remembered with the state in which they were told. */
const MOST_TOLD = 500;

/** What one channel's alerts remember, as plain data. `cursor` is the number of the last event that was dealt with. */
export interface AlertState {
  readonly cursor: number;
  readonly clockMs: number;
  readonly windows: Readonly<Record<string, WindowMemory>>;
  readonly groups: readonly Group[];
  readonly cardTimes: readonly number[];
  /** By rule: which operations were told in a state that matters, newest last. Absent from states of before. */
  readonly told?: Readonly<Record<string, readonly string[]>>;
}

/** Something to be said. `under` names the card it belongs to; a card that stands already is edited. */
export interface AlertPost {
  readonly key: string;
  readonly ruleId: string;
  readonly message: AlertCard | AlertThread;
  readonly under?: { readonly key: string; readonly how: 'thread' | 'edit' };
}

export interface AlertRound {
  readonly state: AlertState;
  readonly posts: readonly AlertPost[];
  /** How many operations each rule told of. */
  readonly fired: Readonly<Record<string, number>>;
  /** How many each mute kept out. */
  readonly muted: Readonly<Record<string, number>>;
}

export function freshState(cursor: number): AlertState {
  return { cursor, clockMs: 0, windows: {}, groups: [], cardTimes: [] };
}

interface Watch {
  readonly rule: WatchedRule;
  readonly judge: Judge;
  readonly quiet?: HourReader;
  readonly windows: Windows;
  readonly told: string[];
}

/** The state while it changes; nothing of it leaves `advance` but as a copy. */
interface Work {
  readonly watches: readonly Watch[];
  readonly watchOf: ReadonlyMap<string, Watch>;
  readonly groups: Map<string, LiveGroup>;
  cardTimes: number[];
  clockMs: number;
  readonly done: LiveGroup[];
  readonly fired: Record<string, number>;
  readonly muted: Record<string, number>;
}

/**
 * Takes the next events, in their order, up to `nowMs`. The clock of an event is when it was first seen, so that the same
 * events give the same cards however they are cut into rounds. Everything is posted under a key that its content decides,
 * cards before what belongs to them. Of a burst in several rounds all but the last say `new cards` alone: what follows
 * on a card is told once, at the end.
 */
export function advance(before: AlertState, rules: readonly WatchedRule[], mutes: readonly Mute[], events: readonly AlertEvent[], nowMs: number, says: Says = 'everything'): AlertRound {
  const work = begin(before, rules);
  const byKind = new Map<string, readonly Watch[]>();
  let { cursor } = before;
  for (const event of events) {
    if (event.number <= cursor) continue;
    cursor = event.number;
    const { operationType } = event.record;
    const watches = byKind.get(operationType) ?? work.watches.filter(({ judge }) => judge.candidate(operationType));
    byKind.set(operationType, watches);
    if (watches.length === 0) continue;
    passTo(work, event.seenAtMs);
    const mute = mutes.find((one) => isMuted(event, [one], event.seenAtMs));
    if (mute) work.muted[mute.id] = (work.muted[mute.id] ?? 0) + 1;
    else for (const watch of watches) take(work, watch, event);
  }
  passTo(work, nowMs);
  return finish(work, cursor, says);
}

type Says = 'everything' | 'new cards';

/** Whether a card or thread does not show yet what a round before has found. */
export function isBehind({ groups }: AlertState): boolean {
  return groups.some(({ dueMs, isStale, untold }) => dueMs === undefined && (isStale || untold.length > 0));
}

function begin(before: AlertState, rules: readonly WatchedRule[]): Work {
  const watches = rules.map((rule): Watch => ({
    rule, judge: createJudge(rule), windows: openWindows(before.windows[rule.id] ?? {}), told: [...before.told?.[rule.id] ?? []], ...(rule.quiet && { quiet: readHoursIn(rule.zone, rule.quiet) }),
  }));
  const watchOf = new Map(watches.map((watch) => [watch.rule.id, watch]));
  return {
    watches, watchOf, clockMs: before.clockMs, cardTimes: [...before.cardTimes], done: [], fired: {}, muted: {},
    // What a rule that is gone still held is not said any more.
    groups: new Map(before.groups.flatMap((group) => (watchOf.has(group.ruleId) ? [[group.key, thaw(group)] as const] : []))),
  };
}

/** Lets time pass: what was due is said, and what is over takes no more. */
function passTo(work: Work, toMs: number): void {
  if (toMs <= work.clockMs) return;
  work.clockMs = toMs;
  for (const [key, group] of work.groups) {
    if (group.endsMs > toMs) continue;
    work.groups.delete(key);
    work.done.push(group);
  }
  work.cardTimes = work.cardTimes.filter((at) => at > toMs - CARD_MS);
}

function take(work: Work, watch: Watch, event: AlertEvent): void {
  if (event.number <= watch.rule.after || (event.kind === 'changed' && watch.told.includes(stateOf(event)))) return;
  const verdict = watch.judge.judge(event, watch.windows);
  if (!verdict) return;
  const { id } = watch.rule;
  noteTold(watch, event);
  const held = event.kind === 'changed' ? holderOf(work, watch.rule, placeOf(event)) : undefined;
  if (held) return restate(held, event);
  work.fired[id] = (work.fired[id] ?? 0) + 1;
  const group = groupFor(work, watch, event, verdict);
  work.groups.set(group.key, group);
  addToGroup(group, event, { atMs: work.clockMs, because: verdict.because, ...(group.kind === 'overflow' && { rule: watch.rule }) });
}

/** An operation in its state: a record may change again and stay in it. */
function stateOf(event: AlertEvent): string {
  return `${placeOf(event)} ${event.record.operationStatus.toLowerCase()}`;
}

/** Later states count only for rules that ask for states, and where an operation turns out failed. */
function noteTold({ rule: { filter }, told }: Watch, event: AlertEvent): void {
  const asksForState = filter.statuses.length > 0 || (filter.not?.statuses?.length ?? 0) > 0;
  if (!asksForState && !isFailure(event.record.operationStatus)) return;
  told.push(stateOf(event));
  if (told.length > MOST_TOLD) told.shift();
}

/** The group of a rule that tells of an operation already. */
function holderOf(work: Work, { id }: WatchedRule, place: string): LiveGroup | undefined {
  return [...work.groups.values()].find((group) => (group.kind === 'overflow' ? group.places.has(placeInOverflow(place, id)) : group.ruleId === id && group.places.has(place)));
}

/** The group that an event belongs to, open or new. */
function groupFor(work: Work, { rule, quiet }: Watch, event: AlertEvent, verdict: AlertVerdict): LiveGroup {
  const { clockMs } = work;
  const existing = (key: string, kind: Group['kind'], dueMs?: number): LiveGroup => work.groups.get(key)
    ?? openGroup({ id: `${rule.id}-${kind === 'card' ? '' : `${kind}-`}${event.number}`, ruleId: rule.id, key, kind, ...(dueMs !== undefined && { dueMs }) }, event, verdict, clockMs);
  const silence = quiet?.(clockMs);
  const breaksThrough = verdict.risk === 'high' && rule.quiet?.all !== true && verdict.tier === 'now';
  if (silence && !breaksThrough) return existing(`${rule.id} held`, 'held', silence.to);
  if (event.kind === 'late') return existing(`${rule.id} late`, 'late');
  if (verdict.tier === 'hourly') return existing(`${rule.id} hourly`, 'hourly', nextHour(clockMs, quiet));
  const key = `${rule.id} actor ${actorKey(event.record)}`;
  if (work.groups.has(key)) return existing(key, 'card');
  if (work.cardTimes.length >= MOST_CARDS) return existing('overflow', 'overflow');
  work.cardTimes.push(clockMs);
  return existing(key, 'card');
}

/** The end of this hour; what ends within quiet hours waits for their end. */
function nextHour(atMs: number, quiet: HourReader | undefined): number {
  const hour = (Math.floor(atMs / HOUR_MS) + 1) * HOUR_MS;
  return quiet?.(hour)?.to ?? hour;
}

function finish(work: Work, cursor: number, says: Says): AlertRound {
  const [open, over] = [[...work.groups.values()].filter(({ dueMs }) => dueMs === undefined), work.done];
  const posts = [
    ...[...over, ...open].flatMap((group) => (group.told === 0 ? cardPost(work, group) : [])),
    ...[...over, ...(says === 'everything' ? open : [])].flatMap((group) => [...cardPost(work, group), ...threadPosts(work, group)]),
  ];
  const groups = [...work.groups.values()].map(freeze);
  const windows = Object.fromEntries(work.watches.flatMap(({ rule, windows: held }) => {
    const memory = held.memory();
    return Object.keys(memory).length === 0 ? [] : [[rule.id, memory] as const];
  }));
  const told = Object.fromEntries(work.watches.flatMap((watch) => (watch.told.length === 0 ? [] : [[watch.rule.id, watch.told] as const])));
  return { state: { cursor, clockMs: work.clockMs, windows, groups, cardTimes: work.cardTimes, told }, posts, fired: work.fired, muted: work.muted };
}

/** The card, anew or in place of itself; nothing where it stands as it is. */
function cardPost({ watchOf }: Work, group: LiveGroup): readonly AlertPost[] {
  const rule = watchOf.get(group.ruleId)?.rule;
  if (!rule || !group.isStale) return [];
  const { id, ruleId, told, count, lead } = group;
  const message = cardOf(group, rule);
  noteSaid(group);
  return [told === 0 ? { key: id, ruleId, message } : { key: `${id}:edit:${count}:${lead.status}`, ruleId, message, under: { key: id, how: 'edit' } }];
}

function threadPosts({ watchOf }: Work, group: LiveGroup): readonly AlertPost[] {
  const rule = watchOf.get(group.ruleId)?.rule;
  if (!rule) return [];
  const { id, ruleId, count } = group;
  const posts = threadOf(group, rule).map((message, page): AlertPost => ({ key: `${id}:more:${count}:${page}`, ruleId, message, under: { key: id, how: 'thread' } }));
  noteThread(group);
  return posts;
}
