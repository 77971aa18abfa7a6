import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../scripts/find-redis.ts';
import { tokenErrors } from '../../sandbox/entra/errors.ts';
import { startBot } from '../../sandbox/bot.ts';
import { ADMIN, live, OPS } from '../support/live.ts';
import { buttonsIn, read } from '../support/reading.ts';
import { until } from '../support/until.ts';

const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

describe('failures of the outside', () => {
  it('tells a refusal of Partner Center once, with what to do and the correlation id', async () => {
    const world = await live();
    await world.startBot();
    world.partnerCenter.faults.whenever(() => ({ kind: 'forbidden', code: '900329' }));
    const answer = await (await world.type('last 7d')).answer();

    expect(read(answer)).toMatch(GUID);
    expect(buttonsIn(answer, 'Run again')).toBe(1);
    expect(world.partnerCenter.requests).toHaveLength(1);
  });

  it('tells that the secret is wrong without showing it', async () => {
    const world = await live();
    await world.startBot({ PARTNER_CLIENT_SECRET: 'not-the-right-secret' });
    const answer = await (await world.type('last 7d')).answer();

    expect(read(answer)).toMatch(/secret/i);
    expect(JSON.stringify(answer)).not.toContain('not-the-right-secret');
  });

  it('gets over an outage of some pages without anybody noticing', async () => {
    const world = await live();
    await world.startBot();
    world.partnerCenter.faults.next({ kind: 'status', status: 503 }, 2);
    world.entra.faults.next({ kind: 'error', error: tokenErrors.busy() }, 1);
    const answer = await (await world.type('customer Relecloud last 7d')).answer();

    expect(read(answer)).toContain('2 operations for Relecloud');
  });

  it('brings the answer by direct message when the response_url is refused', async () => {
    const world = await live();
    await world.startBot();
    world.slack.faults.fail('response_url', 404, 9);
    await world.slack.command({ user: ADMIN, channel: OPS, text: 'customer Relecloud last 7d' });
    const answer = await world.slack.waitForMessage({ viewer: ADMIN, channel: world.slack.dmChannel(ADMIN) });

    expect(read(answer)).toContain('2 operations for Relecloud');
  });

  it('says in the acknowledgement that nothing was started when Redis is gone, and answers again when it is back', async () => {
    const redis = await startRedis();
    const world = await live({ redisUrl: redis.url });
    const bot = await world.startBot();
    await redis.stop();
    const { acknowledgement } = await world.type('customer Relecloud last 7d');
    const ready = await fetch(`http://127.0.0.1:${bot.opsPort}/readyz`);

    expect(acknowledgement.text).toMatch(/nothing was run|not started|cannot reach/i);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('redis');
  });

  it('warns operators of a Redis that may evict searches', async () => {
    const redis = await startRedis();
    const connection = new Redis(redis.url);
    await connection.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const world = await live({ redisUrl: redis.url });
    const bot = await world.startBot({ ROLE: 'web' });
    await until(() => bot.lines.some(({ msg, policy }) => msg.includes('noeviction') && policy === 'allkeys-lru'));
    connection.disconnect();
    await bot.stop();
    await redis.stop();

    expect(bot.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it.each([
    [{}, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_BOT_TOKEN: 'xoxb-x', SLACK_SIGNING_SECRET: 'not-a-secret', ROLE: 'web', PORT: 'many' }, 'PORT is not right'],
  ])('ends with every fault of its configuration in one message: %j', async (environment, told) => {
    await expect(startBot(environment)).rejects.toThrow(`the bot ended with 1: The configuration has`);
    await expect(startBot(environment)).rejects.toThrow(told);
  });
});
