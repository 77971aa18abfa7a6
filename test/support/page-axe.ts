/** What axe-core finds wrong in a page for people who use a keyboard, a screen reader or less than perfect eyes. */
import axe, { type AxeResults } from 'axe-core';
import type { Page as Tab } from 'playwright-core';

/** The level asked for: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#axe-core-tags */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Serious and critical findings in the open modal, else in the whole page, each with its place; in light mode. */
export async function seriousFindings(tab: Tab): Promise<readonly string[]> {
  await tab.emulateMedia({ colorScheme: 'light' });
  // The page's policy lets no script in: this one is put in from outside, as a debugger would.
  await tab.evaluate(`${axe.source};0`);
  const { violations } = await tab.evaluate(`axe.run(document.querySelector('dialog[open]') ?? document, ${JSON.stringify({ runOnly: TAGS, resultTypes: ['violations'] })})`) as AxeResults;
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id} at ${target.join(' ')}: ${html.slice(0, 160)}`));
}
