import type { WebClient } from '@slack/web-api';
import type { View } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { TOKENS, startHttpBot, webClient } from './small-bot.ts';
import type { SmallBot } from './small-bot.ts';

const user = PEOPLE.admin.id;
const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const button = { type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'more', text: text('More') }] };
const modal = (title: string, more: Readonly<Record<string, unknown>> = {}): View =>
  ({ type: 'modal', title: text(title), blocks: [button], ...more } as View);

const errorOf = (call: Promise<unknown>): Promise<string> =>
  call.then(() => 'accepted', (error: { readonly data: { readonly error: string } }) => error.data.error);

describe('sandbox/slack/views', () => {
  let slack: SlackStandIn;
  let bot: SmallBot;
  let client: WebClient;
  let clock: number;

  beforeEach(async () => {
    clock = Date.now();
    slack = await startSlack({ ...TOKENS, now: () => clock });
    client = webClient(slack);
    bot = await startHttpBot(slack, (app) => {
      app.command('/audit', ({ ack }) => ack());
      app.action(/.*/, ({ ack }) => ack());
    });
  });
  afterEach(async () => {
    await bot.stop();
    await slack.close();
  });

  const commandTrigger = async (): Promise<string> =>
    (await slack.command({ user, channel: CHANNELS.ops.id })).triggerId ?? '';
  const viewTrigger = async (): Promise<string> => (await slack.clickInView({ user, label: 'More' })).triggerId ?? '';

  it('takes a trigger for three seconds', async () => {
    const [inTime, late] = [await commandTrigger(), await commandTrigger()];

    clock += 3000;
    const first = await errorOf(client.views.open({ trigger_id: inTime, view: modal('One') }));
    clock += 1;
    const second = await errorOf(client.views.open({ trigger_id: late, view: modal('Two') }));

    expect([first, second]).toEqual(['accepted', 'expired_trigger_id']);
  });

  it('takes a trigger once, and only one it gave out', async () => {
    const trigger = await commandTrigger();
    await client.views.open({ trigger_id: trigger, view: modal('One') });

    expect(await errorOf(client.views.open({ trigger_id: trigger, view: modal('Two') }))).toBe('exchanged_trigger_id');
    expect(await errorOf(client.views.open({ trigger_id: '1.2.x', view: modal('Two') }))).toBe('invalid_trigger_id');
  });

  it('holds three views and refuses the fourth', async () => {
    await client.views.open({ trigger_id: await commandTrigger(), view: modal('One') });
    await client.views.push({ trigger_id: await viewTrigger(), view: modal('Two') });
    await client.views.push({ trigger_id: await viewTrigger(), view: modal('Three') });

    const fourth = await errorOf(client.views.push({ trigger_id: await viewTrigger(), view: modal('Four') }));
    await slack.closeView({ user });

    expect(fourth).toBe('push_limit_reached');
    expect(slack.currentView(user)).toMatchObject({ title: 'Two', depth: 2 });
  });

  it('pushes only from inside a modal', async () => {
    expect(await errorOf(client.views.push({ trigger_id: await commandTrigger(), view: modal('One') }))).toBe('not_found');
  });

  it('refuses an update of a view that has changed or is closed', async () => {
    const opened = await client.views.open({ trigger_id: await commandTrigger(), view: modal('One', { external_id: 'e1' }) });
    const { id: view_id = '', hash = '' } = opened.view ?? {};

    const first = await errorOf(client.views.update({ view_id, hash, view: modal('Two', { external_id: 'e1' }) }));
    const second = await errorOf(client.views.update({ view_id, hash, view: modal('Three') }));
    const byExternalId = await errorOf(client.views.update({ external_id: 'e1', view: modal('Four') }));
    await slack.closeView({ user });
    const closed = await errorOf(client.views.update({ view_id, view: modal('Five') }));

    expect([first, second, byExternalId, closed]).toEqual(['accepted', 'hash_conflict', 'accepted', 'not_found']);
  });

  it('refuses a bad view without spending the trigger, and says where it is bad', async () => {
    const trigger_id = await commandTrigger();
    const bad = client.views.open({ trigger_id, view: modal('A title of more than 24 characters') });

    await expect(bad).rejects.toMatchObject({
      data: { error: 'invalid_arguments', response_metadata: { messages: [expect.stringContaining('[json-pointer:/view/title/text]')] } },
    });
    expect(await errorOf(client.views.open({ trigger_id, view: modal('Short') }))).toBe('accepted');
  });

  it('refuses an external_id that is in use, and a home view as a modal', async () => {
    await client.views.open({ trigger_id: await commandTrigger(), view: modal('One', { external_id: 'e1' }) });

    expect(await errorOf(client.views.push({ trigger_id: await viewTrigger(), view: modal('Two', { external_id: 'e1' }) }))).toBe('duplicate_external_id');
    expect(await errorOf(client.views.open({ trigger_id: await commandTrigger(), view: { type: 'home', blocks: [] } }))).toBe('invalid_arguments');
  });

  it('publishes a home tab per person, guarded by its hash', async () => {
    const first = await client.views.publish({ user_id: user, view: { type: 'home', blocks: [button] } });
    await client.views.publish({ user_id: user, view: { type: 'home', blocks: [] } });

    const stale = await errorOf(client.views.publish({ user_id: user, view: { type: 'home', blocks: [] }, hash: first.view?.hash ?? '' }));

    expect(stale).toBe('hash_conflict');
    expect(slack.homeView(user)?.blocks).toEqual([]);
    expect(slack.homeView(PEOPLE.owner.id)).toBeUndefined();
  });

  it('keeps what was typed through an update and reports it with every click', async () => {
    const field = {
      type: 'input', block_id: 'customer', optional: true, label: text('Customer'),
      element: { type: 'plain_text_input', action_id: 'name', max_length: 10 },
    };
    const opened = await client.views.open({ trigger_id: await commandTrigger(), view: modal('Search', { submit: text('Run'), blocks: [field, button] }) });
    await slack.enter({ user, label: 'Customer', value: 'Relecloud' });

    await client.views.update({ view_id: opened.view?.id ?? '', view: modal('Search', { submit: text('Run'), blocks: [button, field] }) });
    const click = await slack.clickInView({ user, label: 'More' });

    const body = click.sent.via === 'http' ? new URLSearchParams(click.sent.body).get('payload') ?? '' : '';
    expect(JSON.parse(body)).toMatchObject({
      type: 'block_actions', container: { type: 'view' }, actions: [{ action_id: 'more', type: 'button' }],
      view: { state: { values: { customer: { name: { type: 'plain_text_input', value: 'Relecloud' } } } } },
    });
    await expect(slack.enter({ user, label: 'Customer', value: 'Relecloud Limited' })).rejects.toThrow('at most 10 characters');
  });

  it('does not let a person submit what Slack’s form would not', async () => {
    const blocks = [{ type: 'input', label: text('Customer'), element: { type: 'plain_text_input' } }];
    await client.views.open({ trigger_id: await commandTrigger(), view: modal('Search', { submit: text('Run'), blocks }) });

    await expect(slack.submitView({ user })).rejects.toThrow('“Customer” must be filled in');
    await expect(slack.submitView({ user, values: { Tenant: 'x' } })).rejects.toThrow('no field “Tenant”; there is “Customer”');
  });
});
