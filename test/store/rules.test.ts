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

  it('loses no change when several are made at once', async () => {
    const rules = createRules({ redis, prefix: testRedis().prefix });
    await rules.add(rule('a', 'week'), FRESH);

    await Promise.all(Array.from({ length: 20 }, () => rules.advance('a', (now) => ({ ...now, cursor: now.cursor + 1 }))));

    expect((await rules.find('a'))?.progress.cursor).toBe(20);
    expect(await rules.advance('gone', (now) => now)).toBeUndefined();
  });
});
