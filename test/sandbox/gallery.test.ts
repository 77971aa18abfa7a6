import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, NO_BROWSER, openBrowser } from '../../sandbox/gallery/browser.ts';
import { drawSamples, type Payload } from '../../sandbox/gallery/drawn.ts';
import { galleryPage } from '../../sandbox/gallery/page.ts';
import { openGallery, takePicture, tooWide } from '../../sandbox/gallery/pictures.ts';
import { README_PICTURES, writeReadmePicture } from '../../sandbox/gallery/readme.ts';
import { validateMessage, validateView } from '../../sandbox/slack/block-kit/validate.ts';

const drawn = await drawSamples();
const browserPath = await findBrowser(process.env);
if (browserPath === undefined) process.stderr.write(`\nSKIPPED: the pictures of the gallery. ${NO_BROWSER}\n`);

const violations = (payload: Payload): readonly unknown[] => (payload.kind === 'view' ? validateView(payload.view) : validateMessage(payload));

describe('sandbox/gallery', () => {
  it('draws screens that Slack takes, rich and plain', () => {
    const refused = drawn.flatMap(({ name, rich, plain }) => [rich, ...(plain ? [plain] : [])].flatMap(violations).map((found) => ({ name, found })));

    expect(refused).toEqual([]);
  });

  it('gives each screen a name of its own, fit for a file', () => {
    const names = drawn.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9-]{1,80}$/.test(name))).toEqual([]);
  });

  it('is one page without a script, and with nothing that would be fetched', () => {
    const page = galleryPage(drawn);

    expect(page).toContain('default-src \'none\'');
    expect(page.match(/<(?:script|img|link|iframe|video|audio|object|embed)\b[^>]*>/g)).toBeNull();
    expect(page.match(/\s(?:src|srcset|poster|on[a-z]+)="/g)).toBeNull();
  });

  it('has the screens of the README', () => {
    const missing = README_PICTURES.filter(({ kind, title }) => !drawn.some((one) => one.kind === kind && one.title === title));

    expect(missing).toEqual([]);
  });

  it('says where there is no browser', async () => {
    expect(await findBrowser({ CHROMIUM: '/nowhere/chromium' })).toBeUndefined();
    expect(NO_BROWSER).toMatch(/apt-get install chromium.*CHROMIUM=/);
  });
});

describe.skipIf(browserPath === undefined)('sandbox/gallery in a browser', () => {
  it('asks nobody for anything, and fits a phone and a desktop', { timeout: 60_000 }, async () => {
    const browser = await openBrowser(browserPath ?? '');
    try {
      const gallery = await openGallery(browser, drawn, 1);

      expect(await tooWide(gallery)).toEqual([]);
      expect(gallery.requests).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('takes pictures, and those of the README below 150 kB', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gallery-'));
    const browser = await openBrowser(browserPath ?? '');
    try {
      const few = drawn.slice(0, 1);
      const gallery = await openGallery(browser, few, 1);
      const taken = await Promise.all(few.map((sample) => takePicture(gallery, sample, 'phone', folder)));
      const forReadme = await Promise.all(README_PICTURES.map((picture) => writeReadmePicture(browser, drawn, picture, folder)));
      const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;

      expect(await Promise.all(taken.map(sizeOf))).toEqual([expect.toSatisfy((size: number) => size > 5_000)]);
      expect((await Promise.all(forReadme.map(sizeOf))).filter((size) => size < 5_000 || size >= 150_000)).toEqual([]);
    } finally {
      await browser.close();
      await rm(folder, { recursive: true });
    }
  });
});
