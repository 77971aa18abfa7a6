import { beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { changePressed } from '../../src/features/change-rule.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { followDelivery } from '../../src/features/follow-delivery.ts';
import type { DigestScreen } from '../../src/features/rule-screens.ts';
import type { DigestRule } from '../../src/features/rule.ts';
import type { Screen } from '../../src/features/screens.ts';
import { sendDigests } from '../../src/features/send-digests.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const never = new AbortController().signal;
const MINUTE = 60_000;
const RULE: DigestRule = {
  kind: 'digest', id: '00000000-0000-4000-8000-00000000aaaa', name: 'digest-1', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'UTC', command: 'digest daily at 08:00',
  madeAt: '2026-11-20T10:00:00.000Z', filter: EVERYTHING, skipEmpty: false, timetable: { schedule: { frequency: 'daily', atMs: 8 * 60 * MINUTE }, zone: 'UTC', since: '2026-11-20' },
};

let world: WatchingWorld;

async function tick(instant: string | number): Promise<void> {
  world.at(new Date(instant).toISOString());
  await sendDigests(world.deps, never);
  await deliverDue(world.deps, never);
}

const digests = (): readonly DigestScreen[] => world.posted.flatMap(({ message }) => (message.kind === 'digest' ? [message] : []));
const refusals = () => world.posted.filter(({ message }) => message.kind === 'rule-refused');
const progress = async () => (await world.deps.rules.find(RULE.id))?.progress;
const resume = () => changePressed(world.deps, { responseUrl: '', openUntil: 0, userId: 'UADMIN' }, { kind: 'rule-resume', ruleId: RULE.id });

describe('features/follow-delivery', () => {
  beforeEach(async () => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
    await world.deps.rules.add(RULE, { state: { kind: 'on' }, cursor: 0, coveredTo: RULE.madeAt, lastSlot: RULE.madeAt, held: 0 });
    world.add(aRecord({ id: 'a', operationDate: '2026-11-20T12:00:00.0000000Z' }));
  });

  it('tells the maker of a refusal once, though the worker that met it dies at any step', async () => {
    world.answerWith('refused');
    const dying = { ...world.deps, rules: { ...world.deps.rules, advance: async () => Promise.reject(new Error('killed')) } };
    world.at('2026-11-21T08:00:05Z');
    await sendDigests(world.deps, never);
    await expect(deliverDue(dying, never)).rejects.toThrow('killed');
    const dead = { ...dying, rules: world.deps.rules, outbox: { ...world.deps.outbox, put: async () => Promise.reject(new Error('killed')) } };
    await sendDigests(dead, never);

    for (const minute of ['01', '02', '03']) await tick(`2026-11-21T08:${minute}:00Z`);

    expect(refusals()).toHaveLength(1);
    expect(await progress()).toMatchObject({ state: { kind: 'undeliverable', reason: 'is_archived' } });
    expect(await progress()).not.toHaveProperty('pending');
  });

  it.each<[string, boolean, Screen]>([
    ['a list of operations', true, { kind: 'alert-thread', card: 'c', zone: 'UTC', lines: [], more: 1 }],
    ['a notice', false, { kind: 'notice', text: 'An alert may be missing here.' }],
    ['word of a refusal', false, { kind: 'rule-refused', rule: RULE, reason: 'is_archived' }],
  ])('notes of %s that Slack left it unconfirmed: %s', async (_what, isNoted, message) => {
    await followDelivery(world.deps, { key: 'k', ruleId: RULE.id, place: RULE.place, message }, { kind: 'unconfirmed', at: '2026-11-21T08:00:00.000Z' });

    expect((await progress())?.lastUnconfirmed).toBe(isNoted ? '2026-11-21T08:00:00.000Z' : undefined);
  });

  it('tells the maker again when it is refused again after Resume', async () => {
    world.answerWith('refused');
    await tick('2026-11-21T08:00:05Z');
    await resume();
    world.answerWith('refused');
    await tick('2026-11-22T08:00:05Z');
    await tick('2026-11-22T08:01:00Z');

    expect(refusals()).toHaveLength(2);
  });

  it('says that a digest may repeat one whose answer was lost, and which Slack did not take again for half a day', async () => {
    world.answerWith('lost-but-posted', ...Array.from({ length: 40 }, () => 'later' as const));
    for (let at = Date.parse('2026-11-21T08:00:05Z'); at < Date.parse('2026-11-22T07:00:00Z'); at += 10 * MINUTE) await tick(at);
    world.answerWith();

    await tick('2026-11-22T08:00:05Z');

    expect(digests().map(({ repeatsUnconfirmed, digest: { total } }) => [repeatsUnconfirmed, total])).toEqual([[undefined, 1], [true, 1]]);
  });

  it('says the same of the digest after Resume, where the answer was lost before the channel was archived', async () => {
    world.answerWith('lost-but-posted', 'refused');
    await tick('2026-11-21T08:00:05Z');
    await tick('2026-11-21T08:00:25Z');
    await resume();

    await tick('2026-11-22T08:00:05Z');

    expect(digests().map(({ repeatsUnconfirmed }) => repeatsUnconfirmed)).toEqual([undefined, true]);
  });

  it('does not count the pages of an unconfirmed digest as refused: the next digest tells them', async () => {
    for (let number = 0; number < 30; number += 1) world.add(aRecord({ id: `more-${number}`, operationDate: '2026-11-20T12:00:00.0000000Z' }));
    world.answerWith('lost', 'lost');
    await tick('2026-11-21T08:00:05Z');
    const key = (await progress())?.pending?.key ?? '';
    await tick('2026-11-21T08:00:25Z');
    await tick('2026-11-21T08:00:50Z');

    expect((await world.deps.outbox.find(`${key}:0`))?.state).toMatchObject({ kind: 'refused', reason: 'told_again' });
    expect(world.ended).toEqual(['unconfirmed']);
  });

  it('does not forget over a refusal that the digest before it was never confirmed', async () => {
    world.answerWith('lost', 'lost-but-posted');
    await tick('2026-11-21T08:00:05Z');
    await tick('2026-11-21T08:00:25Z');
    world.answerWith('refused');
    await tick('2026-11-22T08:00:05Z');
    await resume();

    await tick('2026-11-23T08:00:05Z');

    expect(digests().at(-1)).toMatchObject({ repeatsUnconfirmed: true, digest: { total: 1 } });
  });

  it('changes nothing for a delivery that the rule no longer waits for', async () => {
    await tick('2026-11-21T08:00:05Z');
    const before = await progress();
    await world.deps.rules.advance(RULE.id, (now) => ({ ...now, pending: { key: 'another', slot: '2026-11-22T08:00:00.000Z' } }));

    await followDelivery(world.deps, { key: 'an old one', ruleId: RULE.id, place: RULE.place, onceTaken: { cursor: 99 } }, { kind: 'refused', at: '2026-11-22T08:00:00.000Z', reason: 'is_archived' });

    expect(await progress()).toMatchObject({ state: { kind: 'on' }, cursor: before?.cursor, pending: { key: 'another' } });
    expect(refusals()).toEqual([]);
  });
});
