/** A Chromium for pictures: the one of the machine, never a download. */
import { access, constants } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

export const NO_BROWSER = 'No Chromium found. Install it (Debian, Ubuntu: sudo apt-get install chromium) or name one in CHROMIUM=/path/to/chromium.';

/** The path of a Chromium: what `CHROMIUM` names, else one in its usual places; undefined where there is none. */
export async function findBrowser(environment: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const named = environment['CHROMIUM'];
  for (const path of named ? [named] : PLACES) {
    if (await access(path, constants.X_OK).then(() => true, () => false)) return path;
  }
  return undefined;
}

/** Starts it without a window. In a container Chromium's own sandbox cannot start; the pages it draws are ours alone. */
export const openBrowser = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: ['--no-sandbox'] });
