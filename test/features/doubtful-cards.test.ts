import { describe, expect, it } from 'vitest';
import { createRandom } from '../../sandbox/partner-center/story/random.ts';
import { deliverDue, type DeliverDeps } from '../../src/features/deliver-outbox.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import type { Posts } from '../../src/features/rule-ports.ts';
import type { AlertRule } from '../../src/features/rule.ts';
import type { Screen } from '../../src/features/screens.ts';
import { filterOf, NOON, password, SECOND } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const LIVE = new AbortController().signal;
const USERS = ['alice', 'bob', 'carol', 'dana', 'erik', 'fay', 'gil', 'hana'];
const RULE: AlertRule = {
  kind: 'alert', id: '00000000-0000-4000-8000-0000000000aa', name: 'CSP security', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'Europe/Berlin',
  madeAt: '2026-11-21T00:00:00.000Z', command: 'alert pack', filter: filterOf({}), isPack: true,
};

/** The operations that a message names. */
function namedIn(message: Screen): readonly string[] {
  if (message.kind === 'alert') return [message.lead, ...message.lines].map(({ at }) => at);
  return message.kind === 'alert-thread' ? message.lines.map(({ at }) => at) : [];
}

/** Notes what is posted, and what is sent at all, by the key of its delivery. */
function noting({ posts }: Pick<DeliverDeps, 'posts'>) {
  const sent = new Map<string, { count: number; readonly message: Screen }>();
  const post: Posts['post'] = async (place, message, marks, threadTs) => {
    const outcome = await posts.post(place, message, marks, threadTs);
    const maybe = Number(outcome.kind === 'taken' || outcome.kind === 'lost');
    sent.set(marks.deliveryKey, { count: maybe + (sent.get(marks.deliveryKey)?.count ?? 0), message });
    return outcome;
  };
  return { sent, posts: { ...posts, post } };
}

/** Half an hour in which many answers are lost, then calm in which each user does one thing more. */
async function storm(seed: string) {
  const random = createRandom(seed);
  const { deps, add, at, answerWith, posted } = watchingWorld({ redis, prefix: testRedis().prefix }, new Date(NOON).toISOString());
  const { sent, posts } = noting(deps);
  await deps.rules.add(RULE, { state: { kind: 'on' }, cursor: 0, held: 0, lastSlot: RULE.madeAt });
  let operations = 0;
  const happen = (afterMs: number, user: string): void => add(password(afterMs, { id: `op-${operations += 1}`, userPrincipalName: user }));
  for (let seconds = 0; seconds < 40 * 60; seconds += 20) {
    const isCalm = seconds > 32 * 60;
    if (seconds < 30 * 60 && random.chance(0.4)) happen(seconds * SECOND, random.pick(USERS));
    if (seconds === 34 * 60) for (const user of USERS) happen(seconds * SECOND, user);
    answerWith(...Array.from({ length: isCalm ? 0 : 20 }, () => random.weighted([[3, 'taken'], [4, 'lost'], [4, 'lost-but-posted'], [1, 'later']] as const)));
    at(new Date(NOON + seconds * SECOND).toISOString());
    await raiseAlerts(deps, LIVE);
    await Promise.all([deliverDue({ ...deps, posts }, LIVE), deliverDue({ ...deps, posts }, LIVE)]);
  }
  const unconfirmed = await Promise.all([...sent].map(async ([key, { message }]) => ((await deps.outbox.find(key))?.state.kind === 'unconfirmed' ? [{ key, message }] : [])));
  return { sent, posted, operations, unconfirmed: unconfirmed.flat() };
}

describe('features/deliver-outbox, of what Slack did not confirm, at random', () => {
  it.each(['one', 'two', 'three', 'four', 'five'])('sends nothing more than twice, names what may be missing, and tells every card at last (%s)', async (seed) => {
    const { sent, posted, operations, unconfirmed } = await storm(seed);

    const [standing, doubtful] = [new Set(posted.flatMap(({ message }) => namedIn(message))), new Set(unconfirmed.flatMap(({ message }) => namedIn(message)))];
    const told = new Set([...posted.map(({ marks }) => marks.deliveryKey), ...unconfirmed.map(({ key }) => key)]);
    expect([...sent.values()].filter(({ count }) => count > 2)).toEqual([]);
    expect(unconfirmed.filter(({ key, message }) => message.kind !== 'notice' && !told.has(`unconfirmed:${key}`))).toEqual([]);
    expect(unconfirmed.length).toBeGreaterThan(0);
    const all = Array.from({ length: operations }, (_, row) => `2026-11-21.${row}`);
    expect(all.filter((one) => !standing.has(one) && !doubtful.has(one))).toEqual([]);
    // Of cards nothing is left in doubt: what was added in the calm told them anew.
    const leads = new Set([...sent.values()].flatMap(({ message }) => (message.kind === 'alert' ? [message.lead.at] : [])));
    expect([...leads].filter((one) => !standing.has(one))).toEqual([]);
  });
});
