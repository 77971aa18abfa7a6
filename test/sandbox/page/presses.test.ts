import type { Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../sandbox/page/manifest.ts';
import { startPage, type Page } from '../../../sandbox/page/page-server.ts';
import { createTrafficLog } from '../../../sandbox/page/traffic-log.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS } from '../../../sandbox/slack/workspace.ts';
import { startHttpBot, TOKENS, webClient, type SmallBot } from '../slack/small-bot.ts';
import { hasBrowser, hasFocus, useBrowser } from './browser.ts';
import { MANIFEST } from './form-bot.ts';

const channel = CHANNELS.ops.id;
/** More than a window is high. */
const LINES = 30;

const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const option = (name: string) => ({ text: text(name), value: name });

const message = (says: string, choices: readonly string[] = ['Explain', 'Save']) => ({
  channel, text: says,
  blocks: [
    { type: 'section' as const, text: text(says) },
    {
      type: 'actions' as const,
      elements: [
        { type: 'button' as const, action_id: 'again', text: text('Run again'), value: 'again' },
        { type: 'overflow' as const, action_id: 'more', options: choices.map(option) },
      ],
    },
  ],
});

describe.skipIf(!hasBrowser)('sandbox/page/client/message-list', () => {
  const window = useBrowser();
  const pressed: string[] = [];
  let slack: SlackStandIn;
  let bot: SmallBot;
  let page: Page;
  let tab: Tab;
  let ts = '';

  beforeAll(async () => {
    slack = await startSlack(TOKENS);
    bot = await startHttpBot(slack, (app) => app.action(/^(again|more)$/, async ({ ack, action }) => {
      await ack();
      if ('action_id' in action) pressed.push(action.action_id);
    }));
    page = await startPage({
      slack, traffic: createTrafficLog(), manifest: readManifest(MANIFEST), knobs: { shown: () => [], turn: () => '', movedTo: () => null }, clock: { now: Date.now },
      bot: () => ({ bot: 'running', transport: 'http' }), moveTo: async () => undefined,
    });
    for (let line = 0; line < LINES; line += 1) await webClient(slack).chat.postMessage({ channel, text: `Line ${line}` });
  });
  afterAll(async () => {
    await page.close();
    await bot.stop();
    await slack.close();
  });
  beforeEach(async () => {
    pressed.length = 0;
    tab = await window.open(page.url);
    ({ ts = '' } = await webClient(slack).chat.postMessage(message('First')));
    await newest().getByText('First').waitFor();
  });
  afterEach(() => tab.close());

  const newest = () => tab.locator('#messages .message').last();
  const button = () => tab.locator(`[data-ts="${ts}"]`).getByRole('button', { name: 'Run again' });
  const change = (...what: Parameters<typeof message>) => webClient(slack).chat.update({ ...message(...what), ts });
  /** The page has heard of everything so far once it has heard of this. */
  const sayMore = async (): Promise<void> => {
    const heard = tab.locator('#announcer');
    await webClient(slack).chat.postMessage({ channel, text: 'One more' });
    await heard.getByText('One more').waitFor({ state: 'attached' });
    // Two frames: what the list plans for the next one has been done.
    await tab.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  };

  it('takes a press while the message is drawn anew and others push it away', async () => {
    await button().hover();

    await tab.mouse.down();
    await change('Second, which is a longer text. '.repeat(20));
    await sayMore();
    await tab.mouse.up();

    await expect.poll(() => pressed).toEqual(['again']);
    await tab.locator(`[data-ts="${ts}"]`).getByText(/Second/).waitFor();
    await newest().getByText('One more').waitFor();
  });

  it('goes on after a press that ended elsewhere', async () => {
    await button().hover();

    await tab.mouse.down();
    await change('Second');
    await sayMore();
    await tab.mouse.move(5, 5);
    await tab.mouse.up();

    await newest().getByText('One more').waitFor();
    await tab.locator(`[data-ts="${ts}"]`).getByText('Second').waitFor();
    expect(pressed).toEqual([]);
  });

  it('keeps an open menu open, and the keyboard on it, while the message is drawn anew', async () => {
    const menu = tab.locator(`[data-ts="${ts}"]`).getByLabel('More actions');
    await menu.focus();
    await tab.keyboard.press('Enter');

    await change('Second', ['Explain', 'Keep']);
    await tab.locator(`[data-ts="${ts}"]`).getByText('Second').waitFor();

    expect(await hasFocus(menu)).toBe(true);
    await tab.getByRole('button', { name: 'Keep' }).click();
    await expect.poll(() => pressed).toEqual(['more']);
  });

  it('moves nothing when the pointer comes to a message, or a button waits for its answer', async () => {
    const before = await button().boundingBox();
    const height = await tab.evaluate('document.querySelector("#messages").scrollHeight');
    await button().hover();
    await button().evaluate('(one) => one.setAttribute("aria-busy", "true")');

    expect(await button().boundingBox()).toEqual(before);
    expect(await tab.evaluate('document.querySelector("#messages").scrollHeight')).toBe(height);
  });
});
