import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../src/audit/dates.ts';
import { watchSilence, type SilenceDeps } from '../../src/features/watch-silence.ts';
import { createSilence } from '../../src/store/silence.ts';
import { keptLog } from '../partner-center/loopback.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores, firstChange } from '../support/copies.ts';

const { redis, prefix } = testConnection();
const NOW = new Date('2026-11-21T10:00:00Z');

function watching(everyMs = 300_000) {
  const part = `${prefix}:${randomUUID()}`;
  const posted: string[] = [];
  const world = { now: NOW, slackIsDown: false };
  const { copy, lease } = copyStores(redis, part);
  // Each look is that of another process: nothing is remembered but in Redis.
  const deps = (): SilenceDeps => ({
    copy, lease, everyMs, clock: () => world.now, log: keptLog(), silence: createSilence({ redis, prefix: part }),
    posts: {
      async post(text) {
        if (world.slackIsDown) throw new Error('Slack is down');
        posted.push(text);
      },
    },
  });
  const pass = (ms: number): void => void (world.now = new Date(world.now.getTime() + ms));
  const day = '2026-11-21';
  const read = async (): Promise<void> => {
    const { version } = await copy.read(day);
    const change = firstChange(day, []);
    await copy.write({ ...change, version, facts: { ...change.facts, readAt: world.now.toISOString() } });
  };
  return { posted, world, pass, read, look: () => watchSilence(deps()) };
}

describe('features/watch-silence', () => {
  it('posts once after 30 minutes without a good reading, and once when it is over', async () => {
    const { posted, pass, read, look } = watching();
    await read();
    pass(30 * MINUTE_MS - 1);
    await look();
    const before = posted.length;
    for (let looks = 0; looks < 200; looks += 1) {
      pass(MINUTE_MS);
      await look();
    }
    await read();
    await look();
    await look();

    expect(before).toBe(0);
    expect(posted).toEqual([
      expect.stringMatching(/^Partner Center's audit log was not read for 30 min \(since 2026-11-21 10:00 UTC\)\. .*nobody is told of new operations/),
      expect.stringMatching(/^Partner Center's audit log is read again since 2026-11-21 13:49 UTC, after 3 h 49 min without\./),
    ]);
  });

  it('posts again for the next silence', async () => {
    const { posted, pass, read, look } = watching();
    for (let silences = 0; silences < 3; silences += 1) {
      await read();
      await look();
      pass(31 * MINUTE_MS);
      await look();
    }

    expect(posted.map((text) => text.includes('was not read'))).toEqual([true, false, true, false, true]);
  });

  it('posts once, however many workers look at the same time', async () => {
    const { posted, pass, read, look } = watching();
    await read();
    pass(40 * MINUTE_MS);
    await Promise.all(Array.from({ length: 10 }, look));

    expect(posted).toHaveLength(1);
  });

  it('tries again when Slack does not take the post', async () => {
    const { posted, world, pass, read, look } = watching();
    await read();
    pass(40 * MINUTE_MS);
    world.slackIsDown = true;
    await expect(look()).rejects.toThrow('Slack is down');
    world.slackIsDown = false;
    await look();
    await look();

    expect(posted).toHaveLength(1);
  });

  it('counts from the first look where nothing was ever read', async () => {
    const { posted, pass, look } = watching();
    await look();
    pass(29 * MINUTE_MS);
    await look();
    const early = posted.length;
    pass(MINUTE_MS);
    await look();

    expect([early, posted.length]).toEqual([0, 1]);
  });

  it('takes a slow pace for no silence', async () => {
    const { posted, pass, read, look } = watching(DAY_MS);
    await read();
    pass(2 * DAY_MS - 1);
    await look();
    const early = posted.length;
    pass(1);
    await look();

    expect([early, posted.length]).toEqual([0, 1]);
  });
});
