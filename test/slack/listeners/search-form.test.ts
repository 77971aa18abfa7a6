import { describe, expect, it } from 'vitest';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import type { AnswerPlace } from '../../../src/features/answer-ports.ts';
import type { Screen } from '../../../src/features/screens.ts';
import { listenForOptions } from '../../../src/slack/listeners/options.ts';
import { listenForSearchForm, openSearchForm, type SearchFormDeps } from '../../../src/slack/listeners/search-form.ts';
import { listenForShortcut, SHORTCUT_ID } from '../../../src/slack/listeners/shortcut.ts';
import { responsePlace } from '../../../src/slack/response-place.ts';
import { commandDeps } from '../../support/command-deps.ts';
import { readModal } from '../../support/reading.ts';
import { runApp, type TransportKind } from '../running-app.ts';

const USER = PEOPLE.admin.id;
const never = () => new Promise<never>(() => undefined);

interface Sent {
  readonly place: AnswerPlace;
  readonly screen: Screen;
}

/** A bot of which only the form works, with everything in memory; `/form` opens it where it is typed. */
async function runForm(transport: TransportKind, facts: Parameters<typeof commandDeps>[0] = {}, everybody?: () => Promise<never>) {
  const { deps: base, jobs } = commandDeps({ clock: () => new Date(), ...facts });
  const sent: Sent[] = [];
  const send = async (place: AnswerPlace, screen: Screen): Promise<void> => void sent.push({ place, screen });
  const deps: SearchFormDeps = {
    ...base, results: { question: async () => undefined },
    directory: { ...base.directory, ...(everybody && { everybody }) },
    answers: { send, replace: send, keep: async () => undefined, stop: async () => undefined },
  };
  const { slack } = await runApp({
    transport,
    listen: (app) => {
      listenForSearchForm(app, deps);
      listenForOptions(app, deps);
      listenForShortcut(app, deps);
      app.command('/form', async ({ command, ack, client }) => {
        await ack();
        const place = responsePlace(new Date(), command.response_url, command.user_id, command.channel_id);
        await openSearchForm(deps, client, { place, triggerId: command.trigger_id, origin: { kind: 'text', text: command.text } });
      });
    },
  });
  const open = (text = '') => slack.command({ user: USER, channel: CHANNELS.ops.id, command: '/form', text });
  const modal = () => slack.waitForView({ user: USER });
  return { slack, sent, jobs, open, modal };
}

describe('slack/listeners/search-form', () => {
  it.each(['http', 'socket'] as const)('offers the text itself in time over %s though the directory never answers', async (transport) => {
    const { slack, open, modal } = await runForm(transport, {}, never);
    await open();
    await modal();
    const offered = await slack.suggest({ user: USER, label: 'Customers', query: 'r' });

    expect(offered).toMatchObject([{ value: 'name:r' }]);
  });

  it('opens though the directory never answers', async () => {
    const { open, modal } = await runForm('http', {}, never);
    await open('customer bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f');

    expect(readModal(await modal())).toContain('bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f');
  });

  it('offers the same again when the same letter is typed again within a second', async () => {
    const { slack, open, modal } = await runForm('http');
    await open();
    await modal();
    const offered: number[] = [];
    for (let times = 0; times < 4; times += 1) offered.push((await slack.suggest({ user: USER, label: 'Customers', query: 'r' }))?.length ?? 0);

    expect(offered).toEqual(Array.from(offered, () => offered[0]));
    expect(offered[0]).toBeGreaterThan(0);
  });

  it('offers nothing to somebody who lost access while the form was open', async () => {
    const rules = [{ kind: 'admins' as const }];
    const { slack, open, modal } = await runForm('http', { policy: { rules, organisation: { teamId: 'T0PARTNER' } } });
    await open();
    await modal();
    rules.pop();

    expect(await slack.suggest({ user: USER, label: 'Customers', query: 'r' })).toEqual([]);
    await slack.submitView({ user: USER });
    expect(readModal(await modal())).toContain(`AUDIT_ACCESS=…,${USER}`);
  });

  it('answers where the form says, with the access of where it was opened', async () => {
    const rules = [{ kind: 'channel' as const, id: CHANNELS.ops.id }];
    const { slack, open, modal, sent, jobs } = await runForm('http', { policy: { rules, organisation: { teamId: 'T0PARTNER' } } });
    await open();
    await modal();
    await slack.submitView({ user: USER, values: { 'Answer in': CHANNELS.secops.id } });

    expect(sent).toMatchObject([{ screen: { kind: 'understood' }, place: { channelId: CHANNELS.ops.id } }]);
    expect(jobs).toMatchObject([{ answerTo: sent[0]?.place }]);
    expect(slack.currentView(USER)).toBeUndefined();
  });

  it('does not open by the shortcut for somebody whom only a channel lets in', async () => {
    const { slack, modal } = await runForm('socket', { policy: { rules: [{ kind: 'channel', id: CHANNELS.ops.id }], organisation: { teamId: 'T0PARTNER' } } });
    await slack.shortcut({ user: USER, callbackId: SHORTCUT_ID });

    expect(readModal(await modal())).toContain('Some channels are on the list');
  });

  it('answers where it was opened when "Answer in" is cleared, and by direct message after the shortcut', async () => {
    const { slack, open, modal, sent } = await runForm('http');
    await open();
    await modal();
    await slack.submitView({ user: USER, values: { 'Answer in': null } });
    await slack.shortcut({ user: USER, callbackId: SHORTCUT_ID });
    await modal();
    await slack.submitView({ user: USER });

    expect(sent.map(({ place }) => [place.channelId, place.responseUrl === '', place.openUntil > 0])).toEqual([[CHANNELS.ops.id, false, true], [undefined, true, false]]);
  });
});
