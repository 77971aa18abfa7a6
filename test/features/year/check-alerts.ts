/** Compares what alerts and reminders have told with what happened; each function gives what is wrong, in words. */
import type { AlertRule } from '../../../src/features/rule.ts';
import { isHigh, remindersDue, thresholdReached } from './expected.ts';
import type { Played } from './season.ts';
import { channelOf, datesByPlace, doubtUntold, onceEach, postsIn, sentTooOften, toldByAlerts, unconfirmedIn, wronglyMarked, type ToldByAlert } from './told.ts';

export interface AlertFindings {
  readonly wrong: readonly string[];
  readonly cards: number;
  readonly operations: number;
  readonly forms: Readonly<Record<string, number>>;
  /** Messages that Slack never confirmed, and operations that stand nowhere else. */
  readonly unconfirmed: number;
  readonly doubtful: number;
}

export async function checkAlerts(played: Played): Promise<AlertFindings> {
  const { world: { rules: { pack, high, threshold } }, world } = played;
  const dates = await datesByPlace(played);
  const channels = [pack, threshold].map(channelOf);
  const places = channels.map((channel) => postsIn(world, channel));
  const unconfirmed = await Promise.all(channels.map(async (channel) => unconfirmedIn(played, channel)));
  const all = places.map((posts, at) => toldByAlerts([...posts, ...unconfirmed[at] ?? []]));
  const sure = new Set(places.flatMap((posts) => toldByAlerts(posts).told.map(({ rule, at }) => `${rule} ${at}`)));
  const told = all.flatMap(({ told: some }) => some);
  const cards = all.flatMap(({ cards: some }) => some);
  const feed = await feedOf(played);
  const expected: readonly (readonly [AlertRule, readonly string[], readonly string[]])[] = [
    [high, played.happened.filter(isHigh).map(({ date }) => date), []],
    [threshold, thresholdReached(feed, played.happened), []],
    // Who is new can be said only while the days before are held without a gap.
    [pack, played.happened.filter((one) => isHigh(one) || one.kind === 'hourly').map(({ date }) => date), played.happened.filter(({ kind }) => kind === 'newcomer').map(({ date }) => date)],
  ];
  const counts = new Map(cards.map(({ card, count }) => [card, count]));
  return {
    wrong: [
      ...places.flatMap(wronglyMarked), ...sentTooOften(world), ...(await Promise.all(channels.map(async (channel) => doubtUntold(played, channel)))).flat(),
      ...expected.flatMap(([rule, must, may]) => differences(rule, must, may, told.filter((one) => one.rule === rule.name), dates)),
      ...[...Map.groupBy(told, ({ card }) => card)].flatMap(([card, lines]) => (lines.length === counts.get(card) ? [] : [`${card} counts ${counts.get(card)} and tells ${lines.length}`])),
      ...all.flatMap(({ uncounted }) => (uncounted === 0 ? [] : [`${uncounted} are counted and not told`])),
    ],
    cards: cards.length, operations: told.length,
    unconfirmed: unconfirmed.flat().length, doubtful: told.filter(({ rule, at }) => !sure.has(`${rule} ${at}`)).length,
    forms: Object.fromEntries([...Map.groupBy(cards, ({ form }) => form)].map(([form, some]) => [form, some.length])),
  };
}

function differences({ name }: AlertRule, must: readonly string[], may: readonly string[], told: readonly ToldByAlert[], dates: ReadonlyMap<string, string>): readonly string[] {
  const byDate = Map.groupBy(told, ({ at }) => dates.get(at) ?? at);
  return [
    ...must.filter((date) => !byDate.has(date)).map((date) => `${name}: ${date} is told in no group`),
    ...[...byDate].flatMap(([date, groups]) => (groups.length > 1 ? [`${name}: ${date} is told in ${groups.map(({ card }) => card).join(' and ')}`] : [])),
    ...[...byDate.keys()].filter((date) => !must.includes(date) && !may.includes(date)).map((date) => `${name}: ${date} is told and should not be`),
  ];
}

/** The dates of operations in the order in which they became known. */
async function feedOf({ worker: { deps } }: Played): Promise<readonly string[]> {
  const rows = await deps.feed.rows(await deps.feed.after(0, 1_000_000));
  const failedAt = new Map<string, number>();
  for (const { entry, row: { record } } of rows) failedAt.set(record.operationDate, entry.number);
  return [...failedAt].toSorted((a, b) => a[1] - b[1]).map(([date]) => date);
}

/** Who was reminded of which order, how often. */
export async function checkReminders(played: Played, endMs: number): Promise<{ readonly wrong: readonly string[]; readonly reminded: number }> {
  const dates = await datesByPlace(played);
  const channel = channelOf(played.world.rules.reminder);
  const posts = postsIn(played.world, channel).filter(({ screen }) => screen.kind === 'reminder');
  const told = onceEach([...posts, ...await unconfirmedIn(played, channel)]).flatMap(({ screen }) => (screen.kind === 'reminder' ? screen.batches.map(({ at }) => dates.get(at) ?? at) : []));
  const counts = new Map([...Map.groupBy(told, (date) => date)].map(([date, some]) => [date, some.length]));
  const orders = new Set(played.happened.filter(({ kind, status }) => kind === 'order' && status === 'succeeded').map(({ date }) => date));
  return {
    reminded: told.length,
    wrong: [
      ...wronglyMarked(posts), ...await doubtUntold(played, channel),
      ...remindersDue(played, endMs).filter(({ date, least }) => (counts.get(date) ?? 0) < least).map(({ date, least }) => `${date}: ${counts.get(date) ?? 0} reminders and not ${least}`),
      ...[...counts].filter(([date, count]) => count > 2 || !orders.has(date)).map(([date, count]) => `${date}: ${count} reminders`),
    ],
  };
}
