/** Compares what digests claim of the time that was read with the readings there were. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/audit/dates.ts';
import type { DigestScreen } from '../../../src/features/rule-screens.ts';
import type { DigestRule } from '../../../src/features/rule.ts';
import { gapsAt, readUntilOf } from './expected.ts';
import type { Ledger, Played } from './season.ts';
import type { Post } from './told.ts';

export interface Sent {
  readonly key: string;
  readonly slot: Date;
  readonly post: Post;
  readonly screen: DigestScreen;
  /** The dates of its operations: what its button All opens. */
  readonly operations: readonly string[];
}

/** The log is read hourly; without two readings, and some minutes, time is missing. */
const USUAL_MS = 2 * HOUR_MS + 5 * MINUTE_MS;

/** A digest says what was read when it was made: up to when, which days not, and first of all if it is not up to now. */
export function coverageWrong({ ledgers }: Played, { screen, slot, post }: Sent): readonly string[] {
  const { coverage: { gaps, readAt = '', unreadMs }, from, to } = screen;
  const [text, all] = [post.message.text.replace(/^(?:May be a repeat\. )?(?:Late\. )?/, ''), JSON.stringify(post.message.blocks)];
  const named = gaps.map(({ first, last }) => `${first} to ${last}`).join(', ');
  const isSo = (ledger: Ledger): boolean => readUntilOf(ledger) === readAt && gapsAt(ledger, from).map(([first, last]) => `${first} to ${last}`).join(', ') === named;
  const known = [...ledgers.filter(({ atMs }) => atMs <= slot.getTime()).slice(-1), ...ledgers.filter(({ atMs }) => atMs > slot.getTime() && atMs <= post.atMs)];
  const isWhole = unreadMs === undefined && named === '';
  return [
    ...(known.some(isSo) ? [] : [`claims to be read to ${readAt} but for ${named || 'nothing'}, which no ledger says`]),
    ...(to <= (readAt > from ? readAt : from) ? [] : [`tells up to ${to}, and the log was read to ${readAt}`]),
    ...(unreadMs === undefined && slot.getTime() - Date.parse(readAt) > USUAL_MS ? [`does not say that the log was not read since ${readAt}`] : []),
    ...(text.startsWith('Not read since') === (unreadMs !== undefined) ? [] : [`begins otherwise than it should: ${text}`]),
    ...(isWhole === all.includes('Complete as read at') ? [] : [`is ${isWhole ? '' : 'not '}complete: ${all}`]),
    ...(!isWhole && /No new operations|^\d/.test(text) ? [`says first what is new and not what is missing: ${text}`] : []),
  ].map((wrong) => `${slot.toISOString()} ${wrong}`);
}

/** Failures that come together are made up so much later. */
const BURST_MS = 75 * MINUTE_MS;

/** What stood in the log when it was read is told by then, but for the days named as not read. Much later records are found when their days are read again. */
export function claimedUntold({ happened }: Played, { filter }: DigestRule, sent: readonly Sent[]): readonly string[] {
  const wanted = happened.filter(({ status }) => filter.statuses.length === 0 || filter.statuses.includes(status))
    .map(({ date, atMs, kind, states }) => ({ date, atMs, knownMs: Math.max(...states.map(({ shownAt }) => shownAt)) + (kind === 'failing' ? BURST_MS : 0) }))
    .filter(({ atMs, knownMs }) => knownMs - atMs < DAY_MS);
  const [told, unread] = [new Set<string>(), [] as Sent['screen']['coverage']['gaps'][number][]];
  return sent.flatMap(({ screen: { to, coverage }, slot, operations }) => {
    operations.forEach((date) => told.add(date));
    unread.push(...coverage.gaps);
    // The log of the season grows on whole hours, seconds before it is read.
    const readMs = Math.floor(Date.parse(to) / HOUR_MS) * HOUR_MS;
    const missing = wanted.filter(({ date, knownMs }) => knownMs <= readMs && !told.has(date) && !unread.some(({ first, last }) => date.slice(0, 10) >= first && date.slice(0, 10) <= last));
    return missing.map(({ date }) => `${slot.toISOString()} claims the time up to ${to} and does not tell ${date}`);
  });
}
