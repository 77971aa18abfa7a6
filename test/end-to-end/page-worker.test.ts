import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bot } from '../../sandbox/bot.ts';
import { ownManifest } from '../../sandbox/page/manifest.ts';
import { startPage, type Page } from '../../sandbox/page/page-server.ts';
import { createTrafficLog } from '../../sandbox/page/traffic-log.ts';
import { hasBrowser, useBrowser } from '../sandbox/page/browser.ts';
import { live, type Live } from '../support/live.ts';
import { actingIn } from '../support/page-acting.ts';
import { until } from '../support/until.ts';

/** Nothing that comes twice comes later than this. */
const TWICE_MS = 3_000;

describe.skipIf(!hasBrowser).each(['http', 'socket'] as const)('the page with web and worker as processes of their own, over %s', (transport) => {
  const window = useBrowser();
  let world: Live;
  let page: Page;
  let doomed: Bot;

  beforeAll(async () => {
    world = await live({ transport });
    [doomed] = await Promise.all([world.startBot({ ROLE: 'worker' }), world.startBot({ ROLE: 'web' })]);
    page = await startPage({
      slack: world.slack, manifest: ownManifest(), traffic: createTrafficLog(), knobs: { shown: () => [], turn: () => '', movedTo: () => null },
      clock: { now: Date.now }, bot: () => ({ bot: 'running', transport }), moveTo: async () => undefined,
    });
  });
  afterAll(() => page.close());

  it('shows the answer once when the worker is killed in the middle of the search', async () => {
    const tab = await window.open(page.url);
    const { see, type, messages } = actingIn(tab);
    if (transport === 'socket') await until(() => world.slack.connectedSockets() > 0);
    world.partnerCenter.faults.next({ kind: 'hang' }, 1);
    await see(/Relecloud, .*: the answer follows/, () => type('/audit customer Relecloud last 7d'));
    await until(() => world.partnerCenter.requests.length > 0);

    await doomed.kill();
    await world.startBot({ ROLE: 'worker' });
    await messages.getByText('2 operations for Relecloud').waitFor();
    await tab.waitForTimeout(TWICE_MS);

    expect(doomed.process.signalCode).toBe('SIGKILL');
    expect(await messages.getByText('2 operations for Relecloud').count()).toBe(1);
    expect(await messages.getByText('the answer follows').count()).toBe(1);
    await window.shoot(tab, `worker-killed-${transport}`);
    await tab.close();
  });
});
