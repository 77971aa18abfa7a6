import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool } from '../../src/runtime/spool.ts';
import { createFileDelivery } from '../../src/slack/upload.ts';
import { allowedOriginsFor } from '../../src/slack/response-url.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { notebook, SECRETS, testSlack } from './running-app.ts';

const ADMIN = PEOPLE.admin.id;

describe('slack/upload', () => {
  let spool: Awaited<ReturnType<typeof openSpool>>;
  beforeEach(async () => {
    spool = await openSpool();
    await spool.write('a,b\r\n1,2\r\n');
  });
  afterEach(() => spool.remove());

  async function setUp(allowedOrigins?: readonly string[], whileWaiting = (): void => undefined) {
    const slack = await testSlack();
    const waits: number[] = [];
    const delivery = createFileDelivery({
      client: createWebClient({ botToken: () => SECRETS.botToken, apiUrl: slack.apiUrl, log: notebook() }),
      sleep: async (ms) => {
        waits.push(ms);
        whileWaiting();
      },
      allowedOrigins: allowedOrigins ?? allowedOriginsFor(slack.apiUrl),
    });
    const send = async (signal = new AbortController().signal) =>
      delivery.send(ADMIN, { ...await spool.finish(), name: 'audit.csv', comment: 'Records of <!channel> & co' }, signal);
    return { slack, waits, send };
  }

  it('puts the file into the direct message with its comment, in which nothing calls anybody', async () => {
    const { slack, send } = await setUp();

    await send();

    const [message] = slack.dms(ADMIN);
    expect(message?.text).toBe('Records of &lt;!channel&gt; &amp; co');
    expect(slack.files().map(({ filename, bytes, channel }) => [filename, bytes?.toString(), channel])).toEqual([['audit.csv', 'a,b\r\n1,2\r\n', message?.channel]]);
  });

  it('waits for a short rate limit', async () => {
    const { slack, waits, send } = await setUp();
    slack.faults.rateLimit('files.completeUploadExternal', 2);

    await send();

    expect(waits).toEqual([2_000]);
    expect(slack.dms(ADMIN)).toHaveLength(1);
  });

  it.each([
    ['is refused', 500, /did not take the file \(500\)/],
    ['is lost', 'reset', /could not be reached/],
  ] as const)('says so when the upload %s, and shows nothing', async (_, how, says) => {
    const { slack, send } = await setUp();
    slack.faults.fail('upload', how);

    await expect(send()).rejects.toMatchObject({ whatHappened: expect.stringMatching(says) as string, retryable: true });
    expect(slack.dms(ADMIN)).toEqual([]);
  });

  it('sends records to no address but Slack’s', async () => {
    const { slack, send } = await setUp([]);

    await expect(send()).rejects.toThrow(/named no place/);
    expect(slack.files().map(({ bytes }) => bytes)).toEqual([undefined]);
  });

  it('stops when nobody waits for it any more', async () => {
    const { slack, send } = await setUp();

    await expect(send(AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(slack.dms(ADMIN)).toEqual([]);
  });

  it('does not show a file that was cancelled before the last step', async () => {
    const cancelling = new AbortController();
    const { slack, waits, send } = await setUp(undefined, () => cancelling.abort());
    slack.faults.rateLimit('files.completeUploadExternal', 1);

    await expect(send(cancelling.signal)).rejects.toThrow(/abort/i);

    expect(waits).toEqual([1_000]);
    expect(slack.dms(ADMIN)).toEqual([]);
  });

  it.each(['dropAfterAccept', 500, { error: 'fatal_error' }] as const)('leaves a file that may have arrived to its reader (%j), since a second try would send it twice', async (how) => {
    const { slack, send } = await setUp();
    slack.faults.fail('files.completeUploadExternal', how);

    await expect(send()).rejects.toMatchObject({ retryable: false, whatHappened: expect.stringContaining('did not confirm') as string });
  });
});
