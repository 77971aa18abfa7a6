import { setTimeout as sleep } from 'node:timers/promises';
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { memoryDirectory, memoryResults } from '../../../sandbox/memory.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import type { AnswerPlace, ResultStore } from '../../../src/features/answer-ports.ts';
import type { Person } from '../../../src/features/people-ports.ts';
import type { Screen } from '../../../src/features/screens.ts';
import { Problem } from '../../../src/features/problem.ts';
import { button, plainParagraph } from '../../../src/slack/blocks/elements.ts';
import { readPress } from '../../../src/slack/action-ids.ts';
import { createOnce } from '../../../src/store/once.ts';
import { placeFromMetadata, responsePlace } from '../../../src/slack/response-place.ts';
import { askFromModal, openRaw, openRecord } from '../../../src/slack/listeners/record.ts';
import { testConnection } from '../../support/connection.ts';
import { readModal } from '../../support/reading.ts';
import { aRecord } from '../../support/records.ts';
import { someFacts } from '../../support/results.ts';
import { until } from '../../support/until.ts';
import { notebook, runApp } from '../running-app.ts';

const ID = 'result-0000000000000001';
const ADMIN = PEOPLE.admin.id;
const PERSON: Person = { id: ADMIN, teamId: 'T1', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/Berlin' };
const RECORD = aRecord({ userPrincipalName: 'alice@partner.example', customerName: 'Relecloud', sessionId: '9c75b432-a7b3', resourceNewValue: '{"Quantity":25}' });
const once = createOnce(testConnection());
const ACTIONS = /^audit1\./;

interface World {
  /** The store answers after it. */
  readonly held?: Promise<void>;
  readonly records?: readonly AuditRecord[];
  readonly person?: Partial<Person>;
  readonly queueFails?: true;
  /** A customer whom the directory knows. */
  readonly known?: { readonly customerId: string; readonly customerName: string };
}

/** The listeners of a record over real HTTP, with answers in memory that may be slow. */
async function record({ held = Promise.resolve(), records = [RECORD], person = {}, queueFails, known }: World = {}) {
  const directory = memoryDirectory();
  if (known) await directory.learn([aRecord(known)]);
  const kept = memoryResults();
  const writer = kept.begin(ID);
  await writer.append(records);
  await writer.finish(someFacts({ id: ID, listed: records.length }), records.map((_, index) => index));
  const results: ResultStore = { ...kept, records: async (...asked) => held.then(() => kept.records(...asked)) };
  const [log, sent, jobs, waits] = [notebook(), [] as { readonly place: AnswerPlace; readonly screen: Screen }[], [] as unknown[], [] as number[]];
  const deps = {
    results, log, defaultZone: 'UTC', clock: () => new Date('2026-11-21T10:00:00Z'), directory, newCorrelationId: () => 'c',
    people: { find: async () => ({ ...PERSON, ...person }), isInGroup: async () => false },
    policy: { rules: [{ kind: 'admins' as const }], organisation: { teamId: 'T1' } },
    once, watching: { copy: { read: async () => ({ rows: [] }) } },
    sleep: async (ms: number) => void waits.push(ms),
    answers: { send: async (place: AnswerPlace, screen: Screen) => void sent.push({ place, screen }) },
    queue: {
      add: async (_id: string, job: unknown) => {
        if (queueFails) throw new Problem({ kind: 'unavailable', retryable: true, whatHappened: 'Redis is gone.', whatToDo: 'Wait.' });
        jobs.push(job);
      },
    },
    history: { note: async () => undefined, noteJob: async () => undefined, recent: async () => [] },
  } as unknown as Parameters<typeof askFromModal>[0];
  const listen = (app: App): void => {
    app.command('/audit', async ({ ack }) => ack({ text: 'answer', blocks: [plainParagraph('answer'), { type: 'actions', elements: [button('Details', { kind: 'details', resultId: ID, place: 0 }, 0), button('Raw JSON', { kind: 'raw', resultId: ID, place: 0 }, 0)] }] }));
    app.action<BlockAction<ButtonAction>>(ACTIONS, async ({ action, body, ack, client }) => {
      await ack();
      const press = readPress(action.action_id, action.value);
      const place = body.response_url ? responsePlace(new Date(), body.response_url, body.user.id, body.channel?.id) : placeFromMetadata(body.view?.private_metadata, body.user.id);
      const viewId = body.view?.id;
      const click = { place, triggerId: body.trigger_id };
      if (press?.kind === 'details') await openRecord(deps, client, { ...click, press });
      if (press?.kind === 'raw') await openRaw(deps, client, { ...click, press, ...(viewId !== undefined && { viewId }) });
      if (press?.kind === 'run' && viewId !== undefined) await askFromModal(deps, client, { ...click, sameId: `${viewId} ${action.action_id}`, viewId, command: press.command });
    });
  };
  const { slack, bot } = await runApp({ listen });
  await slack.command({ user: ADMIN, channel: CHANNELS.ops.id });
  const [message] = slack.messages({ channel: CHANNELS.ops.id, viewer: ADMIN });
  if (!message) throw new Error('nothing was answered');
  const open = async () => {
    await slack.click({ user: ADMIN, message, label: 'Details' });
    return slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });
  };
  return { slack, bot, log, sent, jobs, waits, message, open };
}

describe('slack/listeners/record', () => {
  it('opens the modal at once however slow the store is, and fills it then', async () => {
    const store = Promise.withResolvers<void>();
    const { slack, message } = await record({ held: store.promise });

    await slack.click({ user: ADMIN, message, label: 'Details' });
    const loading = await slack.waitForView({ user: ADMIN });
    store.resolve();
    const filled = await slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });

    expect(readModal(loading)).toContain('Looking the record up');
    expect(readModal(filled)).toContain('recorded as alice@partner.example');
  });

  it.each([['By this user', 'user alice@partner.example last 30d'], ['By this customer', 'customer Relecloud last 30d'], ['Same session', 'text "9c75b432-a7b3" around 2026-11-20']])('runs %s, and its answer goes where the message of the modal was', async (label, command) => {
    const { slack, open, jobs, sent } = await record();
    await open();

    await slack.clickInView({ user: ADMIN, label });
    const view = await slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length === 1 });

    expect(readModal(view)).toContain(`Asked for ${command}: the answer follows in the conversation.`);
    expect(jobs).toEqual([expect.objectContaining({ command, answerTo: expect.objectContaining({ userId: ADMIN, channelId: CHANNELS.ops.id, responseUrl: expect.stringContaining('http') }) })]);
    expect(sent).toEqual([]);
  });

  it('asks once where By this user is pressed twice at once', async () => {
    const { slack, open, jobs, sent } = await record();
    await open();

    const press = () => slack.clickInView({ user: ADMIN, label: 'By this user' });
    await Promise.all([press(), press()]);
    await slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length === 1 });
    await sleep(200);

    expect([jobs.length, sent]).toEqual([1, []]);
  });

  it('names the customer that it asks for by its id', async () => {
    const customer = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };
    const { slack, open } = await record({ records: [{ ...RECORD, ...customer }], known: customer });
    await open();

    await slack.clickInView({ user: ADMIN, label: 'By this customer' });
    const view = await slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length === 1 });

    expect(readModal(view)).toContain('Asked for customer bbbb1b1b-… (Relecloud) last 30d: the answer follows in the conversation.');
  });

  it('says in the modal why a search does not run', async () => {
    const { slack, open, sent } = await record({ queueFails: true });
    await open();

    await slack.clickInView({ user: ADMIN, label: 'By this user' });
    const view = await slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length === 2 });

    expect(readModal(view)).toContain('Redis is gone.');
    expect(sent).toEqual([]);
  });

  it('opens the raw record above its modal, and the modal is still below it', async () => {
    const { slack, open } = await record();
    await open();

    await slack.clickInView({ user: ADMIN, label: 'Raw JSON' });
    const raw = await slack.waitForView({ user: ADMIN, where: ({ title }) => title === 'Raw JSON' });
    await slack.closeView({ user: ADMIN });

    expect(raw.depth).toBe(2);
    expect(readModal(raw)).toContain('"userPrincipalName": "alice@partner.example"');
    expect(readModal(await slack.waitForView({ user: ADMIN }))).toContain('recorded as alice@partner.example');
  });

  it('opens the raw record alone where it was asked for in a message', async () => {
    const { slack, message } = await record();

    await slack.click({ user: ADMIN, message, label: 'Raw JSON' });
    const raw = await slack.waitForView({ user: ADMIN, where: ({ title }) => title === 'Raw JSON' });

    expect(raw.depth).toBe(1);
    expect(readModal(raw)).toContain('"userPrincipalName": "alice@partner.example"');
  });

  it('tries no other form on a modal that was closed meanwhile', async () => {
    const store = Promise.withResolvers<void>();
    const { slack, message, log } = await record({ held: store.promise });

    await slack.click({ user: ADMIN, message, label: 'Details' });
    await slack.waitForView({ user: ADMIN });
    await slack.closeView({ user: ADMIN });
    store.resolve();
    await until(() => slack.requests.filter(({ method }) => method === 'views.update').length > 0);
    await sleep(200);

    expect(slack.requests.filter(({ method }) => method === 'views.update')).toHaveLength(1);
    expect(log.lines).toEqual([]);
  });

  it('shows a record that cannot be drawn as it is kept', async () => {
    const { open, log } = await record({ records: [{ ...RECORD, userPrincipalName: 42 as unknown as string }] });

    const view = await open();

    expect(readModal(view)).toContain('This record could not be drawn');
    expect(readModal(view)).toContain('"userPrincipalName": 42');
    expect(log.lines.map(({ text }) => text)).toEqual(['a record view was refused', 'a record view was refused']);
  });

  it('waits for a short rate limit and shows the record after it', async () => {
    const { slack, waits, open } = await record();
    slack.faults.rateLimit('views.update', 1);

    expect(readModal(await open())).toContain('recorded as alice@partner.example');
    expect(waits).toEqual([1_000]);
  });

  it.each([['rate limits that do not end', 429], ['a fault of Slack', 500], ['a lost line', 'reset']] as const)('tells the person where the message was after %s', async (_, how) => {
    const { slack, message, sent } = await record();
    if (how === 429) slack.faults.rateLimit('views.update', 1, 6);
    else slack.faults.fail('views.update', how, 6);

    await slack.click({ user: ADMIN, message, label: 'Details' });
    await until(() => sent.length > 0);

    expect(sent).toMatchObject([{ place: { channelId: CHANNELS.ops.id }, screen: { kind: 'problem', whatToDo: expect.stringContaining('Close the window') as string } }]);
    expect(slack.requests.filter(({ method }) => method === 'views.update')).toHaveLength(how === 429 ? 3 : 1);
  });

  it('shows no record to whom may not ask', async () => {
    const { open } = await record({ person: { isAdmin: false } });

    const text = readModal(await open());

    expect(text).toContain('AUDIT_ACCESS');
    expect(text).not.toContain('Relecloud');
  });
});
