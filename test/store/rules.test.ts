import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import type { DigestRule, RulePlace, RuleProgress } from '../../src/features/rule.ts';
import { createRules } from '../../src/store/rules.ts';
import { testConnection } from '../support/connection.ts';
import { testRedis } from '../support/redis.ts';

const { redis } = testConnection();
const FRESH: RuleProgress = { state: { kind: 'on' }, cursor: 0, held: 0 };
const OPS: RulePlace = { kind: 'channel', id: 'COPS' };

function rule(id: string, name: string, place = OPS): DigestRule {
  return {
    kind: 'digest', id, name, place, makerId: 'U1', zone: 'UTC', madeAt: '2026-11-20T10:00:00.000Z', command: 'digest daily', filter: EVERYTHING, skipEmpty: false,
    timetable: { schedule: { frequency: 'daily' }, zone: 'UTC', since: '2026-11-20' },
  };
}

describe('store/rules', () => {
  it('keeps one rule of a name in a place, whoever is first', async () => {
    const storage = { redis, prefix: testRedis().prefix };
    const [one, two] = [createRules(storage), createRules(storage)];

    const added = await Promise.all([one.add(rule('a', 'Week'), FRESH), two.add(rule('b', 'week'), FRESH), two.add(rule('c', 'week', { kind: 'person', id: 'U1' }), FRESH)]);

    expect(added.toSorted()).toEqual(['added', 'added', 'name-taken']);
    expect(await one.in(OPS)).toHaveLength(1);
    expect(await two.all()).toHaveLength(2);
  });

  it('takes 50 rules a place, and one more after one is removed', async () => {
    const rules = createRules({ redis, prefix: testRedis().prefix });

    const added = await Promise.all(Array.from({ length: 60 }, (_, at) => rules.add(rule(`r${at}`, `digest-${at}`), FRESH)));

    expect(added.filter((one) => one === 'added')).toHaveLength(50);
    expect(added.filter((one) => one === 'too-many')).toHaveLength(10);
    await rules.remove(rule('r0', 'digest-0'));
    expect(await rules.find('r0')).toBeUndefined();
    expect(await rules.add(rule('r0', 'digest-0'), FRESH)).toBe('added');
    expect((await rules.in(OPS)).slice(0, 3).map((kept) => kept.rule.name)).toEqual(['digest-0', 'digest-1', 'digest-2']);
  });

  it('replaces a rule in place, with a name and a place of its own', async () => {
    const storage = { redis, prefix: testRedis().prefix };
    const [rules, other] = [createRules(storage), createRules(storage)];
    const mine: RulePlace = { kind: 'person', id: 'U1' };
    await rules.add(rule('a', 'Week'), { ...FRESH, cursor: 7 });
    await rules.add(rule('b', 'day'), FRESH);

    expect(await rules.replace('a', (now) => ({ ...now, name: 'DAY' }))).toBe('name-taken');
    expect(await rules.replace('a', (now) => ({ ...now, name: 'week' }))).toBe('replaced');
    expect(await other.replace('a', (now) => ({ ...now, name: 'day', place: mine }))).toBe('replaced');
    expect(await rules.replace('gone', (now) => now)).toBe('gone');
    expect(await rules.find('a')).toMatchObject({ rule: { name: 'day', place: mine }, progress: { cursor: 7 } });
    expect((await rules.in(OPS)).map((kept) => kept.rule.id)).toEqual(['b']);
    expect((await rules.in(mine)).map((kept) => kept.rule.id)).toEqual(['a']);
    expect(await rules.add(rule('c', 'WEEK'), FRESH)).toBe('added');
  });

  it('moves no rule into a place that is full', async () => {
    const rules = createRules({ redis, prefix: testRedis().prefix });
    await Promise.all(Array.from({ length: 50 }, (_, at) => rules.add(rule(`r${at}`, `digest-${at}`), FRESH)));
    await rules.add(rule('own', 'mine', { kind: 'person', id: 'U1' }), FRESH);

    expect(await rules.replace('own', (now) => ({ ...now, place: OPS }))).toBe('too-many');
    expect(await rules.replace('r0', (now) => ({ ...now, name: 'renamed' }))).toBe('replaced');
  });

  it('loses no replacement when several are made at once', async () => {
    const rules = createRules({ redis, prefix: testRedis().prefix });
    await rules.add(rule('a', 'x'), FRESH);

    const done = await Promise.all(Array.from({ length: 12 }, () => rules.replace('a', (now) => ({ ...now, name: `${now.name}x` }))));

    expect(new Set(done)).toEqual(new Set(['replaced']));
    expect((await rules.in(OPS)).map((kept) => kept.rule.name)).toEqual(['x'.repeat(13)]);
  });

  it('loses no change when several are made at once', async () => {
    const rules = createRules({ redis, prefix: testRedis().prefix });
    await rules.add(rule('a', 'week'), FRESH);

    await Promise.all(Array.from({ length: 20 }, () => rules.advance('a', (now) => ({ ...now, cursor: now.cursor + 1 }))));

    expect((await rules.find('a'))?.progress.cursor).toBe(20);
    expect(await rules.advance('gone', (now) => now)).toBeUndefined();
  });
});
