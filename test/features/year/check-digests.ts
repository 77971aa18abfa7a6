/** Compares what digests have told with what happened; each function gives what is wrong, in words. */
import { HOUR_MS, MINUTE_MS } from '../../../src/audit/dates.ts';
import type { DigestRow, DigestScreen } from '../../../src/features/rule-screens.ts';
import type { DigestRule } from '../../../src/features/rule.ts';
import { claimedUntold, coverageWrong, type Sent } from './check-coverage.ts';
import { slotsOf } from './expected.ts';
import type { Played } from './season.ts';
import { channelOf, doubtUntold, onceEach, postsIn, unconfirmedIn, wronglyMarked, type Post, type Said } from './told.ts';
import { shownKey } from './world.ts';

export interface DigestFindings {
  readonly wrong: readonly string[];
  readonly sent: number;
  readonly repeats: number;
  readonly late: number;
  readonly unconfirmed: number;
  readonly gaps: number;
  /** Digests that say first that the log was not read up to now. */
  readonly unread: number;
}

const LATE_MS = 10 * MINUTE_MS;

export async function checkDigest(played: Played, rule: DigestRule, endMs: number): Promise<DigestFindings> {
  const posts = postsIn(played.world, channelOf(rule));
  const ofRule = posts.filter(({ screen }) => screen.kind === 'digest' || screen.kind === 'digest-page');
  const listed = [...ofRule, ...await unconfirmedIn(played, channelOf(rule))];
  const slots = slotsOf(rule, endMs);
  const keys = new Map(slots.map((slot) => [shownKey(keyOf(rule, slot)), slot]));
  const mains = ofRule.filter(({ screen }) => screen.kind === 'digest');
  const strangers = mains.filter(({ key }) => !keys.has(key)).map(({ message }) => `for no slot: ${message.text}`);
  const sent = await Promise.all(onceEach(mains).map(async (post) => sentOf(played, post, keys.get(post.key) ?? new Date(0))));
  const all = sent.toSorted((a, b) => a.slot.getTime() - b.slot.getTime());
  return {
    wrong: [
      ...wronglyMarked(ofRule), ...await doubtUntold(played, channelOf(rule)), ...strangers,
      ...notToldOnce(played, rule, all), ...unexplained(played, rule, all, slots), ...all.flatMap((one) => listedWrong(rule, one, listed, all)),
      ...all.flatMap((one) => coverageWrong(played, one)), ...claimedUntold(played, rule, all), ...mains.flatMap((post) => lateWrong(post, keys.get(post.key))), ...brokenChain(rule, all),
    ].map((text) => `${rule.name}: ${text}`),
    sent: sent.length, repeats: mains.filter(({ isRepeat }) => isRepeat).length, late: mains.filter(({ isLate }) => isLate).length,
    unconfirmed: all.filter(({ screen }) => screen.repeatsUnconfirmed).length, gaps: all.filter(({ screen }) => screen.coverage.gaps.length > 0).length,
    unread: all.filter(({ screen }) => screen.coverage.unreadMs !== undefined).length,
  };
}

function keyOf({ id }: DigestRule, slot: Date): string {
  return `digest:${id}:${slot.toISOString()}`;
}

async function sentOf({ worker: { deps } }: Played, post: Post, slot: Date): Promise<Sent> {
  const screen = post.screen as DigestScreen;
  const records = screen.resultId === undefined ? [] : await deps.results.records(screen.resultId, 0, 100_000) ?? [];
  return { key: post.key, slot, post, screen, operations: records.map(({ operationDate }) => operationDate) };
}

/** An operation may stand in two digests only where the second says that it may repeat the one before. */
function notToldOnce({ happened }: Played, { filter }: DigestRule, sent: readonly Sent[]): readonly string[] {
  const wanted = new Set(happened.filter(({ status }) => filter.statuses.length === 0 || filter.statuses.includes(status)).map(({ date }) => date));
  const told = new Map<string, number>();
  const wrong: string[] = [];
  for (const [at, { slot, operations, screen }] of sent.entries()) {
    const { total, late } = screen.digest;
    if (total + (late?.count ?? 0) !== operations.length) wrong.push(`${slot.toISOString()} counts ${total} and ${late?.count ?? 0}, and lists ${operations.length}`);
    for (const date of operations) {
      const before = told.get(date);
      if (before !== undefined && !(before === at - 1 && screen.repeatsUnconfirmed)) wrong.push(`${date} is told at ${sent[before]?.slot.toISOString()} and at ${slot.toISOString()}`);
      if (!wanted.has(date)) wrong.push(`${date} is told and did not happen`);
      told.set(date, at);
    }
  }
  return [...wrong, ...[...wanted].filter((date) => !told.has(date)).map((date) => `${date} is told by nobody`)];
}

/**
 * A slot without a post: nothing was new where that is skipped, or something was down, or a digest before it waited
 * still, or Slack took neither the post nor its repeat and the next digest says so.
 */
function unexplained({ troubles }: Played, rule: DigestRule, sent: readonly Sent[], slots: readonly Date[]): readonly string[] {
  if (rule.skipEmpty) return [];
  const has = new Set(sent.map(({ slot }) => slot.getTime()));
  const spans = [...troubles.workers, ...troubles.slack, ...(rule.name === 'weekdays' ? [troubles.archived] : [])];
  return slots.flatMap((slot, at) => {
    const next = slots[at + 1]?.getTime() ?? Infinity;
    const isDown = spans.some(({ fromMs, toMs }) => fromMs <= next && toMs + HOUR_MS >= slot.getTime());
    const isToldNext = sent.find((one) => one.slot > slot)?.screen.repeatsUnconfirmed === true;
    return has.has(slot.getTime()) || isDown || isToldNext || next === Infinity ? [] : [`no post for ${slot.toISOString()}`];
  });
}

/** The thread lists every operation, unless the post above it was never confirmed: then the next digest tells them again. */
function listedWrong(rule: DigestRule, one: Sent, posts: readonly Said[], all: readonly Sent[]): readonly string[] {
  const { screen, slot, operations } = one;
  if (screen.inThread === 0) return [];
  const keys = new Set(Array.from({ length: 9 }, (_, page) => shownKey(`${keyOf(rule, slot)}:${page}`)));
  const rows = onceEach(posts.filter(({ key }) => keys.has(key))).flatMap(({ screen: page }): readonly DigestRow[] => (page.kind === 'digest-page' ? page.rows : []));
  if (rows.length === 0 && all[all.indexOf(one) + 1]?.screen.repeatsUnconfirmed) return [];
  const [listed, wanted] = [rows.map(({ at }) => at).toSorted(), operations.slice(0, 200).toSorted()];
  return listed.join() === wanted.join() ? [] : [`${slot.toISOString()} lists ${listed.length} of ${wanted.length} operations in its thread`];
}

function lateWrong({ atMs, isLate, message }: Post, slot: Date | undefined): readonly string[] {
  const is = slot !== undefined && atMs - slot.getTime() > LATE_MS;
  return is === isLate ? [] : [`${is ? 'not ' : ''}marked late: ${message.text}`];
}

/** What is told begins where the digest before it ended. */
function brokenChain(rule: DigestRule, sent: readonly Sent[]): readonly string[] {
  if (rule.skipEmpty) return [];
  return sent.flatMap(({ screen, slot }, at) => {
    const before = sent[at - 1]?.screen;
    const begins = before === undefined ? rule.madeAt : screen.repeatsUnconfirmed ? undefined : before.to;
    return begins === undefined || screen.from === begins ? [] : [`${slot.toISOString()} begins at ${screen.from} and not at ${begins}`];
  });
}
