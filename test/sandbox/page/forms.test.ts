import { readFile } from 'node:fs/promises';
import type { Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../../sandbox/page/manifest.ts';
import { startPage, type Page } from '../../../sandbox/page/page-server.ts';
import { createTrafficLog } from '../../../sandbox/page/traffic-log.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import type { SlackStandIn } from '../../../sandbox/slack/server.ts';
import { CHANNELS, PEOPLE } from '../../../sandbox/slack/workspace.ts';
import { startHttpBot, TOKENS, webClient, type SmallBot } from '../slack/small-bot.ts';
import { hasBrowser, hasFocus, type, unlabelled, useBrowser } from './browser.ts';
import { FORM, listenForEverything, MANIFEST, type Heard } from './form-bot.ts';

const user = PEOPLE.admin.id;
const channel = CHANNELS.ops.id;

describe.skipIf(!hasBrowser)('sandbox/page with a bot that has every kind of form', () => {
  const window = useBrowser();
  const heard: Heard = [];
  let slack: SlackStandIn;
  let bot: SmallBot;
  let page: Page;
  let tab: Tab;

  beforeAll(async () => {
    slack = await startSlack(TOKENS);
    bot = await startHttpBot(slack, (app) => listenForEverything(app, heard));
    const traffic = createTrafficLog();
    slack.onTraffic(traffic.ofSlack);
    page = await startPage({
      slack, traffic, manifest: readManifest(MANIFEST), knobs: { shown: () => [], turn: () => '', movedTo: () => null }, clock: { now: Date.now },
      bot: () => ({ bot: 'running', transport: 'http' }), moveTo: async () => undefined,
    });
  });
  afterAll(async () => {
    await page.close();
    await bot.stop();
    await slack.close();
  });
  beforeEach(async () => {
    heard.length = 0;
    tab = await window.open(page.url);
  });
  afterEach(async () => {
    await tab.close();
    while (slack.currentView(user)) await slack.closeView({ user });
  });

  const dialog = () => tab.getByRole('dialog');
  const openForm = async (): Promise<void> => {
    await type(tab, '/audit form');
    await dialog().getByText('Search', { exact: true }).waitFor();
  };

  it('fills in a form by keyboard alone, and submits what was entered', async () => {
    await openForm();

    expect(await hasFocus(dialog().getByRole('combobox').first())).toBe(true);
    await tab.keyboard.type('rele');
    await dialog().getByRole('option', { name: 'Relecloud' }).waitFor();
    await tab.keyboard.press('Enter');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('Business Premium');
    await dialog().getByRole('option', { name: 'Succeeded' }).click();
    await dialog().getByRole('option', { name: 'Failed' }).click();
    await dialog().getByLabel('Medium').check();
    await dialog().getByLabel('Privately').check();
    await window.shoot(tab, 'form');
    expect(await unlabelled(tab)).toEqual([]);
    await tab.keyboard.press('Control+Enter');
    await dialog().waitFor({ state: 'hidden' });

    expect(heard).toMatchObject([{
      kind: 'submitted', body: {
        customer: { customer: { selected_option: { value: 'relecloud' } } }, text: { text: { value: 'Business Premium' } },
        status: { status: { selected_options: [{ value: 'succeeded' }, { value: 'failed' }] } }, from: { from: { selected_date: '2026-11-14' } },
        risk: { risk: { selected_options: [{ value: 'medium' }] } }, answer: { answer: { selected_option: { value: 'privately' } } },
      },
    }]);
  });

  it('shows beside each input what is missing or refused, keeps what was typed, and is repaired', async () => {
    await openForm();

    await dialog().getByRole('button', { name: 'Run' }).click();
    await dialog().getByRole('alert').waitFor();
    expect(await dialog().getByRole('alert').textContent()).toContain('must be filled in');
    await tab.keyboard.type('fab');
    await dialog().getByRole('option', { name: 'Fabrikam Inc' }).click();
    await dialog().getByLabel('Text (optional)', { exact: true }).fill('wrong');
    await dialog().getByRole('button', { name: 'Run' }).click();
    await dialog().getByText('There is no such text').waitFor();
    await window.shoot(tab, 'form-refused');
    expect(await dialog().locator('[data-action-id=text]').inputValue()).toBe('wrong');
    expect(await dialog().locator('[data-action-id=text]').getAttribute('aria-invalid')).toBe('true');
    await dialog().locator('[data-action-id=text]').fill('right');
    await dialog().getByRole('button', { name: 'Run' }).click();
    await dialog().waitFor({ state: 'hidden' });

    expect(heard).toMatchObject([{ kind: 'submitted', body: { text: { text: { value: 'right' } }, customer: { customer: { selected_option: { value: 'fabrikam inc' } } } } }]);
  });

  it('keeps what is being typed while the app changes another part of the form', async () => {
    await openForm();
    await dialog().getByRole('combobox').first().pressSequentially('rel');

    const says = { type: 'section' as const, text: { type: 'plain_text' as const, text: 'Equals a command' } };
    await webClient(slack).views.update({ view_id: slack.currentView(user)?.id ?? '', view: { ...FORM, blocks: [says, ...FORM.blocks] } });
    await dialog().getByText('Equals a command').waitFor();
    await tab.keyboard.type('e');
    await dialog().getByRole('option', { name: 'Relecloud' }).click();
    await webClient(slack).views.update({ view_id: slack.currentView(user)?.id ?? '', view: { ...FORM, blocks: [{ ...says, text: { ...says.text, text: 'Equals another' } }, ...FORM.blocks] } });
    await dialog().getByText('Equals another').waitFor();

    expect(await dialog().locator('.bk-picked').allTextContents()).toEqual(['Relecloud ✕']);
    expect(await dialog().getByRole('combobox').first().inputValue()).toBe('');
  });

  it('stacks views, keeps the focus inside, and goes back one by one with Escape', async () => {
    await openForm();

    await dialog().getByRole('button', { name: 'More' }).click();
    await dialog().getByText('Second').waitFor();
    await dialog().getByRole('button', { name: 'Deeper' }).click();
    await dialog().getByText('Third').waitFor();
    await dialog().getByRole('button', { name: 'Deeper' }).click();
    for (let step = 0; step < 8; step += 1) await tab.keyboard.press('Tab');
    const isInside = await tab.evaluate('document.activeElement === document.body || document.querySelector("#modal").contains(document.activeElement)');
    await tab.keyboard.press('Escape');
    await dialog().getByText('Second').waitFor();
    await tab.keyboard.press('Escape');
    await dialog().getByText('Search', { exact: true }).waitFor();
    await tab.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });

    expect(isInside).toBe(true);
    expect(heard).toEqual([{ kind: 'refused', body: undefined }]);
    expect(await hasFocus(tab.locator('#composer-text'))).toBe(true);
  });

  it('reports menus of a message, and asks first where the app wants it', async () => {
    await type(tab, '/audit menu');
    await tab.getByLabel('More actions').last().click();
    await tab.getByRole('button', { name: 'Explain' }).click();
    await tab.locator('#messages').getByText('done').waitFor();
    await type(tab, '/audit menu');
    await tab.locator('.message select').selectOption('two');
    await expect.poll(() => heard.length).toBe(2);
    await type(tab, '/audit menu');
    await tab.getByRole('button', { name: 'Remove' }).last().click();
    await tab.getByText('It is gone then.').waitFor();
    await tab.getByRole('button', { name: 'Cancel' }).click();
    expect(heard).toHaveLength(2);
    await tab.getByRole('button', { name: 'Remove' }).last().click();
    await tab.getByRole('button', { name: 'Yes' }).click();
    await expect.poll(() => heard.length).toBe(3);

    expect(heard.map(({ body }) => body)).toMatchObject([
      { type: 'overflow', selected_option: { value: 'explain' } }, { type: 'static_select', selected_option: { value: 'two' } }, { type: 'button', value: 'remove' },
    ]);
  });

  it('tells what Slack tells when the app does not acknowledge', async () => {
    await type(tab, '/audit menu');
    await tab.getByRole('button', { name: 'Silent' }).last().click();

    await expect.poll(() => tab.locator('#toasts').textContent(), { timeout: 8_000 }).toMatch(/The app (did not answer within 3 seconds|could not be reached)/);
  });

  it('opens the form from a shortcut and from the home tab', async () => {
    await tab.getByLabel('Shortcuts').click();
    await tab.getByRole('button', { name: 'Search audit records' }).click();
    await dialog().getByText('Search', { exact: true }).waitFor();
    await tab.keyboard.press('Escape');
    await tab.locator('#sidebar').getByRole('button', { name: 'Form bot' }).click();
    await tab.getByRole('tab', { name: 'Home' }).click();
    await tab.getByText('Welcome home').waitFor();
    await window.shoot(tab, 'home');
    await tab.getByRole('button', { name: 'Open search form' }).click();
    await dialog().getByText('Search', { exact: true }).waitFor();

    expect(slack.currentView(user)?.callbackId).toBe('form');
  });

  it('hands out a file that the app has sent', async () => {
    await type(tab, '/audit file');
    await tab.locator('#sidebar').getByRole('button', { name: /Form bot/ }).click();
    const download = tab.waitForEvent('download');
    await tab.getByRole('link', { name: /Audit export/ }).click();
    const file = await download;

    expect(file.suggestedFilename()).toBe('audit.csv');
    expect(await readFile(await file.path(), 'utf8')).toBe('id;name\n1;Søren\n');
  });

  it('opens a thread, replies in it, and refuses a command there', async () => {
    await type(tab, '/audit thread');
    await tab.getByRole('button', { name: '1 reply' }).click();
    await tab.locator('#panel').getByText('Its details').waitFor();
    await tab.locator('#reply-text').fill('seen');
    await tab.keyboard.press('Enter');
    await tab.locator('#panel').getByText('seen').waitFor();
    await tab.locator('#reply-text').fill('/audit help');
    await tab.keyboard.press('Enter');
    await tab.getByText('/audit is not supported in threads').waitFor();
    await window.shoot(tab, 'thread');

    expect(slack.messages({ channel, viewer: user }).at(-1)).toMatchObject({ text: 'seen', threadTs: expect.any(String) as string });
  });

  it('keeps a text a text, and recalls what was typed', async () => {
    await type(tab, '<b>bold</b> <!channel> & *stars*');
    await tab.locator('#messages').getByText('<b>bold</b> <!channel> & *stars*').waitFor();
    await tab.locator('#composer-text').press('ArrowUp');

    expect(await tab.locator('#composer-text').inputValue()).toBe('<b>bold</b> <!channel> & *stars*');
    await tab.locator('#composer-text').fill('/au');
    expect(await tab.locator('.pop').textContent()).toContain('/audit customer Relecloud');
    await tab.keyboard.press('Tab');
    expect(await tab.locator('#composer-text').inputValue()).toBe('/audit ');
  });
});
