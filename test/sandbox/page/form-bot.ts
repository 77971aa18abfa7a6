/** A small bot with one of everything that a form, a message or a home tab can hold. */
import type { App } from '@slack/bolt';
import type { View } from '@slack/types';

const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const option = (name: string) => ({ text: text(name), value: name.toLowerCase() });
const button = (label: string, actionId: string) => ({ type: 'button' as const, action_id: actionId, text: text(label), value: actionId });
const input = (label: string, element: object, more: object = {}) => ({ type: 'input', block_id: label.toLowerCase(), label: text(label), element, ...more });

export const FORM = {
  type: 'modal', callback_id: 'form', title: text('Search'), submit: text('Run'), close: text('Cancel'),
  blocks: [
    input('Customer', { type: 'external_select', action_id: 'customer', min_query_length: 2, placeholder: text('Type a name') }),
    input('Text', { type: 'plain_text_input', action_id: 'text', max_length: 20 }, { optional: true, hint: text('Any text of a record') }),
    input('Status', { type: 'multi_static_select', action_id: 'status', options: ['Succeeded', 'Failed'].map(option) }, { optional: true }),
    input('From', { type: 'datepicker', action_id: 'from', initial_date: '2026-11-14' }),
    input('Risk', { type: 'checkboxes', action_id: 'risk', options: ['High', 'Medium'].map(option) }, { optional: true }),
    input('Answer', { type: 'radio_buttons', action_id: 'answer', options: ['Here', 'Privately'].map(option), initial_option: option('Here') }),
    { type: 'actions', elements: [button('More', 'more')] },
  ],
} as unknown as View;

const stacked = (title: string): View => ({ type: 'modal', title: text(title), close: text('Back'), blocks: [{ type: 'actions', elements: [button('Deeper', 'deeper')] }] });

const MENU_MESSAGE = {
  text: 'What to do?',
  blocks: [{
    type: 'actions' as const, block_id: 'row',
    elements: [
      { type: 'overflow' as const, action_id: 'menu', options: [option('Explain'), option('Save')] },
      { type: 'static_select' as const, action_id: 'pick', placeholder: text('Pick'), options: [option('One'), option('Two')] },
      { ...button('Remove', 'remove'), style: 'danger' as const, confirm: { title: text('Sure?'), text: text('It is gone then.'), confirm: text('Yes'), deny: text('No') } },
      button('Silent', 'silent'),
    ],
  }],
};

/** Everything it heard, in order. */
export type Heard = { readonly kind: string; readonly body: unknown }[];

function listenForForms(app: App, heard: Heard): void {
  app.options('customer', async ({ ack, payload }) => {
    await ack({ options: ['Relecloud', 'Fabrikam Inc', '<script>alert(1)</script>'].filter((name) => name.toLowerCase().includes(payload.value)).map(option) });
  });
  app.view('form', async ({ ack, view }) => {
    const values = view.state.values;
    if (values['text']?.['text']?.value === 'wrong') return ack({ response_action: 'errors', errors: { text: 'There is no such text' } });
    heard.push({ kind: 'submitted', body: values });
    await ack();
    return undefined;
  });
  app.action('more', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions') await client.views.push({ trigger_id: body.trigger_id, view: stacked('Second') });
  });
  app.action('deeper', async ({ ack, body, client }) => {
    await ack();
    // Slack refuses a fourth one.
    if (body.type === 'block_actions') await client.views.push({ trigger_id: body.trigger_id, view: stacked('Third') }).catch(() => heard.push({ kind: 'refused', body: undefined }));
  });
}

function listenForMessages(app: App, heard: Heard): void {
  app.command('/audit', async ({ ack, command, client, respond }) => {
    await ack();
    if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: FORM });
    if (command.text === 'menu') await respond(MENU_MESSAGE);
    if (command.text === 'file') {
      const { channel } = await client.conversations.open({ users: command.user_id });
      await client.filesUploadV2({ channel_id: channel?.id ?? '', filename: 'audit.csv', title: 'Audit export', file: Buffer.from('id;name\n1;Søren\n'), initial_comment: 'Your export' });
    }
    if (command.text === 'thread') {
      const parent = await client.chat.postMessage({ channel: command.channel_id, text: 'A digest' });
      await client.chat.postMessage({ channel: command.channel_id, text: 'Its details', thread_ts: parent.ts ?? '' });
    }
  });
  app.action(/^(menu|pick|remove)$/, async ({ ack, action, respond }) => {
    await ack();
    heard.push({ kind: 'used', body: action });
    await respond({ replace_original: true, text: 'done' });
  });
}

export function listenForEverything(app: App, heard: Heard): void {
  listenForForms(app, heard);
  listenForMessages(app, heard);
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'section', text: text('Welcome home') }, { type: 'actions', elements: [button('Open search form', 'home_form')] }] } });
  });
  app.action('home_form', async ({ ack, body, client }) => {
    await ack();
    if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: FORM });
  });
  app.shortcut('audit_search', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: FORM });
  });
}

export const MANIFEST = `
display_information: { name: Form bot }
features:
  app_home: { home_tab_enabled: true, messages_tab_enabled: true }
  slash_commands: [{ command: /audit, description: Search, usage_hint: customer Relecloud, should_escape: true }]
  shortcuts: [{ name: Search audit records, type: global, callback_id: audit_search, description: Opens the form }]
oauth_config: { scopes: { bot: [commands, "chat:write", "im:write", "users:read", "files:write"] } }
`;
