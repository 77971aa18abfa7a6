/** What an alert would have said over the last days, and what a mute would have hidden, from the local copy. */
import type { AlertCard } from '../audit/alert-cards.ts';
import { FIRST_SEEN, FIRST_SEEN_DAYS, type AlertEvent, type FirstSeen } from '../audit/alert-events.ts';
import { alertLabel } from '../audit/alert-words.ts';
import { advance, freshState } from '../audit/alerts.ts';
import { addDays, DAY_MS, MINUTE_MS, utcDayOf, type Day } from '../audit/dates.ts';
import { dateOf, instantOf } from '../audit/instant.ts';
import { hides } from '../audit/mutes.ts';
import { createTally } from '../audit/tally.ts';
import type { AlertPreview, MutePreview } from './alert-screens.ts';
import { daysHeld, namesIn, thingsIn, type LearnDeps } from './learn-values.ts';
import { watchedAs } from './raise-alerts.ts';
import { readNewestDays, type CopiedRow } from './read-days.ts';
import type { AlertRule, MuteRule } from './rule.ts';

export type PreviewDeps = Pick<LearnDeps, 'copy' | 'known' | 'clock'>;

const PREVIEW_DAYS = 30;
const NAMED = 3;
/** As long as the log reaches back: how things stood before is told by records of earlier days. */
const LEARNED_DAYS = 90;

/** Plays the last 30 days as if each operation had been seen at once. Throws a `storage` Problem when Redis fails. */
export async function previewAlert(deps: PreviewDeps, rule: AlertRule): Promise<AlertPreview> {
  const { events, days, daysTouched, judged } = await eventsFor(deps, rule);
  const { posts, fired } = advance(freshState(0), [watchedAs(rule)], [], events, deps.clock().getTime());
  const begun = posts.flatMap(({ message, under }) => (message.kind === 'alert' && !under ? [message] : []));
  return {
    messages: begun.length, hourly: begun.filter(({ form }) => form === 'hourly').length, operations: fired[rule.id] ?? 0, most: largestOf(posts.flatMap(({ message }) => (message.kind === 'alert' && message.form !== 'hourly' ? [message] : []))), days, daysTouched, daysAsked: PREVIEW_DAYS,
    ...(asksForFirst(rule) && { firstSeen: { held: await daysHeld(deps), judged, isAll: !rule.isPack } }),
  };
}

/** The newest card that an alert would have shown in the last 30 days, or that none of these days could be judged. */
export async function newestCard(deps: PreviewDeps, rule: AlertRule): Promise<AlertCard | 'not judged' | undefined> {
  const { events, judged } = await eventsFor(deps, rule);
  if (rule.firstSeen && judged === 0) return 'not judged';
  const { posts } = advance(freshState(0), [watchedAs(rule)], [], events, deps.clock().getTime());
  return posts.flatMap(({ message }) => (message.kind === 'alert' ? [message] : [])).toSorted((a, b) => b.begunMs - a.begunMs)[0];
}

function asksForFirst({ isPack, firstSeen }: AlertRule): boolean {
  return isPack || firstSeen !== undefined;
}

/** First sightings, and how much changed, are judged by what older days tell. */
function eventsFor(deps: PreviewDeps, rule: AlertRule): Promise<LastEvents> {
  return lastEvents(deps, { days: PREVIEW_DAYS, learned: asksForFirst(rule) ? LEARNED_DAYS : 0 });
}

/** What a mute would have kept out of alerts in the last 7 days. */
export async function previewMute(deps: PreviewDeps, rule: Pick<MuteRule, 'filter' | 'includingHigh'>): Promise<MutePreview> {
  const { events, days, daysTouched } = await lastEvents(deps, { days: MUTE_DAYS, learned: LEARNED_DAYS });
  const hidden = events.filter(({ record, earlier }) => hides(rule, record, earlier));
  const all = rule.includingHigh ? hidden : events.filter(({ record }) => hides({ ...rule, includingHigh: true }, record));
  return { hidden: hidden.length, highTold: all.length - hidden.length, most: mostOf(hidden.map(({ record }) => alertLabel(record))), days, daysTouched, daysAsked: MUTE_DAYS };
}

const MUTE_DAYS = 7;

interface LastEvents {
  readonly events: readonly AlertEvent[];
  /** UTC days that the span touches, those that were looked at, and of these those on which first sightings could be judged. */
  readonly daysTouched: number;
  readonly days: number;
  readonly judged: number;
}

/** What happened in so many times 24 hours, from a whole minute on as in a search. How things stood before, and who was known, older days tell as well. */
async function lastEvents(deps: PreviewDeps, { days, learned }: { readonly days: number; readonly learned: number }): Promise<LastEvents> {
  const [nowMs, daysTouched] = [deps.clock().getTime(), days + 1];
  const from = new Date(Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - days * DAY_MS);
  const { rows, held } = await readNewestDays(deps, Math.max(learned, daysTouched));
  const [first, begun, judged] = [utcDayOf(from), instantOf(from), daysJudged(held)];
  return { events: eventsOf(rows, judged).filter(({ record }) => record.operationDate >= begun), daysTouched, days: held.filter((day) => day >= first).length, judged: [...judged].filter((day) => day >= first).length };
}

/** Days before which enough were read without a gap to say who was never seen. */
function daysJudged(held: readonly Day[]): ReadonlySet<Day> {
  const read = new Set(held);
  return new Set(held.filter((day) => Array.from({ length: FIRST_SEEN_DAYS }, (_, back) => addDays(day, -1 - back)).every((before) => read.has(before))));
}

/** In the order in which things happened; a preview knows nothing of what came late. */
function eventsOf(rows: readonly CopiedRow[], judged: ReadonlySet<Day>): readonly AlertEvent[] {
  const sorted = rows.toSorted((a, b) => (a.row.record.operationDate < b.row.record.operationDate ? -1 : 1));
  const [stood, seen] = [new Map<string, string>(), new Set<string>()];
  return sorted.map(({ day, row: { number, record } }, index) => {
    const [atMs, things] = [dateOf(record.operationDate).getTime(), thingsIn(record)];
    const earlier = things.map(({ name }) => stood.get(name)).find((value) => value !== undefined);
    for (const { name, value } of things) stood.set(name, value);
    const first = FIRST_SEEN.filter((what) => isNew(seen, what, namesIn(record)[what]) && judged.has(day));
    return { number: index + 1, kind: 'news', day, row: number, record, atMs, seenAtMs: atMs, first, ...(earlier !== undefined && { earlier: JSON.parse(earlier) as unknown }) };
  });
}

/** Whether a name was not seen before; from now on it was. */
function isNew(seen: Set<string>, what: FirstSeen, name: string | undefined): boolean {
  const before = seen.size;
  if (name !== undefined) seen.add(`${what} ${name.toLowerCase()}`);
  return seen.size > before;
}

/** By what began each alert that is told at once; the newest content of a card counts all of its operations. */
function largestOf(cards: readonly AlertCard[]): AlertPreview['most'] {
  const newest = new Map(cards.map((card) => [card.card, card]));
  const byLabel = Map.groupBy(newest.values(), ({ lead }) => lead.label);
  const sums = [...byLabel].map(([label, alerts]) => [label, alerts.reduce((sum, { count }) => sum + count, 0), alerts.length] as const);
  return sums.sort((a, b) => b[1] - a[1] || b[2] - a[2]).slice(0, NAMED);
}

function mostOf(labels: readonly string[]): readonly (readonly [string, number])[] {
  const tally = createTally<string>((label) => label);
  for (const label of labels) tally.add(label);
  return tally.counts().slice(0, NAMED).map(({ value, count }) => [value, count] as const);
}
