import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';
import { until } from '../support/until.ts';

const NOTES = /is in your direct messages with me/;

describe('exports', () => {
  let world: Live;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-test-'));
    world = await live();
    await world.startBot({ TMPDIR: folder });
  });
  afterEach(() => world.partnerCenter.faults.clear());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const direct = (): readonly SlackMessage[] => world.slack.dms(ADMIN).filter(({ files = [] }) => files.length > 0);
  const bytesOf = (message: SlackMessage | undefined): Buffer => world.slack.files().find(({ id }) => id === message?.files?.[0])?.bytes ?? Buffer.from('');
  const told = () => world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ text }) => NOTES.test(text) });

  it('sends the whole answer as CSV to whoever presses Export CSV, with a line that says what it holds', async () => {
    const typed = await world.type('last 30d');
    const answer = await typed.answer();
    await world.slack.click({ user: ADMIN, message: answer, label: 'Export CSV' });
    const { text } = await told();

    const [message] = direct();
    const file = bytesOf(message);
    const rows = file.toString().split('\r\n').length - 2;
    const [, total = ''] = /^([\d,]+) operations/.exec(answer.text) ?? [];
    expect(rows).toBe(Number(total.replaceAll(',', '')));
    expect(text).toContain(`${total} records`);
    expect(message?.text).toContain(createHash('sha256').update(file).digest('hex'));
    expect(message?.text).toContain('last 30d');
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a search as JSON straight from the command', async () => {
    const known = direct().length;
    await world.type('export json customer Relecloud last 7d');
    await until(() => direct().length > known && world.seen().some(({ text }) => text.includes('.json is in your direct messages')));

    const records = JSON.parse(bytesOf(direct().at(-1)).toString()) as readonly { readonly customerName: string }[];
    expect(records.map(({ customerName }) => customerName)).toEqual(['Relecloud', 'Relecloud']);
  });

  it('can be stopped from its acknowledgement, which then says so and promises nothing', async () => {
    world.partnerCenter.faults.whenever(() => ({ kind: 'hang' }));
    const { acknowledgement } = await world.type('export csv customer Contoso last 61d');
    expect(acknowledgement.text).toContain('The CSV file is being written.');
    await world.slack.click({ user: ADMIN, message: acknowledgement, label: 'Cancel' });
    await until(() => world.seen().some(({ ts, text }) => ts === acknowledgement.ts && text.startsWith('Stopped')));
  });

  it('says that nothing matched, and sends no file', async () => {
    const known = direct().length;
    const { text } = await (await world.type('export csv customer "Nobody at all" last 2d')).answer();

    expect(text).toContain('there is no file: customer "Nobody at all" last 2d');
    expect(direct()).toHaveLength(known);
  });

  it('says so when Slack does not take the file, and leaves nothing behind', async () => {
    world.slack.faults.fail('files.getUploadURLExternal', { error: 'missing_scope' });
    await world.type('export csv last 7d');
    const refused = await world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ text }) => text.includes('missing_scope') });

    expect(refused.text).toContain('Slack refuses the bot');
    expect(await readdir(folder)).toEqual([]);
  });
});
