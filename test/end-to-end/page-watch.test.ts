import type { Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStage, type Stage } from '../../sandbox/page/stage.ts';
import { TOUR } from '../../sandbox/page/tour.ts';
import { hasBrowser, useBrowser, widerThanPage } from '../sandbox/page/browser.ts';
import { testRedis } from '../support/redis.ts';

const HOUR_MS = 3_600_000;
/** The bot is started anew twice, and reads the log in between. */
const OUTCOME_MS = 90_000;
const STEPS = TOUR.flatMap((step, index) => (step.afterwards === undefined ? [] : [{ ...step, ...step.afterwards, index }]));

const aheadHours = (stage: Stage): number => (stage.clock.now() - Date.now()) / HOUR_MS;

describe.skipIf(!hasBrowser)('what speaks by itself, in the page with the real bot', () => {
  const window = useBrowser();
  let stage: Stage;
  let tab: Tab;

  beforeAll(async () => {
    stage = await startStage({ redisUrl: testRedis().url });
    tab = await window.open(stage.url);
  });
  afterAll(async () => {
    await tab.close();
    await stage.close();
  });

  const messages = () => tab.locator('#messages');
  const toasts = () => tab.locator('#toasts');
  const step = (index: number) => tab.locator('.step').nth(index);

  it('says what is missing when there is no digest to jump to, and moves nothing', async () => {
    expect(await stage.knobs.turn('digest')).toContain('No digest is set up. Type this first: /audit digest');
    expect(aheadHours(stage)).toBe(0);
    expect(await tab.locator('#moved').isVisible()).toBe(false);
  });

  it('says which command comes first when its button is not there yet', async () => {
    const [alert] = STEPS;

    await step(alert?.index ?? 0).locator('.afterwards').click();

    await expect.poll(() => toasts().textContent()).toContain('Run the command first: its answer has the button “Create alert”.');
  });

  it.each(STEPS)('$title: $label', async ({ index, press, outcome }) => {
    await tab.locator('#sidebar').getByRole('button', { name: 'csp-ops' }).click();
    await step(index).locator('.command').click();
    if (press !== undefined) await messages().locator('button', { hasText: press }).waitFor();
    else await messages().getByText('is set up here').waitFor();

    await step(index).locator('.afterwards').click();
    await messages().getByText(outcome).first().waitFor({ timeout: OUTCOME_MS });

    await window.shoot(tab, `tour-${index + 1}-afterwards`);
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  }, 2 * OUTCOME_MS);

  it('tells that the clock was moved and to when, and goes on working in that time', async () => {
    const before = await messages().getByText(/2 operations for Relecloud/).count();
    await step(0).locator('.command').click();
    await expect.poll(() => messages().getByText(/2 operations for Relecloud/).count(), { timeout: 20_000 }).toBe(before + 1);

    expect(aheadHours(stage)).toBeGreaterThan(0);
    expect(new Date(stage.clock.now()).toISOString()).toMatch(/T0[78]:3\d/);
    expect(await tab.locator('#moved').textContent()).toMatch(/^Clock moved to \w{3},? \d+ \w{3},? 0[78]:30 UTC$/);
    for (const width of [390, 900, 1200, 1500]) {
      await tab.setViewportSize({ width, height: 844 });
      expect(await tab.locator('.top-note').getByText(/[Ii]nvented/).filter({ visible: true }).count()).toBe(1);
      expect(await widerThanPage(tab)).toEqual([]);
    }
    expect(stage.traffic.rows().filter(({ to, outcome }) => to === 'Bot' && outcome !== 'acked')).toEqual([]);
    expect(stage.traffic.rows().filter(({ to, outcome }) => to !== 'Bot' && outcome === '401')).toEqual([]);
    expect(stage.world.slack.violations).toEqual([]);
  });
});
