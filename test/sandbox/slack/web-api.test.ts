import type { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import type { SlackOptions } from '../../../sandbox/slack/state.ts';
import { APP, CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { APP_TOKEN, BOT_TOKEN, TOKENS, refusalOf, webClient } from './small-bot.ts';

const { ops, random, privateElsewhere, archived } = CHANNELS;
const section = (text: string) => ({ type: 'section' as const, text: { type: 'plain_text' as const, text } });

describe('sandbox/slack/web-api', () => {
  let slack: SlackStandIn;

  const start = async (options: Partial<SlackOptions> = {}, token: string | undefined = BOT_TOKEN): Promise<WebClient> => {
    slack = await startSlack({ ...TOKENS, ...options });
    return webClient(slack, token);
  };
  afterEach(() => slack.close());

  it('knows the bot, its team and its scopes', async () => {
    const client = await start({ enterpriseId: 'E0GRID' });

    const answer = await client.auth.test();

    expect(answer).toMatchObject({ user_id: APP.userId, bot_id: APP.botId, team_id: 'T0PARTNER', enterprise_id: 'E0GRID' });
    expect(answer.response_metadata?.scopes).toEqual(['commands', 'chat:write', 'im:write', 'users:read', 'files:write']);
  });

  it.each([
    ['no token', '', 'not_authed'], ['a foreign token', 'xoxb-other', 'invalid_auth'], ['the app’s token', APP_TOKEN, 'not_allowed_token_type'],
  ])('refuses %s', async (_what, token, error) => {
    const client = await start({}, token);

    const refusal = await refusalOf(client.users.info({ user: PEOPLE.admin.id }));

    expect(refusal.error).toBe(error);
  });

  it('names the scope that is missing', async () => {
    const client = await start({ scopes: ['commands', 'chat:write'] });

    const refusal = await refusalOf(client.users.info({ user: PEOPLE.admin.id }));

    expect(refusal).toMatchObject({ error: 'missing_scope', needed: 'users:read', provided: 'commands,chat:write' });
  });

  it('refuses methods it does not know, with status 200 like Slack', async () => {
    await start();

    const answer = await fetch(`${slack.apiUrl}toString`, { method: 'POST', headers: { authorization: `Bearer ${BOT_TOKEN}` } });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ ok: false, error: 'unknown_method' });
  });

  it('takes JSON bodies as well as forms', async () => {
    await start();

    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST', headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: ops.id, text: 'hello', blocks: [section('hello')] }),
    });

    expect(await answer.json()).toMatchObject({ ok: true, message: { text: 'hello', blocks: [{ type: 'section' }] } });
  });

  it.each([
    ['an admin', PEOPLE.admin.id, { is_admin: true, is_restricted: false, tz: 'Europe/London' }],
    ['a person in Berlin', PEOPLE.berlin.id, { tz: 'Europe/Berlin', tz_offset: 3600 }],
    ['a guest', PEOPLE.guest.id, { is_restricted: true, is_ultra_restricted: false }],
    ['a single-channel guest', PEOPLE.singleChannelGuest.id, { is_restricted: true, is_ultra_restricted: true }],
    ['a deactivated person', PEOPLE.deactivated.id, { deleted: true }],
    ['a bot', PEOPLE.bot.id, { is_bot: true }],
    ['a stranger', PEOPLE.stranger.id, { is_stranger: true, team_id: 'T0OUTSIDE' }],
  ])('describes %s', async (_what, user, expected) => {
    const client = await start({ now: () => Date.UTC(2026, 10, 21) });

    const answer = await client.users.info({ user });

    expect(answer.user).toMatchObject(expected);
    expect(answer.user?.profile?.email).toBeUndefined();
  });

  it('gives mail addresses and zones only where it has them', async () => {
    const client = await start({ scopes: ['users:read', 'users:read.email'] });

    const [member, stranger, zoneless] = await Promise.all([PEOPLE.member, PEOPLE.stranger, PEOPLE.zoneless].map(({ id }) => client.users.info({ user: id })));

    expect(member?.user?.profile?.email).toBe('max@partner.example');
    expect(stranger?.user?.profile?.email).toBeUndefined();
    expect(zoneless?.user?.tz).toBeUndefined();
  });

  it('lists user groups it knows', async () => {
    const client = await start({ scopes: ['usergroups:read'], userGroups: { S0AUDIT: [PEOPLE.admin.id] } });

    expect(await client.usergroups.users.list({ usergroup: 'S0AUDIT' })).toMatchObject({ users: [PEOPLE.admin.id] });
    expect(await refusalOf(client.usergroups.users.list({ usergroup: 'S0NOBODY' }))).toMatchObject({ error: 'no_such_subteam' });
  });

  it.each([
    ['a channel without the bot', random.id, 'not_in_channel'],
    ['a private channel without the bot', privateElsewhere.id, 'channel_not_found'],
    ['an archived channel', archived.id, 'is_archived'],
    ['a channel that does not exist', 'C0NOWHERE', 'channel_not_found'],
  ])('does not post to %s', async (_what, channel, error) => {
    const client = await start();

    const refusal = await refusalOf(client.chat.postMessage({ channel, text: 'hello' }));

    expect(refusal.error).toBe(error);
    expect(slack.allMessages()).toEqual([]);
  });

  it('posts to public channels without membership under chat:write.public', async () => {
    const client = await start({ scopes: ['chat:write', 'chat:write.public'] });

    await client.chat.postMessage({ channel: random.id, text: 'hello' });

    expect(slack.messages({ channel: random.id, viewer: PEOPLE.member.id })).toHaveLength(1);
  });

  it('opens direct messages by person, and nobody else reads them', async () => {
    const client = await start();
    const { channel } = await client.conversations.open({ users: PEOPLE.admin.id });

    await client.chat.postMessage({ channel: channel?.id ?? '', text: 'one' });
    await client.chat.postMessage({ channel: PEOPLE.admin.id, text: 'two' });

    expect(slack.dms(PEOPLE.admin.id).map(({ text }) => text)).toEqual(['one', 'two']);
    expect(slack.messages({ channel: channel?.id ?? '', viewer: PEOPLE.owner.id })).toEqual([]);
    expect(await refusalOf(client.conversations.open({ users: PEOPLE.deactivated.id }))).toMatchObject({ error: 'user_disabled' });
  });

  it('shows an ephemeral message to one member, and never lets it be edited', async () => {
    const client = await start();

    const posted = await client.chat.postEphemeral({ channel: ops.id, user: PEOPLE.admin.id, text: 'only you' });
    const update = await refusalOf(client.chat.update({ channel: ops.id, ts: posted.message_ts ?? '', text: 'x' }));
    const outside = await refusalOf(client.chat.postEphemeral({ channel: ops.id, user: PEOPLE.singleChannelGuest.id, text: 'x' }));

    expect(slack.messages({ channel: ops.id, viewer: PEOPLE.admin.id })).toMatchObject([{ text: 'only you', ephemeralTo: PEOPLE.admin.id }]);
    expect(slack.messages({ channel: ops.id, viewer: PEOPLE.owner.id })).toEqual([]);
    expect([update.error, outside.error]).toEqual(['message_not_found', 'user_not_in_channel']);
  });

  it('removes blocks when only text is updated, and keeps metadata', async () => {
    const client = await start();
    const metadata = { event_type: 'audit_run', event_payload: { run: 'r1' } };
    const posted = await client.chat.postMessage({ channel: ops.id, text: 'one', blocks: [section('one')], metadata });

    await client.chat.update({ channel: ops.id, ts: posted.ts ?? '', text: 'two' });

    expect(slack.messages({ channel: ops.id, viewer: PEOPLE.admin.id })).toMatchObject([{ text: 'two', blocks: [], metadata, edits: 1 }]);
  });

  it('refuses bad blocks with a reason a person can read, and notes them', async () => {
    const client = await start();

    const refusal = await refusalOf(client.chat.postMessage({ channel: ops.id, text: 'x', blocks: [section('y'.repeat(3001))] }));

    expect(refusal.error).toBe('invalid_blocks');
    expect(refusal.response_metadata?.messages).toEqual(['[ERROR] must be less than 3001 characters (is 3001) [json-pointer:/blocks/0/text/text]']);
    expect(slack.violations).toMatchObject([{ where: 'chat.postMessage', path: '/blocks/0/text/text', rule: 'length' }]);
  });

  it('accepts a message without text as Slack does, but notes it', async () => {
    const client = await start();

    await client.chat.postMessage({ channel: ops.id, blocks: [section('x')] } as Parameters<typeof client.chat.postMessage>[0]);

    expect(slack.violations).toMatchObject([{ rule: 'text_missing', by: 'house' }]);
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ['nothing to say', {}, 'no_text'],
    ['blocks that are no JSON', { blocks: '[{' }, 'invalid_blocks_format'],
    ['markdown_text beside text', { text: 'x', markdown_text: 'y' }, 'markdown_text_conflict'],
    ['metadata without a type', { text: 'x', metadata: { event_payload: {} } }, 'invalid_metadata_format'],
    ['deep metadata', { text: 'x', metadata: { event_type: 't', event_payload: { a: { b: { c: 1 } } } } }, 'invalid_metadata_schema'],
    ['too much text in blocks', { text: 'x', blocks: Array.from({ length: 5 }, () => section('y'.repeat(2500))) }, 'msg_blocks_too_long'],
  ])('refuses %s', async (_what, content, error) => {
    const client = await start();

    const refusal = await refusalOf(client.apiCall('chat.postMessage', { channel: ops.id, ...content }));

    expect(refusal.error).toBe(error);
  });

  it('edits and deletes only the bot’s own messages', async () => {
    const client = await start();
    const { ts = '' } = await client.chat.postMessage({ channel: ops.id, text: 'mine' });

    const tooLong = await refusalOf(client.chat.update({ channel: ops.id, ts, text: 'x'.repeat(4001) }));
    await client.chat.delete({ channel: ops.id, ts });
    const gone = await refusalOf(client.chat.delete({ channel: ops.id, ts }));

    expect([tooLong.error, gone.error]).toEqual(['msg_too_long', 'message_not_found']);
    expect(slack.allMessages()).toEqual([]);
  });

  it('tells about channels only under the scope for their kind', async () => {
    const client = await start({ scopes: ['channels:read'] });

    const info = await client.conversations.info({ channel: random.id });
    const members = await client.conversations.members({ channel: CHANNELS.shared.id, limit: 3 });
    const rest = await client.conversations.members({ channel: CHANNELS.shared.id, cursor: members.response_metadata?.next_cursor ?? '' });
    const listed = await client.conversations.list({ exclude_archived: true });

    expect(info.channel).toMatchObject({ name: 'random', is_member: false, is_private: false });
    expect([...members.members ?? [], ...rest.members ?? []]).toEqual(CHANNELS.shared.members);
    expect(listed.channels?.map(({ name }) => name)).toEqual(['csp-ops', 'secops', 'random', 'with-customer']);
    expect(await refusalOf(client.conversations.info({ channel: CHANNELS.private.id }))).toMatchObject({ error: 'missing_scope', needed: 'groups:read' });
    expect(await refusalOf(client.conversations.info({ channel: privateElsewhere.id }))).toMatchObject({ error: 'channel_not_found' });
  });
});
