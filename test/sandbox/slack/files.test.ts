import type { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { TOKENS, refusalOf, webClient } from './small-bot.ts';

const { ops, random } = CHANNELS;

describe('sandbox/slack/web-api/files', () => {
  let slack: SlackStandIn;

  const start = async (): Promise<WebClient> => {
    slack = await startSlack(TOKENS);
    return webClient(slack);
  };
  afterEach(() => slack.close());

  it('takes a file in three steps, once, and only where the bot is', async () => {
    const client = await start();
    const content = Buffer.from('id,operation\n1,create_order\n');
    const announced = await client.files.getUploadURLExternal({ filename: 'audit.csv', length: content.length });
    const early = await refusalOf(client.files.completeUploadExternal({ files: [{ id: announced.file_id ?? '' }] }));
    await fetch(announced.upload_url ?? '', { method: 'POST', body: content });
    const elsewhere = await refusalOf(client.files.completeUploadExternal({ files: [{ id: announced.file_id ?? '' }], channel_id: random.id }));

    await client.files.completeUploadExternal({ files: [{ id: announced.file_id ?? '', title: 'Audit' }], channel_id: ops.id, initial_comment: 'the export' });

    const again = await refusalOf(client.files.completeUploadExternal({ files: [{ id: announced.file_id ?? '' }] }));
    expect([early.error, elsewhere.error, again.error]).toEqual(['file_not_found', 'not_in_channel', 'file_not_found']);
    expect(slack.files()).toMatchObject([{ filename: 'audit.csv', title: 'Audit', bytes: content, channel: ops.id, isComplete: true }]);
    expect(slack.allMessages()).toMatchObject([{ text: 'the export', files: [announced.file_id] }]);
  });

  it('shows blocks in place of a comment, checked like those of a message', async () => {
    const client = await start();
    const { channel } = await client.conversations.open({ users: PEOPLE.admin.id, return_im: true });
    const upload = async (blocks: readonly Readonly<Record<string, unknown>>[]): Promise<unknown> => {
      const announced = await client.files.getUploadURLExternal({ filename: 'a.csv', length: 2 });
      await fetch(announced.upload_url ?? '', { method: 'POST', body: 'a;' });
      return client.apiCall('files.completeUploadExternal', { files: [{ id: announced.file_id ?? '' }], channel_id: channel?.id ?? '', blocks });
    };

    const refused = await refusalOf(upload([{ type: 'divider', colour: 'red' }]));
    await upload([{ type: 'section', text: { type: 'plain_text', text: '84 operations' } }]);

    expect(channel).toMatchObject({ is_im: true, user: PEOPLE.admin.id });
    expect(refused.error).toBe('invalid_blocks');
    expect(slack.dms(PEOPLE.admin.id)).toMatchObject([{ blocks: [{ type: 'section' }], files: [expect.stringMatching(/^F0/)] }]);
  });

  it('takes what filesUploadV2 sends', async () => {
    const client = await start();
    const { channel } = await client.conversations.open({ users: PEOPLE.admin.id });

    await client.filesUploadV2({ channel_id: channel?.id ?? '', filename: 'a.csv', file: Buffer.from('a;ü\n') });

    expect(slack.files().map(({ bytes }) => bytes?.toString('utf8'))).toEqual(['a;ü\n']);
    expect(slack.dms(PEOPLE.admin.id)).toHaveLength(1);
  });
});
