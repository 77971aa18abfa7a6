import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { ADMIN, live, type Live } from '../support/live.ts';
import { buttonsIn, read, readModal } from '../support/reading.ts';
import { until } from '../support/until.ts';

const RELECLOUD = 'customer Relecloud last 7d';
const ANSWER = /^\d+ (?:failed )?operations?/;
/** In which what came too late would have come. */
const SETTLED_MS = 700;

const PROCESSES = {
  'one process': [{}],
  'web and worker in two processes': [{ ROLE: 'worker' }, { ROLE: 'web', PARTNER_CLIENT_SECRET: '' }],
} as const;

describe.each(['one process', 'web and worker in two processes'] as const)('answers in the direct message, from %s', (how) => {
  let world: Live;
  let before: ReadonlySet<string>;
  const all = (): readonly SlackMessage[] => world.slack.dms(ADMIN);
  const news = (): readonly SlackMessage[] => all().filter(({ ts }) => !before.has(ts));

  async function waitFor(says: RegExp): Promise<SlackMessage> {
    return world.slack.waitForMessage({ channel: world.slack.dmChannel(ADMIN), viewer: ADMIN, where: ({ ts, text }) => !before.has(ts) && says.test(text), timeoutMs: 25_000 });
  }

  /** What is left in the direct message when everything is said. */
  async function left(says: RegExp): Promise<readonly string[]> {
    await waitFor(says);
    await pause(SETTLED_MS);
    expect(news().reduce((cancels, message) => cancels + buttonsIn(message, 'Cancel'), 0)).toBe(0);
    return news().map(({ text }) => text);
  }

  async function openHome(shows: string): Promise<void> {
    await world.slack.openHome({ user: ADMIN });
    await until(() => {
      const home = world.slack.homeView(ADMIN);
      return home !== undefined && readModal(home).includes(shows);
    });
  }

  /** A search that nobody asked before, from the global shortcut. */
  async function askFromShortcut(text: string): Promise<void> {
    await world.slack.shortcut({ user: ADMIN, callbackId: 'audit_search' });
    await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => JSON.stringify(blocks).includes('Answer in') });
    await world.slack.submitView({ user: ADMIN, values: { Text: text, Time: 'Last 7 days' } });
  }

  beforeAll(async () => {
    world = await live();
    for (const environment of PROCESSES[how]) await world.startBot(environment);
    await (await world.type(RELECLOUD)).answer();
  });
  beforeEach(() => void (before = new Set(all().map(({ ts }) => ts))));
  afterEach(() => {
    world.partnerCenter.faults.clear();
    world.slack.faults.clear();
  });

  it('leave one message of a search that is run from App Home, though its answer may be quicker than its acknowledgement', async () => {
    await openHome(RELECLOUD);
    await world.slack.clickInView({ user: ADMIN, label: 'Run' });

    expect(await left(ANSWER)).toEqual([expect.stringMatching(/^2 operations for Relecloud/)]);
  });

  it('take the place of the acknowledgement and of what is said after ten seconds', async () => {
    world.partnerCenter.faults.next({ kind: 'slow', ms: 12_500 }, 1);
    await askFromShortcut('slow');
    const acknowledged = await waitFor(/the answer follows/);
    const progress = await waitFor(/^Still reading/);

    expect([buttonsIn(acknowledged, 'Cancel'), buttonsIn(progress, 'Cancel')]).toEqual([1, 1]);
    expect(await left(/^(?:\d+|No) /)).toHaveLength(1);
    expect(news()[0]).toMatchObject({ ts: acknowledged.ts, edits: 2 });
    expect(progress.ts).toBe(acknowledged.ts);
  });

  it.each([['refused', { error: 'edit_window_closed' }], ['carried out and its outcome lost', 'dropAfterAccept']] as const)('come although the edit is %s', async (_what, fault) => {
    world.partnerCenter.faults.next({ kind: 'slow', ms: 1_000 }, 1);
    world.slack.faults.fail('chat.update', fault);
    await askFromShortcut(`edit ${_what}`);
    const acknowledged = await waitFor(/the answer follows/);

    expect(await left(/^(?:\d+|No) /)).toHaveLength(1);
    expect(news()[0]?.ts).not.toBe(acknowledged.ts);
  });

  it('say that Partner Center refused in place of the acknowledgement', async () => {
    world.partnerCenter.faults.next({ kind: 'forbidden', code: '900329' }, 9);
    await askFromShortcut('refused');

    expect(await left(/^Partner Center/)).toHaveLength(1);
  });

  it('leave one message of an export, beside its file', async () => {
    await (await world.type(`export csv ${RELECLOUD}`)).answer();
    await until(() => news().some(({ files = [] }) => files.length > 0));
    before = new Set(all().map(({ ts }) => ts));
    await openHome(`export csv ${RELECLOUD}`);
    await world.slack.clickInView({ user: ADMIN, label: 'Run' });
    await left(/is in your direct messages with me/);

    expect(news().filter(({ files = [] }) => files.length > 0)).toHaveLength(1);
    expect(news().filter(({ files = [] }) => files.length === 0).map(({ text }) => text)).toEqual([expect.stringContaining('is in your direct messages with me')]);
  });

  it('say that a search was stopped, wherever that was asked, and nothing comes after it', async () => {
    world.partnerCenter.faults.next({ kind: 'slow', ms: 3_000 }, 2);
    await askFromShortcut('pressed');
    await world.slack.click({ user: ADMIN, message: await waitFor(/the answer follows/), label: 'Cancel' });
    await waitFor(/^Stopped/);
    await askFromShortcut('typed');
    await waitFor(/the answer follows/);
    const { acknowledgement } = await world.type('cancel');
    await pause(4_000);

    expect(read(acknowledgement)).toMatch(/^Stopped/);
    expect(await left(/^Stopped/)).toEqual([expect.stringMatching(/^Stopped/), expect.stringMatching(/^Stopped/)]);
  });
});
