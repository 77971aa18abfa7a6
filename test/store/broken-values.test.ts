import { beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import type { AlertRule } from '../../src/features/rule.ts';
import { createAlertStore } from '../../src/store/alert-groups.ts';
import { createCustomerMemory } from '../../src/store/customer-memory.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createReminders } from '../../src/store/reminders.ts';
import { createRules } from '../../src/store/rules.ts';
import { createSavedSearches } from '../../src/store/saved-searches.ts';
import { createVault, OPEN_VAULT } from '../../src/store/vault.ts';
import { keptLog } from '../partner-center/loopback.ts';
import { filterOf, MINUTE, password } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const NOW = new Date('2026-11-21T12:00:00Z');
const LIVE = new AbortController().signal;

let prefix: string;
let log: ReturnType<typeof keptLog>;

const rule = (id: string, channel = 'COPS'): AlertRule => ({
  kind: 'alert', id, name: id, place: { kind: 'channel', id: channel }, makerId: 'UADMIN', zone: 'UTC', madeAt: '2026-11-21T00:00:00.000Z', command: 'alert pack', filter: filterOf(EVERYTHING), isPack: true,
});
const texts = (): readonly string[] => log.lines.map(({ text }) => text);

describe('store: values that somebody broke', () => {
  beforeEach(() => {
    prefix = testRedis().prefix;
    log = keptLog();
  });

  it.each(['no JSON', '[]', '{"kind":"digest"}'])('leaves a rule out that reads %s, says so once, and keeps all others', async (broken) => {
    const rules = createRules({ redis, prefix, log });
    for (const id of ['a', 'b']) await rules.add(rule(id), { state: { kind: 'on' }, cursor: 0, held: 0 });
    await redis.hset(`${prefix}:rules`, 'a', broken);

    expect([(await rules.all()).map((kept) => kept.rule.id), (await rules.in(rule('b').place)).length, await rules.find('a')]).toEqual([['b'], 1, undefined]);
    expect(await rules.replace('a', (now) => now)).toBe('gone');
    expect(log.lines).toMatchObject([{ facts: { rule: 'a' }, text: expect.stringContaining('cannot be read') }]);
  });

  it('changes nothing of a rule whose progress cannot be read', async () => {
    const rules = createRules({ redis, prefix, log });
    await rules.add(rule('a'), { state: { kind: 'on' }, cursor: 0, held: 0 });
    await redis.hset(`${prefix}:rules:progress`, 'a', '{"cursor":"7"}');

    expect([await rules.advance('a', (now) => ({ ...now, cursor: 1 })), await rules.all()]).toEqual([undefined, []]);
    expect(await redis.hget(`${prefix}:rules:progress`, 'a')).toBe('{"cursor":"7"}');
    expect(texts()).toHaveLength(1);
  });

  it.each(['delivery', 'state'])('gives a message up whose %s cannot be read, and posts the next one', async (field) => {
    const outbox = createOutbox({ redis, prefix, log });
    for (const key of ['a', 'b']) await outbox.put({ key, ruleId: 'r', place: { kind: 'channel', id: 'COPS' }, message: { kind: 'notice', text: key }, dueAt: NOW.toISOString() }, NOW);
    await redis.hset(`${prefix}:outbox:row:a`, field, 'broken');
    const claims = [await outbox.claim(NOW, MINUTE), await outbox.claim(NOW, MINUTE)];

    expect(claims.map((claim) => claim?.delivery.key)).toEqual([undefined, 'b']);
    expect((await outbox.find('a'))?.state).toMatchObject({ kind: 'given-up', reason: 'unreadable' });
    expect(texts()).toEqual(['a message in the outbox cannot be read; it is not posted']);
  });

  it('counts a message as not confirmed where nobody can read what became of it', async () => {
    const outbox = createOutbox({ redis, prefix, log });
    await redis.hset(`${prefix}:outbox:row:a`, 'state', '{"kind":"posted"}', 'onceTaken', '{"cursor":"x"}');

    expect(await outbox.find('a')).toMatchObject({ state: { kind: 'unconfirmed' }, onceTaken: {} });
    expect(texts()).toHaveLength(1);
  });

  it('says once of each reminder that what it has said cannot be read', async () => {
    const reminders = createReminders({ redis, prefix, log });
    for (const id of ['a', 'b']) await redis.hset(`${prefix}:reminders:${id}`, 'version', 3, 'memory', 'broken');
    const read = [await reminders.read('a'), await reminders.read('b'), await reminders.read('a')];

    expect(read).toEqual(Array.from({ length: 3 }, () => ({ version: 3, told: {}, waiting: [] })));
    expect(log.lines.map(({ facts }) => facts)).toEqual([{ rule: 'a' }, { rule: 'b' }]);
  });

  it('begins anew, with what happens next, where the memory of a place cannot be read, and holds up no other place', async () => {
    const world = watchingWorld({ redis, prefix }, NOW.toISOString());
    const deps = { ...world.deps, alerts: createAlertStore({ redis, prefix, log }) };
    for (const [id, channel] of [['a', 'CONE'], ['b', 'CTWO']] as const) await deps.rules.add(rule(id, channel), { state: { kind: 'on' }, cursor: 0, held: 0 });
    const tell = async (): Promise<void> => {
      await raiseAlerts(deps, LIVE);
      await deliverDue(deps, LIVE);
    };
    world.add(password(0, { id: 'first' }));
    await tell();
    await redis.hset(`${prefix}:alerts:state:channel:CONE`, 'memory', 'broken');
    world.add(password(MINUTE, { id: 'lost', userPrincipalName: 'bob' }));
    await tell();
    world.add(password(2 * MINUTE, { id: 'next', userPrincipalName: 'carol' }));
    await tell();

    const actors = (channel: string) => world.posted.flatMap(({ place, message }) => (place.id === channel && message.kind === 'alert' ? [message.lead.actor] : []));
    expect([actors('CONE'), actors('CTWO')]).toEqual([['alice@partner.example', 'carol'], ['alice@partner.example', 'bob', 'carol']]);
    expect(texts()).toEqual(['what the alerts of a place remember cannot be read; they begin anew with what happens next']);
  });

  it('tells the alerts of every other place where those of one cannot be told', async () => {
    const world = watchingWorld({ redis, prefix }, NOW.toISOString());
    for (const [id, channel] of [['a', 'CONE'], ['b', 'CTWO']] as const) await world.deps.rules.add(rule(id, channel), { state: { kind: 'on' }, cursor: 0, held: 0 });
    world.add(password(0, { id: 'a' }));
    const { alerts } = world.deps;
    const deps = { ...world.deps, alerts: { ...alerts, read: async (...place: Parameters<typeof alerts.read>) => (place[0].id === 'CONE' ? Promise.reject(new Error('broken')) : alerts.read(...place)) } };

    await expect(raiseAlerts(deps, LIVE)).rejects.toThrow('broken');
    await deliverDue(world.deps, LIVE);

    expect(world.posted.map(({ place }) => place.id)).toEqual(['CTWO']);
  });

  it.each([['in clear', OPEN_VAULT], ['sealed', createVault(Buffer.alloc(32, 7))]])('finds a customer in rules and saved searches %s, and names those that cannot be read', async (_, vault) => {
    const storage = { redis, prefix, vault };
    for (const id of ['a', 'b']) await createRules(storage).add({ ...rule(id), command: 'alert on customer Relecloud' }, { state: { kind: 'on' }, cursor: 0, held: 0 });
    await createSavedSearches(storage).add('U0ONE', { name: 'mine', command: 'customer Relecloud', savedAt: NOW.toISOString() });
    const broken = (place: string): string => (vault === OPEN_VAULT ? '{"name":"Relecloud"' : vault.sealText('elsewhere', place));
    await redis.hset(`${prefix}:rules`, 'b', broken('rules b'), 'c', broken('rules c'));
    await redis.hset(`${prefix}:saved:U0ONE`, 'x', broken('saved x'));

    expect(await createCustomerMemory(storage).count({ customerId: 'c', names: ['Relecloud'], people: [], things: [] })).toMatchObject({
      stays: [{ what: 'saved search', name: 'mine' }, { what: 'alert', name: 'a' }],
      unreadable: [{ what: 'saved search', key: `${prefix}:saved:U0ONE`, field: 'x' }, { what: 'rule', key: `${prefix}:rules`, field: 'b' }, { what: 'rule', key: `${prefix}:rules`, field: 'c' }],
    });
  });
});
