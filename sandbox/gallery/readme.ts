/** The pictures of the README: one screen each, at a width that a page shows without shrinking. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Drawn } from './drawn.ts';
import { frameId, type Width } from './page.ts';
import { openGallery } from './pictures.ts';

interface ReadmePicture {
  readonly file: string;
  readonly kind: string;
  readonly title: string;
  readonly width: Width;
}

/** Named by kind and title of the sample they show. */
export const README_PICTURES: readonly ReadmePicture[] = [
  { file: 'summary.png', kind: 'summary', title: 'a short answer', width: 'desktop' },
  { file: 'record.png', kind: 'modal-record', title: 'old and new values', width: 'desktop' },
  { file: 'repair.png', kind: 'mistake', title: 'custmer Relecloud last 7d', width: 'desktop' },
];

/** Pixels per CSS pixel: with more, a tall screen would not stay below 150 kB. */
const SCALE = 1;

/** Writes one picture of a sample's rich form; returns its path. Throws where the table has no such sample. */
export async function writeReadmePicture(browser: Browser, drawn: readonly Drawn[], { file, kind, title, width }: ReadmePicture, folder: string): Promise<string> {
  const sample = drawn.find((one) => one.kind === kind && one.title === title);
  if (sample === undefined) throw new Error(`no sample “${title}” of ${kind}`);
  const { page } = await openGallery(browser, [sample], SCALE);
  const path = join(folder, file);
  await page.locator(`[id="${frameId(sample.name, width)}"] [data-frame]`).first().screenshot({ path });
  await page.close();
  return path;
}
