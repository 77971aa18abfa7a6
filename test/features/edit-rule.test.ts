import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertForm, DigestForm, RuleForm } from '../../src/command/rule-form.ts';
import { changePressed } from '../../src/features/change-rule.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import { openRuleForm } from '../../src/features/rule-form.ts';
import type { Screen } from '../../src/features/screens.ts';
import { sendDigests } from '../../src/features/send-digests.ts';
import { setUpRule } from '../../src/features/set-up-rule.ts';
import { submitRuleForm } from '../../src/features/submit-rule-form.ts';
import { commandDeps } from '../support/command-deps.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
let world: WatchingWorld;

const DIGEST: DigestForm = { kind: 'digest', often: 'daily', at: '17:00', filters: '', skipEmpty: false, channel: 'COPS', name: 'morning' };
const ALERT: AlertForm = { kind: 'alert', about: 'filters', filters: 'failed', moreThan: '', firstSeen: [], outside: '', quiet: '', quietAll: false, channel: 'COPS', name: 'failures' };
const NEVER = new AbortController().signal;
const HERE = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };

async function submit(form: RuleForm, ruleId?: string, userId = 'UADMIN') {
  const { people, policy, clock } = world.deps;
  const { deps } = commandDeps({ watching: world.deps, people, policy, clock });
  return submitRuleForm(deps, { id: 'f'.repeat(32), place: { responseUrl: '', openUntil: 0, userId, channelId: 'COPS' }, form, ...(ruleId !== undefined && { ruleId }) });
}

async function saved(form: RuleForm, ruleId?: string): Promise<Extract<Screen, { kind: 'rule-made' }>> {
  const done = await submit(form, ruleId);
  if (done.kind !== 'screen' || done.screen.kind !== 'rule-made') throw new Error(JSON.stringify(done));
  return done.screen;
}

const idOf = async (form: RuleForm): Promise<string> => (await saved(form)).rule.id;
const kept = (id: string) => world.deps.rules.find(id);
const saying = (text: string): string => expect.stringContaining(text) as string;
const press = (kind: 'rule-pause' | 'rule-remove', ruleId: string) => changePressed(world.deps, { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' }, { kind, ruleId });

describe('features/edit-rule', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
  });

  it('changes what a rule is, and keeps its id, its maker and how far it has come', async () => {
    const id = await idOf(DIGEST);
    const before = await kept(id);
    world.at('2026-11-20T12:00:00Z');
    const screen = await saved({ ...DIGEST, filters: 'risk high', skipEmpty: true, name: 'evening' }, id);

    expect(screen).toMatchObject({ changed: 'on', rule: { id, name: 'evening', makerId: 'UADMIN', madeAt: before?.rule.madeAt, command: 'digest daily at 17:00 risk high in <#COPS> skip empty name "evening"' } });
    expect((await kept(id))?.rule).toEqual(screen.rule);
    expect((await kept(id))?.progress).toEqual(before?.progress);
    expect((await world.deps.rules.in({ kind: 'channel', id: 'COPS' })).map(({ rule }) => rule.name)).toEqual(['evening']);
    expect(world.posted).toHaveLength(1);
  });

  it('counts from the change where the schedule is another, and makes up for no slot before it', async () => {
    const id = await idOf(DIGEST);
    world.at('2026-11-20T12:00:00Z');
    const { next } = await saved({ ...DIGEST, at: '08:30' }, id);
    await sendDigests(world.deps, NEVER);

    expect(next).toBe('2026-11-21T07:30:00.000Z');
    expect((await kept(id))?.progress.pending).toBeUndefined();
    world.at('2026-11-21T07:30:01Z');
    await sendDigests(world.deps, NEVER);
    expect((await kept(id))?.progress.pending).toMatchObject({ slot: '2026-11-21T07:30:00.000Z' });
  });

  it('keeps the clock of whoever made it, whoever changes it', async () => {
    const id = await idOf(DIGEST);
    const { people } = world.deps;
    const inNewYork = { ...world.deps, people: { ...people, find: async (who: string) => ({ ...await people.find(who), zone: 'America/New_York' }) } } as typeof world.deps;
    const { deps } = commandDeps({ watching: inNewYork, people: inNewYork.people, policy: world.deps.policy, clock: world.deps.clock });

    await submitRuleForm(deps, { id: 'f'.repeat(32), place: { responseUrl: '', openUntil: 0, userId: 'UADMIN' }, form: { ...DIGEST, at: '9am' }, ruleId: id });

    expect((await kept(id))?.rule).toMatchObject({ zone: 'Europe/Berlin', timetable: { zone: 'Europe/Berlin', schedule: { atMs: 9 * 3_600_000 } } });
  });

  it('stays paused where it was', async () => {
    const id = await idOf(DIGEST);
    await press('rule-pause', id);
    const { changed, next } = await saved({ ...DIGEST, often: 'weekdays' }, id);

    expect([changed, next]).toEqual(['paused', undefined]);
  });

  it('moves to a place that Slack takes a post in, and speaks again there', async () => {
    const id = await idOf({ ...DIGEST, name: 'one' });
    await world.deps.rules.advance(id, (now) => ({ ...now, state: { kind: 'undeliverable', since: now.coveredTo ?? '', reason: 'is_archived' } }));
    world.answerWith('refused');

    expect(await submit({ ...DIGEST, channel: 'CELSE', name: 'one' }, id)).toMatchObject({ kind: 'faults', faults: [{ field: 'channel', says: saying('archived') }] });
    expect((await kept(id))?.rule.place.id).toBe('COPS');
    expect(await saved({ ...DIGEST, channel: 'CELSE', name: 'one' }, id)).toMatchObject({ changed: 'on' });
    expect(await world.deps.rules.in({ kind: 'channel', id: 'COPS' })).toEqual([]);
    expect(await world.deps.rules.in({ kind: 'channel', id: 'CELSE' })).toMatchObject([{ rule: { id } }]);
  });

  it('says at its field what is wrong, and changes nothing', async () => {
    const [id, other] = [await idOf(DIGEST), await idOf({ ...DIGEST, name: 'other' })];

    expect(await submit({ ...DIGEST, name: 'OTHER' }, id)).toMatchObject({ faults: [{ field: 'name', says: saying('OTHER here already') }] });
    expect(await submit({ ...DIGEST, at: '25:00' }, id)).toMatchObject({ faults: [{ field: 'at' }] });
    expect(await submit({ ...DIGEST, channel: 'CSHARED' }, other)).toMatchObject({ faults: [{ field: 'channel', says: saying('another organisation') }] });
    expect((await kept(id))?.rule.name).toBe('morning');
    expect(await saved({ ...DIGEST, name: 'Morning' }, id)).toMatchObject({ rule: { name: 'Morning' } });
  });

  it('takes a rule into a full place for itself alone', async () => {
    const ids = [];
    for (let count = 0; count < 50; count += 1) ids.push(await idOf({ ...DIGEST, name: '' }));
    const { channel: _none, ...mine } = DIGEST;
    const own = await idOf(mine);

    expect(await submit(DIGEST, own)).toMatchObject({ faults: [{ field: 'channel', says: saying('50 rules here already') }] });
    expect(await saved({ ...DIGEST, name: 'renamed' }, ids[0])).toMatchObject({ rule: { name: 'renamed' } });
  });

  it('is over where the rule is gone, and says how to set it up anew', async () => {
    const id = await idOf(DIGEST);
    await press('rule-remove', id);

    expect(await submit({ ...DIGEST, filters: 'risk high' }, id)).toMatchObject({ kind: 'over', screen: { text: saying('removed') }, command: 'digest daily at 17:00 risk high in <#COPS> name "morning"' });
  });

  it('is over for whoever may not change the rules of the channel any more', async () => {
    const id = await idOf(DIGEST);

    expect(await submit({ ...DIGEST, at: '9am' }, id, 'UMEMBER')).toMatchObject({ kind: 'over', screen: { text: saying('AUDIT_ADMINS') } });
    expect((await kept(id))?.rule).toMatchObject({ timetable: { schedule: { atMs: 17 * 3_600_000 } } });
  });

  it('tells nothing twice and nothing of before when an alert is changed or moved', async () => {
    const id = await idOf(ALERT);
    const look = async (at: string): Promise<void> => {
      world.at(at);
      await raiseAlerts(world.deps, NEVER);
      await deliverDue(world.deps, NEVER);
    };
    const cards = (): readonly string[] => world.posted.filter(({ message }) => message.kind === 'alert').map(({ place }) => place.id);
    world.add(aRecord({ id: 'one', operationDate: '2026-11-20T10:01:00.0000000Z', operationStatus: 'failed' }));
    await look('2026-11-20T10:02:00Z');
    expect(cards()).toHaveLength(1);

    await saved({ ...ALERT, filters: 'succeeded, failed' }, id);
    await look('2026-11-20T10:03:00Z');
    expect(cards()).toHaveLength(1);
    await saved({ ...ALERT, channel: 'CELSE' }, id);
    await look('2026-11-20T10:04:00Z');
    expect(cards()).toHaveLength(1);
    world.add(aRecord({ id: 'two', operationDate: '2026-11-20T10:05:00.0000000Z', operationStatus: 'failed', userPrincipalName: 'bob@partner.example' }));
    await look('2026-11-20T10:06:00Z');
    expect(cards()).toEqual(['COPS', 'CELSE']);
  });

  it('changes a mute, which lasts from when it was made on', async () => {
    const { people, policy, clock } = world.deps;
    const { deps } = commandDeps({ watching: world.deps, people, policy, clock });
    await setUpRule({ ...world.deps, defaultZone: 'UTC' }, { id: '0'.repeat(32), place: HERE, what: 'shown', command: 'mute user svc@partner.example for 7d because "sync job"' });
    const [mute] = await world.deps.rules.all();
    const id = mute?.rule.id ?? '';
    const opened = await openRuleForm({ ...deps, results: world.results }, { ...HERE, channelId: 'D0DIRECT' }, { kind: 'rule', ruleId: id });
    const form = opened.kind === 'rule-form' ? opened.form : undefined;
    world.at('2026-11-22T10:00:00Z');

    expect(form).toEqual({ kind: 'mute', name: 'mute-1', filters: 'user svc@partner.example', because: 'sync job', lasts: '7d', includingHigh: false });
    const muting = { kind: 'mute', name: 'noise', filters: 'user svc@partner.example', because: 'nightly sync', lasts: '3d', includingHigh: true } as const;
    expect(await saved(muting, id)).toMatchObject({ rule: { name: 'noise', until: '2026-11-23T10:00:00.000Z', includingHigh: true, place: { id: 'COPS' }, command: 'mute user svc@partner.example for 3d because "nightly sync" including high' } });
    expect(await submit({ ...muting, lasts: '1d' }, id)).toMatchObject({ faults: [{ field: 'lasts', says: saying('would have ended already') }] });
    expect(await submit({ ...muting, lasts: '60d' }, id)).toMatchObject({ faults: [{ field: 'lasts', says: saying('30 days at most') }] });
    expect(await submit({ ...muting, filters: '', because: '' }, id)).toMatchObject({ faults: [{ field: 'filters' }, { field: 'because' }] });
    expect(await submit({ ...muting, filters: 'risk low including high' }, id)).toMatchObject({ faults: [{ field: 'filters', says: saying('Only filters stand here') }] });
  });

  it('moves and renames a reminder', async () => {
    await setUpRule({ ...world.deps, defaultZone: 'UTC' }, { id: '0'.repeat(32), place: HERE, what: 'reminder', command: 'commitments' });
    const [reminder] = await world.deps.rules.all();
    const id = reminder?.rule.id ?? '';

    expect(await saved({ kind: 'reminder', name: 'orders', channel: 'CELSE' }, id)).toMatchObject({ rule: { kind: 'reminder', name: 'orders', place: { id: 'CELSE' }, command: 'commitments' } });
    expect(await submit({ kind: 'reminder', name: 'x'.repeat(41), channel: 'CELSE' }, id)).toMatchObject({ faults: [{ field: 'name', says: saying('40 characters at most') }] });
    expect(await submit({ kind: 'reminder', name: 'orders', channel: 'CSHARED' }, id)).toMatchObject({ faults: [{ field: 'channel', says: saying('another organisation') }] });
  });
});
