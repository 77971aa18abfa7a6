import { beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { changePressed } from '../../src/features/change-rule.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import type { DigestPageScreen, DigestScreen } from '../../src/features/rule-screens.ts';
import type { DigestRule } from '../../src/features/rule.ts';
import { sendDigestNow, sendDigests } from '../../src/features/send-digests.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { validateMessage } from '../../sandbox/slack/block-kit/validate.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const never = new AbortController().signal;
let world: WatchingWorld;

const RULE: DigestRule = {
  kind: 'digest', id: '00000000-0000-4000-8000-00000000aaaa', name: 'digest-1', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', makerName: 'dana',
  zone: 'Europe/Berlin', command: 'digest daily at 08:30', madeAt: '2026-11-20T10:00:00.000Z', filter: EVERYTHING, skipEmpty: false,
  timetable: { schedule: { frequency: 'daily', atMs: 8.5 * 3_600_000 }, zone: 'Europe/Berlin', since: '2026-11-20' },
};

async function keep(facts: Partial<DigestRule> = {}): Promise<void> {
  await world.deps.rules.add({ ...RULE, ...facts }, { state: { kind: 'on' }, cursor: 0, coveredTo: RULE.madeAt, lastSlot: RULE.madeAt, held: 0 });
}

async function tick(instant: string): Promise<void> {
  world.at(instant);
  await sendDigests(world.deps, never);
  await deliverDue(world.deps, never);
}

function order(id: number, facts = {}) {
  return aRecord({ id: `op-${id}`, operationDate: `2026-11-20T12:00:00.${String(id).padStart(7, '0')}Z`, operationType: 'update_customer_user', ...facts });
}

const digests = (): readonly DigestScreen[] => world.posted.flatMap(({ message }) => (message.kind === 'digest' ? [message] : []));
const pages = (): readonly DigestPageScreen[] => world.posted.flatMap(({ message }) => (message.kind === 'digest-page' ? [message] : []));
const progress = async () => (await world.deps.rules.find(RULE.id))?.progress;

describe('features/send-digests', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
  });

  it('sends what is new once, at its slot, with the operations in its thread', async () => {
    await keep();
    world.add(order(1));
    world.add(order(2), 'late');
    await tick('2026-11-21T07:29:00Z');
    expect(world.posted).toEqual([]);

    await tick('2026-11-21T07:30:05Z');
    await tick('2026-11-21T07:31:00Z');
    await tick('2026-11-21T07:32:00Z');

    expect(digests()).toMatchObject([{ digest: { total: 1, late: { count: 1 } }, from: RULE.madeAt, to: '2026-11-21T07:30:05.000Z', makerName: 'dana', seal: { day: '2026-11-17' } }]);
    expect(pages().flatMap(({ rows }) => rows)).toHaveLength(2);
    expect(world.posted[1]?.threadTs).toBe(world.posted[0]?.ts);
    expect(await progress()).toMatchObject({ cursor: 2, lastSlot: '2026-11-21T07:30:00.000Z', lastDelivered: '2026-11-21T07:30:05.000Z' });
  });

  it('says in one line that nothing is new, or nothing at all where that was asked', async () => {
    await keep();
    await keep({ id: '00000000-0000-4000-8000-00000000bbbb', name: 'quiet', skipEmpty: true });

    await tick('2026-11-21T07:30:05Z');

    expect(digests()).toMatchObject([{ name: 'digest-1', digest: { total: 0 } }]);
    expect((await world.deps.rules.find('00000000-0000-4000-8000-00000000bbbb'))?.progress).toMatchObject({ lastSlot: '2026-11-21T07:30:00.000Z' });
  });

  it('sends one digest with its whole span after days without a worker', async () => {
    await keep();
    for (let id = 1; id <= 3; id += 1) world.add(order(id));

    await tick('2026-11-25T12:00:00Z');
    await tick('2026-11-25T12:01:00Z');

    expect(digests()).toMatchObject([{ digest: { total: 3 }, from: RULE.madeAt, to: '2026-11-25T12:00:00.000Z' }]);
    expect(world.posted[0]?.marks.lateSince).toBe('2026-11-25T07:30:00.000Z');
  });

  it('moves its cursor only when Slack has taken the post, and tries for hours', async () => {
    await keep();
    world.add(order(1));
    world.answerWith('limited', 'later', 'later');
    await tick('2026-11-21T07:30:05Z');
    expect(await progress()).toMatchObject({ cursor: 0 });
    world.add(order(2));

    for (const at of ['07:31', '07:33', '09:00']) await tick(`2026-11-21T${at}:00Z`);

    expect(digests()).toMatchObject([{ digest: { total: 1 } }]);
    expect(world.posted[0]?.marks).toMatchObject({ lateSince: '2026-11-21T07:30:00.000Z' });
    expect(await progress()).toMatchObject({ cursor: 1 });
  });

  it('repeats a post whose answer was lost once, under the same key and marked', async () => {
    await keep();
    world.add(order(1));
    world.answerWith('lost-but-posted');
    await tick('2026-11-21T07:30:05Z');

    await tick('2026-11-21T07:31:00Z');

    const [first, second] = world.posted.filter(({ message }) => message.kind === 'digest');
    expect(first?.marks.mayBeRepeat).toBeUndefined();
    expect(second?.marks).toEqual({ ...first?.marks, mayBeRepeat: true });
  });

  it('tells everything again, and says so, where two answers in a row were lost', async () => {
    await keep();
    world.add(order(1));
    world.answerWith('lost', 'lost');
    for (const at of ['07:30', '07:31', '07:35']) await tick(`2026-11-21T${at}:05Z`);
    expect(await progress()).toMatchObject({ cursor: 0, unconfirmed: true });
    world.add(order(2));

    await tick('2026-11-22T07:30:05Z');

    expect(digests()).toMatchObject([{ digest: { total: 2 }, repeatsUnconfirmed: true }]);
    expect(await progress()).toMatchObject({ cursor: 2 });
    expect(await progress()).not.toHaveProperty('unconfirmed');
  });

  it('repeats marked what a worker was about to post when it died', async () => {
    await keep();
    world.add(order(1));
    world.at('2026-11-21T07:30:05Z');
    await sendDigests(world.deps, never);
    await world.deps.outbox.claim(world.deps.clock(), 120_000);

    await tick('2026-11-21T07:31:05Z');
    expect(digests()).toEqual([]);
    await tick('2026-11-21T07:32:06Z');

    expect(world.posted[0]?.marks.mayBeRepeat).toBe(true);
    expect(digests()).toHaveLength(1);
  });

  it('goes on where a worker died after Slack had taken the post', async () => {
    await keep();
    world.add(order(1));
    world.at('2026-11-21T07:30:05Z');
    await sendDigests(world.deps, never);
    const claimed = await world.deps.outbox.claim(world.deps.clock(), 120_000);
    await world.deps.outbox.settle(claimed?.delivery.key ?? '', { kind: 'delivered', at: '2026-11-21T07:30:06.000Z', channel: 'COPS', ts: '1.0' });
    expect(await progress()).toMatchObject({ cursor: 0 });

    await tick('2026-11-21T07:31:00Z');

    expect(await progress()).toMatchObject({ cursor: 1, lastSlot: '2026-11-21T07:30:00.000Z' });
    expect(digests()).toEqual([]);
  });

  it('stops where Slack refuses the place for good, tells the maker once, and covers everything after Resume', async () => {
    await keep();
    world.add(order(1));
    world.answerWith('refused');
    for (const day of ['21', '22', '23']) await tick(`2026-11-${day}T07:30:05Z`);
    expect(world.posted).toMatchObject([{ place: { kind: 'person', id: 'UADMIN' }, message: { kind: 'rule-refused', reason: 'is_archived' } }]);
    expect(await progress()).toMatchObject({ state: { kind: 'undeliverable', reason: 'is_archived' }, cursor: 0 });

    await changePressed(world.deps, { responseUrl: '', openUntil: 0, userId: 'UADMIN' }, { kind: 'rule-resume', ruleId: RULE.id });
    await tick('2026-11-24T07:30:05Z');

    expect(digests()).toMatchObject([{ digest: { total: 1 }, from: RULE.madeAt }]);
  });

  it('tells nothing to somebody who may no longer use the bot', async () => {
    await keep({ place: { kind: 'person', id: 'UNOBODY' }, makerId: 'UNOBODY' });
    world.add(order(1));

    await tick('2026-11-21T07:30:05Z');

    expect(world.posted).toEqual([]);
    expect(await progress()).toMatchObject({ state: { kind: 'undeliverable', reason: 'no_access' } });
  });

  it('tells a failure that was still in progress when it was first seen, and tells it once', async () => {
    await keep({ filter: { ...EVERYTHING, statuses: ['failed'] } });
    world.add(order(1, { operationStatus: 'progress' }));
    await tick('2026-11-21T07:30:05Z');
    world.add(order(1, { operationStatus: 'failed' }), 'changed');

    await tick('2026-11-22T07:30:05Z');
    await tick('2026-11-23T07:30:05Z');

    expect(digests().map(({ digest: { total, failed } }) => [total, failed])).toEqual([[0, 0], [1, 1], [0, 0]]);
  });

  it('sums 50,000 new operations up instead of flooding the channel', async () => {
    await keep();
    for (let id = 1; id <= 50_000; id += 1) world.add(order(id, { customerName: `C${id % 100}` }));

    await tick('2026-11-21T07:30:05Z');
    for (let second = 10; second < 40; second += 2) await tick(`2026-11-21T07:30:${second}Z`);

    expect(digests()).toMatchObject([{ digest: { total: 50_000 }, inThread: 200 }]);
    expect(pages().map(({ first, total, left }) => [first, total, left])).toEqual([1, 26, 51, 76, 101, 126, 151, 176].map((first) => [first, 50_000, first === 176 ? 49_800 : 0]));
    const shown = world.posted.map(({ message }) => createRenderer('/audit')(message).rich);
    expect(shown.flatMap((message) => validateMessage(message))).toEqual([]);
    expect([shown[0]?.text, shown[8]?.text]).toEqual([expect.stringContaining('50,000 new operations'), 'Operations of this digest, newest first: 176 to 200 of 50,000']);
    expect(JSON.stringify(shown[8])).toContain('49,800 more operations not listed in this thread. All, in the digest above, lists them for a day; Export CSV under that list sends them as a file.');
    const { resultId = '' } = digests()[0] ?? {};
    expect((await world.results.facts(resultId))?.listed).toBe(50_000);
  });

  it('sends at once what somebody asks for, moves the cursor, and does not send twice', async () => {
    await keep({ skipEmpty: true });
    world.add(order(1));
    world.at('2026-11-20T15:00:00Z');

    expect(await Promise.all([sendDigestNow(world.deps, { rule: RULE }), sendDigestNow(world.deps, { rule: RULE })])).toEqual(expect.arrayContaining(['sent', 'busy']));
    await deliverDue(world.deps, never);
    await tick('2026-11-21T07:30:05Z');

    expect(digests()).toMatchObject([{ digest: { total: 1 } }]);
  });
});
