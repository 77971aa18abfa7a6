import { describe, expect, it } from 'vitest';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import type { ReminderScreen } from '../../src/features/alert-screens.ts';
import type { AlertRule } from '../../src/features/rule.ts';
import { takeAlert } from '../../src/features/take-alert.ts';
import { filterOf, MINUTE, NOON, password, SECOND } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const LIVE = new AbortController().signal;
const RULE: AlertRule = {
  kind: 'alert', id: '00000000-0000-4000-8000-0000000000aa', name: 'CSP security', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'Europe/Berlin',
  madeAt: '2026-11-21T00:00:00.000Z', command: 'alert pack', filter: filterOf({}), isPack: true,
};
const CARD = `${RULE.id}-1`;

/** An alert that speaks to a Slack that takes, refuses and loses as it is told. */
async function speaking() {
  const world = watchingWorld({ redis, prefix: testRedis().prefix }, new Date(NOON).toISOString());
  await world.deps.rules.add(RULE, { state: { kind: 'on' }, cursor: 0, held: 0, lastSlot: RULE.madeAt });
  const at = (afterMs: number): void => world.at(new Date(NOON + afterMs).toISOString());
  return {
    ...world,
    progress: async () => (await world.deps.rules.find(RULE.id))?.progress,
    async tellAt(afterMs: number): Promise<void> {
      at(afterMs);
      await raiseAlerts(world.deps, LIVE);
      await deliverDue(world.deps, LIVE);
    },
    async deliverAt(afterMs: number): Promise<void> {
      at(afterMs);
      await deliverDue(world.deps, LIVE);
    },
    kinds: () => world.posted.map(({ message }) => message.kind),
  };
}

/** A first card of which both answers are lost, whether or not Slack has taken it. */
async function unconfirmedCard(how: 'lost' | 'lost-but-posted') {
  const world = await speaking();
  world.add(password(0, { id: 'a' }));
  world.answerWith(how, how);
  await world.tellAt(0);
  await world.tellAt(20 * SECOND);
  return world;
}

describe('features/deliver-outbox, of what Slack did not confirm', () => {
  it('sends a card twice at most, and then says that it may be missing', async () => {
    const { kinds, posted, deliverAt, ended, progress } = await unconfirmedCard('lost-but-posted');

    for (const minutes of [1, 5, 60]) await deliverAt(minutes * MINUTE);

    expect(kinds()).toEqual(['alert', 'alert', 'notice']);
    expect(posted.map(({ marks: { mayBeRepeat, belongsTo } }) => [mayBeRepeat, belongsTo])).toEqual([[undefined, undefined], [true, undefined], [undefined, `alert:${CARD}`]]);
    expect(posted[2]).toMatchObject({ place: RULE.place, message: { text: 'An alert may be missing here: Slack did not confirm the post. Alerts of the last 7 days that nobody has taken stand under alerts open.' } });
    expect(ended).toEqual(['unconfirmed', 'delivered']);
    expect(await progress()).toMatchObject({ state: { kind: 'on' }, lastUnconfirmed: '2026-11-21T12:00:20.000Z', lastError: 'no answer of Slack arrived' });
  });

  it('counts a worker that died while posting as a lost answer', async () => {
    const { add, deps, at, answerWith, deliverAt, kinds } = await speaking();
    add(password(0, { id: 'a' }));
    await raiseAlerts(deps, LIVE);
    await deps.outbox.claim(deps.clock(), MINUTE);
    answerWith('lost');
    await deliverAt(MINUTE);
    await deliverAt(2 * MINUTE);
    at('2026-11-21T12:05:00Z');
    await deliverDue(deps, LIVE);

    expect(kinds()).toEqual(['notice']);
  });

  it('tells such a card anew with all it says by then when it was to be edited, and edits that from then on', async () => {
    const { add, tellAt, posted, kinds } = await unconfirmedCard('lost');
    add(password(MINUTE, { id: 'b' }));
    await tellAt(MINUTE);
    add(password(2 * MINUTE, { id: 'c' }));
    await tellAt(2 * MINUTE);

    const [, anew, thread, edited, more] = posted;
    expect(kinds()).toEqual(['notice', 'alert', 'alert-thread', 'alert', 'alert-thread']);
    expect(anew).toMatchObject({ message: { card: CARD, count: 2, lead: { at: '2026-11-21.0' } }, marks: { belongsTo: `alert:${CARD}` } });
    expect(anew?.marks.deliveryKey).toMatch(`alert:${CARD}:edit:2`);
    expect(edited).toMatchObject({ message: { count: 3 }, marks: anew?.marks });
    expect([thread?.threadTs, more?.threadTs]).toEqual([anew?.ts, anew?.ts]);
  });

  it('does the same again where the card that was told anew is not confirmed either', async () => {
    const { add, answerWith, tellAt, posted } = await unconfirmedCard('lost');
    add(password(MINUTE, { id: 'b' }));
    answerWith('lost');
    await tellAt(MINUTE);
    answerWith('lost');
    await tellAt(2 * MINUTE);
    add(password(3 * MINUTE, { id: 'c' }));
    await tellAt(3 * MINUTE);

    const cards = posted.flatMap(({ message, marks }) => (message.kind === 'alert' ? [[message.count, marks.deliveryKey]] : []));
    expect(cards).toEqual([[3, expect.stringMatching(/:edit:3:/)]]);
    expect(posted.filter(({ message }) => message.kind === 'alert-thread')).toHaveLength(2);
    expect(posted.filter(({ message }) => message.kind === 'notice')).toHaveLength(2);
  });

  it.each(['refused', 'given-up'] as const)('gives the place of such a card to the next edit where the one before was %s and never posted', async (kind) => {
    const { add, answerWith, deps, deliverAt, tellAt, posted } = await unconfirmedCard('lost');
    add(password(MINUTE, { id: 'b' }));
    answerWith('later');
    await tellAt(MINUTE);
    const holder = (await deps.outbox.find(`alert:${CARD}`))?.replacedBy ?? '';
    await deps.outbox.settle(holder, { kind, at: deps.clock().toISOString(), reason: 'is_archived' });
    const before = posted.length;

    await takeAlert(deps, { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' }, CARD);
    await deliverAt(2 * MINUTE);

    const [anew, ...below] = posted.slice(before).sort((a, b) => a.message.kind.localeCompare(b.message.kind));
    expect(holder).toContain(':edit:2:');
    expect(anew).toMatchObject({ message: { kind: 'alert', count: 2, taken: { by: 'UADMIN' } }, marks: { belongsTo: `alert:${CARD}` } });
    expect(below.map(({ message, threadTs }) => [message.kind, threadTs])).toContainEqual(['alert-taken', anew?.ts]);
  });

  it('posts into the channel what belongs into the thread of such a card, until the card is told anew', async () => {
    const { add, answerWith, tellAt, posted, kinds } = await speaking();
    add(password(0, { id: 'a' }));
    add(password(1, { id: 'b' }));
    answerWith('lost', 'lost');
    await tellAt(0);
    await tellAt(20 * SECOND);
    await tellAt(30 * SECOND);

    expect(kinds()).toEqual(['notice', 'alert-thread']);
    expect(posted[1]).toMatchObject({ marks: { belongsTo: `alert:${CARD}` }, message: { lines: [{ at: '2026-11-21.1' }] } });
    expect(posted[1]?.threadTs).toBeUndefined();
  });

  it('says who took such a card below the card told anew', async () => {
    const { deps, posted, deliverAt } = await unconfirmedCard('lost-but-posted');
    const before = posted.length;

    await takeAlert(deps, { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' }, CARD);
    await deliverAt(2 * MINUTE);

    const [anew, said] = posted.slice(before);
    expect([anew?.message, said?.message]).toMatchObject([{ kind: 'alert', taken: { by: 'UADMIN' } }, { kind: 'alert-taken', by: 'UADMIN' }]);
    expect(said?.threadTs).toBe(anew?.ts);
  });

  it('says of a reminder that it may be missing', async () => {
    const { deps, answerWith, deliverAt, posted } = await speaking();
    const message: ReminderScreen = { kind: 'reminder', ruleId: RULE.id, rule: 'reminder-1', zone: 'UTC', batches: [], more: 0 };
    await deps.outbox.put({ key: 'remind:1', ruleId: RULE.id, place: RULE.place, message, dueAt: deps.clock().toISOString(), onceTaken: {} }, deps.clock());
    answerWith('lost', 'lost');
    for (const seconds of [0, 20, 40]) await deliverAt(seconds * SECOND);

    expect(posted.map(({ message: one }) => one)).toEqual([{ kind: 'notice', text: expect.stringMatching(/^A reminder may be missing here: /) as string }]);
  });
});
