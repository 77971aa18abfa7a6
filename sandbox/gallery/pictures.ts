/** Takes the pictures, and measures what a picture may hide. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Drawn } from './drawn.ts';
import { frameId, galleryPage, WIDTHS, type Width } from './page.ts';

export interface Gallery {
  readonly page: Page;
  /** Addresses the page asked for; there must be none. */
  readonly requests: readonly string[];
}

/** Opens the gallery in a browser that lets nothing through. `scale` is pixels per CSS pixel. */
export async function openGallery(browser: Browser, drawn: readonly Drawn[], scale: number): Promise<Gallery> {
  const page = await browser.newPage({ viewport: { width: 2 * WIDTHS.desktop + 80, height: 1000 }, deviceScaleFactor: scale });
  const requests: string[] = [];
  await page.route('**/*', (route) => {
    requests.push(route.request().url());
    return route.abort();
  });
  await page.setContent(galleryPage(drawn));
  return { page, requests };
}

/** Writes one picture for a sample at a width, rich beside plain; returns its path. */
export async function takePicture({ page }: Gallery, { name }: Drawn, width: Width, folder: string): Promise<string> {
  const path = join(folder, `${frameId(name, width)}.png`);
  await page.locator(`[id="${frameId(name, width)}"]`).screenshot({ path });
  return path;
}

/** What is measured of a frame; this project has no types of the browser. */
interface Measured {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  closest(selector: string): { readonly id: string };
}

/** Samples that are wider than their frame, by the id of the frame: something would have to be scrolled sideways. */
export async function tooWide({ page }: Gallery): Promise<readonly string[]> {
  return page.locator('[data-frame]').evaluateAll((frames) => (frames as unknown as readonly Measured[])
    .filter((frame) => frame.scrollWidth > frame.clientWidth)
    .map((frame) => frame.closest('.frames').id));
}
