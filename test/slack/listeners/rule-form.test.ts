import type { App, BlockAction } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { CHANNELS, PEOPLE, TEAM } from '../../../sandbox/slack/workspace.ts';
import type { AnswerPlace } from '../../../src/features/answer-ports.ts';
import type { RuleFormOrigin } from '../../../src/features/rule-form.ts';
import type { Screen } from '../../../src/features/screens.ts';
import { createOnce } from '../../../src/store/once.ts';
import { createRules } from '../../../src/store/rules.ts';
import { Problem } from '../../../src/features/problem.ts';
import { listenForRuleForm, openRuleFormView, previewAgain, type RuleFormListenerDeps } from '../../../src/slack/listeners/rule-form.ts';
import { RULE_FORM_ID } from '../../../src/slack/blocks/rule-form.ts';
import { placeFromMetadata, responsePlace } from '../../../src/slack/response-place.ts';
import { AN_ADMIN, commandDeps } from '../../support/command-deps.ts';
import { testConnection } from '../../support/connection.ts';
import { readModal } from '../../support/reading.ts';
import { testRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { watchingWorld } from '../../support/watching.ts';
import { runApp } from '../running-app.ts';

const USER = PEOPLE.admin.id;
const { redis } = testConnection();
const UNREACHABLE = { kind: 'storage', retryable: true, whatHappened: 'Redis cannot be reached.', whatToDo: 'Try again in a minute.' } as const;

interface Facts {
  /** Posts are sent after it. */
  readonly posting?: Promise<void>;
  /** The first day is read after it. */
  readonly reading?: Promise<void>;
  readonly copyFails?: true;
  readonly rulesFail?: true;
}

/** Rules in a world that is as slow or as broken as a test wants it, and who may use the bot. */
function troubledWorld(prefix: string, facts: Facts) {
  const admitted: { kind: 'admins' }[] = [{ kind: 'admins' }];
  const policy = { rules: admitted, organisation: { teamId: TEAM.id } };
  const world = watchingWorld({ redis, prefix });
  const { posts, copy, rules } = world.deps;
  const late: typeof posts.post = async (...post) => {
    await facts.posting;
    return posts.post(...post);
  };
  let reads = 0;
  const read: typeof copy.read = async (day) => {
    if (facts.copyFails) throw new Problem(UNREACHABLE);
    if (reads === 0) {
      reads += 1;
      await facts.reading;
    }
    return copy.read(day);
  };
  const find: typeof rules.find = async (id) => {
    if (facts.rulesFail) throw new Problem(UNREACHABLE);
    return rules.find(id);
  };
  const people = { find: async () => AN_ADMIN, isInGroup: async () => false };
  const watching = { ...world.deps, people, policy, adminPolicy: policy, posts: { ...posts, post: late }, copy: { ...copy, read }, rules: { ...rules, find } };
  return { admitted, base: commandDeps({ clock: () => new Date(), watching, people, policy }).deps };
}

function listen(app: App, deps: RuleFormListenerDeps, onOpened: () => void): void {
  listenForRuleForm(app, deps);
  app.command('/form', async ({ command, ack, client }) => {
    await ack();
    const place = responsePlace(new Date(), command.response_url, command.user_id, command.channel_id);
    const origin: RuleFormOrigin = command.text.startsWith('rule ') ? { kind: 'rule', ruleId: command.text.slice(5) } : { kind: 'example', command: command.text };
    await openRuleFormView(deps, client, { place, triggerId: command.trigger_id, origin });
    onOpened();
  });
  app.command('/old', async ({ command, ack, client }) => {
    await ack();
    const blocks = [{ type: 'input' as const, label: { type: 'plain_text' as const, text: 'Name' }, element: { type: 'plain_text_input' as const, action_id: 'name' }, optional: true }];
    await client.views.open({ trigger_id: command.trigger_id, view: { type: 'modal', callback_id: RULE_FORM_ID, private_metadata: '{}', title: { type: 'plain_text', text: 'New digest' }, submit: { type: 'plain_text', text: 'Set up' }, blocks } });
  });
  app.action(/rule-preview/, async ({ ack, body, client }) => {
    await ack();
    const { view, user } = body as BlockAction;
    if (view) await previewAgain(deps, client, { id: view.id, metadata: view.private_metadata, values: view.state.values }, placeFromMetadata(view.private_metadata, user.id));
  });
}

/** A bot of which only the form works; `/form` opens it from the command that is typed, or from a rule. */
async function runForm(facts: Facts = {}) {
  const { prefix } = testRedis();
  const { admitted, base } = troubledWorld(prefix, facts);
  const sent: Screen[] = [];
  const send = async (_place: AnswerPlace, screen: Screen): Promise<void> => void sent.push(screen);
  const deps: RuleFormListenerDeps = { ...base, results: { question: async () => undefined }, once: createOnce({ redis, prefix }), answers: { send, stop: async () => undefined }, sleep: async () => undefined };
  let filled = 0;
  const { slack } = await runApp({ transport: 'http', listen: (app) => listen(app, deps, () => void (filled += 1)) });
  const modal = (says = '') => slack.waitForView({ user: USER, where: ({ blocks }) => JSON.stringify(blocks).includes(says) });
  const open = async (text: string) => {
    await slack.command({ user: USER, channel: CHANNELS.ops.id, command: '/form', text });
    return modal();
  };
  return { slack, sent, admitted, modal, open, opened: () => until(() => filled > 0), kept: createRules({ redis, prefix }) };
}

describe('slack/listeners/rule-form', () => {
  it('sets up what is sent off, and answers where the form was opened', async () => {
    const { slack, sent, open } = await runForm();
    await open('digest weekdays at 08:30');
    await slack.submitView({ user: USER, values: { Name: 'morning' } });

    await until(() => sent.length > 0);
    expect(sent).toMatchObject([{ kind: 'rule-made', rule: { name: 'morning', place: { id: CHANNELS.ops.id } } }]);
    expect(slack.currentView(USER)).toBeUndefined();
  });

  it('opens though nothing can be previewed, and says so', async () => {
    const { open, modal } = await runForm({ copyFails: true });
    await open('alert pack');

    expect(readModal(await modal('could not be looked up'))).toContain('Redis cannot be reached. The form works all the same.');
  });

  it('leaves what is said at the fields where the form was sent off before its first preview came', async () => {
    const read = Promise.withResolvers<void>();
    const { slack, open, modal, opened } = await runForm({ reading: read.promise });
    await open('digest daily at 08:30');
    await slack.submitView({ user: USER, values: { At: 'noonish' } });
    const refused = await modal();
    read.resolve();
    await opened();

    expect(Object.keys(refused.errors)).toEqual(['at']);
    expect((await modal()).errors).toEqual(refused.errors);
  });

  it('leaves the preview that somebody asked for before the first one came', async () => {
    const read = Promise.withResolvers<void>();
    const { slack, open, modal, opened } = await runForm({ reading: read.promise });
    await open('digest daily at 08:30');
    await slack.clickInView({ user: USER, label: 'Preview', values: { At: '09:15' } });
    await modal('daily at 09:15');
    read.resolve();
    await opened();

    expect(JSON.stringify((await modal()).blocks)).toContain('daily at 09:15');
  });

  it('says so where the rule cannot be looked up', async () => {
    const { slack, sent } = await runForm({ rulesFail: true });
    await slack.command({ user: USER, channel: CHANNELS.ops.id, command: '/form', text: 'rule 00000000-0000-4000-8000-000000000001' });

    await until(() => sent.length > 0);
    expect(sent).toMatchObject([{ kind: 'problem', whatHappened: 'Redis cannot be reached.' }]);
    expect(slack.currentView(USER)).toBeUndefined();
  });

  it('closes before Slack gives it up where a first post takes long, and tells what came of it', async () => {
    const post = Promise.withResolvers<void>();
    const { slack, sent, open } = await runForm({ posting: post.promise });
    await open('digest daily');
    const { ackBody } = await slack.submitView({ user: USER });

    expect(ackBody).toBeUndefined();
    expect(slack.currentView(USER)).toBeUndefined();
    expect(sent).toEqual([]);
    post.resolve();
    await until(() => sent.length > 0);
    expect(sent).toMatchObject([{ kind: 'rule-made' }]);
  });

  it('says of a form of another version that no rule came of it, not that no search was run', async () => {
    const { slack, modal } = await runForm();
    await slack.command({ user: USER, channel: CHANNELS.ops.id, command: '/old', text: '' });
    await modal('Name');
    await slack.submitView({ user: USER });

    expect(readModal(await modal('another version'))).toMatch(/^┌ Outdated form[^]*nothing was set up or changed/);
  });

  it('sets nothing up for somebody who lost access while the form was open', async () => {
    const { slack, open, modal, admitted } = await runForm();
    await open('digest daily');
    admitted.pop();
    await slack.submitView({ user: USER });

    expect(readModal(await modal('AUDIT_ACCESS'))).toMatch(/^┌ Not set up[^]*Nothing was set up\./);
  });

  it('changes nothing for somebody who lost access while the form was open', async () => {
    const { slack, sent, open, modal, admitted, kept } = await runForm();
    await open('digest daily');
    await slack.submitView({ user: USER, values: { Name: 'mine' } });
    await until(() => sent.length > 0);
    const [made] = await kept.in({ kind: 'channel', id: CHANNELS.ops.id });
    await open(`rule ${made?.rule.id}`);
    admitted.pop();
    await slack.submitView({ user: USER, values: { Name: 'stolen' } });

    expect(readModal(await modal('Nothing was changed'))).toContain(`add ${USER} to AUDIT_ACCESS`);
    expect((await kept.find(made?.rule.id ?? ''))?.rule.name).toBe('mine');
  });
});
