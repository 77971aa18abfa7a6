/** A real browser before the page, and what no test of it may ever see. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { findBrowser, NO_BROWSER, openBrowser } from '../../../sandbox/gallery/browser.ts';

/** Ignored by git: to be looked at, and to be kept by whoever runs the tests. */
const SHOTS = fileURLToPath(new URL('../../../.cache/screenshots/', import.meta.url));

/** The answer of the real bot, on a machine that does other things too. */
const PATIENCE_MS = 20_000;

const path = await findBrowser(process.env);
if (path === undefined) process.stderr.write(`\nSKIPPED: the page of the sandbox in a browser. ${NO_BROWSER}\n`);

export const hasBrowser = path !== undefined;

export interface Window {
  /** A fresh window at this address; its errors and requests are watched. */
  readonly open: (url: string, size?: { readonly width: number; readonly height: number }) => Promise<Page>;
  readonly shoot: (page: Page, name: string) => Promise<void>;
  /** Messages of the console and errors so far. */
  readonly complaints: () => readonly string[];
}

/** One browser for a test file; afterwards no window may have complained, or asked anybody but the page's own server. */
export function useBrowser(): Window {
  let browser: Browser | undefined;
  const complaints: string[] = [];
  const foreign: string[] = [];
  let shots = 0;

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    if (path !== undefined) browser = await openBrowser(path);
  });
  afterAll(async () => {
    await browser?.close();
    if (shots > 0) process.stdout.write(`${shots} pictures of the page in ${SHOTS}\n`);
    expect(complaints).toEqual([]);
    expect(foreign).toEqual([]);
  });
  return {
    open: async (url, viewport = { width: 1280, height: 860 }) => {
      if (browser === undefined) throw new Error(NO_BROWSER);
      const page = await browser.newPage({ viewport });
      page.setDefaultTimeout(PATIENCE_MS);
      const { origin } = new URL(url);
      page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
      page.on('pageerror', (error) => { complaints.push(error.message); });
      page.on('request', (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) foreign.push(request.url()); });
      await page.goto(url);
      await page.locator('#composer-text, .closed').first().waitFor();
      return page;
    },
    shoot: async (page, name) => {
      // What Slack says in passing would cover what the picture is of.
      await page.evaluate(`document.querySelectorAll('.toast').forEach((toast) => toast.remove())`);
      await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled' });
      shots += 1;
    },
    complaints: () => complaints,
  };
}

/** Types into the message box and presses Enter. */
export async function type(page: Page, text: string): Promise<void> {
  await page.locator('#composer-text').fill(text);
  await page.keyboard.press('Enter');
}

/** Whether the keyboard goes there. Asked in words of the page, whose types are not those of the tests. */
export const hasFocus = async (locator: Locator): Promise<boolean> => {
  const marked = `focus-${Math.trunc(performance.now() * 1000)}`;
  await locator.page().evaluate(`document.activeElement?.setAttribute('data-focus', '${marked}')`);
  return await locator.getAttribute('data-focus') === marked;
};

/** The type of the element that has the keyboard, when nothing shows it; page: www.w3.org/TR/WCAG22/#focus-visible */
export const withoutFocusRing = async (page: Page): Promise<readonly string[]> => await page.evaluate(`(() => {
  const element = document.activeElement;
  if (element === document.body) return [];
  const isSeen = (one) => { const { outlineStyle, outlineWidth } = getComputedStyle(one); return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2; };
  const box = element.closest('.composer-box');
  return isSeen(element) || (box !== null && getComputedStyle(box).boxShadow !== 'none') ? [] : [element.outerHTML.slice(0, 200)];
})()`) as readonly string[];

/** Inputs in sight that no screen reader could name. */
export const unlabelled = async (page: Page): Promise<readonly string[]> => await page.evaluate(`[...document.querySelectorAll('input,select,textarea')]
  .filter((one) => one.checkVisibility() && one.labels?.length === 0 && !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby'))
  .map((one) => one.outerHTML.slice(0, 200))`) as readonly string[];

/** What one would have to scroll sideways to: the page itself, its messages or its open panel. */
export const widerThanPage = async (page: Page): Promise<readonly string[]> => await page.evaluate(`['html', '#messages', '.panel-body', '.top']
  .flatMap((selector) => [...document.querySelectorAll(selector)].filter((one) => one.scrollWidth > one.clientWidth || one.scrollWidth > innerWidth).map(() => selector))`) as readonly string[];
