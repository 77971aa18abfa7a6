import type { Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RELECLOUD } from '../../sandbox/partner-center/story/cast.ts';
import { makeRecord, ticksBefore } from '../../sandbox/partner-center/story/make-record.ts';
import { createRandom } from '../../sandbox/partner-center/story/random.ts';
import { ownManifest } from '../../sandbox/page/manifest.ts';
import { startStage, type Stage } from '../../sandbox/page/stage.ts';
import { TOUR } from '../../sandbox/page/tour.ts';
import { hasBrowser, hasFocus, type, unlabelled, useBrowser, widerThanPage, withoutFocusRing } from '../sandbox/page/browser.ts';
import { seriousFindings } from '../support/page-axe.ts';
import { testRedis } from '../support/redis.ts';

const STOPS = 45;
const PHONE = { width: 390, height: 844 } as const;
const HOSTILE = '<script>broken=1</script><img src=x onerror=broken=1>';

/** What each step of the tour is to find, in its order. */
const FOUND = [
  /2 operations for Relecloud/, /Did you mean customer\?/, /GDAP approved/, /32 operations by support\.desk7@partner\.example/,
  /250 × Microsoft 365 Business Premium/, /14 operations by eve@partner\.example/, /would have (fired|said nothing)/, /Digest “digest-1” is set up here/,
] as const;

const hostileRecord = () => makeRecord({
  at: ticksBefore(new Date(), 2, createRandom('hostile')), customer: { ...RELECLOUD, id: '0badc0de-0000-4000-8000-000000000000', name: HOSTILE },
  operation: 'create_order', resource: 'order', actor: 'mallory@partner.example', newValue: { Note: HOSTILE },
});

describe.skipIf(!hasBrowser)('the page with the real bot', () => {
  const window = useBrowser();
  let stage: Stage;
  let tab: Tab;

  beforeAll(async () => {
    stage = await startStage({ redisUrl: testRedis().url, moreRecords: [hostileRecord()] });
  });
  afterAll(() => stage.close());
  beforeEach(async () => { tab = await window.open(stage.url); });
  afterEach(async () => { await tab.close(); });

  const messages = () => tab.locator('#messages');
  const answer = async (text: string | RegExp): Promise<string> => {
    await messages().getByText(text).last().waitFor();
    return await messages().textContent() ?? '';
  };

  it.each(TOUR.map((step, index) => ({ ...step, index })))('walks step $index of the tour: $title', async ({ command, index }) => {
    const before = await messages().locator('.message').count();

    await tab.locator('.step').nth(index).locator('.command').click();
    await expect.poll(() => messages().locator('.message').allTextContents(), { timeout: 20_000 }).toEqual(expect.arrayContaining([expect.stringMatching(FOUND[index] ?? command)]));

    expect(await messages().locator('.message').count()).toBeGreaterThan(before);
    await window.shoot(tab, `tour-${index + 1}`);
    await tab.setViewportSize(PHONE);
    expect(await widerThanPage(tab)).toEqual([]);
    await tab.locator('#panel .close').click();
    expect(await widerThanPage(tab)).toEqual([]);
    await window.shoot(tab, `tour-${index + 1}-phone`);
  });

  it('opens a record, which Escape closes, and turns the page in place', async () => {
    await type(tab, '/audit risk high last 7d');
    await messages().getByRole('button', { name: 'Next' }).waitFor();

    await messages().getByRole('button', { name: 'Details' }).first().click();
    const dialog = tab.getByRole('dialog');
    await dialog.getByText('Recorded user').waitFor();
    await window.shoot(tab, 'record');
    await tab.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const count = await messages().locator('.message').count();
    await messages().getByRole('button', { name: 'Next' }).last().click();
    await answer(/page 2 of/);

    expect(await messages().locator('.message').count()).toBe(count);
  });

  it('repairs a mistake by its button', async () => {
    await type(tab, '/audit custmer Relecloud last 7d');
    await messages().locator('button', { hasText: /^Run: customer Relecloud/ }).click();

    expect(await answer('2 operations for Relecloud')).toContain('Order placed');
  });

  it('shows what only one person sees until they reload, also to whom who changes seats and comes back', async () => {
    await type(tab, '/audit customer Relecloud last 6d');
    await answer('2 operations for Relecloud');

    await tab.locator('#person').selectOption({ label: 'Max Member · Member · Los Angeles' });
    await tab.waitForURL(/viewer=U0MEMBER1/);
    await tab.locator('#composer-text').waitFor();
    const others = await messages().textContent();
    await tab.locator('#person').selectOption({ label: 'Dana Admin · Admin · London' });
    await tab.waitForURL(/viewer=U0ADMIN01/);
    await answer('2 operations for Relecloud');
    await tab.reload();
    await tab.locator('#composer-text').waitFor();

    expect(others).not.toContain('Relecloud');
    expect(await messages().textContent()).not.toContain('Relecloud');
  });

  it('keeps a customer called <script> a text', async () => {
    await type(tab, '/audit user mallory@partner.example last 1h');
    await answer(/1 operation/);

    await messages().getByRole('button', { name: 'Details' }).last().click();
    await tab.getByRole('dialog').getByText(/broken=1/).first().waitFor();
    await window.shoot(tab, 'hostile');

    expect(await tab.getByRole('dialog').innerText()).toContain(HOSTILE);
    expect(await tab.evaluate('typeof broken')).toBe('undefined');
    expect(await tab.locator('#messages script, #messages img, #modal img').count()).toBe(0);
  });

  it('fits a phone: 390 px wide, with every tool at hand', async () => {
    await tab.setViewportSize(PHONE);
    await tab.reload();
    await type(tab, '/audit risk high last 7d');
    await messages().getByRole('button', { name: 'Next' }).waitFor();
    await window.shoot(tab, 'phone');
    await tab.getByText('Invented data').click({ trial: true });
    const width = await tab.evaluate('document.documentElement.scrollWidth');

    await tab.getByRole('button', { name: 'Channels' }).click();
    await tab.locator('#sidebar').getByRole('button', { name: 'secops' }).click();
    await tab.getByRole('heading', { name: '#secops', exact: true }).waitFor();
    await tab.getByRole('button', { name: 'Try these' }).click();
    await tab.getByText('Invented data').click({ trial: true });
    await tab.locator('.step .command').first().click();
    await answer('2 operations for Relecloud');

    expect(width).toBeLessThanOrEqual(390);
  });

  it('shows where the keyboard is on every stop of the tab key, and labels every input', async () => {
    await type(tab, '/audit customer Relecloud last 6d');
    await answer('2 operations for Relecloud');
    const stops: string[] = [];
    const hidden: string[] = [];
    await tab.locator('.skip').focus();
    for (let stop = 0; stop < STOPS; stop += 1) {
      await tab.keyboard.press('Tab');
      stops.push(String(await tab.evaluate('document.activeElement.outerHTML.slice(0, 120)')));
      hidden.push(...await withoutFocusRing(tab));
    }

    expect(new Set(stops).size).toBeGreaterThan(20);
    expect(hidden).toEqual([]);
    expect(await unlabelled(tab)).toEqual([]);
  });

  it('has nothing serious that axe-core finds in its panels, its thread, its home and on a phone', async () => {
    const findings: string[] = [];
    const look = async (view: string): Promise<void> => void findings.push(...(await seriousFindings(tab)).map((finding) => `${view}: ${finding}`));
    await type(tab, '/audit risk high last 7d');
    await answer(/page 1 of/);
    await look('tour');
    for (const panel of ['Traffic', 'Knobs']) {
      await tab.getByRole('button', { name: panel }).click();
      await look(panel);
    }
    await tab.locator('#composer-text').fill('/au');
    await look('commands');
    await type(tab, 'hello');
    await tab.getByRole('button', { name: 'Reply in thread' }).last().click();
    await look('thread');
    await tab.locator('#sidebar').getByRole('button', { name: ownManifest().appName }).click();
    await tab.getByRole('tab', { name: 'Home' }).click();
    await tab.locator('#home').getByText('Open search form').waitFor();
    await look('home');
    await tab.setViewportSize(PHONE);
    await look('phone');

    expect(findings).toEqual([]);
  });

  it('goes from tab to tab of the app with the arrow keys', async () => {
    await tab.locator('#sidebar').getByRole('button', { name: ownManifest().appName }).click();
    const [home, texts] = [tab.getByRole('tab', { name: 'Home' }), tab.getByRole('tab', { name: 'Messages' })];
    await texts.focus();

    await tab.keyboard.press('ArrowLeft');
    await tab.locator('#home').waitFor();
    const first = [await hasFocus(home), await home.getAttribute('aria-selected'), await texts.getAttribute('tabindex')];
    await tab.keyboard.press('ArrowLeft');
    const around = [await hasFocus(texts), await texts.getAttribute('aria-selected')];
    await tab.keyboard.press('Home');

    expect(first).toEqual([true, 'true', '-1']);
    expect(around).toEqual([true, 'true']);
    expect(await hasFocus(home)).toBe(true);
  });

  it('has sent Slack nothing that breaks a rule of Block Kit', () => {
    expect(stage.world.slack.violations).toEqual([]);
  });
});
