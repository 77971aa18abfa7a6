import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertForm, DigestForm, RuleForm } from '../../src/command/rule-form.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import type { Audience } from '../../src/features/people-ports.ts';
import { raiseAlerts } from '../../src/features/raise-alerts.ts';
import { createObjection } from '../../src/features/rule-readers.ts';
import { sendDigests } from '../../src/features/send-digests.ts';
import { submitRuleForm } from '../../src/features/submit-rule-form.ts';
import { commandDeps } from '../support/command-deps.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const LIVE = new AbortController().signal;
const DIGEST: DigestForm = { kind: 'digest', often: 'daily', at: '17:00', filters: '', skipEmpty: false, channel: 'COPS', name: 'morning' };
const ALERT: AlertForm = { kind: 'alert', about: 'filters', filters: 'failed', moreThan: '', firstSeen: [], outside: '', quiet: '', quietAll: false, channel: 'COPS', name: 'failures' };

let world: WatchingWorld;
let deps: WatchingWorld['deps'];

async function saved(form: RuleForm, ruleId?: string) {
  const { people, policy, clock } = deps;
  const done = await submitRuleForm(commandDeps({ watching: deps, people, policy, clock }).deps, { id: 'f'.repeat(32), place: { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' }, form, ...(ruleId !== undefined && { ruleId }) });
  if (done.kind !== 'screen' || done.screen.kind !== 'rule-made') throw new Error(JSON.stringify(done));
  return done.screen;
}

const idOf = async (form: RuleForm): Promise<string> => (await saved(form)).rule.id;
const progressOf = async (id: string) => (await deps.rules.find(id))?.progress;
const failedAt = (time: string, id = time) => world.add(aRecord({ id, operationDate: `2026-11-20T${time}.0000000Z`, operationStatus: 'failed', userPrincipalName: `${id}@partner.example` }));
const said = (): readonly string[] => world.posted.flatMap(({ message: { kind }, place }) => (kind === 'alert' || kind === 'digest' || kind === 'rule-refused' ? [`${kind} ${place.id}`] : []));

async function look(at: string): Promise<void> {
  world.at(at);
  await raiseAlerts(deps, LIVE);
  await sendDigests(deps, LIVE);
  await deliverDue(deps, LIVE);
}

/** The worker that changes a rule dies as soon as the rule is another. */
function dieOnceReplaced(): void {
  const { rules } = world.deps;
  deps = { ...deps, rules: { ...rules, replace: async (...asked) => { await rules.replace(...asked); throw new Error('killed'); } } };
}

/** Who reads along in each channel; in any other one only members do. */
function readBy(audiences: Readonly<Record<string, Audience>>): void {
  const { rules, clock } = world.deps;
  const port = { of: async (channel: string) => audiences[channel] ?? 'members' };
  deps = { ...deps, audiences: port, objection: createObjection({ audiences: port, rules, clock }) };
}

describe('features/edit-rule', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
    ({ deps } = world);
  });

  it('is not stopped where it speaks by a card for the place that it has left', async () => {
    const id = await idOf(ALERT);
    failedAt('10:01:00');
    world.answerWith('later');
    await look('2026-11-20T10:02:00Z');
    await saved({ ...ALERT, channel: 'CELSE' }, id);
    world.answerWith('refused');
    await look('2026-11-20T10:03:00Z');

    expect(await progressOf(id)).toMatchObject({ state: { kind: 'on' }, readers: { place: 'CELSE' } });
    expect(said()).toEqual([]);
  });

  it('tells in its new place what a digest that was refused in the old one held', async () => {
    const id = await idOf(DIGEST);
    failedAt('10:01:00');
    world.answerWith('later');
    await look('2026-11-20T16:00:00Z');
    await saved({ ...DIGEST, channel: 'CELSE' }, id);
    world.answerWith('refused');
    await look('2026-11-20T16:01:00Z');

    expect(await progressOf(id)).toMatchObject({ state: { kind: 'on' } });
    await look('2026-11-21T16:00:00Z');
    expect(said()).toEqual(['digest CELSE']);
  });

  it('stays stopped though the place that it has left takes a card', async () => {
    const id = await idOf(ALERT);
    failedAt('10:01:00');
    world.answerWith('later');
    await look('2026-11-20T10:02:00Z');
    await saved({ ...ALERT, channel: 'CELSE' }, id);
    await deps.rules.advance(id, (now) => ({ ...now, state: { kind: 'undeliverable', since: '2026-11-20T10:02:30.000Z', reason: 'is_archived' } }));
    await look('2026-11-20T10:03:00Z');

    expect(said()).toEqual(['alert COPS']);
    expect(await progressOf(id)).toMatchObject({ state: { kind: 'undeliverable' } });
  });

  it('takes who reads in the place that it has left for nobody’s consent in the new one', async () => {
    const id = await idOf(ALERT);
    failedAt('10:01:00');
    world.answerWith('later');
    await look('2026-11-20T10:02:00Z');
    await saved({ ...ALERT, channel: 'CELSE' }, id);
    readBy({ CELSE: 'guests' });
    await look('2026-11-20T10:03:00Z');
    failedAt('10:04:00');
    await look('2026-11-20T10:05:00Z');

    expect(said()).toEqual(['alert COPS', 'rule-refused UADMIN']);
  });

  it('tells nothing of before where the worker dies as soon as the alert has moved', async () => {
    const id = await idOf(ALERT);
    world.add(aRecord({ id: 'quiet', operationDate: '2026-11-20T10:00:30.0000000Z', operationStatus: 'succeeded' }));
    failedAt('10:01:00');
    await look('2026-11-20T10:02:00Z');
    dieOnceReplaced();
    await expect(saved({ ...ALERT, filters: 'succeeded, failed', channel: 'CELSE' }, id)).rejects.toThrow('killed');
    await look('2026-11-20T10:03:00Z');

    expect(said()).toEqual(['alert COPS']);
    failedAt('10:04:00');
    await look('2026-11-20T10:05:00Z');
    expect(said()).toEqual(['alert COPS', 'alert CELSE']);
  });

  it('makes up for no slot of before where the worker dies as soon as the digest has another time', async () => {
    const id = await idOf(DIGEST);
    dieOnceReplaced();
    world.at('2026-11-20T12:00:00Z');
    await expect(saved({ ...DIGEST, at: '11:30' }, id)).rejects.toThrow('killed');
    await look('2026-11-20T12:01:00Z');

    expect(said()).toEqual([]);
  });

  it('says how many operations it still gathered and tells no more, and forgets them where it was', async () => {
    const quiet = { ...ALERT, quiet: '10:00-13:00', quietAll: true };
    const id = await idOf(quiet);
    failedAt('10:01:00');
    failedAt('10:02:00');
    await look('2026-11-20T10:03:00Z');
    const there = await saved({ ...quiet, channel: 'CELSE' }, id);
    const back = await saved(quiet, id);
    await look('2026-11-20T13:00:00Z');

    expect([there.untold, back.untold]).toEqual([2, undefined]);
    expect(said()).toEqual([]);
  });
});
