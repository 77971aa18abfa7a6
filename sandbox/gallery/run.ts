/** Every screen of the product as a page and as pictures. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { findBrowser, NO_BROWSER, openBrowser } from './browser.ts';
import { drawSamples, type Drawn } from './drawn.ts';
import { galleryPage } from './page.ts';
import { openGallery, takePicture, tooWide } from './pictures.ts';
import { README_PICTURES, writeReadmePicture } from './readme.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Pictures of one kind of screen, from a page that holds only that kind; returns what is wrong with it. */
async function writeKind(browser: Browser, drawn: readonly Drawn[], folder: string): Promise<readonly string[]> {
  const gallery = await openGallery(browser, drawn, 1);
  for (const sample of drawn) {
    await takePicture(gallery, sample, 'phone', folder);
    await takePicture(gallery, sample, 'desktop', folder);
  }
  const wide = await tooWide(gallery);
  await gallery.page.close();
  return [...wide.map((id) => `wider than its frame: ${id}`), ...gallery.requests.map((url) => `asked for something outside: ${url}`)];
}

async function writeAll(browser: Browser, drawn: readonly Drawn[], folder: string): Promise<number> {
  const wrong: string[] = [];
  for (const samples of Map.groupBy(drawn, ({ kind }) => kind).values()) wrong.push(...await writeKind(browser, samples, folder));
  say(`${drawn.length} screens, ${drawn.length * 2} pictures in ${folder}`);
  wrong.forEach(say);
  return wrong.length === 0 ? 0 : 1;
}

async function writeReadme(browser: Browser, drawn: readonly Drawn[], folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  for (const picture of README_PICTURES) {
    const path = await writeReadmePicture(browser, drawn, picture, folder);
    say(`${path} ${Math.round((await stat(path)).size / 1000)} kB`);
  }
  return 0;
}

/** Draws and takes everything; returns the exit code. The environment may name a browser in `CHROMIUM`. */
export async function runGallery(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { readme: { type: 'boolean' }, out: { type: 'string' } } });
  const folder = values.out ?? join(tmpdir(), 'partner-center-audit-bot-gallery');
  const drawn = await drawSamples();
  if (values.out === undefined) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'gallery.html'), galleryPage(drawn));
  say(`${join(folder, 'gallery.html')} shows every screen.`);
  const path = await findBrowser(environment);
  if (path === undefined) {
    process.stderr.write(`${NO_BROWSER}\nWithout it there are no pictures.\n`);
    return 1;
  }
  const browser = await openBrowser(path);
  try {
    return values.readme ? await writeReadme(browser, drawn, join(import.meta.dirname, '../../docs/pictures')) : await writeAll(browser, drawn, folder);
  } finally {
    await browser.close();
  }
}
