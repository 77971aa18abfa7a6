import { describe, expect, it } from 'vitest';
import { ADMIN, live } from '../support/live.ts';
import { readModal } from '../support/reading.ts';
import { testRedis } from '../support/redis.ts';
import { slowRedis } from '../support/slow-redis.ts';

/** Each answer of Redis takes that long: ten times and more what the furthest region of one cloud takes. */
const SLOW_MS = 250;

describe('a Redis that is slow', () => {
  it('opens Details at once with a loading view, and fills it when Redis has answered', async () => {
    const world = await live();
    const redis = await slowRedis(testRedis().url);
    await world.startBot({ REDIS_URL: redis.url });
    const message = await (await world.type('customer Relecloud last 7d')).answer();
    redis.delay(SLOW_MS);

    const clicked = performance.now();
    const since = (): number => Math.round(performance.now() - clicked);
    const opened = world.slack.waitForView({ user: ADMIN }).then((view) => ({ shows: readModal(view), afterMs: since() }));
    const filled = world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 }).then((view) => ({ shows: readModal(view), afterMs: since() }));
    await world.slack.click({ user: ADMIN, message, label: 'Details' });
    const [loading, record] = [await opened, await filled];
    console.log(`Details with a Redis that takes ${SLOW_MS} ms for each answer: open after ${loading.afterMs} ms, filled after ${record.afterMs} ms`);

    expect(loading.shows).toContain('Looking the record up');
    expect(record.shows).toContain('Relecloud');
  });
});
