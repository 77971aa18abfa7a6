/** What an alert would have said over the last days, and what a mute would have hidden, from the local copy. */
import type { AlertCard } from '../audit/alert-cards.ts';
import type { AlertEvent } from '../audit/alert-events.ts';
import { alertLabel } from '../audit/alert-words.ts';
import { advance, freshState } from '../audit/alerts.ts';
import { dateOf } from '../audit/instant.ts';
import { hides } from '../audit/mutes.ts';
import { createTally } from '../audit/tally.ts';
import type { AlertPreview, MutePreview } from './alert-screens.ts';
import { daysHeld, type LearnDeps } from './learn-values.ts';
import { watchedAs } from './raise-alerts.ts';
import { readNewestDays, type CopiedRow } from './read-days.ts';
import type { AlertRule, MuteRule } from './rule.ts';

export type PreviewDeps = Pick<LearnDeps, 'copy' | 'known' | 'clock'>;

const PREVIEW_DAYS = 30;
const NAMED = 3;

/** Plays the last 30 days as if each operation had been seen at once. Throws a `storage` Problem when Redis fails. */
export async function previewAlert(deps: PreviewDeps, rule: AlertRule): Promise<AlertPreview> {
  const { rows, days } = await readNewestDays(deps, PREVIEW_DAYS);
  const { posts, fired } = advance(freshState(0), [watchedAs(rule)], [], eventsOf(rows), deps.clock().getTime());
  const begun = posts.flatMap(({ message, under }) => (message.kind === 'alert' && !under ? [message] : []));
  const needsFirst = rule.isPack || rule.firstSeen !== undefined;
  return {
    messages: begun.length, operations: fired[rule.id] ?? 0, most: largestOf(posts.flatMap(({ message }) => (message.kind === 'alert' ? [message] : []))), days, daysAsked: PREVIEW_DAYS,
    ...(needsFirst && { firstSeenHeld: await daysHeld(deps) }),
  };
}

/** The newest card that an alert would have shown in the last 30 days. */
export async function newestCard(deps: PreviewDeps, rule: AlertRule): Promise<AlertCard | undefined> {
  const { rows } = await readNewestDays(deps, PREVIEW_DAYS);
  const { posts } = advance(freshState(0), [watchedAs(rule)], [], eventsOf(rows), deps.clock().getTime());
  return posts.flatMap(({ message }) => (message.kind === 'alert' ? [message] : [])).toSorted((a, b) => b.begunMs - a.begunMs)[0];
}

/** What a mute would have kept out of alerts in the last 7 days. */
export async function previewMute(deps: PreviewDeps, rule: MuteRule): Promise<MutePreview> {
  const { rows, days } = await readNewestDays(deps, MUTE_DAYS);
  const records = rows.map(({ row }) => row.record);
  const hidden = records.filter((record) => hides(rule, record));
  const all = rule.includingHigh ? hidden : records.filter((record) => hides({ ...rule, includingHigh: true }, record));
  return { hidden: hidden.length, highTold: all.length - hidden.length, most: mostOf(hidden.map(alertLabel)), days, daysAsked: MUTE_DAYS };
}

const MUTE_DAYS = 7;

/** In the order in which things happened; a preview knows nothing of what came late. */
function eventsOf(rows: readonly CopiedRow[]): readonly AlertEvent[] {
  const sorted = rows.toSorted((a, b) => (a.row.record.operationDate < b.row.record.operationDate ? -1 : 1));
  return sorted.map(({ day, row: { number, record } }, index) => {
    const atMs = dateOf(record.operationDate).getTime();
    return { number: index + 1, kind: 'news', day, row: number, record, atMs, seenAtMs: atMs, first: [] };
  });
}

/** By what began each alert; the newest content of a card counts all of its operations. */
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
