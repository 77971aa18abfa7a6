import { beforeEach, describe, expect, it } from 'vitest';
import { sendDigests } from '../../src/features/send-digests.ts';
import { changePressed } from '../../src/features/change-rule.ts';
import { handleCommand } from '../../src/features/handle-command.ts';
import type { Screen } from '../../src/features/screens.ts';
import { commandDeps } from '../support/command-deps.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
let world: WatchingWorld;

/** Typed by an admin in #csp-ops, unless it says otherwise. */
async function type(text: string, { userId = 'UADMIN', channelId = 'COPS' } = {}): Promise<Screen> {
  const { people, policy } = world.deps;
  const { deps } = commandDeps({ watching: world.deps, people, policy, clock: world.deps.clock });
  return handleCommand(deps, { id: '0'.repeat(32), text, place: { responseUrl: '', openUntil: 0, userId, channelId } });
}

async function made(text: string, who = {}): Promise<Extract<Screen, { kind: 'rule-made' }>> {
  const screen = await type(text, who);
  if (screen.kind !== 'rule-made') throw new Error(`${screen.kind}: ${JSON.stringify(screen)}`);
  return screen;
}

async function mistaken(text: string, who = {}): Promise<Extract<Screen, { kind: 'mistake' }>['mistake']> {
  const screen = await type(text, who);
  if (screen.kind !== 'mistake') throw new Error(`${screen.kind}: ${JSON.stringify(screen)}`);
  return screen.mistake;
}

const kept = async () => (await world.deps.rules.all()).map(({ rule, progress }) => [rule.name, progress.state.kind]);
const press = (kind: 'rule-send' | 'rule-pause' | 'rule-resume' | 'rule-remove', ruleId: string, userId = 'UADMIN') =>
  changePressed(world.deps, { responseUrl: '', openUntil: 0, userId, channelId: 'COPS' }, { kind, ruleId });

describe('features/rules', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
  });

  describe('digest', () => {
    it('is exactly what was typed, in the maker\'s zone, announced where it will speak', async () => {
      const { rule, next } = await made('digest weekdays at 08:30 risk high name week');

      expect(rule).toMatchObject({ name: 'week', place: { kind: 'channel', id: 'COPS' }, makerName: 'uadmin', zone: 'Europe/Berlin', command: 'digest weekdays at 08:30 risk high name "week"' });
      expect(rule.filter).toMatchObject({ risks: ['high'], operations: [], customers: [] });
      expect(next).toBe('2026-11-23T07:30:00.000Z');
      expect(world.posted).toMatchObject([{ place: { kind: 'channel', id: 'COPS' }, message: { kind: 'rule-announced' } }]);
    });

    it('shows what it would have said on the last 7 days', async () => {
      world.add(aRecord({ id: 'old', operationDate: '2026-11-12T10:00:00.0000000Z' }));
      world.add(aRecord({ id: 'new', operationDate: '2026-11-18T10:00:00.0000000Z', operationStatus: 'failed' }));

      const { preview } = await made('digest daily');

      expect(preview).toMatchObject({ digest: { total: 1, failed: 1 }, daysHeld: 7 });
    });

    it('gives names that are free, and says which are not', async () => {
      await made('digest daily');
      await made('digest hourly');

      expect(await kept()).toEqual(expect.arrayContaining([['digest-1', 'on'], ['digest-2', 'on']]));
      expect(await mistaken('digest daily name DIGEST-1')).toMatchObject({ code: 'E_DUPLICATE', repairs: ['digest daily name "DIGEST-1-1"'] });
      expect((await made('digest daily to me name digest-1')).rule.place).toEqual({ kind: 'person', id: 'UADMIN' });
    });

    it('goes no further than 50 rules in one place', async () => {
      for (let count = 0; count < 50; count += 1) await made('digest daily');

      expect(await mistaken('digest daily')).toMatchObject({ code: 'E_LIMIT', says: 'There are 50 rules here already, and no place may have more.' });
      await made('digest daily to me');
    });

    it('is for AUDIT_ADMINS in a channel, and for everybody with access in their own messages', async () => {
      expect(await mistaken('digest daily', { userId: 'UMEMBER' })).toMatchObject({ code: 'E_PERMISSION', repairs: ['digest daily to me'] });
      expect((await made('digest daily', { userId: 'UMEMBER', channelId: 'DMEMBER' })).rule.place).toEqual({ kind: 'person', id: 'UMEMBER' });
      expect(await mistaken('digest daily to me', { userId: 'UELSE' })).toMatchObject({ code: 'E_PERMISSION', says: expect.stringContaining('direct messages') });
    });

    it('is not there before Slack has taken a post', async () => {
      world.answerWith('refused', 'lost', 'limited');

      expect(await type('digest daily')).toMatchObject({ kind: 'problem', whatHappened: expect.stringContaining('archived'), command: 'digest daily' });
      expect(await type('digest daily')).toMatchObject({ kind: 'problem', whatHappened: expect.stringContaining('did not confirm') });
      expect(await type('digest daily')).toMatchObject({ kind: 'problem' });
      expect(await kept()).toEqual([]);
    });

    it('never speaks to another organisation, nor where nobody knows the channel', async () => {
      expect(await type('digest daily in <#CSHARED|with-customer>')).toMatchObject({ kind: 'notice', text: expect.stringContaining('another organisation') });
      expect(await mistaken('digest daily in #nowhere')).toMatchObject({ code: 'E_CHANNEL' });
      expect((await made('digest daily in #csp-ops')).rule.place).toEqual({ kind: 'channel', id: 'COPS' });
    });

    it('takes no order, limit or grouping', async () => {
      expect(await mistaken('digest daily risk high by customer')).toMatchObject({ repairs: ['digest daily risk high'] });
    });

    it.each(['digest every 5 minutes', 'digest daily at 25:00'])('says what is wrong with %s', async (text) => {
      expect((await mistaken(text)).code).toMatch(/^E_(SCHEDULE|UNIT|DATE_INVALID)$/);
    });
  });

  describe('rules', () => {
    it('lists those of the channel and the person\'s own, with what comes next', async () => {
      await made('digest daily at 08:30');
      await made('digest hourly to me');

      expect(await type('rules')).toMatchObject({ kind: 'rules', isChannel: true, here: [{ rule: { name: 'digest-1' }, next: '2026-11-21T07:30:00.000Z' }], mine: [{ rule: { place: { kind: 'person' } } }] });
      expect(await type('rules here')).toMatchObject({ here: [{}], mine: [] });
      expect(await type('rules muted')).toMatchObject({ here: [], mine: [] });
    });

    it('pauses, resumes and removes by name, with near names where there is none', async () => {
      await made('digest daily name morning');

      expect(await type('pause Morning')).toMatchObject({ kind: 'notice', text: expect.stringContaining('is paused') });
      expect(await kept()).toEqual([['morning', 'paused']]);
      expect(await type('resume morning')).toMatchObject({ kind: 'notice', text: expect.stringContaining('next 21 Nov 08:30 CET') });
      expect(await mistaken('remove mornin')).toMatchObject({ repairs: ['remove "morning"', 'rules'] });
      expect(await type('remove morning')).toMatchObject({ kind: 'rule-removed', rule: { command: 'digest daily name "morning"' } });
      expect(await kept()).toEqual([]);
    });

    it('lets nobody but AUDIT_ADMINS change what speaks in a channel, typed or pressed', async () => {
      const { rule } = await made('digest daily');

      expect(await type('pause digest-1', { userId: 'UMEMBER' })).toMatchObject({ kind: 'notice', text: expect.stringContaining('AUDIT_ADMINS') });
      expect(await press('rule-remove', rule.id, 'UMEMBER')).toMatchObject({ kind: 'notice', text: expect.stringContaining('AUDIT_ADMINS') });
      expect(await press('rule-send', rule.id, 'UELSE')).toMatchObject({ kind: 'notice', text: expect.stringContaining('AUDIT_ADMINS') });
      expect(await kept()).toEqual([['digest-1', 'on']]);
    });

    it('keeps a person\'s own rules from everybody else', async () => {
      const { rule } = await made('digest daily to me', { userId: 'UMEMBER' });

      expect(await press('rule-remove', rule.id)).toMatchObject({ kind: 'notice', text: expect.stringContaining('only that person') });
      expect(await type('rules')).toMatchObject({ here: [], mine: [] });
    });

    it('sends the digests of this channel at once, and says when one is on its way', async () => {
      expect(await type('digest now')).toMatchObject({ kind: 'notice', text: expect.stringContaining('no digest here') });
      const { rule } = await made('digest daily');
      await made('digest hourly to me');

      expect(await type('digest now')).toMatchObject({ text: '“digest-1” is on its way: it stands there in a few seconds.' });
      expect(await press('rule-send', rule.id)).toMatchObject({ text: expect.stringContaining('not sent twice') });
      expect(await mistaken('digest now digest-9')).toMatchObject({ code: 'E_UNKNOWN_VALUE' });
    });

    it('sends nothing while paused, and one digest of it all afterwards', async () => {
      const { rule } = await made('digest hourly');
      await press('rule-pause', rule.id);
      world.at('2026-11-21T10:00:00Z');
      await sendDigests(world.deps, new AbortController().signal);
      expect((await world.deps.rules.find(rule.id))?.progress.pending).toBeUndefined();

      await press('rule-resume', rule.id);
      world.at('2026-11-21T11:00:01Z');
      await sendDigests(world.deps, new AbortController().signal);

      expect((await world.deps.rules.find(rule.id))?.progress).toMatchObject({ pending: { slot: '2026-11-21T11:00:00.000Z' }, coveredTo: rule.madeAt });
    });
  });
});
