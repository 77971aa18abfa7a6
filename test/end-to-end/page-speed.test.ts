import type { Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStage, type Stage } from '../../sandbox/page/stage.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { hasBrowser, useBrowser } from '../sandbox/page/browser.ts';
import { testRedis } from '../support/redis.ts';

const MESSAGES = 1_000;
/** As many are drawn at first; the page asks for older ones on demand. */
const AT_ONCE = 50;
const [OPENINGS, COMMANDS] = [5, 20];

const inMs = (values: readonly number[]): string => {
  const sorted = values.toSorted((a, b) => a - b).map(Math.round);
  return `median ${sorted[Math.floor(sorted.length / 2)]} ms, worst ${sorted.at(-1)} ms of ${sorted.length}`;
};

/** From the Enter key to the frame in which the next message stands, on the page's own clock. */
const typeAndWait = (command: string): string => `new Promise((resolve) => {
  const [text, list] = [document.querySelector('#composer-text'), document.querySelector('#messages')];
  const newest = () => [...list.querySelectorAll('.message')].at(-1)?.dataset.ts;
  text.value = ${JSON.stringify(command)};
  text.dispatchEvent(new Event('input'));
  const [before, from] = [newest(), performance.now()];
  new MutationObserver((_, observer) => {
    if (newest() === before) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
  }).observe(list, { childList: true, subtree: true });
  text.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
})`;

describe.skipIf(!hasBrowser)('how quick the page is, with a thousand messages in the channel', () => {
  const window = useBrowser();
  let stage: Stage;
  let tab: Tab;

  beforeAll(async () => {
    stage = await startStage({ redisUrl: testRedis().url });
    const { slack } = stage.world;
    for (let index = 0; index < MESSAGES; index += 1) slack.say({ user: PEOPLE.member.id, channel: CHANNELS.ops.id, text: `Message number ${index}` });
    tab = await window.open(stage.url);
  });
  afterAll(async () => {
    await tab.close();
    await stage.close();
  });

  const messages = () => tab.locator('#messages');

  it('opens with the newest messages alone, and fetches older ones on demand', async () => {
    const [interactive, read]: [number[], number[]] = [[], []];
    for (let time = 0; time < OPENINGS; time += 1) {
      await tab.goto(stage.url);
      await messages().getByText(`Message number ${MESSAGES - 1}`).waitFor();
      const at = async (name: string): Promise<number> => Number(await tab.evaluate(`performance.getEntriesByName("${name}")[0].startTime`));
      interactive.push(await at('interactive'));
      read.push(await at('read'));
    }
    const drawn = await messages().locator('.message').count();
    await messages().getByRole('button', { name: 'Show older messages' }).click();
    await messages().getByText(`Message number ${MESSAGES - AT_ONCE - 1}`, { exact: true }).waitFor({ state: 'attached' });
    console.log(`Page with ${MESSAGES} messages in the channel: interactive after ${inMs(interactive)}; the newest ${AT_ONCE} read after ${inMs(read)}.`);

    expect(drawn).toBe(AT_ONCE);
    expect(await messages().locator('.message').count()).toBe(2 * AT_ONCE);
  });

  it('draws the acknowledgement of a command', async () => {
    const took: number[] = [];
    for (let command = 1; command <= COMMANDS; command += 1) {
      took.push(Number(await tab.evaluate(typeAndWait(`/audit customer Relecloud last ${command}h`))));
      await messages().getByText(/for Relecloud|No operation/).nth(command - 1).waitFor();
    }
    console.log(`Command to rendered acknowledgement: ${inMs(took)}; the first after the start of the bot ${Math.round(took[0] ?? 0)} ms, the others ${inMs(took.slice(1))}.`);

    expect(await messages().getByText('the answer follows').count()).toBe(COMMANDS);
  });

  it('takes a thousand messages that come while somebody types', async () => {
    const { slack } = stage.world;
    const from = performance.now();
    for (let index = 0; index < MESSAGES; index += 1) slack.say({ user: PEOPLE.member.id, channel: CHANNELS.ops.id, text: `Live number ${index}` });
    await messages().getByText(`Live number ${MESSAGES - 1}`).waitFor();
    const liveMs = performance.now() - from;
    await tab.locator('#composer-text').pressSequentially('quick');
    console.log(`A thousand messages drawn as they came: ${Math.round(liveMs)} ms.`);

    expect(await tab.locator('#composer-text').inputValue()).toBe('quick');
    expect(await messages().locator('.message').count()).toBeGreaterThan(MESSAGES);
  });
});
