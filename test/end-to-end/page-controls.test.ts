import type { Page as Tab } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStage, type Stage } from '../../sandbox/page/stage.ts';
import { FIELD_ID_PREFIX } from '../../src/slack/blocks/search-form.ts';
import { SHORTCUT_ID } from '../../src/slack/listeners/shortcut.ts';
import { hasBrowser, useBrowser } from '../sandbox/page/browser.ts';
import { testConnection } from '../support/connection.ts';
import { actingIn, type Desk } from '../support/page-acting.ts';
import { seriousFindings } from '../support/page-axe.ts';
import { pressKinds, watchControls, writtenControls, type Controls } from '../support/page-controls.ts';
import { RULE_STEPS } from '../support/page-rule-steps.ts';
import { SEARCH_STEPS } from '../support/page-search-steps.ts';
import { testRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

/** What previews look at is there once so many days were read. */
const [DAYS_READ, FILL_MS] = [31, 45_000];
/** As many as can stand on each other. */
const MODALS = 3;
/** One of the steps waits for what comes every minute. */
const STEP_MS = 120_000;

/** The first asks for a reminder, which comes while the others are walked. */
const STEPS = [...RULE_STEPS.slice(0, 1), ...SEARCH_STEPS, ...RULE_STEPS.slice(1)];
const ASKING = ['customers', 'people', 'operations'].map((name) => `${FIELD_ID_PREFIX}${name}`);

describe.skipIf(!hasBrowser)('every control of the product, used in the page', () => {
  const window = useBrowser();
  const { redis } = testConnection();
  let stage: Stage;
  let tab: Tab;
  let desk: Desk;
  let controls: Controls;
  const findings: string[] = [];

  /** Whatever is worth a picture is looked at by axe-core, too. */
  const shoot = async (name: string): Promise<void> => {
    await window.shoot(tab, name);
    findings.push(...(await seriousFindings(tab)).map((finding) => `${name}: ${finding}`));
  };

  beforeAll(async () => {
    stage = await startStage({ redisUrl: testRedis().url });
    controls = watchControls(stage.world.slack);
    tab = await window.open(stage.url);
    const prefix = stage.world.environment()['REDIS_PREFIX'] ?? '';
    desk = { ...actingIn(tab), tab, stage, redis, prefix, shoot };
    await until(async () => await redis.hlen(`${prefix}:copy:ledger`) >= DAYS_READ, FILL_MS);
  }, 2 * FILL_MS);
  afterAll(async () => {
    await tab.close();
    await stage.close();
  });

  // A step that fails in a form or in another channel must not take those after it along.
  afterEach(async () => {
    for (let open = 0; open < MODALS && await desk.modal.isVisible(); open += 1) await tab.keyboard.press('Escape');
    await desk.open('csp-ops');
  });

  it.each(STEPS.map(({ name, walk }) => [name, walk] as const))('%s', async (_name, walk) => {
    await expect(walk(desk)).resolves.toBeUndefined();
  }, STEP_MS);

  it('was every kind of press, every form, the shortcut and every menu that asks', () => {
    const [kinds, { forms }] = [pressKinds(), writtenControls()];

    expect(kinds.length).toBeGreaterThan(25);
    expect(kinds.filter((kind) => !controls.kinds.has(kind))).toEqual([]);
    expect(forms.length).toBeGreaterThanOrEqual(4);
    expect([...forms, SHORTCUT_ID].filter((id) => !controls.callbacks.has(id))).toEqual([]);
    expect(ASKING.filter((id) => !controls.asked.has(id))).toEqual([]);
  });

  it('was every control that the code writes down or that was shown, by the label a person reads', () => {
    const { labels } = writtenControls();

    expect(labels.length).toBeGreaterThan(25);
    expect([...labels, ...controls.shown].filter((label) => !controls.used.has(label))).toEqual([]);
    expect(stage.world.slack.violations).toEqual([]);
  });

  it('stood in views in which axe-core finds nothing serious', () => {
    expect(findings).toEqual([]);
  });
});
