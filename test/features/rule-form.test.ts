import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { readRuleForm } from '../../src/command/read-rule-form.ts';
import type { AlertForm, DigestForm, NewRuleForm, RuleForm } from '../../src/command/rule-form.ts';
import type { ResultStore } from '../../src/features/answer-ports.ts';
import type { CommandDeps } from '../../src/features/handle-command.ts';
import { handleCommand } from '../../src/features/handle-command.ts';
import { openRuleForm, previewForm, ruleInForm, type RuleFormOrigin } from '../../src/features/rule-form.ts';
import type { Rule } from '../../src/features/rule.ts';
import type { Screen } from '../../src/features/screens.ts';
import { submitRuleForm } from '../../src/features/submit-rule-form.ts';
import { CONTEXT } from '../command/forms.ts';
import { anyRuleForm } from '../command/rule-forms.ts';
import { commandDeps } from '../support/command-deps.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
let world: WatchingWorld;
/** What somebody may do may change while a form is open. */
let policy: { rules: readonly { kind: 'admins' | 'everyone' }[]; organisation: { teamId: string } };

const DIGEST: DigestForm = { kind: 'digest', often: 'weekdays', at: '08:30', filters: '', skipEmpty: false, channel: 'COPS', name: '' };
const ALERT: AlertForm = { kind: 'alert', about: 'high', filters: '', moreThan: '', firstSeen: [], outside: '', quiet: '', quietAll: false, channel: 'COPS', name: '' };

/** The search of the one answer that is remembered. */
const QUESTION = { id: 'x'.repeat(20), command: 'customer Relecloud risk high last 7d by user' };

function deps(): CommandDeps & { results: Pick<ResultStore, 'question'> } {
  const { people, clock } = world.deps;
  // No names are known, so any customer may be named.
  const directory = { everybody: () => Promise.reject(new Error('no directory')), knowsDays: async () => false, customersNamed: async () => [] };
  const { deps: base } = commandDeps({ watching: { ...world.deps, policy }, people, policy, clock, directory });
  return { ...base, results: { question: async (id) => (id === QUESTION.id ? { command: QUESTION.command, zone: 'UTC' } : undefined) } };
}

const placeOf = (userId: string, channelId = 'COPS') => ({ responseUrl: '', openUntil: 0, userId, channelId });
const type = (text: string, userId = 'UADMIN') => handleCommand(deps(), { id: '0'.repeat(32), text, place: placeOf(userId) });
const open = (origin: RuleFormOrigin, userId = 'UADMIN', channelId = 'COPS') => openRuleForm(deps(), placeOf(userId, channelId), origin);
const submit = (form: RuleForm, ruleId?: string, userId = 'UADMIN') => submitRuleForm(deps(), { id: 'f'.repeat(32), place: placeOf(userId), form, ...(ruleId !== undefined && { ruleId }) });
const rules = async (): Promise<readonly Rule[]> => (await world.deps.rules.all()).map(({ rule }) => rule);

async function made(form: RuleForm): Promise<Rule> {
  const done = await submit(form);
  if (done.kind !== 'screen' || done.screen.kind !== 'rule-made') throw new Error(JSON.stringify(done));
  return done.screen.rule;
}

const fault = async (form: RuleForm, ruleId?: string, userId = 'UADMIN'): Promise<unknown> => {
  const done = await submit(form, ruleId, userId);
  return done.kind === 'faults' ? Object.fromEntries(done.faults.map(({ field, says }) => [field, says])) : done;
};
const saying = (text: string): string => expect.stringContaining(text) as string;

describe('features/rule-form', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix });
    policy = { rules: [{ kind: 'everyone' }], organisation: { teamId: 'T0' } };
  });

  it('sets up what a command sets up, and the same form opens from it again', async () => {
    await fc.assert(fc.asyncProperty(anyRuleForm, async (form) => {
      const read = readRuleForm(form, CONTEXT);
      fc.pre(read.kind === 'command');
      const { where: _where, ...options } = read.request.options;
      const done = await submit({ ...form, ...(form.channel !== undefined && { channel: 'COPS' }) });
      // A command that was typed would be refused for the same.
      fc.pre(done.kind !== 'faults' || !done.faults.some(({ says }) => says.includes('looks like a pattern')));
      if (done.kind !== 'screen' || done.screen.kind !== 'rule-made') throw new Error(JSON.stringify(done));
      const { rule } = done.screen;
      const again = ruleInForm(rule, CONTEXT);
      await world.deps.rules.remove(rule);

      const back = again && readRuleForm(again as NewRuleForm, CONTEXT);
      expect(back).toMatchObject({ request: { verb: read.request.verb, condition: read.request.condition, options: { ...options, name: rule.name } } });
      expect(rule.place).toEqual(form.channel === undefined ? { kind: 'person', id: 'UADMIN' } : { kind: 'channel', id: 'COPS' });
    }), { numRuns: 40 });
  }, 60_000);

  describe('opening', () => {
    it('fills in a rule, its name and its zone included', async () => {
      const rule = await made({ ...DIGEST, filters: 'risk high', name: 'morning' });

      expect(await open({ kind: 'rule', ruleId: rule.id })).toEqual({ kind: 'rule-form', zone: 'Europe/Berlin', rule: { id: rule.id, name: 'morning' }, form: { ...DIGEST, filters: 'risk high', name: 'morning' } });
    });

    it('fills in this channel only where no place was said, and none that is only named or not to be managed', async () => {
      const channelIn = async (command: string, userId = 'UADMIN') => {
        const screen = await open({ kind: 'example', command }, userId, 'CELSE');
        return screen.kind === 'rule-form' && screen.form.kind === 'alert' && [screen.form.about, screen.form.channel];
      };

      expect(await channelIn('alert on risk high')).toEqual(['high', 'CELSE']);
      expect(await channelIn('alert on risk high to me')).toEqual(['high', undefined]);
      expect(await channelIn('alert on risk high in <#COPS>')).toEqual(['high', 'COPS']);
      expect(await channelIn('alert on risk high in #secops')).toEqual(['high', undefined]);
      expect(await channelIn('alert on risk high in <#COPS>', 'UMEMBER')).toEqual(['high', undefined]);
    });

    it('says of an example that is no command any more that the button does nothing', async () => {
      expect(await open({ kind: 'example', command: 'digest whenever' })).toMatchObject({ kind: 'notice', text: saying('This button is from an older version of me') });
    });

    it('proposes the direct message to those who may not keep rules in a channel', async () => {
      const screen = await open({ kind: 'example', command: 'digest weekdays at 08:30' }, 'UMEMBER');

      const fromHome = await open({ kind: 'example', command: 'digest weekdays at 08:30' }, 'UADMIN', 'D0DIRECT');

      for (const each of [screen, fromHome]) expect(each.kind === 'rule-form' && each.form).not.toHaveProperty('channel');
      expect(screen).toMatchObject({ form: { often: 'weekdays', at: '08:30' } });
    });

    it('takes the filters of an answer, and not its time', async () => {
      const screen = await open({ kind: 'result', resultId: QUESTION.id });

      expect(screen).toEqual({ kind: 'rule-form', zone: 'Europe/Berlin', form: { ...ALERT, filters: 'customer Relecloud' } });
      expect(await open({ kind: 'result', resultId: 'y'.repeat(20) })).toMatchObject({ kind: 'rule-form', forgotten: true, form: { about: 'filters', filters: '', channel: 'COPS' } });
    });

    it('opens for nobody who may not change the rule, and not for one that is gone', async () => {
      const rule = await made(DIGEST);

      expect(await open({ kind: 'rule', ruleId: rule.id }, 'UMEMBER')).toMatchObject({ kind: 'notice', text: saying('AUDIT_ADMINS') });
      await world.deps.rules.remove(rule);
      expect(await open({ kind: 'rule', ruleId: rule.id })).toMatchObject({ kind: 'notice', text: saying('removed') });
      policy.rules = [{ kind: 'admins' }];
      expect(await open({ kind: 'rule', ruleId: rule.id }, 'UMEMBER')).toMatchObject({ kind: 'refused' });
    });
  });

  describe('previewing', () => {
    const preview = (form: RuleForm) => previewForm(deps(), placeOf('UADMIN'), form, 'Europe/Berlin');

    it('tells what a digest would have said on the last 7 days', async () => {
      world.add(aRecord({ id: 'old', operationDate: '2026-11-12T10:00:00.0000000Z', operationStatus: 'failed' }));
      world.add(aRecord({ id: 'new', operationDate: '2026-11-18T10:00:00.0000000Z', operationStatus: 'failed' }));

      expect(await preview({ ...DIGEST, filters: 'failed' })).toMatchObject({ kind: 'digest-said', preview: { digest: { total: 1 }, daysHeld: 7 } });
      expect(await preview({ ...DIGEST, filters: 'succeeded' })).toMatchObject({ preview: { digest: { total: 0 } } });
    });

    it('tells how often an alert would have fired in the last 30 days', async () => {
      world.add(aRecord({ id: 'one', operationDate: '2026-11-18T10:00:00.0000000Z', operationStatus: 'failed' }));

      expect(await preview({ ...ALERT, about: 'filters', filters: 'failed' })).toMatchObject({ kind: 'alert-said', preview: { messages: 1, operations: 1, daysAsked: 30 } });
    });

    it('reads what a rule could be made of: who is mentioned, and who asks', async () => {
      world.add(aRecord({ id: 'mine', operationDate: '2026-11-18T10:00:00.0000000Z', userPrincipalName: 'uadmin@partner.example' }));
      const { people } = world.deps;
      const withMail = { ...deps(), people: { ...people, find: async (id: string) => ({ ...await people.find(id), email: `${id.toLowerCase()}@partner.example` }) } } as ReturnType<typeof deps>;

      expect(await previewForm(withMail, placeOf('UADMIN'), { ...DIGEST, filters: 'by me' }, 'UTC')).toMatchObject({ kind: 'digest-said', preview: { digest: { total: 1 } } });
      expect(await previewForm(withMail, placeOf('UADMIN'), { ...DIGEST, filters: 'by <@UADMIN>' }, 'UTC')).toMatchObject({ kind: 'digest-said' });
    });

    it('speaks of a digest in the zone that its filters say', async () => {
      expect(await preview({ ...DIGEST, filters: 'failed tz America/New_York' })).toMatchObject({ zone: 'America/New_York' });
      expect(await preview({ ...DIGEST, filters: 'failed' })).toMatchObject({ zone: 'Europe/Berlin' });
    });

    it('tells what is missing while the fields say no rule', async () => {
      expect(await preview({ ...ALERT, about: 'filters' })).toMatchObject({ kind: 'not-yet', says: saying('needs a condition') });
    });
  });

  describe('setting up', () => {
    it('gives the screen that the command gives', async () => {
      const form: DigestForm = { ...DIGEST, filters: 'risk high', name: 'morning' };
      const byForm = await submit(form);
      await world.deps.rules.remove((await rules())[0] as Rule);
      const byCommand = await type('digest weekdays at 08:30 risk high in <#COPS> name morning');

      const sameId = (screen: Screen): unknown => (screen.kind === 'rule-made' ? { ...screen, rule: { ...screen.rule, id: 'any' } } : screen);
      expect(byForm.kind === 'screen' && sameId(byForm.screen)).toEqual(sameId(byCommand));
    });

    it('sets up an alert without asking again: its preview stood in the form', async () => {
      const rule = await made({ ...ALERT, quiet: '22:00-07:00' });

      expect(rule).toMatchObject({ kind: 'alert', command: 'alert on risk high in <#COPS> quiet 22:00-07:00', quiet: { all: false } });
    });

    it('says at its field what keeps the rule from being made', async () => {
      await made({ ...DIGEST, name: 'morning' });
      world.answerWith('refused', 'lost');

      expect(await fault({ ...DIGEST, at: '25:00' })).toEqual({ at: saying('No clock shows') });
      expect(await fault({ ...DIGEST, name: 'Morning' })).toEqual({ name: saying('There is a rule named Morning here already.') });
      expect(await fault({ ...DIGEST, name: 'x'.repeat(41) })).toEqual({ name: saying('40 characters at most') });
      expect(await fault({ ...DIGEST, channel: 'CSHARED' })).toEqual({ channel: saying('another organisation') });
      expect(await fault({ ...DIGEST, channel: 'CGONE' })).toEqual({ channel: saying('That channel is archived. Nothing was set up.') });
      expect(await fault(DIGEST)).toEqual({ channel: saying('did not confirm a first post') });
      expect(await fault(DIGEST, undefined, 'UMEMBER')).toEqual({ channel: saying('Only the people in AUDIT_ADMINS') });
      expect(await fault({ ...ALERT, moreThan: '6000 in 10m' })).toEqual({ moreThan: saying('I count up to 5,000') });
      expect(await fault({ ...ALERT, about: 'filters' })).toEqual({ filters: saying('needs a condition') });
      expect(await rules()).toHaveLength(1);
    });

    it('refuses the 51st rule at the channel', async () => {
      for (let count = 0; count < 50; count += 1) await made(DIGEST);

      expect(await fault(DIGEST)).toEqual({ channel: saying('There are 50 rules here already') });
    });

    it('is over for somebody who lost access while the form was open', async () => {
      policy.rules = [{ kind: 'admins' }];

      expect(await submit(DIGEST, undefined, 'UMEMBER')).toMatchObject({ kind: 'over', screen: { kind: 'refused' } });
    });
  });
});
