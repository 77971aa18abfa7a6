/** `node sandbox/picture.ts`: the picture of the sandbox for the documentation, taken anew. */
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startRedis } from '../scripts/find-redis.ts';
import { findBrowser, NO_BROWSER, openBrowser } from './gallery/browser.ts';
import { startStage } from './page/stage.ts';

const PICTURE = fileURLToPath(new URL('../docs/pictures/sandbox.png', import.meta.url));
const COMMAND = '/audit user support.desk7@partner.example last 14d';
const ANSWER = /operations by support\.desk7@partner\.example/;
/** What the documentation may weigh down a clone with. */
const MOST_BYTES = 200_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The summary of a search that finds something, with the tour beside it. */
async function takePicture(url: string, browserPath: string): Promise<void> {
  const browser = await openBrowser(browserPath);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 700 } });
    await page.goto(url);
    await page.locator('#composer-text').fill(COMMAND);
    await page.keyboard.press('Enter');
    await page.locator('#messages').getByText(ANSWER).first().waitFor();
    await page.screenshot({ path: PICTURE });
  } finally {
    await browser.close();
  }
}

const path = await findBrowser(process.env);
if (path === undefined) throw new Error(NO_BROWSER);
const redis = await startRedis({ url: process.env['REDIS_URL'], log: say });
const stage = await startStage({ redisUrl: redis.url });
try {
  await takePicture(stage.url, path);
} finally {
  await stage.close();
  await redis.stop();
}
const { size } = await stat(PICTURE);
say(`${PICTURE}: ${size} bytes`);
if (size > MOST_BYTES) throw new Error(`the picture is larger than ${MOST_BYTES} bytes`);
