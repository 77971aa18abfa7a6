import type { Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStage, type Stage } from '../../sandbox/page/stage.ts';
import { hasBrowser, type, useBrowser } from '../sandbox/page/browser.ts';
import { testRedis } from '../support/redis.ts';

describe.skipIf(!hasBrowser)('the knobs of the page, with the real bot', () => {
  const window = useBrowser();
  let stage: Stage;
  let tab: Tab;

  beforeAll(async () => {
    stage = await startStage({ redisUrl: testRedis().url, transport: 'socket' });
  });
  afterAll(() => stage.close());
  beforeEach(async () => { tab = await window.open(stage.url); });
  afterEach(async () => { await tab.close(); });

  const messages = () => tab.locator('#messages');
  const answer = async (text: string | RegExp): Promise<string> => {
    await messages().getByText(text).last().waitFor();
    return await messages().textContent() ?? '';
  };
  const openKnobs = () => tab.getByRole('button', { name: 'Knobs' }).click();
  const knob = (name: string) => tab.locator(`[data-knob=${name}]`).click();

  it('works over Socket Mode, comes back after a cut, and moves to HTTP and back', async () => {
    await type(tab, '/audit customer Relecloud last 7d');
    await answer('2 operations for Relecloud');
    await openKnobs();
    await knob('socket');
    // Before it is cut, the old connection counts.
    await tab.locator('#toasts').getByText('1 cut.').waitFor();
    await expect.poll(() => stage.world.slack.connectedSockets(), { timeout: 15_000 }).toBeGreaterThan(0);
    await type(tab, '/audit customer Relecloud last 6d');
    await expect.poll(() => messages().getByText('2 operations for Relecloud').count(), { timeout: 20_000 }).toBe(2);

    await knob('transport');
    await expect.poll(() => tab.locator('#bot-state').textContent(), { timeout: 20_000 }).toBe('bot runssigned HTTP');
    await type(tab, '/audit customer Relecloud last 5d');
    await expect.poll(() => messages().getByText('2 operations for Relecloud').count(), { timeout: 20_000 }).toBe(3);

    expect(stage.bot.state()).toEqual({ bot: 'running', transport: 'http' });
    expect(stage.world.slack.connectedSockets()).toBe(0);
  });

  it('says that a frozen bot did not answer in time, as Slack does', async () => {
    await openKnobs();
    await knob('freeze');
    await type(tab, '/audit help');

    expect(await answer(/operation_timeout/)).toContain('/audit failed with the error "operation_timeout"');
    await expect.poll(() => stage.bot.state().bot, { timeout: 8_000 }).toBe('running');
  });

  it('finds what has just happened', async () => {
    await openKnobs();
    await knob('suspicious');
    await type(tab, '/audit risk high last 10m');

    expect(await answer(/^4 .*operations/)).toContain('support.desk');
  });

  it('signs in anew when the token was taken back, and shows it in the traffic', async () => {
    await openKnobs();
    await knob('revoke');
    await type(tab, '/audit failed last 3d');
    await answer(/failed operations/);

    await tab.getByRole('button', { name: 'Traffic' }).click();
    const rows = tab.locator('.row summary');
    const texts = await rows.allTextContents();
    await rows.filter({ hasText: 'Entra' }).first().click();
    await expect.poll(() => tab.locator('.row[open] pre').textContent()).toContain('(hidden)');
    await window.shoot(tab, 'traffic');

    expect(texts.some((text) => text.includes('Bot → Partner Center') && text.includes('401'))).toBe(true);
    expect(texts.some((text) => text.includes('Slack → Bot') && text.includes('/audit failed last 3d') && text.includes('blocks right'))).toBe(true);
  });

  it('keeps an answer through a 429 storm and through Slack’s own', async () => {
    await openKnobs();
    await knob('limited');
    await knob('storm');
    await type(tab, '/audit failed last 2d');
    await expect.poll(() => stage.traffic.rows().some(({ to, outcome }) => to === 'Partner Center' && outcome === '429'), { timeout: 10_000 }).toBe(true);
    await window.shoot(tab, 'knobs');
    await knob('storm');

    await expect.poll(() => messages().getByText(/failed operations/).count(), { timeout: 40_000 }).toBe(1);
  });
});
